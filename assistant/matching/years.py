"""Which years a value speaks for (年度核对)."""

from __future__ import annotations

import re

from assistant.keys import WINDOWS
from assistant.matching.profile import programmes_in
from assistant.model import YearAsk
from assistant.understand.asks import BASIC
from corpus.model import DatePoint, DateRange, Notice, PolicyValue

TITLE_YEAR = re.compile(r"(20\d{2})年(?P<of>度)?")


def fits_year(value: PolicyValue, year: YearAsk | None, notice: Notice) -> bool:
    """Whether the value speaks for the year asked about.

    年度 means the benefit year; a bare year may also be the year of collection. 今年 and no year
    at all take the latest there is; the answer then says for which year it holds.
    """
    if year is None or not year.explicit:
        return True
    of_notice = {*notice.benefit_years, *_title_years(notice)}
    paid_for = set(notice.benefit_years) or of_notice
    own = _own_years(value, year, paid_for) or of_notice
    return year.year in own if own else _in_life(notice, year.year)


def _own_years(value: PolicyValue, year: YearAsk, paid_for: set[int]) -> set[int]:
    """The years that the value itself states; the notice's years stand in for none.

    What is paid late in 2024 is paid for the notice's own year: a window's days are the year of
    collection, and 2025年度 asks for the one that pays for 2025.
    """
    stated = [value.benefit_year, None if year.benefit_only else value.collection_year]
    named = {y for y in stated if y}
    if value.benefit_year is not None:
        return named
    days = years_in(value) | ({value.effective_from.year} if value.effective_from else set())
    if value.key in WINDOWS and paid_for:
        return named | paid_for | (set() if year.benefit_only else days)
    return named | days


def _title_years(notice: Notice) -> set[int]:
    """「2026年困难群众救助标准」 is about 2026; a year's insurance work also sets the next's, but
    2026年度 is the very year that one is insured for."""
    found = list(TITLE_YEAR.finditer(notice.title))
    named = {int(m[1]) for m in found}
    if BASIC not in programmes_in(notice.title):
        return named
    return named | {int(m[1]) + 1 for m in found if not m["of"]}


def _in_life(notice: Notice, year: int) -> bool:
    """Whether a document without years of its own was in force in the year."""
    first, last = notice.effective_from or notice.issued_on, notice.effective_to
    return (first is None or first.year <= year) and (last is None or year <= last.year)


def years_in(value: PolicyValue) -> set[int]:
    """The years that a date or a period names."""
    held = value.value
    points = (held.start, held.end) if isinstance(held, DateRange) else (held,)
    return {p.year for p in points if isinstance(p, DatePoint) and p.year}
