"""Answer from when a standard holds (从何时执行): 2026年1月起，…."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.typed import typed
from assistant.matching.choose import Found
from assistant.model import Ask
from assistant.understand.phrasing import phrasing
from corpus.model import Bound, DatePoint, PolicyValue, ValueKind


def since(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The day of the document itself; failing that, the one from which its standard is paid."""
    told = typed(context, ask, found)
    if told is not None or not phrasing().begins.search(context.slots.text):
        return told
    begun = {"keys": (), "known": (), "kinds": (ValueKind.DATE,), "bound": Bound.AT_LEAST}
    begins = ask.model_copy(update=begun)
    best = context.find(begins).best
    if phrasing().newest.search(context.slots.text):
        best = tuple(v for v in best if _day(v) == max(map(_day, best)))
    return typed(context, begins, Found(best=best))


def _day(value: PolicyValue) -> tuple[int, ...]:
    held = value.value
    return (held.year or 0, held.month or 0, held.day or 0) if isinstance(held, DatePoint) else ()
