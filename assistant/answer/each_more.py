"""Say what each further one adds (每增加一种加500元), summed up where the question counts them."""

from __future__ import annotations

import re
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

ANY_THING = "种个项样"  # 两样 are two of whatever a notice counts by 种, 个 or 项
FULL_STOP = re.compile(r"[。\n]")


def each_more(draft: Draft, context: Context, values: Sequence[PolicyValue]) -> None:
    """The supplement that the notice states right behind a sum that was told."""
    for value in values:
        found = list(_supplements(context, value))
        most = next((extra for extra, _ in found if extra.bound is Bound.AT_MOST), None)
        for extra, unit in (f for f in found if f[0] is not most):
            most = most or _most(context, extra)
            quote = rest_on(draft, context, extra)[0].quote
            draft.note(say("each_more", quote=quote))
            count = _counted(context, unit)
            if count and value.bound is extra.bound is Bound.EXACT:
                _add_up(draft, context, (value, extra), count, most)


def _supplements(context: Context, value: PolicyValue) -> Iterator[tuple[PolicyValue, str]]:
    """Sums of the same sentence that are added for each further one, with what is counted; up to
    。 where the question counts them."""
    text = context.library.text(value.notice)
    for extra in context.library.values([value.notice]):
        begin, end = value.citations.value.end, extra.citations.value.start
        behind = extra.clause == value.clause and begin < end
        if value.kind is not ValueKind.MONEY or not behind or extra.role is not Role.CHANGE:
            continue
        named = (extra.label, *(c.text for c in extra.conditions))
        last = (words.split("，")[-1] for words in named)  # 同时患两种以上的，|每增加一种
        counted = next((m for words in last if (m := phrasing().further.match(words))), None)
        if counted is None or extra.kind is not value.kind:
            continue
        ends = FULL_STOP if _counted(context, counted["unit"]) else SENTENCE_END
        if not ends.search(text, begin, end):
            yield extra, counted["unit"]


def _most(context: Context, extra: PolicyValue) -> PolicyValue | None:
    """The sum that a supplement's sentence sets as the most of all, right behind it."""
    text, end = context.library.text(extra.notice), extra.citations.value.end
    for value in context.library.values([extra.notice]):
        begin = value.citations.value.start
        alike = value.clause == extra.clause and value.kind is extra.kind
        near = alike and end < begin and not FULL_STOP.search(text, end, begin)
        if near and value.bound is Bound.AT_MOST:
            return value
    return None


def _counted(context: Context, unit: str) -> int:
    """How many the question counts (三种慢特病); nought where it does not."""
    alike = ANY_THING if unit in ANY_THING else unit
    found = [m for m in phrasing().counted.finditer(context.slots.text) if m["unit"] in alike]
    return int(read_number(found[0]["n"])) if len(found) == 1 else 0


def _add_up(
    draft: Draft,
    context: Context,
    pair: tuple[PolicyValue, PolicyValue],
    count: int,
    most: PolicyValue | None,
) -> None:
    """「3000 + 500 × 2 = 4000」: the first has the sum itself, each further one the supplement, as
    far as what the sentence allows at most (最高5000元)."""
    first, extra = pair
    if not isinstance(first.value, Decimal) or not isinstance(extra.value, Decimal) or count < 2:
        return
    total, more = first.value + extra.value * (count - 1), count - 1
    text = f"{plain(first.value)} + {plain(extra.value)} × {more} = {plain(total)}（元）"
    steps = [CitedStep(text=text, citations=cites(first, extra))]
    if most is not None and isinstance(most.value, Decimal) and total > most.value:
        text = f"{plain(total)}元，{most.bound_text}{plain(most.value)}元：按{plain(most.value)}元"
        steps.append(CitedStep(text=text, citations=cites(most)))
        total = most.value
    result = Computed(value=total, unit=MONEY, steps=tuple(steps), used=pair)
    draft.lines.append(say("each_more_sum", sum=amount_said(result)))
    draft.values.append(computed_value(result, first, context.place_of(first.jurisdiction)))
    draft.steps += steps
