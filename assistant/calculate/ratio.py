"""The ratio that holds for a case (支付比例), with what raises or lowers it (68% + 5% = 73%)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.calculate.bands import limits_of
from assistant.calculate.benefit import Claim, Keys, without_asides
from assistant.calculate.cases import settled
from assistant.calculate.rates import Rate, rates_of
from assistant.calculate.rule import Facts
from assistant.calculate.threshold import Missing
from assistant.model import Computed, Conflict, NeedsInput, NoRule, Outcome


def ratio(claim: Claim, keys: Keys, facts: Facts, amount: Decimal | None) -> Outcome:
    """The ratio of a case per cent; where cost is parted, one part for each band.

    With an ``amount`` only the band that it lies in is told. ``Computed.steps`` are the changes;
    without a change there are none.
    """
    facts = without_asides(facts)
    case = settled(claim.case, facts.of(*keys.all), facts)
    rates = rates_of(case, facts.of(*keys.ratio), facts)
    if isinstance(rates, NoRule):
        return rates
    if isinstance(rates, Missing):
        if rates.slot == "conflict":
            return Conflict(values=rates.values)
        return NeedsInput(slots=(rates.slot,), used=rates.values)
    told = _in_band(rates.rates, amount)
    used = tuple(dict.fromkeys(v for r in told for v in r.used))
    parts = tuple(_one(r) for r in told)
    bases = {r.value.citations.value for r in told}
    steps = tuple(s for s in rates.steps if bases & set(s.citations))
    if len(parts) == 1:
        return parts[0].model_copy(update={"steps": steps})
    return Computed(value=None, unit="%", steps=steps, used=used, parts=parts)


def _in_band(rates: Sequence[Rate], amount: Decimal | None) -> list[Rate]:
    """The ratios of the bands that take in an amount; all where none does or none is said."""
    if amount is None:
        return [*rates]
    limits = [(r, limits_of(r.band)) for r in rates]
    inside = [r for r, limit in limits if limit and limit.takes_in(amount)]
    return inside or [*rates]


def _one(rate: Rate) -> Computed:
    return Computed(value=rate.ratio, unit="%", bound=rate.bound, used=rate.used, label=rate.band)
