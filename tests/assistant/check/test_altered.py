"""Claims made of the corpus's own values: one altered detail, and no claim is supported any more.

Every standard of every open fixture notice is told in the notice's words (place, year, group,
cases, label, figure). Where the claim is supported as it stands, its figure, bound, people, place
and year are altered in turn. An altered claim that some value of the library tells in the same
words is true again, and is left out.
"""

import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from itertools import islice

import pytest

from assistant.answer.wording import (
    cell_words,
    group_words,
    is_general,
    label_words,
    phrase,
    year_words,
)
from assistant.check import check_text
from corpus.jurisdictions import places
from corpus.model import COUNTRY_ADCODE, Bound, ConditionKind, Role, ValueKind

FOLDERS = ("dev", "dev2", "dev3", "dev4", "dev5", "dev6", "dev7", "rules_dev")
WITHOUT_NOTICE = "460200"  # 三亚市
MEASURED = {ValueKind.MONEY, ValueKind.RATIO, ValueKind.POINTS, ValueKind.DATE, ValueKind.PERIOD}
FLOORS = {Bound.AT_LEAST, Bound.MORE_THAN}
CEILINGS = {Bound.AT_MOST, Bound.LESS_THAN}
MOST_SIBLINGS = 2
EVERY = 6  # value; all of them take minutes
LEAST, LEAST_SUPPORTED = 100, 0.9
UNDATED = dt.date(2025, 11, 1)


def place_name(adcode):
    return "国家规定的" if adcode == COUNTRY_ADCODE else places().get(adcode).name


def told(value, place=None, year=None, group=None, figure=None):
    """A value as a sentence, with the details that are given in place of its own."""
    label = label_words(value)
    group = group or (group_words(value.group) if value.group else "")
    cases = [c.text for c in value.conditions if c.text not in label + group and not is_general(c)]
    about = "，".join([*([group] if group and group not in label else []), *cases, label])
    when = year or year_words(value)
    return f"{place_name(place or value.jurisdiction)}{when}{about}：{figure or phrase(value)}。"


def siblings(entry, value):
    """Values of the same standard in the same notice with another figure."""
    for other in entry.values:
        same = (other.key, other.label, other.unit, other.bound) == (
            *(value.key, value.label, value.unit, value.bound),
        )
        same = same and other.kind is value.kind and other.role is Role.STANDARD
        if same and other.value != value.value and not settings_of(other) - settings_of(value):
            yield other  # a claim that names no setting may be another setting's


def settings_of(value):
    return {c.text for c in value.conditions if c.kind is ConditionKind.SETTING}


def cases_of(value):
    return [c.text for c in value.conditions]


def with_another_number(quote):
    """The last number of a figure made another one; dates stay dates."""
    *_, last = re.finditer(r"\d+(?:\.\d+)?", quote)
    number = Decimal(last.group())
    other = number - 1 if number > 1 else number + 1
    return f"{quote[: last.start()]}{other}{quote[last.end() :]}"


def other_bounds(value):
    quote = cell_words(value) or value.citations.value.quote
    if value.bound is Bound.EXACT:
        return [f"不低于{quote}", f"{quote}左右"]
    other = {"不超过": FLOORS, "不低于": CEILINGS}
    turned = [f"{word}{quote}" for word, bounds in other.items() if value.bound in bounds]
    return [*turned, quote] if value.bound is not Bound.AT_MOST else turned


def alterations(entry, value):
    """(what is altered, the altered claim) of a value."""
    quote = value.citations.value.quote
    if re.search(r"\d", quote):
        yield "figure", told(value, figure=phrase(value).replace(quote, with_another_number(quote)))
    if value.kind in {ValueKind.MONEY, ValueKind.RATIO}:
        for figure in other_bounds(value):
            yield "bound", told(value, figure=figure)
    for other in islice(siblings(entry, value), MOST_SIBLINGS):
        yield "sibling's figure", told(value, figure=phrase(other))
        if other.group and value.group and cases_of(other) == cases_of(value):
            yield "group", told(value, group=group_words(other.group))
    if value.jurisdiction != COUNTRY_ADCODE:
        yield "place", told(value, place=WITHOUT_NOTICE)
        yield "upper place", told(value, place=places().get(value.jurisdiction).parent)
    if year_words(value):
        for years in (-1, 1):
            yield "year", told(value, year=f"{value.benefit_year + years}年度")


def verdicts(assistant, text, value, entry):
    own = value.jurisdiction
    region = None if own == COUNTRY_ADCODE else places().get(own).name
    day = entry.notice.issued_on or UNDATED
    return [v.verdict.value for v in check_text(assistant, text, region, as_of=day)]


def parts(text):
    return set(re.split("[，：]", text.rstrip("。")))


def is_true_again(known, text, value, what):
    """Whether a value tells an altered claim in as many words or more, or an upper level does."""
    everywhere = "place" in what
    near = [k for k in known if everywhere or k[0].notice == value.notice]
    if any(parts(text) <= said for _, said in near):
        return True
    upper = {j.adcode for j in places().ancestors(value.jurisdiction)} - {value.jurisdiction}
    same = (v for v, _ in near if (v.key, v.value) == (value.key, value.value))
    return everywhere and any(v.jurisdiction in upper for v in same)


@pytest.fixture(scope="module")
def outcomes(assistant_over):
    """How the values' own claims end, and every altered claim that is still supported."""
    assistant = assistant_over(*FOLDERS)
    entries = assistant.library.entries.values()
    standards = [(e, v) for e in entries for v in e.values if v.role is Role.STANDARD]
    known = [(v, parts(told(v))) for _, v in standards]
    own, altered, wrong = Counter(), Counter(), []
    for entry, value in [s for s in standards if s[1].kind in MEASURED][::EVERY]:
        found = verdicts(assistant, told(value), value, entry)
        own["supported" if set(found) == {"supported"} else "other"] += 1
        if set(found) != {"supported"}:
            continue
        for what, text in dict.fromkeys(alterations(entry, value)):
            if is_true_again(known, text, value, what):
                continue
            altered[what] += 1
            if set(verdicts(assistant, text, value, entry)) == {"supported"}:
                wrong.append((what, told(value), text))
    return own, altered, wrong


def test_values_told_as_claims_are_supported(outcomes):
    own, _, _ = outcomes
    assert own.total() >= LEAST
    assert own["supported"] >= LEAST_SUPPORTED * own.total(), own


def test_no_claim_with_one_altered_detail_is_supported(outcomes):
    _, altered, wrong = outcomes
    assert altered.total() >= 5 * LEAST, altered
    assert len(altered) == 7
    assert not wrong
