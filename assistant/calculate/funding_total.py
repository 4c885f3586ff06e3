"""What is paid in per head (人均筹资合计): the public subsidy and the own fee of one year."""

from __future__ import annotations

from pydantic import Field

from assistant.calculate.amounts import MONEY, all_used, amount_of, cited_by, stated
from assistant.calculate.bounds import add_bounds
from assistant.calculate.choice import of_person, of_tier
from assistant.calculate.figures import plain
from assistant.calculate.rule import Facts, Inputs, Insured, Rule
from assistant.keys import FEE, SUBSIDY
from assistant.model import CitedStep, Computed, Conflict, NeedsInput, NoRule, Outcome, Person
from corpus.model import ConditionKind, PolicyValue


class FundingInputs(Inputs):
    """Whose fee is added to the subsidy, and its tier where there are several."""

    person: Insured = Insured()
    tier: str = Field("", description="选的档次，如 一档")


def funding_total(subsidy: PolicyValue, fee: PolicyValue) -> Outcome:
    """Subsidy and fee per head, of one benefit year (待遇年度).

    ``NoRule("place")``, ``NoRule("year")`` where these differ or are not stated (2024's subsidy
    and the fee collected in 2024 for 2025), and ``NoRule("bound")`` where a floor meets a ceiling.
    """
    if subsidy.jurisdiction != fee.jurisdiction:
        return NoRule(why="place")
    if subsidy.benefit_year is None or subsidy.benefit_year != fee.benefit_year:
        return NoRule(why="year")
    bound = add_bounds(subsidy.bound, fee.bound)
    if bound is None:
        return NoRule(why="bound")
    one, two = amount_of(subsidy), amount_of(fee)
    parts = (stated(subsidy, subsidy.label), stated(fee, fee.label))
    text = f"{plain(one)} + {plain(two)} = {plain(one + two)}（元）"
    step = CitedStep(text=text, citations=cited_by(*parts))
    return Computed(
        value=one + two,
        unit=MONEY,
        bound=bound,
        steps=(step,),
        used=all_used(parts),
        label=fee.group.text if fee.group else "",
        parts=parts,
    )


def whole_subsidy(values: tuple[PolicyValue, ...]) -> list[PolicyValue]:
    """The subsidy of all governments together, not one tier's part, the same figure once."""
    found = [v for v in values if not any(c.kind is ConditionKind.PAYER for c in v.conditions)]
    return list({(v.value, v.bound): v for v in found}.values())


def per_head(facts: Facts, person: Person, tier: str = "") -> Outcome:
    """Subsidy and fee for a person; ``NeedsInput("group")`` where the fees of several differ."""
    subsidies = whole_subsidy(facts.of(SUBSIDY))
    if not subsidies:
        return NoRule(why=SUBSIDY)
    if len(subsidies) > 1:
        return Conflict(values=tuple(subsidies))
    fees = of_tier(of_person(facts.of(FEE), person), (tier,))
    if not fees:
        return NoRule(why=FEE)
    totals = [funding_total(subsidies[0], fee) for fee in fees]
    known = [t for t in totals if isinstance(t, Computed)]
    if len(known) < len(totals):
        return next(t for t in totals if not isinstance(t, Computed))
    if len({(t.value, t.bound) for t in known}) > 1:
        return NeedsInput(slots=("group",), used=tuple(fees), options=tuple(known))
    return known[0]


def _apply(inputs: FundingInputs, facts: Facts) -> Outcome:
    return per_head(facts, inputs.person.person, inputs.tier)


RULE = Rule(
    name="funding_total",
    title="人均筹资合计",
    purpose="一个人一年的筹资合计：财政补助加个人缴费，地方和年度一致时才相加。",
    keys=(SUBSIDY, FEE),
    inputs=FundingInputs,
    apply=_apply,
)
