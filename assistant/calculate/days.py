"""Counting days and months (期间的计算): the last day of a period, and the day after it.

民法典 第二百零一条: the day of the event is not counted. 第二百零二条: a period in months or years
ends on the corresponding day, or on the last day of a month that has none. See decisions/0009.
"""

from __future__ import annotations

import calendar
import datetime as dt

from corpus.model import DatePoint, DateRange, Duration, DurationUnit, Start, StartTurn

ONE_DAY = dt.timedelta(days=1)
DAYS = {DurationUnit.DAY: 1, DurationUnit.WEEK: 7}
MONTHS = {DurationUnit.MONTH: 1, DurationUnit.YEAR: 12}
YearlyDay = tuple[int, int]  # month and day
LONGEST_MONTHS, LONGEST_DAYS = 1200, 36500  # a century: more is no period of insurance


def add_months(day: dt.date, months: int) -> dt.date:
    """The corresponding day (对应日) ``months`` later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def last_day(event: dt.date, length: Duration) -> dt.date | None:
    """The last day of a period (期间的最后一日) that an event begins: its day is not counted.

    ``None`` for parts of a month, for working days and hours, which need more than a calendar.
    """
    whole = int(length.amount)
    if whole != length.amount or whole < 0:
        return None
    if length.unit in DAYS and whole * DAYS[length.unit] <= LONGEST_DAYS:
        return event + whole * DAYS[length.unit] * ONE_DAY
    if length.unit in MONTHS and whole * MONTHS[length.unit] <= LONGEST_MONTHS:
        return add_months(event, whole * MONTHS[length.unit])
    return None


def first_day(event: dt.date, start: Start) -> dt.date | None:
    """The first day of cover (待遇首日) that ``start`` gives for an event on that day."""
    last = last_day(event, start.wait) if start.wait else event
    if last is None:
        return None
    if start.turn is StartTurn.NEXT_MONTH:
        return add_months(last.replace(day=1), 1)
    return last + ONE_DAY if start.turn is StartTurn.NEXT_DAY else last


def occurrence(period: DateRange, near: dt.date) -> tuple[dt.date, dt.date] | None:
    """The period of every year (每年9月1日至12月31日) that holds ``near`` or last began before it.

    ``None`` unless both ends have month and day, and neither a year.
    """
    start, end = _yearly(period.start), _yearly(period.end)
    if start is None or end is None:
        return None
    first = _in_year(start, near.year)
    if first > near:
        first = _in_year(start, near.year - 1)
    last = _in_year(end, first.year)
    return first, last if last >= first else _in_year(end, first.year + 1)


def following(period: DateRange, after: dt.date) -> tuple[dt.date, dt.date] | None:
    """The period without years whose first day comes next after a day (次年1月1日至12月31日)."""
    found = occurrence(period, after)
    if found is None:
        return None
    first, last = found
    return (add_months(first, 12), add_months(last, 12)) if first <= after else found


def _yearly(point: DatePoint | None) -> YearlyDay | None:
    """The month and day of a point of every year; ``None`` for any other point."""
    if point is None or point.year or not point.month or not point.day:
        return None
    return point.month, point.day


def _in_year(point: YearlyDay, year: int) -> dt.date:
    """The day of a point in a year; 2月29日 is the month's last day where there is none."""
    month, day = point
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
