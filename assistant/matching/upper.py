"""Rules of an upper level (上级的规定): when a question is about the place's own schemes."""

from __future__ import annotations

from assistant.matching.needs import is_said
from assistant.matching.profile import programmes_in
from assistant.model import Ask, NeedRole, Slots
from assistant.understand.asks import BASIC, find_concepts, of_treatment
from corpus.library import Library
from corpus.model import COUNTRY_ADCODE, Level, Notice


class Upper:
    """Which notices are of a level above the place asked, and when these are no answer."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._insured: dict[str, bool] = {}

    def is_local(self, slots: Slots, notice: Notice) -> bool:
        """Whether the notice is of the asked place or its city, not of a level above."""
        if slots.place is None or slots.place.at.adcode == COUNTRY_ADCODE:
            return True
        chain = self._library.places.ancestors(slots.place.at.adcode)
        above = {j.adcode for j in chain[1:] if j.level in (Level.COUNTRY, Level.PROVINCE)}
        return notice.jurisdiction not in above

    def is_insurance(self, slots: Slots, notice: Notice) -> bool:
        """Whether the notice is an upper level's on the residents' insurance."""
        return self._is_above(slots, notice) and BASIC in programmes_in(notice.title)

    def has_others(self, slots: Slots, notices: list[Notice]) -> bool:
        """Whether the place has notices of its own, and none of them is about the insurance."""
        local = [n for n in notices if not self._is_above(slots, n)]
        known = slots.place is not None and bool(local)
        return known and not any(self._is_insured(n) for n in local)

    def about_others(self, ask: Ask, slots: Slots, notices: list[Notice]) -> bool:
        """Whether an ask that names no insurance is about the place's other programmes.

        Where the place has notices of its own and none is about the insurance, an upper level's
        insurance figure is not what 「考上本科给多少」 asks.
        """
        text = slots.asked or slots.text
        programmes = [n for n in ask.needs if n.role is NeedRole.PROGRAMME]
        named = any(is_said(n, text) for n in programmes) or of_treatment(ask)
        return not named and self.has_others(slots, notices)

    def asks_others(self, ask: Ask, slots: Slots, notices: list[Notice]) -> bool:
        """Whether an ask for the insurance's figures is about the place's other programmes."""
        insured = ask.keys or any(n.role is NeedRole.PROGRAMME for n in ask.needs)
        return bool(insured) and self.about_others(ask, slots, notices)

    def without_insurance(self, slots: Slots, notices: list[Notice]) -> list[Notice]:
        """The notices without an upper level's on an insurance that the question does not name,
        where the place's own are about other schemes."""
        named = any(c.id == BASIC for c, _, _ in find_concepts(slots.asked or slots.text))
        if named or not self.has_others(slots, notices):
            return notices
        return [n for n in notices if not self.is_insurance(slots, n)]

    def _is_insured(self, notice: Notice) -> bool:
        """Whether a notice is about the insurance: by its title, or by its text where the title
        names no scheme (致全县居民的一封信)."""
        if notice.id not in self._insured:
            named = programmes_in(notice.title) or programmes_in(self._library.text(notice.id))
            self._insured[notice.id] = BASIC in named
        return self._insured[notice.id]

    def _is_above(self, slots: Slots, notice: Notice) -> bool:
        country = notice.jurisdiction == COUNTRY_ADCODE
        return country or not self.is_local(slots, notice)
