"""Counting days and months by the Civil Code (民法典 201–204; decision 0009)."""

import calendar
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculate.days import (
    LONGEST_DAYS,
    LONGEST_MONTHS,
    add_months,
    first_day,
    following,
    last_day,
    occurrence,
)
from corpus.model import DatePoint, DateRange, Duration, DurationUnit, Start, StartEvent, StartTurn

DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
MONTHS = st.integers(-600, 600)
UNITS = st.sampled_from(["day", "week", "month", "year"])
LENGTHS = st.builds(Duration, amount=st.integers(0, 90).map(Decimal), unit=UNITS)
POINTS = st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)).map(
    lambda d: DatePoint(month=d.month, day=d.day)
)
RANGES = st.builds(DateRange, start=POINTS, end=POINTS)


def ends_month(day):
    return day.day == calendar.monthrange(day.year, day.month)[1]


@given(DAYS, MONTHS)
def test_the_corresponding_day_or_the_end_of_its_month(day, months):
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and ends_month(moved))


@given(DAYS, DAYS, MONTHS)
def test_months_keep_the_order_of_days(one, other, months):
    early, late = sorted((one, other))
    assert add_months(early, months) <= add_months(late, months)


@given(DAYS, MONTHS)
def test_going_back_never_goes_too_far(day, months):
    back = add_months(add_months(day, months), -months)
    assert back == day or (back < day and back.day >= 28)


@given(DAYS, st.integers(0, 1000))
def test_the_day_of_the_event_is_not_counted(event, days):
    last = last_day(event, Duration(amount=Decimal(days), unit="day"))
    assert sum(1 for n in range(1, days + 1) if event + n * DAY <= last) == days
    assert last - event == days * DAY


@given(DAYS, LENGTHS, LENGTHS)
def test_longer_periods_never_end_sooner(event, one, other):
    if one.unit == other.unit:
        short, long = sorted((one, other), key=lambda d: d.amount)
        assert event <= last_day(event, short) <= last_day(event, long)


@given(DAYS, st.integers(0, 80))
def test_years_are_twelve_months_and_weeks_seven_days(event, n):
    def last(amount, unit):
        return last_day(event, Duration(amount=Decimal(amount), unit=unit))

    assert last(n, "year") == last(12 * n, "month")
    assert last(n, "week") == last(7 * n, "day")


@given(DAYS, st.none() | LENGTHS)
def test_where_cover_begins_after_the_wait(event, wait):
    over = last_day(event, wait) if wait else event
    same, following_day, month = (
        first_day(event, Start(event=StartEvent.PAYMENT, wait=wait, turn=turn))
        for turn in (StartTurn.SAME, StartTurn.NEXT_DAY, StartTurn.NEXT_MONTH)
    )
    assert (same, following_day) == (over, over + DAY)
    assert month.day == 1
    assert over < month <= over + 31 * DAY


@given(RANGES, DAYS)
def test_the_period_of_every_year(period, near):
    first, last = occurrence(period, near)
    after, end = following(period, near)
    assert first <= near < after
    assert dt.timedelta(0) <= last - first < 366 * DAY
    assert after.year - first.year == 1
    assert end.year - last.year == 1


@pytest.mark.parametrize(
    ("event", "amount", "unit", "last"),
    [
        ("2025-03-05", "60", "day", "2025-05-04"),
        ("2025-01-31", "3", "month", "2025-04-30"),
        ("2025-11-30", "3", "month", "2026-02-28"),
        ("2023-11-30", "3", "month", "2024-02-29"),
        ("2024-02-29", "1", "year", "2025-02-28"),
        ("2024-02-29", "4", "year", "2028-02-29"),
        ("2024-12-31", "2", "week", "2025-01-14"),
        ("2025-08-31", "0", "month", "2025-08-31"),
        ("2025-08-31", "1.5", "month", None),
        ("2025-08-31", "-1", "day", None),
        ("2025-08-31", "24", "hour", None),
        ("2025-08-31", "5", "workday", None),
        ("2025-08-31", str(LONGEST_DAYS + 1), "day", None),
        ("2025-08-31", str(LONGEST_MONTHS + 1), "month", None),
    ],
)
def test_last_days(event, amount, unit, last):
    length = Duration(amount=Decimal(amount), unit=DurationUnit(unit))
    found = last_day(dt.date.fromisoformat(event), length)
    assert found == (dt.date.fromisoformat(last) if last else None)


def test_a_period_of_one_year_is_none_of_every_year():
    dated = DateRange(start=DatePoint(year=2025, month=1, day=1), end=DatePoint(month=2, day=1))
    for period in (dated, DateRange(start=DatePoint(month=1, day=1)), DateRange()):
        assert occurrence(period, dt.date(2025, 5, 1)) is None
        assert following(period, dt.date(2025, 5, 1)) is None
