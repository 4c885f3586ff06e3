"""Whether a word tells the values of a place apart (区别词): looked up once a word and place."""

from __future__ import annotations

from functools import lru_cache

from assistant.matching.profile import strong_text
from corpus.jurisdictions import Places
from corpus.library import Library
from corpus.model import PolicyValue

MOST_KEPT = 1024
MOST_WITHOUT_PLACE = 200
"""Notices that a question without a place looks through one by one."""


class Apart:
    """Knows the words that label, group or conditions of some value carry."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.by = lru_cache(maxsize=MOST_KEPT)(self._tells_apart)
        """Whether values that may hold at a place (adcode, "" for none named) carry a word."""

    def _tells_apart(self, term: str, place: str) -> bool:
        if len(term) < 2:
            return False
        near = self._library.touching(place) if place else self._library.notices
        if not place and len(near) > MOST_WITHOUT_PLACE:
            return self._library.says(term)
        return any(
            term in strong_text(value)
            for value in self._library.values([n.id for n in near])
            if not place or may_hold(value, place, self._library.places)
        )


def may_hold(value: PolicyValue, place: str, places: Places) -> bool:
    """Whether a value's place is the place (adcode) itself, above it or inside it."""
    own = value.jurisdiction
    return own == place or places.contains(own, place) or places.contains(place, own)
