"""The sums that a value is stated for (按金额划分): bands of cost, and tiers named by a sum."""

from __future__ import annotations

import re

from assistant.calculate.bands import Limits, exactly_from, limits_of
from assistant.model import Slots
from corpus.model import Condition, ConditionKind, PolicyValue

BARE_SUM = re.compile(r"\s*\d[\d,.]*\s*")


def band_fits(slots: Slots, value: PolicyValue) -> bool:
    """A value for a band of cost answers a question about a sum inside that band alone."""
    bands = [limits_of(c.text) for c in value.conditions if c.kind is ConditionKind.COST_BAND]
    bands += sums_of_tier(value)
    return not slots.amounts or all(b.takes_in(slots.amounts[0]) for b in bands if b)


def is_sum(condition: Condition) -> bool:
    """Whether a condition is nothing but the sum that names a tier."""
    return condition.kind is ConditionKind.OTHER and bool(BARE_SUM.fullmatch(condition.text))


def sums_of_tier(value: PolicyValue) -> list[Limits | None]:
    """The sums that a tier is named by: 500元档次 is 500 alone, 800元及以上档次 that and more."""
    tiers = [c.text for c in value.conditions if c.kind is ConditionKind.TIER]
    tiers += [f"{c.text}元" for c in value.conditions if is_sum(c)]  # a cell of a column 档次
    return [exactly_from(t) for t in tiers if limits_of(t)]
