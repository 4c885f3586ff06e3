"""Who bears the subsidy (财政分担): shares by class of areas, amounts by tier of government."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pydantic import Field

from assistant.calculate.amounts import MONEY, amount_of, cited_by, stated
from assistant.calculate.figures import plain
from assistant.calculate.funding_total import whole_subsidy
from assistant.calculate.rule import Facts, Inputs, Rule, cites
from assistant.keys import SUBSIDY
from assistant.model import CitedStep, Computed, Conflict, NeedsInput, NoRule, Outcome
from assistant.understand.lexicon import topic
from corpus.model import ConditionKind, PolicyValue, ValueKind

SHARE = "subsidy_share"
WHOLE = Decimal(100)
PAYER, AREA = ConditionKind.PAYER, ConditionKind.AREA


class ShareInputs(Inputs):
    """Which government's part is asked, and the class of areas where shares differ by it."""

    payer: str = Field("", description="哪一级财政，如 中央、省级；不填列出各级")
    area: str = Field("", description="地区类别，如 西部、中部、一类地区")


def share_of(share: PolicyValue, whole: PolicyValue) -> Outcome:
    """The amount behind a share: 60% of at least 670 is at least 402.

    ``NoRule("base")`` unless both stand in one notice, years stated by both agree, and the share
    is one of the subsidy itself (对市县应负担部分补助50% is not).
    """
    years = {v.benefit_year for v in (share, whole) if v.benefit_year}
    same = share.notice == whole.notice and len(years) < 2 and share.kind is ValueKind.RATIO
    if not same or not _is_of_subsidy(share):
        return NoRule(why="base")
    part = amount_of(whole) * amount_of(share) / WHOLE
    text = f"{plain(amount_of(whole))} × {plain(amount_of(share))}% = {plain(part)}（元）"
    return Computed(
        value=part,
        unit=MONEY,
        bound=whole.bound,
        steps=(CitedStep(text=text, citations=cites(whole, share)),),
        used=(whole, share),
        label=case_of(share, AREA),
        parts=(stated(share),),
    )


def _is_of_subsidy(share: PolicyValue) -> bool:
    return any(form in share.label for form in topic(SUBSIDY).label)


def tiers_sum(parts: Sequence[PolicyValue], whole: PolicyValue | None) -> Outcome:
    """What the governments' parts add up to; ``state`` says whether it equals the stated whole.

    ``NoRule("bound")`` where a part is not exact.
    """
    if any(v.bound != "exact" for v in parts):
        return NoRule(why="bound")
    told = tuple(stated(v, case_of(v, PAYER)) for v in parts)
    total = sum((amount_of(v) for v in parts), Decimal(0))
    text = f"{' + '.join(plain(amount_of(v)) for v in parts)} = {plain(total)}（元）"
    state = ("equals" if amount_of(whole) == total else "differs") if whole else ""
    cited = (*cited_by(*told), *(cites(whole) if whole else ()))
    return Computed(
        value=total,
        unit=MONEY,
        steps=(CitedStep(text=text, citations=tuple(dict.fromkeys(cited))),),
        used=(*parts, *((whole,) if whole else ())),
        state=state,
        parts=told,
    )


def case_of(value: PolicyValue, kind: ConditionKind) -> str:
    """The notice's words for the value's payer or class of areas; empty when it has none."""
    return next((c.text for c in value.conditions if c.kind is kind), "")


def tiers_of(values: Sequence[PolicyValue]) -> list[PolicyValue]:
    """The amounts that single governments pay (中央财政补助396元)."""
    return [v for v in values if case_of(v, PAYER) and v.kind is ValueKind.MONEY]


def of_area(values: Sequence[PolicyValue], area: str) -> list[PolicyValue]:
    """The shares of a class of areas; 西部 and 西部地区 are the same class."""
    return [v for v in values if _same(case_of(v, AREA), area)]


def _same(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _apply(inputs: ShareInputs, facts: Facts) -> Outcome:
    asked = inputs.payer
    subsidies, shares = facts.of(SUBSIDY), facts.of(SHARE)
    tiers = [v for v in tiers_of(subsidies) if not asked or _same(case_of(v, PAYER), asked)]
    if tiers and not inputs.area:
        return _amounts(inputs, facts, tiers)
    shares = tuple(v for v in shares if not asked or _same(case_of(v, PAYER), asked))
    if not shares:
        return NoRule(why=SHARE)
    return _by_area(inputs.area, shares, whole_subsidy(subsidies))


def _amounts(inputs: ShareInputs, facts: Facts, tiers: list[PolicyValue]) -> Outcome:
    if inputs.payer:
        return (
            stated(tiers[0], case_of(tiers[0], PAYER))
            if len(tiers) == 1
            else Conflict(values=tuple(tiers))
        )
    whole = [v for v in whole_subsidy(facts.of(SUBSIDY)) if v.notice == tiers[0].notice]
    return tiers_sum(tiers, whole[0] if len(whole) == 1 else None)


def _by_area(area: str, shares: tuple[PolicyValue, ...], wholes: list[PolicyValue]) -> Outcome:
    """The asked class; where several hold and none is named, it is asked."""
    classes = {case_of(v, AREA) for v in shares}
    if not area and len(classes) > 1:
        options = tuple(stated(v, case_of(v, AREA)) for v in shares)
        return NeedsInput(slots=("area",), used=shares, options=options)
    fitting = of_area(shares, area) if area else list(shares)
    if not fitting:
        return NoRule(why="area")
    if len({v.value for v in fitting}) > 1:
        return Conflict(values=tuple(fitting))
    found = [share_of(fitting[0], w) for w in wholes if w.notice == fitting[0].notice]
    known = [f for f in found if isinstance(f, Computed)]
    return known[0] if len(known) == 1 else stated(fitting[0], case_of(fitting[0], AREA))


RULE = Rule(
    name="subsidy_share",
    title="财政补助分担",
    purpose="财政补助里中央、省、市县各出多少：按通知写明的金额或比例；通知没有写明比例的不推算。",
    keys=(SHARE, SUBSIDY),
    inputs=ShareInputs,
    apply=_apply,
)
