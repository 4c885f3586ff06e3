"""Answer from when a standard holds (从何时执行): 2026年1月起，…."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE
from assistant.answer.typed import typed
from assistant.matching.choose import Found
from assistant.model import Ask, NeedRole
from assistant.understand.asks import BASIC, narrows
from assistant.understand.phrasing import phrasing
from corpus.model import Bound, DatePoint, PolicyValue, ValueKind


def since(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The day of the document itself; failing that, the one from which its standard is paid."""
    if not _names_whose(ask):
        # The first day of one rule among others is not that of the notice.
        whole = tuple(v for v in found.best if v.key or _of_notice(context, v))
        return typed(context, ask, Found(best=whole))
    told = typed(context, ask, found)
    if told or not phrasing().begins.search(context.slots.text):
        return told
    begun = {"keys": (), "known": (), "kinds": (ValueKind.DATE,), "bound": Bound.AT_LEAST}
    begins = ask.model_copy(update=begun)
    best = tuple(v for v in context.find(begins).best if v.key is None)
    if phrasing().newest.search(context.slots.text):
        best = tuple(v for v in best if _day(v) == max(map(_day, best)))
    return typed(context, begins, Found(best=best))


def _of_notice(context: Context, value: PolicyValue) -> bool:
    """Whether a day is said of the notice (本通告有效期至…) or of all its rules."""
    clause = context.library.clause(value.clause)
    at = value.citations.value.start - clause.start
    lines = (m for m in SENTENCE.finditer(clause.text) if m.start() <= at < m.end())
    return any(phrasing().of_notice.search(m.group()) for m in lines)


def _names_whose(ask: Ask) -> bool:
    """Whether it is said what begins (残疾人补贴): the first day of anything else is no answer."""
    programmes = (n.id != BASIC for n in ask.needs if n.role is NeedRole.PROGRAMME)
    return any(programmes) or any(narrows(n) for n in ask.needs)


def _day(value: PolicyValue) -> tuple[int, ...]:
    held = value.value
    return (held.year or 0, held.month or 0, held.day or 0) if isinstance(held, DatePoint) else ()
