"""What the notices say of a statement (判定), by its figure; evidence decides, never its lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from assistant.check.beside import is_beside
from assistant.check.cases import other_tier
from assistant.check.conflict import (
    collected_then,
    conflicts,
    is_spoken_of,
    names_somebody,
    of_another,
)
from assistant.check.counted import row_at
from assistant.check.elsewhere import Candidate, Elsewhere
from assistant.check.equal import Gap
from assistant.check.finding import NOT_FOUND, Finding, Why
from assistant.check.fit import Fit
from assistant.check.fitting import Fitter
from assistant.check.lexicon import check_words
from assistant.check.people import Whom, is_adults, is_known
from assistant.check.ranking import (
    alike_in_tier,
    as_bounded,
    followed,
    is_close,
    is_likely,
    is_sure,
    nearest,
    outdone,
    twins,
)
from assistant.check.reading import Reading
from assistant.check.telling import unasked
from assistant.check.when import When, is_over
from assistant.matching.areas import Areas
from assistant.matching.force import in_force
from assistant.matching.years import years_in
from assistant.model import VerdictKind
from corpus.library import Library, known_on
from corpus.model import (
    Jurisdiction,
    Notice,
    PolicyValue,
    Role,
)

EARLIER_BY = 1.5
ALL_WORDS, LESS = 0.9, 0.15
LAST_DAY = 12, 31
MOST_KEPT = 4096  # notices at places whose figures are kept at hand
ASIDE = frozenset({Role.EXAMPLE, Role.STATISTIC})
LASTING = frozenset({"effective_date", "validity_period", "coverage_incentive"})
"""Keys of what a document says of itself or for all years, which no later figure replaces."""


class Judge:
    """Finds the values of a place that a statement is about, and compares."""

    def __init__(self, library: Library, fitter: Fitter, areas: Areas) -> None:
        self._library = library
        self.fitter = fitter
        self._areas = areas
        self._elsewhere = Elsewhere(library, fitter, self._candidates)
        self._known: dict[tuple[str | None, str, int], tuple[Candidate, ...]] = {}

    def judge(self, reading: Reading, as_of: dt.date) -> Finding:
        """The finding on a statement on a day."""
        held, known = self._notices(reading, as_of)
        fits = self._fits(reading, held, self._library.on(as_of))
        now = self._of_year(reading, fits, as_of)
        alive = self._in_force(now, reading, held, as_of)
        current = as_bounded(reading, nearest(alike_in_tier(reading, alive)))
        agreed = [f for f in current if f.equal and not self._of_some_only(reading, f, now)]
        agreed = [f for f in agreed if not other_tier(reading, f.value)]
        told = [f for f in agreed if is_likely(f) and not outdone(f, current)]
        told = [f for f in told if not of_another(reading, f, self.fitter)]
        told = told or [f for f in alive if f.equal and f.keyed and self._same_row(reading, f)]
        if told:
            waived = self._elsewhere.waived(reading, told[0], held, as_of)
            return waived or self._agreed(reading, told[0], as_of)
        if agreed:  # the words don't tell which of several figures is meant, unless one is told
            return self._told_better(reading, agreed, current) or NOT_FOUND
        earlier = _of_last_year(reading, now) or self._earlier(reading, known, alive, as_of)
        if earlier:
            return earlier
        if not reading.universal and any(is_close(f, current) for f in alive):
            return NOT_FOUND  # it may be of the figure that is just so
        if self._elsewhere.is_net(reading, current, held, as_of):
            return self._elsewhere.of_others(reading, held, as_of) or NOT_FOUND
        gainsaid = self._gainsaid(reading, current, now) or self._other_year(reading, fits, as_of)
        gainsaid = gainsaid or self._elsewhere.of_others(reading, held, as_of)
        gainsaid = gainsaid or self._elsewhere.of_other_case(reading, held, as_of)
        return gainsaid or self._elsewhere.other_key(reading, held, as_of)

    def _told_better(
        self, reading: Reading, agreed: Sequence[Fit], current: Sequence[Fit]
    ) -> Finding | None:
        """What gainsays a claim whose figure is another's, by all words of that one alone."""
        best, most = current[0], max(f.words for f in agreed)
        alone = best.gap is Gap.VALUE and best.words >= ALL_WORDS and best.words > most + LESS
        return self._gainsaid(reading, [best], [best]) if alone and is_sure(best) else None

    def _other_year(self, reading: Reading, fits: list[Fit], as_of: dt.date) -> Finding | None:
        """A day of this year or the next (今年3月31日) that the notice sets in another year."""
        best = next((f for f in nearest(fits) if f.keyed and is_sure(f)), None)
        if best is None or self._when(best.value).is_near(reading.scope, as_of):
            return None
        return Finding(VerdictKind.CONTRADICTED, (best.value,), Why.VALUE)

    def _notices(self, reading: Reading, as_of: dt.date) -> tuple[list[Notice], list[Notice]]:
        """The notices in force at the place, and all that it ever had."""
        place, year = reading.scope.place, reading.scope.year
        past = dt.date(year, *LAST_DAY) if year is not None and year < as_of.year else None
        held = notices_at(self._library, place, as_of, past)
        if place is None:
            return held, held
        chain = {j.adcode for j in self._library.places.ancestors(place.adcode)}
        known = [n for n in self._library.notices if n.jurisdiction in chain]
        return held, [n for n in known if known_on(n, as_of)]

    def _fits(self, reading: Reading, notices: Iterable[Notice], library: Library) -> list[Fit]:
        place = reading.scope.place
        found = []
        for notice in notices:
            for value, beside in self._candidates(place, notice, library):
                fit = self.fitter.fit(reading, value, beside)
                found += [fit] if fit else []
        return found

    def _candidates(
        self, place: Jurisdiction | None, notice: Notice, library: Library
    ) -> tuple[Candidate, ...]:
        """The figures of a notice that hold at a place, each with those of its clause."""
        key = place.adcode if place else None, notice.id, id(library)  # it keeps its days' views
        if key not in self._known:
            if len(self._known) > MOST_KEPT:
                self._known.clear()
            clauses: dict[str, list[PolicyValue]] = {}
            for value in library.values([notice.id]):
                clauses.setdefault(value.clause, []).append(value)
            values = (v for own in clauses.values() for v in own)
            told = (v for v in values if v.role not in ASIDE and self._holds_at(place, v))
            self._known[key] = tuple((v, clauses[v.clause]) for v in told)
        return self._known[key]

    def _holds_at(self, place: Jurisdiction | None, value: PolicyValue) -> bool:
        if place is None:
            return True
        inside = self._library.places.contains(value.jurisdiction, place.adcode)
        at = value.jurisdiction == place.adcode or inside
        return at and self._areas.fits(value, place.adcode)

    def _of_year(self, reading: Reading, fits: list[Fit], as_of: dt.date) -> list[Fit]:
        """The fits that speak for the year that the claim states or stands under."""
        year = reading.scope.year
        found = [f for f in fits if self._when(f.value).fits(reading.scope, as_of)]
        found = [f for f in found if collected_then(reading.words, f.value)]
        of_year = {f.value.key for f in found if year in self._when(f.value).own}
        return [
            f
            for f in found
            if f.value.key not in of_year or not self._when(f.value).is_beside(year)
        ]

    def _when(self, value: PolicyValue) -> When:
        notice = self._library.entries[value.notice].notice
        return When(value, notice, self.fitter.around(value)[1])

    def _in_force(
        self, fits: list[Fit], reading: Reading, held: Sequence[Notice], as_of: dt.date
    ) -> list[Fit]:
        """The fits that no later figure of the same thing has replaced."""
        past = reading.scope.year is not None and reading.scope.year < as_of.year
        if reading.scope.dated or past or not fits:
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
        rivals = [f for f in rivals if f.value.jurisdiction == value.jurisdiction]
        if reading.universal and (rivals or unasked(value, reading.led | reading.context)):
            return True
        if value.role is Role.CHANGE and fit.whom is Whom.UNSAID and is_known(value.group):
            return True  # by how much it changes for some
        key = self.fitter.key_of(value) or ""
        rivals = [f for f in rivals if self._names(f, key) and f.value.kind is value.kind]
        rivals = [f for f in rivals if f.value.notice == value.notice]
        if fit.whom is not Whom.UNSAID or not rivals or names_somebody(reading, fit):
            return False
        if fit.touched:  # its rivals are other cases of the very group
            rivals = [f for f in rivals if not _same_group(f.value, value)]
        return not is_adults(value) and any(f.value.group for f in rivals)

    def _same_row(self, reading: Reading, fit: Fit) -> bool:
        """Whether a claim counts off the very figures of the notice, in their order."""
        told, at = reading.statement, reading.statement.value.citations.value.start
        mine = row_at(told.part.text, told.part.text[: at - told.part.start])
        return mine is not None and mine == row_at(*self.fitter.around(fit.value))

    def _names(self, fit: Fit, key: str) -> bool:
        """Whether a figure is of a key, or of another name for it."""
        return check_words().same_thing(self.fitter.key_of(fit.value) or "", key)

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
        year = self._when(value).latest()
        said = years_in(reading.statement.value)
        if year and year < as_of.year and year not in said and is_over(value, as_of):
            return Why.YEAR
        return None

    def _earlier(
        self, reading: Reading, known: Sequence[Notice], alive: list[Fit], as_of: dt.date
    ) -> Finding | None:
        """The claim as what held before: last year's figure, a repealed notice's."""
        current, holds = nearest(alive), {f.value.id for f in alive}
        fits = self._fits(reading, known, self._library)
        near = nearest(fits)
        best = max((f.score for f in current), default=0.0)
        if self._is_ahead(reading, as_of) and not current:
            return None
        year = reading.scope.year
        for fit in fits:
            old = fit.value.role is Role.PREVIOUS or fit.value.id not in holds
            old = old and not self._begins_later(fit.value, as_of)
            old = old and self._when(fit.value).is_near(reading.scope, as_of)
            late = year is not None and self._when(fit.value).begins_after(year)
            close = fit in near and fit.score >= best - EARLIER_BY
            close = close or any(twins(fit, f) for f in current[:1])
            if old and fit.equal and not late and close and is_sure(fit):
                same = (f for f in current if self._names(f, fit.value.key or ""))
                now = next((f.value for f in same if is_sure(f)), None)
                return Finding(VerdictKind.OUTDATED, (fit.value,), Why.YEAR, now)
        return None

    def _begins_later(self, value: PolicyValue, as_of: dt.date) -> bool:
        """Whether a figure's notice is known on a day and in force only later."""
        first = self._library.entries[value.notice].notice.effective_from
        coming = value.benefit_year is None or value.benefit_year > as_of.year
        ahead = first is not None and first > as_of
        return ahead and coming and value.role is not Role.PREVIOUS

    def _is_ahead(self, reading: Reading, as_of: dt.date) -> bool:
        """Whether a claim is of a year to come: what holds now says nothing of it."""
        return reading.scope.dated and (reading.scope.year or 0) > as_of.year

    def _gainsaid(self, reading: Reading, current: list[Fit], now: list[Fit]) -> Finding | None:
        aside = reading.statement.value.role in ASIDE and reading.key is None
        if reading.counts_off or aside:
            return None
        told = [f for f in current if f.differs or self._of_some_only(reading, f, now)]
        against = [f for f in told if is_sure(f) and conflicts(reading, f)]
        against = [f for f in against if not is_beside(reading, f)]
        same = {f.value.citations.value for f in current if f.gap is None}
        against = [f for f in against if f.gap is None or f.value.citations.value not in same]
        says_what = reading.statement.says_what
        against = [f for f in against if f.keyed or says_what or _in_row(reading, f)]
        against = [f for f in against if is_spoken_of(reading, f)]
        if not against:
            return None
        best, *rest = sorted(against, key=lambda f: f.gap is not None)  # the very sum, of fewer
        others = tuple(f.value for f in rest[:3])
        return Finding(VerdictKind.CONTRADICTED, (best.value,), _why(best), others=others)


def notices_at(
    library: Library, place: Jurisdiction | None, as_of: dt.date, past: dt.date | None = None
) -> list[Notice]:
    """The notices in force at a place on a day; all that are known where no place is.

    What held on a ``past`` day is there too.
    """
    if place is None:
        return library.in_force(library.notices, as_of, past)
    return library.governing(place.adcode, as_of, past)


def _of_last_year(reading: Reading, fits: Sequence[Fit]) -> Finding | None:
    """The figure of a year that the same notice follows by that of a later one."""
    found = followed(fits) if reading.scope.year is None else None
    if found is None:
        return None
    return Finding(VerdictKind.OUTDATED, (found[0].value,), Why.YEAR, found[1].value)


def _same_group(one: PolicyValue, other: PolicyValue) -> bool:
    return one.group is not None and other.group is not None and one.group.text == other.group.text


def _in_row(reading: Reading, fit: Fit) -> bool:
    """Whether a figure is of the clause that bears out the row of a claim, in all that it names."""
    told = fit.named and fit.words >= ALL_WORDS and fit.value.clause in reading.near
    return told and bool(reading.statement.part.columns)


def _why(fit: Fit) -> Why:
    if fit.gap is not None:
        return Why(fit.gap.value)
    return Why.CASES if not fit.cases else Why.GROUP
