"""What staff settle becomes rows that the evaluation reads as its own."""

import datetime as dt
import json
import threading
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadEntry
from assistant.model import Status, VerdictKind
from assistant.web.staff.labels import (
    BOUNDS,
    AnswerEntry,
    ClaimEntry,
    Difference,
    claim_row,
    question_row,
)
from assistant.web.staff.sets import promote
from assistant.web.staff.words import words
from eval.cases import Case
from eval.claims import Difference as Known
from eval.claims import PastedText
from eval.kinds import load_any

DAY = dt.date(2024, 10, 15)
CLAUSE = "聊医保发〔2024〕27号#一（一）"
CLAIM = ClaimEntry(
    passage="聊城市成年居民400元",
    claim="成年居民400元",
    verdict=VerdictKind.CONTRADICTED,
    differences=(Difference.VALUE,),
    correction="410元",
    citations=CLAUSE,
)
ANSWER = AnswerEntry(status=Status.ANSWERED, values="410 元/人·年", citations=CLAUSE)
WORDS = st.text("聊城410元#；;\n =不低于左右-", max_size=12)


def test_differences_are_those_of_the_sets_and_all_have_a_name():
    assert {one.value for one in Difference} == set(get_args(Known)) == set(words("differences"))


@pytest.mark.parametrize("verdict", list(VerdictKind))
def test_a_claim_of_every_verdict_is_a_row(verdict):
    mended = verdict in (VerdictKind.CONTRADICTED, VerdictKind.OUTDATED)
    lost = {"differences": (), "correction": ""}
    entry = CLAIM.model_copy(update={"verdict": verdict, **({} if mended else lost)})
    if verdict is VerdictKind.NOT_FOUND:
        entry = entry.model_copy(update={"citations": ""})
    row = PastedText.model_validate(claim_row("desk-1", entry, "聊城市", DAY))
    assert [(one.text, one.verdict) for one in row.claims] == [("成年居民400元", verdict.value)]


WRONG = [
    {"claim": "不在文字里"},
    {"claim": ""},
    {"passage": "一" * 6000},
    {"differences": ()},
    {"correction": ""},
    {"citations": ""},
    {"citations": "聊医保发〔2024〕27号"},
    {"citations": "#一"},
    {"verdict": VerdictKind.SUPPORTED},
    {"correction": "；".join(map(str, range(21)))},
]


@pytest.mark.parametrize("change", WRONG, ids=str)
def test_a_claim_that_lacks_something_is_told(change):
    with pytest.raises(BadEntry):
        claim_row("desk-1", CLAIM.model_copy(update=change), None, DAY)


VALUES = {
    "410": {"value": "410"},
    "410 元/人·年": {"value": "410", "unit": "元/人·年"},
    "不低于 400 元": {"value": "400", "unit": "元", "bound": "at_least"},
    "左右 70 %": {"value": "70", "unit": "%", "bound": "about"},
    "2024-12-31": {"value": "2024-12-31"},
    "1E3 元": {"value": "1000", "unit": "元"},
}


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_a_figure_as_staff_write_it(text, value):
    entry = ANSWER.model_copy(update={"values": text})
    row = question_row("desk-2", entry, ("交多少",), "聊城市", DAY)
    assert row["expect"]["values"] == [value]
    assert Case.model_validate(row).expect.values[0].value == value["value"]


@pytest.mark.parametrize("text", ["四百元", "410元/人", "2024-13-01", "NaN", "不低于", "1 元 年"])
def test_a_figure_that_is_none_is_told(text):
    with pytest.raises(BadEntry):
        question_row("d", ANSWER.model_copy(update={"values": text}), ("问",), None, DAY)


@pytest.mark.parametrize("status", list(Status))
def test_a_question_of_every_status_is_a_row(status):
    entry = ANSWER if status is Status.ANSWERED else AnswerEntry(status=status, must="没有写明")
    row = question_row("desk-2", entry, ("聊城交多少", "那低保户呢"), None, DAY)
    assert Case.model_validate(row).expect.status == (status.value,)


def test_an_answer_needs_something_to_be_right_and_a_clause():
    for change in ({"values": ""}, {"citations": ""}):
        with pytest.raises(BadEntry):
            question_row("d", ANSWER.model_copy(update=change), ("问",), None, DAY)


@given(
    WORDS, WORDS, st.sampled_from(VerdictKind), WORDS, WORDS, st.lists(st.sampled_from(Difference))
)
def test_whatever_passes_for_a_claim_is_a_row(before, claim, verdict, correction, cited, differ):
    entry = ClaimEntry(
        passage=before + claim,
        claim=claim,
        verdict=verdict,
        differences=tuple(differ),
        correction=correction,
        citations=cited,
    )
    try:
        row = claim_row("d", entry, None, DAY)
    except BadEntry:
        return
    read = PastedText.model_validate(row)
    assert [(one.text, one.verdict) for one in read.claims] == [(claim.strip(), verdict.value)]


@given(st.sampled_from(Status), WORDS, WORDS, WORDS, WORDS)
def test_whatever_passes_for_an_answer_is_a_row(status, values, must, must_not, cited):
    entry = AnswerEntry(status=status, values=values, must=must, must_not=must_not, citations=cited)
    try:
        row = question_row("d", entry, ("问",), None, DAY)
    except BadEntry:
        return
    read = Case.model_validate(row)
    assert (read.turns, read.expect.status) == (("问",), (status,))


def test_bounds_have_names_that_staff_use():
    assert set(BOUNDS) >= {"不低于", "不超过", "左右"}


def test_rows_are_added_once_and_read_by_the_evaluation(tmp_path):
    for number in (1, 2, 1):
        file = promote(tmp_path, claim_row(f"desk-{number}", CLAIM, "聊城市", DAY))
    other = promote(tmp_path, question_row("desk-9", ANSWER, ("交多少",), "聊城市", DAY))
    assert [row.id for row in load_any(file).rows] == ["desk-1", "desk-2"]
    assert [case.id for case in load_any(other).cases] == ["desk-9"]


def test_several_people_add_at_once(tmp_path):
    rows = [claim_row(f"desk-{n}", CLAIM, None, DAY) for n in range(20)]
    threads = [threading.Thread(target=promote, args=(tmp_path, row)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (tmp_path / "sets" / "claims_desk.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} == {row["id"] for row in rows}
