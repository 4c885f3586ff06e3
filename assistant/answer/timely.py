"""Whether a sentence speaks of the day of the question (适时): 3月1日以后再参保的, 12月31日之前."""

from __future__ import annotations

import datetime as dt

from assistant.answer.context import Context
from assistant.calculate.rule import Facts
from assistant.calculate.window import first_or_last, period_days
from assistant.understand.days import span_of
from corpus.model import Bound, Citation, DatePoint, PolicyValue, ValueKind

DATED = (ValueKind.DATE, ValueKind.PERIOD)


def day_meant(context: Context) -> dt.date:
    """The first of the days that the question names; without one, the day it is asked on."""
    slot = context.slots.on_day or context.slots.paid_on
    return span_of(slot, context.as_of)[0] if slot else context.as_of


def speaks_of(context: Context, cited: Citation, day: dt.date) -> bool | None:
    """Whether the dates among some characters take in a day; ``None`` where they leave it open."""
    fits = [f for v in _dates_in(context, cited) if (f := _takes_in(v, day)) is not None]
    return all(fits) if fits else None


def sentence_of(context: Context, value: PolicyValue, stops: str = "。") -> Citation:
    """The full sentence (up to 。) in which a value stands."""
    clause = context.library.clause(value.clause)
    at = value.citations.value.start - clause.start
    start = max(clause.text.rfind(stop, 0, at) for stop in stops) + 1
    end = min([i + 1 for s in stops if (i := clause.text.find(s, at)) >= 0] or [len(clause.text)])
    span = {"start": clause.start + start, "end": clause.start + end}
    return Citation(notice=clause.notice, clause=clause.id, quote=clause.text[start:end], **span)


def part_of(context: Context, value: PolicyValue) -> Citation:
    """The part of the sentence (up to ；) in which a value stands."""
    return sentence_of(context, value, "。；")


def held_on(context: Context, facts: Facts, day: dt.date) -> Facts:
    """The facts without those whose sentences are for other days (4月1日以后参保的，等3个月)."""
    kept = [v for v in facts.values if is_held(context, v, day)]
    return facts.model_copy(update={"values": tuple(kept)})


def is_held(context: Context, value: PolicyValue, day: dt.date) -> bool:
    """Whether the sentence of a fact is for a day, or for no day of its own."""
    if value.kind in DATED:  # a window's own days are what it states, not when that holds
        return True
    dates = _dates_in(context, sentence_of(context, value))
    fits = [f for v in dates if (f := _takes_in(v, day)) is not None]
    return not fits or any(fits)  # a sentence may tell of the window and of what comes after it


def _dates_in(context: Context, cited: Citation) -> list[PolicyValue]:
    return [
        v
        for v in context.library.values([cited.notice])
        if v.kind in DATED
        and cited.start <= v.citations.value.start
        and v.citations.value.end <= cited.end
    ]


def _takes_in(value: PolicyValue, day: dt.date) -> bool | None:
    """A period with both ends, or a day since or until which something holds."""
    if bounds := period_days(value):
        first, last = bounds
        return (first is None or first <= day) and (last is None or day <= last)
    if not isinstance(value.value, DatePoint):
        return None
    point = value.value
    point = point if point.year else point.model_copy(update={"year": day.year})
    if value.bound is Bound.AT_LEAST and (since := first_or_last(point, last=False)):
        return day >= since
    if value.bound is Bound.AT_MOST and (until := first_or_last(point, last=True)):
        return day <= until
    return None
