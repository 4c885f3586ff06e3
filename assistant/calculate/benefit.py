"""What a benefit pays (待遇计算): amount less the threshold, by ratio or bands, up to the cap.

One engine for the basic insurance, the serious illness insurance and the medical assistance; the
rules say which keys they read. What the notice does not state is never filled in: without a
stated threshold a payment is at most the figure; a ratio that is an average is no ratio of a case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculate.bands import (
    ZERO,
    Band,
    Paid,
    capped,
    chained,
    limits_of,
    paid,
    total,
)
from assistant.calculate.bounds import add_bounds
from assistant.calculate.cases import Case, narrowed, settled
from assistant.calculate.figures import plain
from assistant.calculate.lexicon import benefits
from assistant.calculate.rates import Rate, Rates, rates_of
from assistant.calculate.readings import says
from assistant.calculate.rule import Facts, cites
from assistant.calculate.threshold import Cap, Missing, Threshold, cap_of, threshold_of
from assistant.keys import VISIT_CAP
from assistant.model import (
    CitedStep,
    Computed,
    Conflict,
    NeedsInput,
    NoRule,
    Outcome,
)
from corpus.extract.lexicon import key_name
from corpus.model import Bound, PolicyValue

# What an amount is certainly above, and what it is certainly not above.
CEILINGS = (Bound.EXACT, Bound.AT_MOST, Bound.LESS_THAN)
FLOORS = (Bound.EXACT, Bound.AT_LEAST, Bound.MORE_THAN)


@dataclass(frozen=True)
class Keys:
    """The known keys of a benefit's three figures."""

    deductible: tuple[str, ...]
    ratio: tuple[str, ...]
    cap: tuple[str, ...]
    visit: tuple[str, ...] = ()  # the cap of one visit or day

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.deductible, *self.ratio, *self.cap, *self.visit)


@dataclass(frozen=True)
class Claim:
    """What is claimed: the eligible cost in yuan, the case, and the income where it is known."""

    amount: Decimal
    case: Case
    income: Decimal | None = None
    asked: tuple[str, ...] = ()


def benefit(claim: Claim, keys: Keys, facts: Facts) -> Outcome:
    """The payment for a claim, with the bands as parts and every step with its clauses.

    ``Computed.state`` is ``below`` (not above the threshold), ``open`` (no threshold is stated),
    ``capped`` or ``paid``. ``NeedsInput`` names one of hospital, setting, filing, group, item,
    income, and gives the payment of each choice where it can be computed.
    """
    facts = without_asides(facts)
    case = settled(claim.case, facts.of(*keys.all), facts)
    claim = replace(claim, case=case)
    rates = rates_of(case, facts.of(*keys.ratio), facts)
    if isinstance(rates, Missing):
        return _missing(rates, claim, keys, facts)
    if isinstance(rates, NoRule):
        return rates
    threshold = threshold_of(case, facts.of(*keys.deductible), facts, claim.income)
    if isinstance(threshold, Missing):
        return _missing(threshold, claim, keys, facts)
    return _reckoned(claim, keys, facts, rates, threshold)


def without_asides(facts: Facts) -> Facts:
    """The facts without benefits that come on top of this one (倾斜救助)."""
    kept = tuple(v for v in facts.values if not _is_aside(v, facts))
    return facts.model_copy(update={"values": kept})


def _is_aside(value: PolicyValue, facts: Facts) -> bool:
    """By its label, or by its sentence: 「按50%给予倾斜救助，年度最高不超过2万元」."""
    lexicon = benefits()
    within = lexicon.says("aside_before", facts.around(value).lead)
    return within or lexicon.says("aside", value.label)


def deductible(claim: Claim, keys: Keys, facts: Facts, amount: Decimal | None) -> Outcome:
    """The threshold of a person; with an amount also whether that is above it.

    ``Computed.state`` is ``above`` or ``below``; the last step holds the amount against it.
    """
    threshold = threshold_of(claim.case, facts.of(*keys.deductible), facts, claim.income)
    if isinstance(threshold, Missing):
        return _missing_figure(threshold)
    if threshold is None:
        return NoRule(why="deductible")
    steps, state = threshold.steps, _side(amount, threshold) if amount is not None else ""
    if amount is not None and state:
        steps = (*steps, _held_against(amount, threshold))
    return Computed(
        value=threshold.amount,
        unit="元",
        bound=threshold.bound,
        steps=steps or (_stated(threshold),),
        used=threshold.used,
        state=state,
    )


def _stated(threshold: Threshold) -> CitedStep:
    text = f"起付标准 {plain(threshold.amount)} 元"
    return CitedStep(text=text, citations=cites(*threshold.used))


def _side(amount: Decimal, threshold: Threshold) -> str:
    """On which side of the threshold an amount is; empty where its bound leaves that open."""
    above = amount > threshold.amount
    opened = CEILINGS if above else FLOORS
    return ("above" if above else "below") if threshold.bound in opened else ""


def _held_against(amount: Decimal, threshold: Threshold) -> CitedStep:
    """What is above the threshold, or what an amount falls short of it by."""
    high, low = max(amount, threshold.amount), min(amount, threshold.amount)
    text = f"{plain(high)} − {plain(low)} = {plain(high - low)}（元）"
    if amount <= threshold.amount:
        text = f"{plain(amount)} ≤ {plain(threshold.amount)}，{text}"
    return CitedStep(text=text, citations=cites(*threshold.used))


def most(claim: Claim, keys: Keys, facts: Facts) -> Outcome:
    """The cap of a person: a sum, a multiple of the income, or none at all (``no_cap``)."""
    cap = cap_of(claim.case, facts.of(*keys.cap), facts, claim.income)
    if isinstance(cap, Missing):
        return _missing_figure(cap)
    if cap is None:
        return NoRule(why="cap")
    if cap.held is None:
        step = CitedStep(text=cap.value.citations.value.quote, citations=cites(cap.value))
        return Computed(value=None, steps=(step,), used=(cap.value,), state="no_cap")
    step = CitedStep(text=f"最高支付限额 {plain(cap.held)} 元", citations=cites(cap.value))
    steps = cap.steps or (step,)
    return Computed(value=cap.held, unit="元", bound=cap.bound, steps=steps, used=(cap.value,))


def _missing_figure(missing: Missing) -> Outcome:
    if missing.slot == "conflict":
        return Conflict(values=missing.values)
    return NeedsInput(slots=(missing.slot,), used=missing.values)


def _missing(missing: Missing, claim: Claim, keys: Keys, facts: Facts) -> Outcome:
    """The one input that is asked for, with what holds for each choice.

    A choice that leaves the same input open again has no result of its own.
    """
    if missing.slot == "conflict":
        return Conflict(values=missing.values)
    options = []
    alternatives = () if missing.slot in claim.asked else missing.alternatives
    claim = replace(claim, asked=(*claim.asked, missing.slot))
    for words, value in alternatives:
        case = narrowed(claim.case, missing.slot, value, facts)
        outcome = benefit(replace(claim, case=case), keys, facts) if case != claim.case else None
        if isinstance(outcome, Computed):
            options.append(outcome.model_copy(update={"label": words}))
    return NeedsInput(slots=(missing.slot,), used=missing.values, options=tuple(options))


def _reckoned(
    claim: Claim, keys: Keys, facts: Facts, rates: Rates, threshold: Threshold | None
) -> Outcome:
    bands = _bands(rates, threshold, facts, claim.amount)
    if bands is None:
        return NoRule(why="bands")
    if threshold and claim.amount <= threshold.amount:
        return _below(claim.amount, threshold)
    parts = paid(claim.amount, bands)
    summed = total(parts, threshold.bound if threshold else Bound.EXACT)
    bound = summed[1] if summed else None
    if threshold is None and bound:
        bound = add_bounds(bound, Bound.AT_MOST)
    if summed is None or bound is None:
        return NoRule(why="bound")
    sums = _sums(rates, threshold, parts, summed[0])
    state = "paid" if threshold else "open"
    used = (*(threshold.used if threshold else ()), *_used(rates, parts))
    payment = Computed(value=summed[0], unit="元", bound=bound, steps=sums, used=used, state=state)
    payment = payment.model_copy(update={"parts": _parts(rates, parts)})
    return _under_cap(_under_visit_cap(payment, claim, keys, facts), claim, keys, facts)


def _bands(
    rates: Rates, threshold: Threshold | None, facts: Facts, amount: Decimal
) -> list[Band] | None:
    """The bands in yuan from the threshold on; ``None`` when they cannot be laid out for sure."""
    start = threshold.amount if threshold else ZERO
    if not rates.banded:
        one = rates.rates[0]
        return [Band(start, None, one.ratio, one.bound)]
    laid = [_laid(r, threshold, facts) for r in rates.rates]
    bands = [b for b in laid if b is not None]
    if threshold and bands and all(_led_above(r.value, facts) for r in rates.rates):
        bands = _above(bands, start)
    if len(bands) < len(laid) or not bands:
        return None
    lowest = min(b.low for b in bands)
    if threshold and lowest == ZERO < start:
        return _either_way(bands, start, amount)
    return bands if chained(bands, start if threshold else lowest) else None


def _led_above(value: PolicyValue, facts: Facts) -> bool:
    """Whether the words that lead to a list of bands count them from the threshold on
    (超过1.5万元的部分，由大病保险分段支付：（一）5万元以内的部分…)."""
    around = facts.around(value)
    led = [line for line in around.headings.split("\n") if line.endswith("：")][-1:]
    return any(benefits().says("relative", f"{line}{around.lead}") for line in led)


def _above(bands: list[Band], start: Decimal) -> list[Band]:
    """Bands from nothing on laid above the threshold; others stay as they are."""
    if min(b.low for b in bands) != ZERO:
        return bands
    return [replace(b, low=b.low + start, high=b.high and b.high + start) for b in bands]


def _either_way(bands: list[Band], start: Decimal, amount: Decimal) -> list[Band] | None:
    """Bands from nothing on (3万元以下) beside a threshold, where nothing says whether they count
    the whole cost or what is above the threshold: only where both come to the same payment."""
    if not chained(bands, ZERO):
        return None
    whole = [replace(b, low=max(b.low, start)) for b in bands if b.high is None or b.high > start]
    above = [replace(b, low=b.low + start, high=b.high and b.high + start) for b in bands]
    sums = [sum((p.payment for p in paid(amount, way)), ZERO) for way in (whole, above)]
    return whole if sums[0] == sums[1] else None


def _laid(rate: Rate, threshold: Threshold | None, facts: Facts) -> Band | None:
    limits = limits_of(rate.band)
    if limits is None:
        return None
    start = threshold.amount if threshold else ZERO
    low, high = limits.low, limits.high
    if says(rate.value, "relative", facts) and low is not None:
        return Band(low + start, high + start if high is not None else None, rate.ratio, rate.bound)
    if low is None or (threshold and low == threshold.base):
        low = start  # a band from the threshold on begins at this person's threshold
    return Band(low, high, rate.ratio, rate.bound)


def _below(amount: Decimal, threshold: Threshold) -> Computed | NoRule:
    """Nothing is paid; a threshold of at most so much may yet be lower."""
    if threshold.bound not in FLOORS:
        return NoRule(why="bound")
    text = f"{plain(amount)} ≤ {plain(threshold.amount)}，没有超过起付线，0（元）"
    step = CitedStep(text=text, citations=cites(*threshold.used))
    steps = (*threshold.steps, step)
    line = Computed(value=threshold.amount, unit="元", bound=threshold.bound, label="起付标准")
    used = threshold.used
    return Computed(value=ZERO, unit="元", steps=steps, used=used, state="below", parts=(line,))


def _sums(
    rates: Rates, threshold: Threshold | None, parts: Sequence[Paid], summed: Decimal
) -> tuple[CitedStep, ...]:
    before = (*(threshold.steps if threshold else ()), *rates.steps)
    each = tuple(
        CitedStep(text=p.text, citations=cites(*(threshold.used if threshold else ()), *used))
        for p, used in zip(parts, _each_used(rates, parts), strict=True)
    )
    if len(parts) < 2:
        return (*before, *each)
    text = f"{' + '.join(plain(p.payment) for p in parts)} = {plain(summed)}（元）"
    cited = tuple(dict.fromkeys(c for s in each for c in s.citations))
    return (*before, *each, CitedStep(text=text, citations=cited))


def _each_used(rates: Rates, parts: Sequence[Paid]) -> list[tuple[PolicyValue, ...]]:
    by_ratio = {(r.ratio, r.bound): r.used for r in rates.rates}
    return [by_ratio[(p.band.ratio, p.band.bound)] for p in parts]


def _used(rates: Rates, parts: Sequence[Paid]) -> tuple[PolicyValue, ...]:
    return tuple(dict.fromkeys(v for used in _each_used(rates, parts) for v in used))


def _parts(rates: Rates, parts: Sequence[Paid]) -> tuple[Computed, ...]:
    """The bands that pay, each with its words; a single ratio has none."""
    words = {(r.ratio, r.bound): r.band for r in rates.rates}
    return tuple(
        Computed(
            value=p.payment,
            unit="元",
            bound=p.band.bound,
            label=words[(p.band.ratio, p.band.bound)],
            steps=(CitedStep(text=p.text, citations=cites(*used)),),
            used=used,
        )
        for p, used in zip(parts, _each_used(rates, parts), strict=True)
        if rates.banded
    )


def _under_visit_cap(payment: Computed, claim: Claim, keys: Keys, facts: Facts) -> Computed:
    """The payment held under the cap of one visit, the cost being taken for that of one."""
    stated = facts.of(*keys.visit) if keys.visit else ()
    cap = cap_of(claim.case, stated, facts, claim.income)
    if isinstance(cap, Missing):
        return payment.model_copy(update={"bound": _at_most(payment)})
    return payment if cap is None or cap.held is None else _held_under(payment, cap, cap.held)


def _under_cap(payment: Computed, claim: Claim, keys: Keys, facts: Facts) -> Outcome:
    """The payment held under the cap that is for the case; an unknown cap is said, not guessed."""
    cap = cap_of(claim.case, facts.of(*keys.cap), facts, claim.income)
    if isinstance(cap, Missing):
        return _loosely_capped(payment, cap, claim, keys, facts)
    if cap is None:
        return payment
    held = cap.held
    if held is None:  # no cap for this person: the words that lift it are shown
        step = CitedStep(text=cap.value.citations.value.quote, citations=cites(cap.value))
        return _with(payment, step, cap.value)
    if cap.periodic:  # a limit by the month cannot be held against a cost of the year
        return payment.model_copy(update={"bound": _at_most(payment)})
    return _held_under(payment, cap, held)


def _held_under(payment: Computed, cap: Cap, held: Decimal) -> Computed:
    """The lesser of a payment and a cap, with the step that says which it is."""
    value, bound = capped(payment.amount, Bound(payment.bound), held, cap.bound)
    sign = ">" if payment.amount > held else "≤"
    name = key_name(VISIT_CAP) if cap.value.key == VISIT_CAP else "最高支付限额"
    text = f"{plain(payment.amount)} {sign} {plain(held)}（{name}）"
    text += f"，按 {plain(held)}（元）" if sign == ">" else ""
    for step in cap.steps:
        payment = payment.model_copy(update={"steps": (*payment.steps, step)})
    payment = _with(payment, CitedStep(text=text, citations=cites(cap.value)), cap.value)
    state = "capped" if sign == ">" else payment.state
    return payment.model_copy(update={"value": value, "bound": bound, "state": state})


def _at_most(payment: Computed) -> Bound:
    return add_bounds(Bound(payment.bound), Bound.AT_MOST) or Bound.AT_MOST


def _with(payment: Computed, step: CitedStep, value: PolicyValue) -> Computed:
    changed = {"steps": (*payment.steps, step), "used": (*payment.used, value)}
    return payment.model_copy(update=changed)


def _loosely_capped(
    payment: Computed, missing: Missing, claim: Claim, keys: Keys, facts: Facts
) -> Outcome:
    """A cap that needs the income (6倍) or the illness: asked for, unless it cannot matter."""
    if missing.slot == "income":
        return payment.model_copy(update={"bound": _at_most(payment)})
    figures = [v.value for v in missing.values if isinstance(v.value, Decimal)]
    if isinstance(payment.value, Decimal) and figures and payment.value <= min(figures):
        return payment
    return _missing(missing, claim, keys, facts)
