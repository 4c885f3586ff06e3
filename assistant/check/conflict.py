"""Whether a claim and a figure of the notices can't both be true (矛盾)."""

from __future__ import annotations

from decimal import Decimal

from assistant.check.equal import Gap, other_size
from assistant.check.fit import Fit
from assistant.check.fitting import Fitter
from assistant.check.lexicon import check_words
from assistant.check.ranking import ENOUGH_WORDS, TOLD_AT_ALL
from assistant.check.reading import Reading
from assistant.check.sharing import pairs_of
from assistant.check.telling import unasked
from corpus.model import Bound, ConditionKind, PolicyValue, Role, ValueKind

YEAR_OF_COVER = "年度"
BARELY, FEW_WORDS = 0.2, 4
"""Least share of a claim's words that must stand around a figure; so few words say nothing."""


def conflicts(reading: Reading, fit: Fit) -> bool:
    """Whether both can't be true: an upper level's floor leaves room for a place's own."""
    place = reading.scope.place
    above = place is not None and place.adcode != fit.value.jurisdiction
    said, stated = reading.statement.value, fit.value
    if above and said.role is Role.CHANGE:
        return False  # by how much the country raises it is not by how much a place does
    if other_size(said, stated):
        return False
    if fit.gap is Gap.UNIT:
        return True  # the very sum, a month and not a year
    own = not above or any(c.kind is ConditionKind.AREA for c in stated.conditions)
    if own and said.bound is not Bound.EXACT and said.bound is stated.bound:
        return True  # another floor than the one that is set
    if above and check_words().soft.search(stated.bound_text):
        return False
    if not above or not isinstance(said.value, Decimal) or not isinstance(stated.value, Decimal):
        return True
    room = {
        Bound.AT_LEAST: said.value >= stated.value,
        Bound.MORE_THAN: said.value > stated.value,
        Bound.AT_MOST: said.value <= stated.value,
        Bound.LESS_THAN: said.value < stated.value,
        Bound.ABOUT: True,
    }
    return not room.get(stated.bound, False)


def of_another(reading: Reading, fit: Fit, fitter: Fitter) -> bool:
    """Whether the figure is of a case or a programme that the claim doesn't speak of."""
    value = fit.value
    nameless = reading.key is None and reading.carried_key is None
    apart = nameless and not fitter.same_programme(reading, value)
    if value.clause in reading.near:
        return False
    if apart:
        return value.kind in (ValueKind.MONEY, ValueKind.RATIO) and fit.words < TOLD_AT_ALL
    return fit.words < ENOUGH_WORDS and unasked(value, reading.led | reading.context)


def is_spoken_of(reading: Reading, fit: Fit) -> bool:
    """Whether a claim tells enough of a figure to be gainsaid by it (牙齿矫正可以报30%)."""
    if not fit.named and fit.words < TOLD_AT_ALL:
        return False
    special = reading.key in check_words().specific and reading.key == fit.value.key
    short = len(reading.own) <= FEW_WORDS or reading.scope.named
    return fit.words >= BARELY or special or short


def collected_then(words: str, value: PolicyValue) -> bool:
    """Whether a figure is of the collection that a claim names (2024年集中缴费期), if any."""
    named = check_words().collection.search(words)
    if not named or not value.collection_year:
        return True
    cover = YEAR_OF_COVER in named.group()  # 2027年度集中缴费 is in 2026
    return int(named["year"]) in (value.collection_year, cover and value.benefit_year)


def names_somebody(reading: Reading, fit: Fit) -> bool:
    """Whether a claim says whom it is of in much the words of the figure's group."""
    group = fit.value.group
    said = check_words().somebody.search(reading.words)
    return bool(said) and group is not None and bool(pairs_of(group.text) & reading.pairs)
