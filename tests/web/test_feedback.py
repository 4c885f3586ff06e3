"""Personal numbers never reach the disk; feedback survives with everything it was about."""

import datetime as dt
import multiprocessing
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import FeedbackUnavailable
from assistant.web.feedback import FILE, Feedback, FeedbackStore, Opinion
from assistant.web.masking import UNSTORABLE, mask, masked
from corpus.errors import BadSetting
from corpus.settings import Settings
from tests.waiting import PATIENCE

CASES = yaml.safe_load((Path(__file__).with_name("masking.yaml")).read_text("utf-8"))
AT = dt.datetime(2024, 10, 15, 8, 30, tzinfo=dt.UTC)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
AROUND = st.text(st.characters(codec="utf-8", exclude_categories=["N", "Cs"]), max_size=8)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:20])
def test_what_is_kept(case):
    assert mask(case["text"]) == case["kept"]


def identity(place, born, order):
    body = f"{place}{born:%Y%m%d}{order:03}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


IDENTITIES = st.builds(
    identity,
    st.integers(110000, 659999),
    st.dates(dt.date(1900, 1, 1), dt.date(2029, 12, 31)),
    st.integers(0, 999),
)
MOBILES = st.integers(13000000000, 19999999999).map(str)
CARDS = st.integers(6200000000000000, 6299999999999999).map(str)
WRITTEN = st.sampled_from([str, str.lower, lambda t: t.translate(FULL)])


@given(st.one_of(IDENTITIES, MOBILES, CARDS), WRITTEN, AROUND, AROUND)
def test_no_number_survives_whatever_stands_around(number, written, before, after):
    kept = mask(before + written(number) + after)
    assert re.search(r"\d{6}", kept) is None
    assert kept.startswith(UNSTORABLE.sub("", before))
    assert kept.endswith(UNSTORABLE.sub("", after))


@given(st.one_of(IDENTITIES, MOBILES), st.sampled_from([" ", "-", "　", "·", "\u200b"]), st.data())
def test_no_number_survives_in_pieces(number, between, data):
    cuts = data.draw(st.sets(st.integers(1, len(number) - 1), max_size=5))
    spaced = "".join(between * (i in cuts) + c for i, c in enumerate(number))
    assert re.search(r"[0-9]", mask(f"我的号{spaced}。")) is None


@given(MOBILES)
def test_numbers_in_chinese_digits(number):
    assert mask(f"电话{number.translate(CHINESE)}。") == "电话[电话号码]。"


@given(st.lists(st.integers(0, 9_999_999).map(lambda n: f"{n}元"), max_size=5), st.dates())
def test_amounts_and_days_stay(amounts, day):
    text = f"{day:%Y年%m月%d日}：" + "，".join(amounts)
    assert mask(text) == text


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_more(text):
    assert mask(mask(text)) == mask(text)


@settings(max_examples=20)
@given(st.recursive(st.text() | st.integers() | st.none(), lambda s: st.lists(s, max_size=3)))
def test_data_keeps_its_form(data):
    assert type(masked(data)) is type(data)


@pytest.fixture
def said(wence):
    turns = ("我身份证371502199003072310，聊城医保交多少",)
    return Feedback(
        verdict=Opinion.WRONG,
        turns=turns,
        region="聊城市",
        answer=wence.ask(turns, None, AT.date()),
        note="打我１３８１２３４５６７８",
    )


def test_feedback_is_kept_masked(said, tmp_path):
    store = FeedbackStore(Settings(data=tmp_path))
    number = store.add(said, AT)
    (record,) = store.recent()
    assert (record.id, record.at) == (number, AT)
    assert record.feedback.turns == ("我身份证[身份证号]，聊城医保交多少",)
    assert record.feedback.note == "打我[电话号码]"
    assert record.feedback.answer.values == said.answer.values
    assert record.feedback.answer.citations == said.answer.citations
    assert record.feedback.answer.corpus == said.answer.corpus
    store.close()
    assert b"371502199003072310" not in (tmp_path / FILE).read_bytes()


def test_what_no_database_keeps_loses_no_feedback(said, tmp_path):
    store = FeedbackStore(Settings(data=tmp_path))
    odd = said.model_copy(update={"turns": ("缴\x00费\ud800",), "note": "不\x07对\udc00\n急"})
    store.add(odd, AT)
    kept = store.recent()[0].feedback
    assert (kept.turns, kept.note) == (("缴费",), "不对\n急")


def test_feedback_by_opinion_and_newest_first(said, tmp_path):
    store = FeedbackStore(Settings(data=tmp_path))
    for verdict in (Opinion.WRONG, Opinion.HELPFUL, Opinion.WRONG):
        store.add(said.model_copy(update={"verdict": verdict}), AT)
    assert [r.id for r in store.recent(2)] == [3, 2]
    assert [r.id for r in store.recent(verdict=Opinion.HELPFUL)] == [2]


def write(settings, said, times):
    store = FeedbackStore(settings)
    for _ in range(times):
        store.add(said, AT)


def test_two_processes_write_at_once(said, tmp_path):
    own = Settings(data=tmp_path)
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write, args=(own, said, 20)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(PATIENCE)
    assert {writer.exitcode for writer in writers} == {0}
    assert len(FeedbackStore(own).recent()) == 40


@pytest.mark.parametrize("url", ["nonsense", "nosuch://x/y", "postgresql+nodriver://h/d"])
def test_a_wrong_address_is_told(url, tmp_path):
    with pytest.raises(BadSetting):
        FeedbackStore(Settings(data=tmp_path, feedback_url=url))


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(FeedbackUnavailable):
        FeedbackStore(Settings(data=tmp_path, feedback_url=f"sqlite:///{tmp_path}/no/such/f.db"))
