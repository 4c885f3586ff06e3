"""Figures of other people or standards that gainsay a claim (张冠李戴)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from assistant.check.equal import Gap, gap_between
from assistant.check.finding import NOT_FOUND, Finding, Why
from assistant.check.fit import Fit
from assistant.check.fitting import Fitter
from assistant.check.lexicon import check_words
from assistant.check.people import Whom
from assistant.check.reading import Reading
from assistant.keys import AID, FEE, NET
from assistant.matching.groups import takes_in
from assistant.model import VerdictKind
from corpus.library import Library
from corpus.model import Jurisdiction, Notice, PolicyValue, Role, ValueKind

Candidate = tuple[PolicyValue, list[PolicyValue]]
"""A figure with the figures of its clause."""
Candidates = Callable[[Jurisdiction | None, Notice, Library], tuple[Candidate, ...]]


class Elsewhere:
    """Looks for a claim's figure where it is somebody else's, or another standard's."""

    def __init__(self, library: Library, fitter: Fitter, candidates: Candidates) -> None:
        self._library = library
        self._fitter = fitter
        self._candidates = candidates

    def of_others(self, reading: Reading, held: Sequence[Notice], as_of: dt.date) -> Finding | None:
        """The claim's figure as the place gives it to other people, and none to those it names."""
        place, library = reading.scope.place, self._library.on(as_of)
        if place is None or not reading.people.keys or reading.key is None:
            return None
        for notice in (n for n in held if n.jurisdiction == place.adcode):
            for value, _ in self._candidates(place, notice, library):
                if self._fitter.is_given_to_others(reading, value):
                    return Finding(VerdictKind.CONTRADICTED, (value,), Why.GROUP)
        return None

    def of_other_case(
        self, reading: Reading, held: Sequence[Notice], as_of: dt.date
    ) -> Finding | None:
        """The claim's figure as the place gives it in another case, and not in the claim's."""
        place, library = reading.scope.place, self._library.on(as_of)
        if place is None or reading.key is None:
            return None
        for notice in (n for n in held if n.jurisdiction == place.adcode):
            for value, _ in self._candidates(place, notice, library):
                if self._fitter.is_of_other_case(reading, value):
                    return Finding(VerdictKind.CONTRADICTED, (value,), Why.CASES)
        return None

    def is_net(
        self, reading: Reading, current: list[Fit], held: Sequence[Notice], as_of: dt.date
    ) -> bool:
        """Whether the claim tells what is left for aided people to pay, which everybody's fee
        does not gainsay (低保对象自己交270元 beside 410元 for all)."""
        own = any(f.whom is Whom.SAME for f in current)
        if own or reading.key not in (FEE, NET) or not reading.people.keys:
            return False
        values = self._library.on(as_of).values([n.id for n in held])
        groups = [v.group for v in values if v.key == AID and v.group]
        return any(takes_in(g, k) for g in groups for k in reading.people.keys)

    def waived(
        self, reading: Reading, fit: Fit, held: Sequence[Notice], as_of: dt.date
    ) -> Finding | None:
        """Everybody's figure told of people for whom the notice lifts it (取消封顶, 不设起付线)."""
        value, library = fit.value, self._library.on(as_of)
        if fit.whom is Whom.SAME or not reading.people or value.kind is ValueKind.WAIVER:
            return None
        for other in library.values([n.id for n in held]):
            same = check_words().same_thing(value.key or "", other.key or "")
            lifted = same and other.kind is ValueKind.WAIVER and other.group
            if lifted and self._fitter.is_of(reading, other):
                return Finding(VerdictKind.CONTRADICTED, (other,), Why.GROUP)
        return None

    def other_key(self, reading: Reading, held: Sequence[Notice], as_of: dt.date) -> Finding:
        """The very figure of another standard of the place (起付标准 told as 封顶线)."""
        said, key = reading.statement.value, reading.key
        place = reading.scope.place
        changes = said.role is Role.CHANGE  # by how much is no standard of its own
        if key is None or place is None or changes or said.kind is not ValueKind.MONEY:
            return NOT_FOUND
        for notice in held:
            if notice.jurisdiction != place.adcode:
                continue
            for value in self._library.values([notice.id]):
                other = value.key and check_words().may_confuse(key, value.key)
                other = other and not check_words().same_thing(key, value.key or "")
                same = value.kind is said.kind and gap_between(said, value, "") is not Gap.VALUE
                if other and same and self._fitter.same_programme(reading, value):
                    return Finding(VerdictKind.CONTRADICTED, (value,), Why.KEY)
        return NOT_FOUND
