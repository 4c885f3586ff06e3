"""Which years a notice's figure speaks for, beside the year that a claim is said of (年度).

A figure supports a claim only where its own year, or its notice's, takes in the claim's. A year
that a figure doesn't state is never guessed from the year before.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from assistant.check.lexicon import check_words
from assistant.check.scope import Scope
from assistant.matching.profile import programmes_in
from assistant.matching.years import years_in
from assistant.understand.asks import BASIC
from corpus.model import Bound, DatePoint, DateRange, Notice, PolicyValue, Role, ValueKind

OF_YEAR = re.compile(r"(20\d{2})年度?的?[^，。；\d]{0,8}$")
SINCE = re.compile(r"[自从](20\d{2})年度?起")
TITLE_YEAR = re.compile(r"(20\d{2})年")
DAYS = (ValueKind.DATE, ValueKind.PERIOD)


@dataclass(frozen=True)
class When:
    """A figure with what its years depend on: its notice and the words that lead to it."""

    value: PolicyValue
    notice: Notice
    lead: str

    @cached_property
    def own(self) -> frozenset[int]:
        """The years that the figure itself states; none for one that holds until it is changed."""
        value = self.value
        if value.role is Role.PREVIOUS:
            told = OF_YEAR.search(self.lead)
            before = {value.benefit_year - 1} if value.benefit_year else set()
            return frozenset({int(told[1])} if told else before)
        year = {value.benefit_year} if value.benefit_year else set()
        if year and value.kind not in DAYS:
            return frozenset(year)
        since = {value.effective_from.year} if value.effective_from else set()
        return frozenset(year | years_in(value) | since)

    @property
    def _stated(self) -> set[int]:
        """The years of its notice, which stand in for its own."""
        return {*self.notice.benefit_years, *map(int, TITLE_YEAR.findall(self.notice.title))}

    def fits(self, scope: Scope, as_of: dt.date) -> bool:
        """Whether it speaks for the year that a claim states or stands under."""
        if not self.is_near(scope, as_of):
            return False
        if scope.year is None:
            return True
        if not scope.dated and self.notice.benefit_years == (scope.year,):
            return self.value.role is not Role.PREVIOUS  # told under the year of the whole notice
        of_cover = {self.value.benefit_year} - {None} or set(self.notice.benefit_years)
        if scope.benefit and self.value.kind in DAYS and of_cover:
            return scope.year in of_cover
        own = self.own | self._collected(scope, as_of)
        if own:
            days = self.value.kind in DAYS and scope.year in self._stated
            return days or scope.year in own
        if self._stated and self.notice.effective_to is None:
            return scope.year in self._stated
        return self._lives_in(scope.year)

    def is_near(self, scope: Scope, as_of: dt.date) -> bool:
        """Whether a day is in the year that a claim names by today (今年2月28日), if it does."""
        told = years_in(self.value) if self.value.kind in DAYS else set()
        return scope.ahead is None or not told or as_of.year + scope.ahead in told

    def is_beside(self, year: int | None) -> bool:
        """Whether it states years of its own and this isn't one of them."""
        return self.value.kind not in DAYS and bool(self.own) and year not in self.own

    def begins_after(self, year: int) -> bool:
        """Whether it is only of years after one."""
        first = self.notice.effective_from
        begun = {first.year} if first else set()
        return min(self.own or self._stated or begun, default=year) > year

    def latest(self) -> int:
        """The last year that it speaks for; 0 for what holds until it is changed."""
        if self.own or self.notice.effective_to is not None:
            begun = {self.value.effective_from.year} if self.value.effective_from else set()
            begun |= set(map(int, SINCE.findall(self.lead)))
            ends = self.own if self.value.benefit_year else self.own - begun
            return max(ends, default=0)  # what holds since a year has no last one
        return max(self.notice.benefit_years, default=self._of_title)

    @property
    def _of_title(self) -> int:
        """The year of a title (2023年…工作); what is done in one is for the next."""
        year = max(map(int, TITLE_YEAR.findall(self.notice.title)), default=0)
        issued = self.notice.issued_on
        within = issued is None or issued.year >= year
        return year + (within and BASIC in programmes_in(self.notice.title)) if year else 0

    def _collected(self, scope: Scope, as_of: dt.date) -> frozenset[int]:
        """The year in which a fee is collected, where the notice names its fee by it (2024年集中
        缴费期个人缴费标准), while it is collected or where the claim says so; days of
        payment alone name no fee."""
        now = scope.year == as_of.year or scope.collecting
        paid = now and self.value.key in check_words().collected
        year = self.value.collection_year
        named = any(c.quote.rstrip("度") == f"{year}年" for c in self.value.citations.time)
        said = year and paid and named and not scope.benefit
        return frozenset({year}) if year and said else frozenset()

    def _lives_in(self, year: int) -> bool:
        """Whether a document without years of its own was in force in the year."""
        first = self.notice.effective_from or self.notice.issued_on
        last = self.notice.effective_to
        return (first is None or first.year <= year) and (last is None or year <= last.year)


def speaks_for(notice: Notice, year: int | None, as_of: dt.date) -> bool:
    """Whether all that a notice says may be of a year, or of a day where none is named."""
    years = {*notice.benefit_years, *map(int, TITLE_YEAR.findall(notice.title))}
    ended = notice.effective_to is not None and notice.effective_to < as_of
    if year is not None:
        return year in years if years else not ended
    return not ended and max(years, default=as_of.year) >= as_of.year


def is_over(value: PolicyValue, as_of: dt.date) -> bool:
    """Whether a period or day is over; a day from which something holds never is."""
    held = value.value
    if isinstance(held, DatePoint):
        return value.bound is not Bound.AT_LEAST
    if isinstance(held, DateRange) and held.end and held.end.year:
        return held.end.year < as_of.year
    return True
