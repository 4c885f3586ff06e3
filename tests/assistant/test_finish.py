"""Fail closed: nothing is shown that no clause carries."""

import datetime as dt

import pytest

from assistant.answer import pipeline
from assistant.answer.context import Draft
from assistant.answer.finish import finish
from assistant.errors import UngroundedAnswer
from assistant.model import AnswerValue, CitedStep, Question, Status
from assistant.understand import read_slots
from corpus.model import Citation

NOTICE = "聊医保发2024-27"
DAY = dt.date(2024, 10, 1)


@pytest.fixture(scope="module")
def context(wence):
    question = Question(turns=("聊城成年人交多少",), region=None, as_of=DAY)
    return wence._context(question, read_slots(question, wence.library.places))


@pytest.fixture(scope="module")
def cited(wence):
    """A citation of the first place where these words stand in the Liaocheng notice."""

    def make(words):
        start = wence.library.text(NOTICE).index(words)
        clause = next(
            c.id for c in wence.library.entries[NOTICE].document.clauses if c.start <= start < c.end
        )
        end = start + len(words)
        return Citation(notice=NOTICE, clause=clause, start=start, end=end, quote=words)

    return make


def test_what_is_cited_is_shown(context, cited):
    draft = Draft(lines=["每人410元。"], citations=[cited("410元/人")])
    answer = finish(draft, context)
    assert answer.text.startswith("每人410元。\n依据：聊医保发〔2024〕27号 一（一）")
    assert answer.citations[0].quote == "410元/人"


LOOSE = [
    "每人999元。",
    "每人410.5元。",
    "每人41元。",
    "每人4100元。",
    "最晚2024年12月30日。",
    "报销80%。",
    "打12399。",
    "每人九百九十九元。",
    "每人九百九元。",
    "每人９９９元。",
    "每人每年27元。",
    "每人每年2024元。",
    "报销410%。",
    "每人每年二十七元。",
    "每人4.1万元。",
    "最高410倍。",
    "等待410天。",
    "报销百分之八十。",
    "报销八成。",
    "最晚9月6日。",
    "至10月2日。",
    "自2023年起。",
    "满70周岁。",
    "三个月以内。",
    "提高410个百分点。",
]
CARRIED = [
    "每人四百一十元。",
    "按统一标准，一老一小同等对待，第一次也一样。",
    "按二十七号文办理。",
    "问的是2024年10月1日。",
    "拨打12393或12345。",
    "到最后一天为止。",
    "郑州市二七区除外。",
]


@pytest.mark.parametrize("line", LOOSE)
@pytest.mark.parametrize("where", ["lines", "notes"])
def test_a_number_that_nothing_carries(context, cited, line, where):
    draft = Draft(citations=[cited("410元/人")])
    getattr(draft, where).append(line)
    with pytest.raises(UngroundedAnswer):
        finish(draft, context)


@pytest.mark.parametrize("line", CARRIED)
def test_what_is_no_figure_or_is_carried(context, cited, line):
    draft = Draft(lines=[line], citations=[cited("410元/人")])
    assert finish(draft, context).text.startswith(line)


@pytest.mark.parametrize("where", ["values", "follow_ups"])
def test_a_number_outside_the_text(context, cited, where):
    draft = Draft(lines=["每人410元。"], citations=[cited("410元/人")])
    value = AnswerValue(
        key=None,
        label="个人缴费标准",
        value="999",
        unit="元",
        bound="exact",
        group=None,
        region="聊城市",
        benefit_year=2025,
    )
    getattr(draft, where).append(value if where == "values" else "是不是交999元？")
    with pytest.raises(UngroundedAnswer):
        finish(draft, context)


@pytest.mark.parametrize("shift", [1, -1, 5])
def test_a_citation_that_is_not_the_exact_characters(context, cited, shift):
    good = cited("410元/人")
    moved = good.model_copy(update={"start": good.start + shift, "end": good.end + shift})
    with pytest.raises(UngroundedAnswer):
        finish(Draft(lines=["每人410元。"], citations=[moved]), context)


def test_steps_carry_their_results_and_are_numbered(context, cited):
    first, second = cited("410元/人"), cited("380元/人")
    step = CitedStep(text="410 + 380 = 790（元）", citations=(second, first))
    answer = finish(Draft(lines=["一共790元。"], citations=[first], steps=[step]), context)
    assert [answer.citations[n].quote for n in answer.steps[0].citations] == [
        "380元/人",
        "410元/人",
    ]


def test_an_ungrounded_answer_becomes_a_plain_no(context, monkeypatch):
    def careless(context):
        return Draft(lines=["每人999元。"])

    monkeypatch.setattr(pipeline, "_by_values", careless)
    answer = pipeline.answer(context)
    assert answer.status is Status.UNANSWERABLE
    assert "999" not in answer.model_dump_json()
    assert answer.values == ()
