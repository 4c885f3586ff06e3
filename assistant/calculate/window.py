"""Whether a period holds a day (期间与日期): not yet open, open, or shut."""

from __future__ import annotations

import calendar
import datetime as dt
from enum import StrEnum

from assistant.calculate.days import occurrence
from assistant.calculate.figures import day_words
from assistant.calculate.rule import Facts, Inputs, Rule, cites
from assistant.model import CitedStep, Computed, Conflict, NoRule, Outcome
from corpus.model import Bound, DatePoint, DateRange, Frozen, PolicyValue

PAID_IN = ("collection_window", "makeup_window")
SECOND_HALF = 7  # July
LAST_DAY_PARTS = ("end", "late")


class WindowState(StrEnum):
    """Where a day lies in a period."""

    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"


class Window(Frozen):
    """A period with the day held against it; ``days`` to its start, to its end, or since it."""

    start: dt.date | None
    end: dt.date | None
    state: WindowState
    days: int

    @property
    def is_past(self) -> bool:
        """Whether the period has ended."""
        return self.state is WindowState.AFTER


def window_on(value: PolicyValue, day: dt.date) -> Window | None:
    """The state of a dated period on ``day``; ``None`` when its dates are not complete."""
    bounds = period_days(value) or _of_every_year(value, day) or _deadline(value, day)
    if bounds is None or bounds == (None, None):
        return None
    start, end = bounds
    if start and day < start:
        return Window(start=start, end=end, state=WindowState.BEFORE, days=(start - day).days)
    if end and day > end:
        return Window(start=start, end=end, state=WindowState.AFTER, days=(day - end).days)
    left = (end - day).days if end else 0
    return Window(start=start, end=end, state=WindowState.OPEN, days=left)


def _of_every_year(value: PolicyValue, day: dt.date) -> tuple[dt.date, dt.date] | None:
    """The days of a period of every year (每年10月15日至12月31日): the one that holds a day, else
    the one to come in the same year, else the last."""
    held = value.value
    if not isinstance(held, DateRange) or not (held.start and held.start.yearly):
        return None
    last, coming = occurrence(held, day), occurrence(held, dt.date(day.year, 12, 31))
    if last is None or coming is None or last[0] <= day <= last[1]:
        return last
    return coming if coming[0] > day else last


def _deadline(value: PolicyValue, day: dt.date) -> tuple[None, dt.date] | None:
    """An end without a beginning (3月31日前补缴): only that it is over is known of a day."""
    point = value.value if isinstance(value.value, DatePoint) else None
    last = first_or_last(point, last=True) if value.bound is Bound.AT_MOST else None
    return (None, last) if last and day > last else None


def period_days(value: PolicyValue) -> tuple[dt.date | None, dt.date | None] | None:
    """First and last day of a period; ``None`` where the notice leaves a year or day open."""
    if not isinstance(value.value, DateRange):
        return None
    held = value.value
    if value.key in PAID_IN:
        held = _of_benefit_year(held, value.benefit_year) or held
    ends = (held.start, held.end)
    days = [first_or_last(p, last=bool(n)) for n, p in enumerate(ends)]
    if any(p is not None and d is None for p, d in zip(ends, days, strict=True)):
        return None
    return days[0], days[1]


def _of_benefit_year(held: DateRange, year: int | None) -> DateRange | None:
    """A period without years of what is paid for a year (自9月10日起收，收到12月25日止): one that
    begins in the second half of a year pays for the next."""
    points = [p for p in (held.start, held.end) if p]
    if year is None or len(points) < 2 or any(p.year or p.yearly or not p.month for p in points):
        return None
    first, last = points[0].month or 0, points[1].month or 0
    begun = year - (first >= SECOND_HALF)
    ended = begun + (last < first)
    start, end = (
        p.model_copy(update={"year": y}) for p, y in zip(points, (begun, ended), strict=True)
    )
    return DateRange(start=start, end=end)


def first_or_last(point: DatePoint | None, last: bool) -> dt.date | None:
    """The day of a point; a month stands for its first or its last day."""
    if point is None or point.year is None or point.month is None or point.yearly:
        return None
    if point.day is not None:
        return dt.date(point.year, point.month, point.day)
    if point.part and not (last and point.part in LAST_DAY_PARTS):
        return None
    days = calendar.monthrange(point.year, point.month)[1]
    return dt.date(point.year, point.month, days if last else 1)


def window_step(window: Window, day: dt.date) -> str:
    """The comparison in words: 起日至止日；今天在期内，相差几天."""
    start = day_words(window.start) if window.start else "（未写起日）"
    end = day_words(window.end) if window.end else "（未写止日）"
    relation = {"before": "早于起日", "open": "在期内", "after": "晚于止日"}[window.state.value]
    return f"{start}至{end}；{day_words(day)}{relation}，相差{window.days}天"


def _apply(inputs: Inputs, facts: Facts) -> Outcome:
    """The window held against the day; windows of different dates contradict each other."""
    dated = [(v, w) for v in facts.values if (w := window_on(v, inputs.as_of))]
    if not dated:
        return NoRule(why="collection_window")
    if len({(w.start, w.end) for _, w in dated}) > 1:
        return Conflict(values=tuple(v for v, _ in dated))
    value, window = dated[0]
    step = CitedStep(text=window_step(window, inputs.as_of), citations=cites(value))
    return Computed(value=window.end, state=window.state.value, steps=(step,), used=(value,))


RULE = Rule(
    name="collection_window",
    title="集中缴费期",
    purpose="某一天能不能缴居民医保费：缴费期还没开始、正在缴、还剩几天，或者已经过去几天。",
    keys=("collection_window",),
    inputs=Inputs,
    apply=_apply,
)
