"""The sum for who has two illnesses at once (两病兼有), where the notice states one of its own."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer.context import Context
from assistant.calculate.lexicon import benefits
from assistant.matching.choose import Found
from corpus.model import PolicyValue, Role


def both_ills(context: Context, found: Found) -> Found:
    """The figures for both illnesses instead of those for each, where both are asked about."""
    text, says = context.slots.text, benefits().says
    if not says("several_told", text):
        return found
    own = [v for v in found.best if says("several", _words(v))]
    beside = [v for v in _beside(context, found) if says("several", _words(v))]
    return replace(found, best=tuple(own or beside), background=()) if own or beside else found


def _beside(context: Context, found: Found) -> list[PolicyValue]:
    """Standards of the same clauses and kind."""
    clauses = {(v.clause, v.kind) for v in found.best}
    notices = sorted({v.notice for v in found.best})
    values = context.library.values(notices) if notices else ()
    return [v for v in values if v.role is Role.STANDARD and (v.clause, v.kind) in clauses]


def _words(value: PolicyValue) -> str:
    return "，".join((value.label, *(c.text for c in value.conditions)))
