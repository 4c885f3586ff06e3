"""What one person pays (个人缴费): the fee of the group, less the assistance (资助参保)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pydantic import Field

from assistant.calculate.aid_terms import (
    NO_TERMS,
    TERMS,
    AidTerms,
    fee_tiers,
    measure,
    reckoned_from,
    terms_of,
    unmeasured,
)
from assistant.calculate.amounts import MONEY, amount_of
from assistant.calculate.bounds import subtract_bounds
from assistant.calculate.choice import exactly, narrowest, of_own, of_tier, tiers_in
from assistant.calculate.figures import plain
from assistant.calculate.rule import Facts, Inputs, Insured, Passage, Rule, cites
from assistant.keys import FEE, NET, RECKONED_FROM, REDUCED
from assistant.matching.groups import (
    ADULT,
    Fit,
    comparable,
    fit,
    is_aged,
    is_among,
    is_everybody,
    is_for_the_rest,
    is_of_the_others,
    is_told_from,
    is_within,
    takes_in,
)
from assistant.model import (
    CitedStep,
    Computed,
    Conflict,
    NeedsInput,
    NoRule,
    Outcome,
    Person,
)
from corpus.model import Bound, PolicyValue, ValueKind

ZERO, WHOLE = Decimal(0), Decimal(100)
BESIDE = 8  # characters between a share and its sum (，即每人)


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
    keys = tuple(dict.fromkeys([*groups, *person.keys])) if groups else ()
    told = [v for v in aids if keys and is_told_from(v) and fit(v, keys) is Fit.YES]
    if told:
        own = [v for v in aids if v not in told and is_aided(v, groups, person.age)]
        own = [v for v in own if not any(is_among(t, v) for t in told)]
        return paid(base, keys, [*told, *own], fees, terms)
    return paid(base, groups, aids, fees, terms, person.age)


def paid(
    base: PolicyValue,
    groups: tuple[str, ...],
    aids: Sequence[PolicyValue],
    fees: Sequence[PolicyValue],
    terms: AidTerms = NO_TERMS,
    age: Decimal | None = None,
) -> Outcome:
    """What is left of one fee after the assistance of these groups and this age (自付的部分)."""
    own = [v for v in aids if is_aided(v, groups, age)]
    own = [v for v in own if not is_of_the_others(v)] or own
    if start := reckoned_from(own, base):
        return _share_of(base, start, _aid([v for v in own if v.kind is ValueKind.RATIO]))
    own = _without_restated([v for v in own if v.key != RECKONED_FROM])
    nets = _nets(base, own)
    aid = _aid([v for v in own if v.key != NET])
    if not isinstance(aid, Conflict):
        outcome = _pay(base, aid, measure(aid, base, fees, terms) if aid else base)
        return _with_left(outcome, aid, nets, terms) if nets else outcome
    several = Conflict(values=(*nets, *aid.values))
    return _least(base, several, fees, terms, terms.highest) if terms.highest else several


def _without_restated(own: list[PolicyValue]) -> list[PolicyValue]:
    """「按75%资助，即每人330元」: the share is told again as a sum, which is what counts."""
    sums = [v for v in own if v.kind is ValueKind.MONEY and v.key != NET]
    return [v for v in own if not any(_restates(s, v) for s in sums)]


def _restates(told: PolicyValue, share: PolicyValue) -> bool:
    between = told.citations.value.start - share.citations.value.end
    alike = told.clause == share.clause and told.group == share.group
    return share.kind is ValueKind.RATIO and alike and 0 < between <= BESIDE


def is_aided(aid: PolicyValue, groups: tuple[str, ...], age: Decimal | None) -> bool:
    """Whether an assistance is for one of these groups, or for one of this age (80周岁以上老人)."""
    aged = age is not None and is_aged(aid) and fit(aid, (), age) is Fit.YES
    return aged or bool(groups and fit(aid, groups) is Fit.YES and is_within(aid.group, groups))


def _nets(base: PolicyValue, own: Sequence[PolicyValue]) -> list[PolicyValue]:
    """What the notice says is left for a person; a table's 个人应交 is the whole fee again."""
    left = [v for v in own if v.key == NET and amount_of(v) != amount_of(base)]
    return [v for v in left if not fee_tiers(v) or fee_tiers(v) & set(tiers_in(base))]


def _share_of(base: PolicyValue, start: PolicyValue, aid: PolicyValue | Conflict | None) -> Outcome:
    """What is left of the very fee that the share is reckoned from, whatever tier it names."""
    if isinstance(aid, Conflict):
        return aid
    outcome = _pay(base, aid and aid.model_copy(update={"conditions": ()}), base)
    if not isinstance(outcome, Computed):
        return outcome
    return outcome.model_copy(update={"used": (*outcome.used, start)})


def _with_left(
    outcome: Outcome, aid: PolicyValue | None, nets: Sequence[PolicyValue], terms: AidTerms
) -> Outcome:
    """The stated rest (个人缴160元，其余代缴), which has to agree with the assistance beside it."""
    left = [_left(v) for v in nets]
    if aid is not None and isinstance(outcome, Computed):
        left.append(outcome)
    best = min(left, key=lambda o: o.amount)
    if any((o.amount, o.bound) != (best.amount, best.bound) for o in left):
        if terms.highest is None or any(o.bound != Bound.EXACT for o in left):
            return Conflict(values=(*nets, *([aid] if aid else [])))
        step = CitedStep(text=terms.highest.citation.quote, citations=(terms.highest.citation,))
        return best.model_copy(update={"steps": (*best.steps, step)})
    return left[0]


def _least(
    base: PolicyValue,
    several: Conflict,
    fees: Sequence[PolicyValue],
    terms: AidTerms,
    highest: Passage,
) -> Outcome:
    """What is paid under the highest assistance, where each leaves an exact amount."""
    outcomes = [_pay(base, v, measure(v, base, fees, terms)) for v in several.values]
    left = [o for o in outcomes if isinstance(o, Computed)]
    if len(left) < len(outcomes) or any(o.bound != Bound.EXACT for o in left):
        return several
    best = min(left, key=lambda o: o.amount)
    step = CitedStep(text=highest.citation.quote, citations=(highest.citation,))
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
    fitting = of_own(fitting, person)
    if person.age is not None:
        fitting = narrowest(fitting)  # a student of 26 is of the students' class
        fitting = exactly(fitting, person.keys) or fitting
    else:  # at 65 one may be of either class: then both are told
        fitting = exactly(fitting, person.keys) or fitting
    shared = [v for v in fees if v.group is None or is_everybody(v) or is_for_the_rest(v)]
    if not fitting and len(shared) < len(fees) and not person.keys:
        shared = _of_the_rest(shared, named)
        if not shared:
            return NeedsInput(slots=("group",), used=tuple(fees))
    return _single(of_tier(fitting or shared, tiers))


def _of_the_rest(shared: list[PolicyValue], named: list[PolicyValue]) -> list[PolicyValue]:
    """The fee of all those who are in no named group (每人440元，高校学生400元); where the adults
    are named too, what stands beside is an average or a floor and nobody's own."""
    grown = any(v.group and (takes_in(v.group, ADULT) or is_aged(v)) for v in named)
    beside = {v.notice for v in named}
    return [v for v in shared if v.bound is Bound.EXACT and v.notice in beside and not grown]


def _single(values: Sequence[PolicyValue]) -> PolicyValue | Outcome:
    """The one value; the lowest group wins nothing: two different amounts are a conflict."""
    if not values:
        return NoRule(why="group")
    if len({(v.value, v.bound) for v in values}) > 1:
        if all(tiers_in(v) for v in values):
            return NeedsInput(slots=("tier",), used=tuple(values))
        groups = {v.group.text for v in values if v.group}
        if len(groups) > 1:  # different groups never contradict each other
            return NeedsInput(slots=("group",), used=tuple(values))
        return Conflict(values=tuple(values))
    return values[0]


def _aid(fitting: Sequence[PolicyValue]) -> PolicyValue | Conflict | None:
    """The assistance of a listed person; one who is not listed has none that the notice names."""
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
    if aid.key == NET:
        return _left(aid)
    if unmeasured(aid, base):
        return NoRule(why="tier")
    if _is_whole(aid) and of is base:
        return _whole(base, aid)
    amount, whole, figure = amount_of(base), amount_of(of), aid.value
    share = aid.kind is not ValueKind.MONEY
    rate = figure if isinstance(figure, Decimal) else WHOLE
    off = whole * rate / WHOLE if share else rate
    bound = subtract_bounds(base.bound, aid.bound)
    if bound is None or off > amount:
        return NoRule(why="bound")
    lines = [f"{plain(whole)} × {plain(rate)}% = {plain(off)}（元）"] if share else []
    lines.append(f"{plain(amount)} − {plain(off)} = {plain(amount - off)}（元）")
    used = tuple(dict.fromkeys((base, of, aid)))
    cited = cites(*used)
    steps = tuple(CitedStep(text=line, citations=cited) for line in lines)
    return Computed(value=amount - off, unit=MONEY, bound=bound, steps=steps, used=used)


def _left(net: PolicyValue) -> Computed:
    """What the notice itself says is left to pay (资助后个人缴费)."""
    amount, group = amount_of(net), net.group.text if net.group else ""
    step = CitedStep(text=f"{group}个人缴 {plain(amount)} 元", citations=cites(net))
    return Computed(value=amount, unit=MONEY, bound=net.bound, steps=(step,), used=(net,))


def _base_only(base: PolicyValue, label: str = "") -> Computed:
    amount = amount_of(base)
    step = CitedStep(text=f"个人缴费标准 {plain(amount)} 元", citations=cites(base))
    return Computed(
        value=amount, unit=MONEY, bound=base.bound, steps=(step,), used=(base,), label=label
    )


def _whole(base: PolicyValue, aid: PolicyValue) -> Computed:
    amount = plain(amount_of(base))
    step = CitedStep(
        text=f"{amount} − {amount}（{aid.citations.value.quote}）= 0（元）",
        citations=cites(base, aid),
    )
    return Computed(value=ZERO, unit=MONEY, bound=Bound.EXACT, steps=(step,), used=(base, aid))


def fee_of(person: Person, facts: Facts, tier: str = "") -> Outcome:
    """The fee of one person from the facts of a place; the range when the group is not known."""
    fees = facts.of(FEE)
    sorts = tuple(k for k in person.keys if any(comparable(v.group, (k,)) for v in fees))
    aids = [v for v in facts.of(*REDUCED) if v.group]
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
    return "，".join(p for p in (group, *tiers_in(value)) if p)


def _apply(inputs: FeeInputs, facts: Facts) -> Outcome:
    return fee_of(inputs.person.person, facts, inputs.tier)


RULE = Rule(
    name=FEE,
    title="个人缴费",
    purpose="一个人参加居民医保一年要交多少钱：按人群的缴费标准，减去通知列明的参保资助。",
    keys=(FEE, *REDUCED),
    inputs=FeeInputs,
    apply=_apply,
    passages=TERMS,
)
