"""What a family pays (家庭合计): the sum of its persons, itemised."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pydantic import Field

from assistant.calculate.aid_terms import TERMS
from assistant.calculate.bounds import add_bounds
from assistant.calculate.figures import plain
from assistant.calculate.individual_fee import fee_of
from assistant.calculate.rule import Facts, Inputs, Insured, Rule
from assistant.keys import FEE, REDUCED
from assistant.model import CitedStep, Computed, NoRule, Outcome
from corpus.model import Bound


class FamilyInputs(Inputs):
    """The persons of a family; ``count`` says how many of a sort."""

    persons: tuple[Insured, ...] = Field(min_length=1, description="家里每一类人")
    tier: str = Field("", description="选的档次，如 一档")


def family_fee(items: Sequence[tuple[str, int, Computed]]) -> Outcome:
    """Sum of ``(words, how many, fee of one)``; ``NoRule`` when bounds cannot be added."""
    total, bound = Decimal(0), Bound.EXACT
    heads: dict[Decimal, int] = {}
    for _, count, fee in items:
        total += fee.amount * count
        heads[fee.amount] = heads.get(fee.amount, 0) + count
        joined = add_bounds(bound, Bound(fee.bound))
        if joined is None:
            return NoRule(why="bound")
        bound = joined
    summed = [f"{plain(a)} × {n}" if n > 1 else plain(a) for a, n in heads.items()]
    own = tuple(dict.fromkeys(s for _, _, fee in items for s in fee.steps))
    cited = tuple(dict.fromkeys(c for s in own for c in s.citations))
    last = CitedStep(text=f"{' + '.join(summed)} = {plain(total)}（元）", citations=cited)
    used = tuple(dict.fromkeys(v for _, _, fee in items for v in fee.used))
    parts = tuple(fee.model_copy(update={"label": _label(w, n)}) for w, n, fee in items)
    return Computed(value=total, unit="元", bound=bound, steps=(*own, last), used=used, parts=parts)


def _label(words: str, count: int) -> str:
    return f"{words}×{count}" if count > 1 else words


def _apply(inputs: FamilyInputs, facts: Facts) -> Outcome:
    """The first person whose fee is not known decides what has to be asked."""
    items: list[tuple[str, int, Computed]] = []
    for insured in inputs.persons:
        outcome = fee_of(insured.person, facts, inputs.tier)
        if not isinstance(outcome, Computed):
            return outcome
        items.append((insured.who or "您", insured.count, outcome))
    return family_fee(items)


RULE = Rule(
    name="family_fee",
    title="家庭缴费合计",
    purpose="一家人一年一共交多少居民医保费：每个人分别算，再相加，逐项列出。",
    keys=(FEE, *REDUCED),
    inputs=FamilyInputs,
    apply=_apply,
    passages=TERMS,
)
