"""Whole notices as pasted texts: their own sentences stand, and no altered one does."""

import datetime as dt
import random
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.check import check_text
from assistant.errors import BadText
from corpus.jurisdictions import places
from corpus.model import COUNTRY_ADCODE

UNSEEN = Path(__file__).parents[2] / "fixtures" / "notices" / "unseen"
OPEN_TO_LOOK_AT = ("dev", "dev2", "rules_dev")
SENTENCE = re.compile(r"[^。；\n]+[。；]?")
SHORTEST = 6
SUPPORTED = 0.95
SEED = 20240906
DAY = dt.date(2024, 10, 15)


@pytest.fixture(scope="module")
def assistant(assistant_over):
    return assistant_over(*OPEN_TO_LOOK_AT)


def sentences(assistant):
    """Every sentence of every notice, with its place and the day of its notice."""
    for entry in assistant.library.entries.values():
        adcode, day = entry.notice.jurisdiction, entry.notice.issued_on
        region = None if adcode == COUNTRY_ADCODE else places().get(adcode).name
        for clause in entry.document.clauses:
            for found in SENTENCE.findall(clause.text):
                if len(found) >= SHORTEST:
                    yield found, region, day


def test_no_notice_gainsays_its_own_sentences(assistant):
    counts, wrong = Counter(), []
    for text, region, day in sentences(assistant):
        for verdict in check_text(assistant, text, region, as_of=day):
            assert text[verdict.start : verdict.end] == verdict.text
            counts[verdict.verdict.value] += 1
            if verdict.correction:
                wrong.append((verdict.text, verdict.correction))
    assert not wrong
    assert counts["supported"] >= SUPPORTED * counts.total(), counts


def test_no_sentence_with_another_digit_is_supported(assistant):
    chance, wrong, altered = random.Random(SEED), [], 0
    for text, region, day in sentences(assistant):
        for verdict in check_text(assistant, text, region, as_of=day):
            digits = [m.start() for m in re.finditer(r"(?<![〔\d（])\d", verdict.text)]
            if verdict.verdict != "supported" or not digits:
                continue
            at = verdict.start + chance.choice(digits)
            other = chance.choice([d for d in "123456789" if d != text[at]])
            changed = text[:at] + other + text[at + 1 :]
            altered += 1
            found = check_text(assistant, changed, region, as_of=day)
            wrong += [v.text for v in found if v.start <= at < v.end and v.verdict == "supported"]
    assert altered > 200
    assert not wrong


ALPHABET = (
    "聊城市居民医保成年学生交410元380%不低于年月日12月31前可以不得报销低保｜|，。；\n*#<p>（）"
)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=ALPHABET, min_size=1, max_size=80))
def test_claims_stand_in_the_text_in_its_order(assistant, text):
    try:
        found = check_text(assistant, text, "聊城市", as_of=DAY)
    except BadText:
        return
    assert all(text[v.start : v.end] == v.text for v in found)
    assert all(v.text.strip() for v in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
