"""A ladder of sums to choose from (缴费档次): 每年200元、300元、…、5000元, told in one line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from assistant.answer.context import Context
from assistant.answer.wording import phrase, subject
from assistant.matching.choose import Found
from assistant.understand.cues import cues
from corpus.model import ClauseKind, PolicyValue

FLOWS = "flows.yaml"
FEWEST = 3


def ladders(context: Context, values: Sequence[PolicyValue]) -> list[list[PolicyValue]]:
    """The values in runs: the rungs of one ladder together, every other value alone."""
    runs: list[list[PolicyValue]] = []
    for _, alike in groupby(values, key=lambda v: (_table_or_clause(context, v), subject(v))):
        rungs = list(alike)
        runs += [rungs] if _is_ladder(context, rungs) else [[v] for v in rungs]
    return runs


def _table_or_clause(context: Context, value: PolicyValue) -> tuple[str, ...]:
    """What the rungs of a ladder have in common: their sentence's clause, or their table."""
    row = context.library.clause(value.clause).kind is ClauseKind.TABLE_ROW
    return (value.notice if row else value.clause, str(row), value.key or "", value.unit)


def ladder_words(context: Context, rungs: Sequence[PolicyValue]) -> str:
    """The rungs in the notice's own characters, from the first to the last."""
    if rungs[0].clause != rungs[-1].clause:
        return "、".join(phrase(v) for v in rungs)  # the rows of a table
    first, last = rungs[0].citations.value, rungs[-1].citations.value
    text = context.library.text(rungs[0].notice)
    return f"{phrase(rungs[0])}{text[first.end : last.end]}"


def chosen_rung(context: Context, found: Found) -> Found:
    """The lowest or the highest rung alone, where the question asks for that one (最高档)."""
    says, text = cues(FLOWS).says, context.slots.text
    low, high = says("lowest", text), says("highest", text)
    runs = ladders(context, found.best)
    if low == high or len(runs) != 1 or len(runs[0]) < FEWEST:
        return found
    ordered = sorted(runs[0], key=_amount)
    return Found(best=(ordered[0 if low else -1],), background=found.background)


def _amount(value: PolicyValue) -> Decimal:
    return value.value if isinstance(value.value, Decimal) else Decimal(0)


def _is_ladder(context: Context, values: Sequence[PolicyValue]) -> bool:
    if len(values) < FEWEST or not all(isinstance(v.value, Decimal) for v in values):
        return False
    if len({v.clause for v in values}) == len(values):
        return True  # one label down the rows of a table
    text, spans = context.library.text(values[0].notice), [v.citations.value for v in values]
    return all(cues(FLOWS).says("between", text[a.end : b.start]) for a, b in pairwise(spans))
