"""What the notices say of a statement (判定), by its figure; evidence decides, never its lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from assistant.check.equal import Gap, gap_between
from assistant.check.fitting import Fit, Fitter
from assistant.check.lexicon import check_words
from assistant.check.people import Whom, is_adults
from assistant.check.reading import Reading
from assistant.check.statements import pairs_of
from assistant.matching.areas import Areas
from assistant.matching.force import in_force
from assistant.matching.years import fits_year, years_in
from assistant.model import VerdictKind
from corpus.library import Library, known_on
from corpus.model import (
    COUNTRY_ADCODE,
    Bound,
    DatePoint,
    DateRange,
    Jurisdiction,
    Notice,
    PolicyValue,
    Role,
    Start,
    ValueKind,
)

NEAR_BEST, LIKELIER, TIE = 1.5, 0.5, 0.01
ENOUGH_KEYED, ENOUGH_WORDS, ENOUGH = 4.6, 0.5, 4.0
EARLIER_BY = 1.5
LASTING = frozenset({"effective_date", "validity_period"})
"""Keys of what a document says of itself, which no later document replaces."""


class Why(StrEnum):
    """In what a claim differs from the notices, or why it no longer holds."""

    VALUE = "value"
    BOUND = "bound"
    UNIT = "unit"
    DELTA = "delta"
    GROUP = "group"
    CASES = "cases"
    KEY = "key"
    YEAR = "year"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Finding:
    """A verdict with the values that it rests on."""

    verdict: VerdictKind
    values: tuple[PolicyValue, ...] = ()
    why: Why | None = None
    now: PolicyValue | None = None  # of an outdated claim: what holds today
    others: tuple[PolicyValue, ...] = field(default=())


NOT_FOUND = Finding(VerdictKind.NOT_FOUND)


class Judge:
    """Finds the values of a place that a statement is about, and compares."""

    def __init__(self, library: Library, fitter: Fitter, areas: Areas) -> None:
        self._library = library
        self._fitter = fitter
        self._areas = areas

    def judge(self, reading: Reading, as_of: dt.date) -> Finding:
        """The finding on a statement on a day."""
        held, known = self._notices(reading, as_of)
        fits = self._fits(reading, held, self._library.on(as_of))
        now = self._of_year(reading, fits)
        current = _nearest(self._in_force(now, reading, held, as_of))
        agreed = [f for f in current if f.equal and not self._of_some_only(reading, f, now)]
        told = [f for f in agreed if _is_likely(f) and not _outdone(f, current)]
        if told:
            waived = self._waived(reading, told[0], held, as_of)
            return waived or self._agreed(reading, told[0], as_of)
        if agreed:
            return NOT_FOUND  # the words don't tell which of several figures is meant
        earlier = self._earlier(reading, known, current, as_of)
        if earlier:
            return earlier
        return self._gainsaid(reading, current, now) or self._other_key(reading, held, as_of)

    def _notices(self, reading: Reading, as_of: dt.date) -> tuple[list[Notice], list[Notice]]:
        """The notices in force at the place, and all that it ever had."""
        place = reading.scope.place
        held = notices_at(self._library, place, as_of)
        if place is None:
            return held, held
        chain = {j.adcode for j in self._library.places.ancestors(place.adcode)}
        known = [n for n in self._library.notices if n.jurisdiction in chain]
        return held, [n for n in known if known_on(n, as_of)]

    def _fits(self, reading: Reading, notices: Iterable[Notice], library: Library) -> list[Fit]:
        found = []
        for notice in notices:
            values = library.values([notice.id])
            clauses: dict[str, list[PolicyValue]] = {}
            for value in values:
                clauses.setdefault(value.clause, []).append(value)
            for value in values:
                if self._holds_at(reading, value):
                    fit = self._fitter.fit(reading, value, clauses[value.clause])
                    found += [fit] if fit else []
        return found

    def _holds_at(self, reading: Reading, value: PolicyValue) -> bool:
        place = reading.scope.place
        if place is None:
            return True
        inside = self._library.places.contains(value.jurisdiction, place.adcode)
        at = value.jurisdiction == place.adcode or inside
        return at and self._areas.fits(value, place.adcode)

    def _of_year(self, reading: Reading, fits: list[Fit]) -> list[Fit]:
        """The fits that speak for the year that the claim states or stands under."""
        return [f for f in fits if self._fits_year(reading, f.value)]

    def _fits_year(self, reading: Reading, value: PolicyValue) -> bool:
        scope, notice = reading.scope, self._library.entries[value.notice].notice
        if scope.year is None:
            return True
        if scope.dated and scope.benefit and notice.benefit_years and value.benefit_year is None:
            return scope.year in {*notice.benefit_years, *years_in(value)}
        if fits_year(value, scope.ask, notice):
            return True
        loose = not scope.dated or value.benefit_year is None
        return loose and scope.year in notice.benefit_years

    def _in_force(
        self, fits: list[Fit], reading: Reading, held: Sequence[Notice], as_of: dt.date
    ) -> list[Fit]:
        """The fits that no later figure of the same thing has replaced."""
        if reading.scope.dated or not fits:
            return fits
        plain = [f for f in fits if f.value.role is not Role.PREVIOUS]
        keys = {f.value.key for f in plain if f.value.key}
        library = self._library.on(as_of)
        beside = [v for n in held for v in library.values([n.id]) if v.key in keys]
        values = {v.id: v for v in (*beside, *(f.value for f in plain))}
        kept = {v.id for v in in_force(list(values.values()), self._library, as_of)}
        kept |= {i for i, v in values.items() if v.effective_from and v.effective_from > as_of}
        kept |= {i for i, v in values.items() if v.key in LASTING}
        return [f for f in plain if f.value.id in kept]

    def _of_some_only(self, reading: Reading, fit: Fit, fits: list[Fit]) -> bool:
        """Whether a figure of some people or cases is told as everybody's."""
        value = fit.value
        rivals = [f for f in fits if f.keyed and f.value.value != value.value]
        if reading.universal and rivals:
            return True
        rivals = [f for f in rivals if f.value.key == value.key and f.value.kind is value.kind]
        rivals = [f for f in rivals if f.value.notice == value.notice]
        if fit.whom is not Whom.UNSAID or not rivals or _names_somebody(reading, fit):
            return False
        return not is_adults(value) and any(f.value.group for f in rivals)

    def _waived(
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

    def _agreed(self, reading: Reading, fit: Fit, as_of: dt.date) -> Finding:
        why = self._over(reading, fit.value, as_of)
        if why is None:
            return Finding(VerdictKind.SUPPORTED, (fit.value,))
        return Finding(VerdictKind.OUTDATED, (fit.value,), why)

    def _over(self, reading: Reading, value: PolicyValue, as_of: dt.date) -> Why | None:
        """Why a figure no longer holds, where the claim doesn't say that it is of the past."""
        notice = self._library.entries[value.notice].notice
        scope = reading.scope
        if scope.year is not None and scope.year < as_of.year:
            return None
        if notice.effective_to and notice.effective_to < as_of:
            return Why.EXPIRED
        stated = value.benefit_year or max(years_in(value), default=0)
        year = stated or max(notice.benefit_years, default=0)
        said = years_in(reading.statement.value)
        if year and year < as_of.year and year not in said and _ends(value, as_of):
            return Why.YEAR
        return None

    def _earlier(
        self, reading: Reading, known: Sequence[Notice], current: list[Fit], as_of: dt.date
    ) -> Finding | None:
        """The claim as what held before: last year's figure, a repealed notice's."""
        fits = self._fits(reading, known, self._library)
        near = _nearest(fits)
        best = max((f.score for f in current), default=0.0)
        if self._is_ahead(reading, as_of) and not current:
            return None
        year = reading.scope.year
        for fit in fits:
            old = fit.value.role is Role.PREVIOUS or fit not in current
            late = year is not None and (fit.value.benefit_year or year) > year
            close = fit in near and fit.score >= best - EARLIER_BY
            close = close or any(_twins(fit, f) for f in current[:1])
            if old and fit.equal and not late and close and _is_sure(fit):
                now = next((f.value for f in current if _is_sure(f)), None)
                return Finding(VerdictKind.OUTDATED, (fit.value,), Why.YEAR, now)
        return None

    def _is_ahead(self, reading: Reading, as_of: dt.date) -> bool:
        """Whether a claim is of a year to come: what holds now says nothing of it."""
        return reading.scope.dated and (reading.scope.year or 0) > as_of.year

    def _gainsaid(self, reading: Reading, current: list[Fit], now: list[Fit]) -> Finding | None:
        if reading.counts_off:
            return None
        told = [f for f in current if f.differs or self._of_some_only(reading, f, now)]
        against = [f for f in told if _is_sure(f) and self._conflicts(reading, f)]
        if not against:
            return None
        best = against[0]
        others = tuple(f.value for f in against[1:4])
        return Finding(VerdictKind.CONTRADICTED, (best.value,), _why(best), others=others)

    def _conflicts(self, reading: Reading, fit: Fit) -> bool:
        """Whether both can't be true: an upper level's floor leaves room for a place's own."""
        place = reading.scope.place
        above = place is not None and place.adcode != fit.value.jurisdiction
        said, stated = reading.statement.value, fit.value
        if said.bound is not Bound.EXACT and said.bound is stated.bound:
            return True  # another floor than the one that is set
        if (
            not above
            or not isinstance(said.value, Decimal)
            or not isinstance(stated.value, Decimal)
        ):
            return True
        room = {
            Bound.AT_LEAST: said.value >= stated.value,
            Bound.MORE_THAN: said.value > stated.value,
            Bound.AT_MOST: said.value <= stated.value,
            Bound.LESS_THAN: said.value < stated.value,
            Bound.ABOUT: True,
        }
        return not room.get(stated.bound, False)

    def _other_key(self, reading: Reading, held: Sequence[Notice], as_of: dt.date) -> Finding:
        """The very figure of another standard of the place (起付标准 told as 封顶线)."""
        said, key = reading.statement.value, reading.key
        place = reading.scope.place
        if key is None or place is None or said.kind is not ValueKind.MONEY:
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


def notices_at(library: Library, place: Jurisdiction | None, as_of: dt.date) -> list[Notice]:
    """The notices in force at a place on a day; all that are known where no place is."""
    if place is None:
        return library.in_force(library.notices, as_of)
    return library.governing(place.adcode, as_of)


def _nearest(fits: list[Fit]) -> list[Fit]:
    """The best fits, best first; a group's own figure goes before everybody's."""
    if not fits:
        return []
    top = max(f.score for f in fits)
    best = sorted((f for f in fits if f.score >= top - NEAR_BEST), key=lambda f: -f.score)
    own = [f.value.key or "" for f in best if f.whom is Whom.SAME and f.keyed]
    same = check_words().same_thing
    return [
        f
        for f in best
        if (f.whom is not Whom.ALL or not any(same(k, f.value.key or "") for k in own))
        and not any(_narrower(o, f) or _overrules(o, f) for o in best)
    ]


def _overrules(one: Fit, other: Fit) -> bool:
    """Whether a figure is a lower level's own, beside an upper level's of the same thing."""
    mine, theirs = one.value, other.value
    nearer = _depth(mine.jurisdiction) > _depth(theirs.jurisdiction)
    same = one.keyed and other.keyed and mine.key == theirs.key and mine.kind is theirs.kind
    return nearer and same and one.whom is other.whom


def _depth(adcode: str) -> int:
    """How far below the country a place stands: 0 the country, 1 a province, 3 a county."""
    if adcode == COUNTRY_ADCODE:
        return 0
    return 1 + (not adcode.endswith("0000")) + (not adcode.endswith("00"))


def _narrower(one: Fit, other: Fit) -> bool:
    """Whether a figure is of a narrower group of the claim's people than another of its notice."""
    if one.whom is not Whom.SAME or other.whom is not Whom.SAME or not one.keyed:
        return False
    mine, theirs = one.value, other.value
    return mine.notice == theirs.notice and mine.key == theirs.key and one.depth > other.depth


def _outdone(fit: Fit, fits: Sequence[Fit]) -> bool:
    """Whether another figure than the claim's is as likely to be meant, or likelier."""
    rivals = [f for f in fits if f.gap is not None and f.keyed >= fit.keyed and _rivals(f, fit)]
    others = [f.score - fit.score for f in rivals]
    return any(more > LIKELIER or abs(more) < TIE for more in others)


def _names_somebody(reading: Reading, fit: Fit) -> bool:
    """Whether a claim says whom it is of in much the words of the figure's group."""
    group = fit.value.group
    said = check_words().somebody.search(reading.words)
    return bool(said) and group is not None and bool(pairs_of(group.text) & reading.pairs)


def _twins(one: Fit, other: Fit) -> bool:
    """Whether two figures of one clause are of the same thing and people, of two years."""
    mine, theirs = one.value, other.value
    whom = [
        {m.key or m.name for m in v.group.members} if v.group else set() for v in (mine, theirs)
    ]
    same = mine.clause == theirs.clause and mine.key == theirs.key and mine.kind is theirs.kind
    cases = [{c.text for c in v.conditions} for v in (mine, theirs)]
    people = bool(whom[0] & whom[1]) or whom[0] == whom[1]
    return same and mine.key is not None and people and cases[0] == cases[1]


def _rivals(one: Fit, other: Fit) -> bool:
    """Whether a claim may be of either figure: of one kind, or counted from one event."""
    mine, theirs = one.value.value, other.value.value
    if isinstance(mine, Start) and isinstance(theirs, Start):
        return mine.event is theirs.event
    days = ValueKind.DATE, ValueKind.PERIOD
    return one.value.kind is other.value.kind or one.value.kind not in days


def _is_sure(fit: Fit) -> bool:
    """Whether a figure is surely what the claim is about."""
    return (fit.keyed and fit.score >= ENOUGH_KEYED) or fit.words >= ENOUGH_WORDS


def _is_likely(fit: Fit) -> bool:
    """Whether the very figure of a claim is likely enough what the claim is about."""
    return fit.score >= ENOUGH or fit.words >= ENOUGH_WORDS


def _why(fit: Fit) -> Why:
    if fit.gap is not None:
        return Why(fit.gap.value)
    return Why.CASES if not fit.cases else Why.GROUP


def _ends(value: PolicyValue, as_of: dt.date) -> bool:
    """Whether a period or day is over; a day from which something holds never is."""
    held = value.value
    if isinstance(held, DatePoint):
        return value.bound is not Bound.AT_LEAST
    if isinstance(held, DateRange) and held.end and held.end.year:
        return held.end.year < as_of.year
    return True
