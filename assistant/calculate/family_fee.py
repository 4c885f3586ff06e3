"""What a family pays (家庭合计): the sum of its persons, itemised."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.calculate.bounds import add_bounds, plain
from assistant.model import CitedStep, Computed, NoRule, Outcome
from corpus.model import Bound


def family_fee(items: Sequence[tuple[str, int, Computed]]) -> Outcome:
    """Sum of ``(words, how many, fee of one)``; ``NoRule`` when bounds cannot be added."""
    total, bound = Decimal(0), Bound.EXACT
    heads: dict[Decimal, int] = {}
    for _, count, fee in items:
        amount = fee.value if isinstance(fee.value, Decimal) else Decimal(0)
        total += amount * count
        heads[amount] = heads.get(amount, 0) + count
        joined = add_bounds(bound, Bound(fee.bound))
        if joined is None:
            return NoRule(why="bound")
        bound = joined
    parts = [f"{plain(a)} × {n}" if n > 1 else plain(a) for a, n in heads.items()]
    own = tuple(dict.fromkeys(s for _, _, fee in items for s in fee.steps))
    cited = tuple(dict.fromkeys(c for s in own for c in s.citations))
    last = CitedStep(text=f"{' + '.join(parts)} = {plain(total)}（元）", citations=cited)
    used = tuple(dict.fromkeys(v for _, _, fee in items for v in fee.used))
    return Computed(value=total, unit="元", bound=bound, steps=(*own, last), used=used)
