"""Say what each further one adds (每增加一种加500元), summed up where the question counts them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.texts import say
from assistant.answer.wording import amount_said, computed_value
from assistant.calculate.amounts import MONEY
from assistant.calculate.figures import plain
from assistant.calculate.rule import cites
from assistant.matching.profile import SENTENCE_END
from assistant.model import CitedStep, Computed
from assistant.understand.people_tokens import read_number
from assistant.understand.phrasing import phrasing
from corpus.model import Bound, PolicyValue, Role, ValueKind


def each_more(draft: Draft, context: Context, values: Sequence[PolicyValue]) -> None:
    """The supplement that the notice states right behind a sum that was told."""
    for value in values:
        for extra, unit in _supplements(context, value):
            quote = rest_on(draft, context, extra)[0].quote
            draft.note(say("each_more", quote=quote))
            count = _counted(context, unit)
            if count and value.bound is extra.bound is Bound.EXACT:
                _add_up(draft, context, (value, extra), count)


def _supplements(context: Context, value: PolicyValue) -> Iterator[tuple[PolicyValue, str]]:
    """Sums of the same sentence that are added for each further one, with what is counted."""
    text = context.library.text(value.notice)
    for extra in context.library.values([value.notice]):
        begin, end = value.citations.value.end, extra.citations.value.start
        behind = extra.clause == value.clause and begin < end
        if value.kind is not ValueKind.MONEY or not behind or extra.role is not Role.CHANGE:
            continue
        named = (extra.label, *(c.text for c in extra.conditions))
        counted = next((m for words in named if (m := phrasing().further.match(words))), None)
        same = extra.kind is value.kind and not SENTENCE_END.search(text, begin, end)
        if counted and same:
            yield extra, counted["unit"]


def _counted(context: Context, unit: str) -> int:
    """How many the question counts (三种慢特病); nought where it does not."""
    found = [m for m in phrasing().counted.finditer(context.slots.text) if m["unit"] == unit]
    return int(read_number(found[0]["n"])) if len(found) == 1 else 0


def _add_up(
    draft: Draft, context: Context, pair: tuple[PolicyValue, PolicyValue], count: int
) -> None:
    """「3000 + 500 × 2 = 4000」: the first has the sum itself, each further one the supplement."""
    first, extra = pair
    if not isinstance(first.value, Decimal) or not isinstance(extra.value, Decimal) or count < 2:
        return
    total, more = first.value + extra.value * (count - 1), count - 1
    text = f"{plain(first.value)} + {plain(extra.value)} × {more} = {plain(total)}（元）"
    step = CitedStep(text=text, citations=cites(first, extra))
    result = Computed(value=total, unit=MONEY, steps=(step,), used=pair)
    draft.lines.append(say("each_more_sum", sum=amount_said(result)))
    draft.values.append(computed_value(result, first, context.place_of(first.jurisdiction)))
    draft.steps.append(step)
