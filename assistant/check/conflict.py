"""Whether a claim and a figure of the notices can't both be true (矛盾)."""

from __future__ import annotations

from decimal import Decimal

from assistant.check.fitting import Fit
from assistant.check.lexicon import check_words
from assistant.check.reading import Reading
from corpus.model import Bound, Role


def conflicts(reading: Reading, fit: Fit) -> bool:
    """Whether both can't be true: an upper level's floor leaves room for a place's own."""
    place = reading.scope.place
    above = place is not None and place.adcode != fit.value.jurisdiction
    said, stated = reading.statement.value, fit.value
    if above and said.role is Role.CHANGE:
        return False  # by how much the country raises it is not by how much a place does
    if said.bound is not Bound.EXACT and said.bound is stated.bound:
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
