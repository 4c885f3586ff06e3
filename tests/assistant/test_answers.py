"""Whole answers over the shipped notices: right, grounded to the character, and never forced."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
DAY = dt.date(2024, 10, 15)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
HOTLINES = "12393 12345"


def table():
    for case in yaml.safe_load((HERE / "questions.yaml").read_text("utf-8")):
        bug = case.get("bug")
        marks = pytest.mark.xfail(strict=True, reason=bug) if bug else ()
        yield pytest.param(case, marks=marks, id=f"{case['ask']} {case.get('as_of', '')}".strip())


def grounded(wence, answer, asked):
    """Every citation is the exact characters, and every number of the text stands somewhere."""
    by_number = {n.doc_number: n.id for n in wence.library.notices}
    for cited in answer.citations:
        text = wence.library.text(by_number[cited.notice])
        assert text[cited.start : cited.end] == cited.quote
    carried = [f"{c.quote} {c.notice} {c.title} {c.clause}" for c in answer.citations]
    carried += [s.text for s in answer.steps]
    carried += [asked, HOTLINES, f"{answer.as_of.year} {answer.as_of.month} {answer.as_of.day}"]
    known = {n for text in carried for n in NUMBER.findall(text)}
    assert set(NUMBER.findall(answer.text)) <= known, answer.text
    assert all(n < len(answer.citations) for s in answer.steps for n in s.citations)


@pytest.mark.parametrize("case", table())
def test_question(wence, case):
    as_of = dt.date.fromisoformat(case["as_of"]) if "as_of" in case else DAY
    answer = wence.ask([case["ask"]], None, as_of)
    grounded(wence, answer, case["ask"])
    if "status" in case:
        assert answer.status == case["status"], answer.text
    for words in case.get("says", []):
        assert words in answer.text
    for words in case.get("never", []):
        assert str(words) not in answer.text
        assert str(words) not in [v.value for v in answer.values]
    if answer.status == "answered":
        assert answer.citations


@pytest.mark.parametrize("text", yaml.safe_load((HERE / "hostile.yaml").read_text("utf-8")))
@pytest.mark.parametrize("region", [None, "聊城市"])
def test_hostile(wence, text, region):
    answer = wence.ask([text], region, DAY)
    assert answer.status != "answered", answer.text
    assert answer.text
    assert not set(NUMBER.findall(answer.text)) - set(HOTLINES.split()), answer.text
    assert answer.values == ()
    assert "<" not in answer.text


IMPOSSIBLE = yaml.safe_load((HERE / "impossible.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "words"), IMPOSSIBLE, ids=[case[0] for case in IMPOSSIBLE])
def test_what_cannot_be_gets_one_sentence(wence, text, words):
    answer = wence.ask([text], "聊城市", DAY)
    assert answer.status == "clarify"
    assert words in answer.text
    assert answer.text.count("。") == 1
    assert set(NUMBER.findall(answer.text)) <= set(NUMBER.findall(text))


TALKS = yaml.safe_load((HERE / "talks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", TALKS, ids=["|".join(case["turns"]) for case in TALKS])
def test_talks(wence, case):
    answer = wence.ask(case["turns"], "聊城市", DAY)
    assert answer.status == case.get("status", "answered"), answer.text
    for words in case.get("says", []):
        assert words in answer.text
    for words in case.get("never", []):
        assert words not in answer.text
    asked = [line for line in (*answer.text.split("\n"), *answer.follow_ups) if "？" in line]
    assert len(asked) <= 1, asked


LONG = {
    "医保": "医保" * 2000,
    "question": "聊城成年人交多少钱" * 400,
    "digits": "9" * 4000,
    "letters": "a" * 4000,
    "brackets": "（" * 4000,
    "emoji": "😀" * 4000,
}


@pytest.mark.parametrize("name", LONG)
def test_four_thousand_characters(wence, name):
    answer = wence.ask([LONG[name]], "聊城市", DAY)
    assert answer.status in ("refused", "clarify")
    assert answer.values == ()
    assert len(answer.text) < 200


@pytest.mark.parametrize("text", ["9" * 1999, "聊城" * 999, "俩娃" * 900, "9年" * 900, "（" * 1999])
def test_just_not_too_long(wence, text):
    answer = wence.ask([text], "聊城市", DAY)
    grounded(wence, answer, text)
    assert answer.reason != "too_long"


@pytest.mark.parametrize(
    "text",
    [
        "聊城成年人\0交多少",
        "聊城成年人交多少\ud800",
        "\u202e聊城成年人交多少",
        "聊城成年人交多少<b>",
        "聊城成年人交多少😀",
        "聊城\u200b成年人交多少",
        "**聊城成年人交多少**",
    ],
)
def test_odd_characters_around_a_good_question(wence, text):
    answer = wence.ask([text], None, DAY)
    grounded(wence, answer, text)
    assert answer.status == "answered"
    assert "410元" in answer.text
    assert "<b>" not in answer.text


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=30), min_size=1, max_size=3))
def test_any_turns_get_a_grounded_answer(wence, turns):
    answer = wence.ask(turns, "聊城市", DAY)
    grounded(wence, answer, " ".join(turns))
    assert answer.text


WORDS = yaml.safe_load((HERE / "words.yaml").read_text("utf-8"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
def test_any_words_of_the_field_get_a_grounded_answer(wence, words):
    asked = "".join(words)
    answer = wence.ask([asked], None, DAY)
    grounded(wence, answer, asked)
    places = {c.notice for c in answer.citations if c.notice.startswith("聊")}
    if ("厦门" in words or "福建" in words) and "聊城" not in words:
        assert not places, asked


def test_no_turn_is_a_clear_error(wence):
    from assistant.errors import BadQuestion

    with pytest.raises(BadQuestion, match="没有问题"):
        wence.ask([], None, DAY)
