"""Questions in English get an English answer: right figures, bounds kept, clauses in Chinese."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer.english_texts import english_texts
from assistant.answer.texts import names
from assistant.understand.english import is_english, read_english
from assistant.understand.lexicon import load_yaml
from corpus.jurisdictions import places

HERE = Path(__file__).parent
DAY = dt.date(2024, 10, 15)
CASES = yaml.safe_load((HERE / "english.yaml").read_text("utf-8"))
QUOTE = re.compile(r"“[^”]*”")
BLANK = re.compile(r"\{(\w+)\}")


def table(name):
    return [pytest.param(c, id=" | ".join(c["turns"])) for c in CASES[name]]


@pytest.fixture(scope="module")
def invented(assistant_over):
    """The assistant over the invented notices; its questions are answered by values alone."""
    return assistant_over("dev", "dev2")


def check(wence, case):
    answer = wence.ask(case["turns"], None, case.get("as_of", DAY))
    if "status" in case:
        assert answer.status == case["status"], answer.text
    for words in case.get("says", []):
        assert str(words) in answer.text
    own_words = QUOTE.sub("", answer.text)  # the clause may list other figures beside the right one
    for words in case.get("never", []):
        assert str(words) not in own_words
        assert str(words) not in [v.value for v in answer.values]
    if "values" in case:
        told = [f"{v.value} {v.bound}" for v in answer.values]
        assert told[: len(case["values"])] == case["values"], answer.text
    for step in case.get("steps", []):
        assert step in [s.text for s in answer.steps]
    for words in case.get("follow_ups", []):
        assert words in answer.follow_ups
    for cited in answer.citations:
        assert cited.notice in answer.text or answer.status == "unanswerable"


@pytest.mark.parametrize("case", table("seeds"))
def test_shipped_notices(wence, case):
    check(wence, case)


@pytest.mark.parametrize("case", table("dev"))
def test_invented_notices(invented, case):
    check(invented, case)


@pytest.mark.parametrize("name", names())
def test_every_fixed_text_has_an_english_twin_with_the_same_blanks(name):
    """``window`` and ``figure`` are phrases; in English the value itself is told instead."""
    texts = english_texts().texts
    assert name in texts, f"assistant/texts_en.yaml lacks {name}"
    chinese = yaml.safe_load((HERE.parents[1] / "assistant" / "texts.yaml").read_text("utf-8"))
    blanks = set(BLANK.findall(chinese[name])) - {"window", "figure"}
    assert set(BLANK.findall(texts[name])) - {"value"} == blanks


def test_every_known_standard_has_an_english_name():
    keys = yaml.safe_load((HERE.parents[1] / "corpus" / "lexicon" / "keys.yaml").read_text("utf-8"))
    assert {k["key"] for k in keys["keys"]} <= set(english_texts().keys)


def test_every_class_in_the_rules_is_one_of_the_lists():
    data = load_yaml("english.yaml")
    used = {c for r in data["asks"] for k in ("all", "any", "none", "takes") for c in r.get(k, [])}
    assert used <= set(data["classes"])


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("How much in Liaocheng?", True),
        ("聊城成年人 how much", False),
        ("聊城医保 deadline", False),
        ("聊城交多少", False),
        ("How much do 低保 families pay?", True),
        ("When was 聊医保发〔2024〕27号 issued?", True),
        ("asdfgh", False),
        ("1234", False),
        ("😀", False),
        ("", False),
    ],
)
def test_language(text, english):
    assert is_english(text) is english


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="abcdefghilmnopstuw 0123456789-,.?'\"(){}%元医保聊城", max_size=80))
def test_any_text_is_read_without_a_crash(text):
    is_english(text)
    assert isinstance(read_english(text, places()).text, str)


WORDS = ["how much", "pay", "Liaocheng", "in", "2025", "student", "two", "adult", "not", "cap",
         "reimbursement", "subsidy", "when", "deadline", "Fujian", "and", "dibao", "8 year old",
         "outpatient", "foo", "70%", "410", "Xiamen", "last year", "serious illness"]  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6))
def test_any_english_words_get_an_answer_with_sources(wence, words):
    answer = wence.ask([" ".join(words)], None, DAY)
    assert answer.text
    places_cited = {c.notice for c in answer.citations if c.notice.startswith("聊")}
    if ("Xiamen" in words or "Fujian" in words) and "Liaocheng" not in words:
        assert not places_cited, words
