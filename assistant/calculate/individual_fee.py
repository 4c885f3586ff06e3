"""What one person pays (个人缴费): the fee of the group, less the assistance (资助参保)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pydantic import Field

from assistant.calculate.aid_terms import TERMS, AidTerms, measure, terms_of, unmeasured
from assistant.calculate.bounds import subtract_bounds
from assistant.calculate.figures import plain
from assistant.calculate.rule import Facts, Inputs, Insured, Rule
from assistant.matching.groups import Fit, comparable, fit
from assistant.model import (
    CitedStep,
    Computed,
    Conflict,
    NeedsInput,
    NoRule,
    Outcome,
    Person,
)
from corpus.model import Bound, Citation, ConditionKind, PolicyValue, ValueKind

FEE, AID = "individual_fee", "enrolment_assistance"
WHOLE = Decimal(100)
ADULT_AGE = 18
ZERO = Decimal(0)
OLDEST = Decimal(1000)
BY_AGE = ("adult_resident", "elderly", "minor", None)  # classes that an age alone decides
NO_TERMS = AidTerms()


class FeeInputs(Inputs):
    """Whose fee is asked, and the tier (档次) where the place has several to choose from."""

    person: Insured = Insured()
    tier: str = Field("", description="选的档次，如 一档")


def individual_fee(
    person: Person,
    groups: tuple[str, ...],
    fees: Sequence[PolicyValue],
    aids: Sequence[PolicyValue],
    tiers: tuple[str, ...] = (),
    terms: AidTerms = NO_TERMS,
) -> Outcome:
    """Fee of one person of assistance ``groups``; ``fees`` and ``aids`` are of one place and year.

    ``tiers`` are the words of the chosen tier (一档), which decide where a group has several.
    ``terms`` say which of several assistances counts and by which tier a share is reckoned.

    ``Computed`` carries the amount per head in yuan. Without a group that decides,
    ``NeedsInput(("group",))``; two fees for the same group are a ``Conflict``.
    """
    base = _base(person, groups, fees, tiers)
    if not isinstance(base, PolicyValue):
        return base
    return paid(base, groups, aids, fees, terms)


def paid(
    base: PolicyValue,
    groups: tuple[str, ...],
    aids: Sequence[PolicyValue],
    fees: Sequence[PolicyValue],
    terms: AidTerms = NO_TERMS,
) -> Outcome:
    """What is left of one fee after the assistance of these groups (自付的部分)."""
    aid = _aid(groups, aids)
    if not isinstance(aid, Conflict):
        return _pay(base, aid, measure(aid, base, fees, terms) if aid else base)
    return _least(base, aid, fees, terms) if terms.highest else aid


def _least(
    base: PolicyValue, several: Conflict, fees: Sequence[PolicyValue], terms: AidTerms
) -> Outcome:
    """What is paid under the highest assistance, where each leaves an exact amount."""
    outcomes = [_pay(base, v, measure(v, base, fees, terms)) for v in several.values]
    left = [o for o in outcomes if isinstance(o, Computed)]
    if len(left) < len(outcomes) or any(o.bound != Bound.EXACT for o in left):
        return several
    best = min(left, key=lambda o: o.value if isinstance(o.value, Decimal) else WHOLE)
    told = terms.highest.citation if terms.highest else left[0].steps[0].citations[0]
    step = CitedStep(text=told.quote, citations=(told,))
    return best.model_copy(update={"steps": (*best.steps, step)})


def _base(
    person: Person,
    groups: tuple[str, ...],
    fees: Sequence[PolicyValue],
    tiers: tuple[str, ...],
) -> PolicyValue | Outcome:
    if not fees:
        return NoRule(why="fee")
    named = [v for v in fees if v.group is not None]
    keys = tuple(dict.fromkeys([*person.keys, *groups]))
    fitting = [v for v in named if fit(v, person.keys, person.age) is Fit.YES]
    fitting = fitting or [v for v in named if fit(v, keys, person.age) is Fit.YES]
    if person.age is None:  # at 65 one may be of either class: then both are told
        fitting = exactly(fitting, person.keys) or fitting
    else:
        fitting = _narrowest(fitting)
    if not fitting and named and not person.keys:
        return NeedsInput(slots=("group",), used=tuple(fees))
    return _single(_of_tier(fitting or [v for v in fees if v.group is None], tiers))


def _narrowest(values: Sequence[PolicyValue]) -> list[PolicyValue]:
    """Of classes by age (成年居民, 年满60周岁的居民) those that hold no narrower one within."""
    return [v for v in values if not any(_holds(v, other) for other in values)]


def _holds(wide: PolicyValue, narrow: PolicyValue) -> bool:
    """Whether a class by age alone has the ages of another one within its own."""
    outer, inner = wide.group, narrow.group
    if outer is None or inner is None or any(m.key not in BY_AGE for m in outer.members):
        return False
    low, high = outer.min_age or ZERO, outer.max_age or OLDEST
    least, most = inner.min_age or ZERO, inner.max_age or OLDEST
    return low <= least and most <= high and (low, high) != (least, most)


def exactly(values: Sequence[PolicyValue], keys: tuple[str, ...]) -> list[PolicyValue]:
    """Values that name the person's own group: 成年居民 goes before its 老年居民 for 大人."""
    named = [{m.key for m in v.group.members} if v.group else set() for v in values]
    exact = [v for v, own in zip(values, named, strict=True) if own & set(keys)]
    return [] if any(_from_age(v) for v in exact) else exact  # 老人 may be younger than 70


def _from_age(value: PolicyValue) -> bool:
    """Whether the class begins at an age beyond adulthood (70周岁以上的老年居民)."""
    return value.group is not None and (value.group.min_age or 0) > ADULT_AGE


def _of_tier(values: Sequence[PolicyValue], tiers: tuple[str, ...]) -> Sequence[PolicyValue]:
    """Of several tiers the chosen one; a group without tiers has one fee for all."""
    chosen = [v for v in values if any(c.text in tiers for c in v.conditions)]
    return chosen or values


def _single(values: Sequence[PolicyValue]) -> PolicyValue | Outcome:
    """The one value; the lowest group wins nothing: two different amounts are a conflict."""
    if not values:
        return NoRule(why="group")
    if len({(v.value, v.bound) for v in values}) > 1:
        by_choice = all(any(c.kind is ConditionKind.TIER for c in v.conditions) for v in values)
        if by_choice:
            return NeedsInput(slots=("tier",), used=tuple(values))
        groups = {v.group.text for v in values if v.group}
        if len(groups) > 1:  # different groups never contradict each other
            return NeedsInput(slots=("group",), used=tuple(values))
        return _clash(values)
    return values[0]


def _clash(values: Sequence[PolicyValue]) -> Conflict:
    return Conflict(values=tuple(values))


def _aid(groups: tuple[str, ...], aids: Sequence[PolicyValue]) -> PolicyValue | Conflict | None:
    """The assistance of a listed group; one who is not listed has none that the notice names."""
    fitting = [v for v in aids if groups and fit(v, groups) is Fit.YES]
    whole = [v for v in fitting if _is_whole(v)]
    if whole:
        return whole[0]
    if len({(v.value, v.bound) for v in fitting}) > 1:
        return Conflict(values=tuple(fitting))
    return fitting[0] if fitting else None


def _is_whole(value: PolicyValue) -> bool:
    return value.kind is ValueKind.WAIVER or (
        value.kind is ValueKind.RATIO and value.value == WHOLE
    )


def _pay(base: PolicyValue, aid: PolicyValue | None, of: PolicyValue) -> Outcome:
    """The fee less the assistance; a share is a share of the fee ``of`` which it is stated."""
    if aid is None:
        return _base_only(base)
    if unmeasured(aid, base):
        return NoRule(why="tier")
    if _is_whole(aid) and of is base:
        return _whole(base, aid)
    amount, whole, figure = _decimal(base), _decimal(of), aid.value
    share = aid.kind is not ValueKind.MONEY
    rate = figure if isinstance(figure, Decimal) else WHOLE
    off = whole * rate / WHOLE if share else rate
    bound = subtract_bounds(base.bound, aid.bound)
    if bound is None or off > amount:
        return NoRule(why="bound")
    lines = [f"{plain(whole)} × {plain(rate)}% = {plain(off)}（元）"] if share else []
    lines.append(f"{plain(amount)} − {plain(off)} = {plain(amount - off)}（元）")
    used = tuple(dict.fromkeys((base, of, aid)))
    cited = tuple(c for v in used for c in _cites(v))
    steps = tuple(CitedStep(text=line, citations=cited) for line in lines)
    return Computed(value=amount - off, unit="元", bound=bound, steps=steps, used=used)


def _base_only(base: PolicyValue, label: str = "") -> Computed:
    amount = _decimal(base)
    step = CitedStep(text=f"个人缴费标准 {plain(amount)} 元", citations=_cites(base))
    return Computed(
        value=amount, unit="元", bound=base.bound, steps=(step,), used=(base,), label=label
    )


def _whole(base: PolicyValue, aid: PolicyValue) -> Computed:
    amount = plain(_decimal(base))
    step = CitedStep(
        text=f"{amount} − {amount}（{aid.citations.value.quote}）= 0（元）",
        citations=(*_cites(base), *_cites(aid)),
    )
    return Computed(value=ZERO, unit="元", bound=Bound.EXACT, steps=(step,), used=(base, aid))


def _decimal(value: PolicyValue) -> Decimal:
    if not isinstance(value.value, Decimal):
        raise TypeError(f"{value.id} carries no number")
    return value.value


def _cites(value: PolicyValue) -> tuple[Citation, ...]:
    return (value.citations.value,)


def fee_of(person: Person, facts: Facts, tier: str = "") -> Outcome:
    """The fee of one person from the facts of a place; the range when the group is not known."""
    fees = facts.of(FEE)
    sorts = tuple(k for k in person.keys if any(comparable(v.group, (k,)) for v in fees))
    aids = [v for v in facts.of(AID) if v.group]
    one = person.model_copy(update={"keys": sorts})
    tiers, terms = (tier,) if tier else (), terms_of(facts.passages)
    outcome = individual_fee(one, person.keys, fees, aids, tiers, terms)
    if not isinstance(outcome, NeedsInput):
        return outcome
    options = _options(outcome.used, person.keys, aids, terms)
    if len(options) > 1 and len({(o.value, o.bound) for o in options}) == 1:
        return options[0].model_copy(update={"label": ""})  # 特困人员: nothing for any age
    return outcome.model_copy(update={"options": options})


def _options(
    values: Sequence[PolicyValue],
    groups: tuple[str, ...],
    aids: Sequence[PolicyValue],
    terms: AidTerms,
) -> tuple[Computed, ...]:
    """What holds for each group or tier, for the one question to be asked."""
    found = [(paid(v, groups, aids, values, terms), _label(v)) for v in values]
    return tuple(
        o.model_copy(update={"label": label})
        for o, label in found
        if label and isinstance(o, Computed)
    )


def _label(value: PolicyValue) -> str:
    group = value.group.text if value.group else ""
    tiers = [c.text for c in value.conditions if c.kind is ConditionKind.TIER]
    return "，".join(p for p in (group, *tiers) if p)


def _apply(inputs: FeeInputs, facts: Facts) -> Outcome:
    return fee_of(inputs.person.person, facts, inputs.tier)


RULE = Rule(
    name="individual_fee",
    title="个人缴费",
    purpose="一个人参加居民医保一年要交多少钱：按人群的缴费标准，减去通知列明的参保资助。",
    keys=(FEE, AID),
    inputs=FeeInputs,
    apply=_apply,
    passages=TERMS,
)
