"""Two sides compared (比较): two places, two persons, two tiers or two years, by one rule."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.calculate.aid_terms import TERMS
from assistant.calculate.amounts import difference, stated
from assistant.calculate.funding_total import whole_subsidy
from assistant.calculate.individual_fee import fee_of
from assistant.calculate.rule import Facts, Inputs, Insured, Rule
from assistant.keys import FEE, REDUCED, SUBSIDY
from assistant.model import Computed, Conflict, NeedsInput, NoRule, Outcome
from corpus.model import Frozen


class Side(Frozen):
    """What is different on one side; what is left out is the same on both."""

    person: Insured = Insured()
    tier: str = Field("", description="选的档次，如 一档")


class ComparisonInputs(Inputs):
    """The two sides: the first is at ``place``, the second there too or at ``other_place``."""

    item: Literal["individual_fee", "fiscal_subsidy"] = Field(
        "individual_fee", description="比个人缴费还是财政补助"
    )
    other_place: str = Field("", description="第二个地方；不填就是同一个地方")
    other_year: int | None = Field(None, ge=1990, le=2100, description="第二个年度")
    first: Side = Side()
    second: Side = Side()


def compare(first: Outcome, second: Outcome) -> Outcome:
    """The difference of two results; the first outcome that is no figure is the answer.

    ``state`` says whether the first lies above or below; ``NoRule("bound")`` where a floor leaves
    that open.
    """
    if not isinstance(first, Computed):
        return first
    if not isinstance(second, Computed):
        return second
    return difference(first, second)


def _side(item: str, side: Side, facts: Facts) -> Outcome:
    if item == FEE:
        return fee_of(side.person.person, facts, side.tier)
    found = whole_subsidy(facts.of(SUBSIDY))
    if not found:
        return NoRule(why=SUBSIDY)
    return stated(found[0]) if len(found) == 1 else Conflict(values=tuple(found))


def _apply(inputs: ComparisonInputs, facts: Facts) -> Outcome:
    first = _side(inputs.item, inputs.first, facts)
    second = _side(inputs.item, inputs.second, facts.beside or facts)
    if isinstance(first, NeedsInput) and isinstance(second, NeedsInput):
        return _class_by_class(first, second)
    return compare(first, second)


def _class_by_class(first: NeedsInput, second: NeedsInput) -> Outcome:
    """Without a group both ranges are told, and the group is asked."""
    options = (*first.options, *second.options)
    return NeedsInput(slots=first.slots, used=(*first.used, *second.used), options=options)


def _other(inputs: ComparisonInputs, facts: Facts) -> Inputs | None:
    if not inputs.other_place and inputs.other_year is None:
        return None
    place = inputs.other_place or inputs.place
    year = inputs.other_year if inputs.other_year is not None else inputs.year
    return inputs.model_copy(update={"place": place, "year": year})


RULE = Rule(
    name="comparison",
    title="比较",
    purpose="两个地方、两类人、两个档次或两个年度相差多少；有一边只有底线时说明不能直接比。",
    keys=(FEE, *REDUCED, SUBSIDY),
    inputs=ComparisonInputs,
    apply=_apply,
    passages=TERMS,
    beside=_other,
)
