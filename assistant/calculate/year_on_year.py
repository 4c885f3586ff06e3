"""The year before (上年对比): 670 with +30 was 640; two years' figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.calculate.amounts import PERCENT, amount_of, difference, stated, unit_of
from assistant.calculate.choice import of_person
from assistant.calculate.figures import plain
from assistant.calculate.rule import Facts, Inputs, Insured, Rule
from assistant.keys import FEE, SUBSIDY, TOTAL
from assistant.model import CitedStep, Computed, Conflict, NeedsInput, NoRule, Outcome
from corpus.model import PolicyValue, ValueKind

ITEMS = (SUBSIDY, FEE, TOTAL)
IN_POINTS = "百分点"


class YearInputs(Inputs):
    """Which figure is compared with the year before, and whose."""

    item: Literal["fiscal_subsidy", "individual_fee", "total_funding"] = Field(
        "individual_fee", description="财政补助、个人缴费或筹资总额"
    )
    person: Insured = Insured()


def year_before(value: PolicyValue) -> Outcome:
    """The figure of the year before, from the stated change; the bound stays.

    ``NoRule("change")`` where no change is stated, or where 提高5% of a percentage may mean
    points or a fifth part of twenty.
    """
    if value.delta is None or not isinstance(value.value, Decimal):
        return NoRule(why="change")
    if value.kind is ValueKind.RATIO and IN_POINTS not in value.delta.citation.quote:
        return NoRule(why="change")
    now, change = amount_of(value), value.delta.amount
    sign = "−" if change >= 0 else "+"
    unit = unit_of(value)
    text = f"{plain(now)} {sign} {plain(abs(change))} = {plain(now - change)}（{unit}）"
    step = CitedStep(text=text, citations=(value.citations.value, value.delta.citation))
    return Computed(value=now - change, unit=unit, bound=value.bound, steps=(step,), used=(value,))


def change_of(value: PolicyValue) -> Outcome:
    """The stated change itself; ``state`` says up or down."""
    before = year_before(value)
    if not isinstance(before, Computed) or value.delta is None:
        return before
    unit = IN_POINTS if unit_of(value) == PERCENT else unit_of(value)
    state = "up" if value.delta.amount >= 0 else "down"
    change = {"value": abs(value.delta.amount), "unit": unit, "bound": "exact", "state": state}
    return before.model_copy(update={**change, "parts": (before, stated(value))})


def year_difference(newer: PolicyValue, older: PolicyValue) -> Outcome:
    """How much two years' figures of one thing differ; ``state`` says up, down or equal."""
    outcome = difference(stated(newer), stated(older))
    if not isinstance(outcome, Computed):
        return outcome
    state = {"above": "up", "below": "down"}.get(outcome.state, outcome.state)
    return outcome.model_copy(update={"state": state})


def change_since(value: PolicyValue, older: Sequence[PolicyValue]) -> Outcome:
    """The change that the notice states; failing that, against the older notice's figure."""
    if value.delta is not None:
        return change_of(value)
    before = counterpart(value, older)
    return year_difference(value, before) if before else NoRule(why="change")


def counterpart(value: PolicyValue, others: Sequence[PolicyValue]) -> PolicyValue | None:
    """The other year's figure for the same people and the same choice; ``None`` when unsure."""
    same = [o for o in others if o.kind is value.kind and alike(value, o)]
    return same[0] if len({(o.value, o.bound) for o in same}) == 1 else None


def alike(value: PolicyValue, other: PolicyValue) -> bool:
    """Whether two values are for the same people (成年居民 and 成年居民（年满18周岁）) and tier."""
    return group_keys(value) == group_keys(other) and _cases(value) == _cases(other)


def group_keys(value: PolicyValue) -> frozenset[str]:
    """The head group of a value: the keys of its first known member."""
    members = value.group.members if value.group else ()
    first = next((m.key for m in members if m.key), None)
    return frozenset({first} if first else {value.group.text} if value.group else ())


def _cases(value: PolicyValue) -> frozenset[str]:
    return frozenset(c.text for c in value.conditions if c.kind.value != "insured")


def _apply(inputs: YearInputs, facts: Facts) -> Outcome:
    """Each group's change; one that all share is told once."""
    values = tuple(of_person(facts.of(inputs.item), inputs.person.person))
    if not values:
        return NoRule(why=inputs.item)
    older = facts.beside.of(inputs.item) if facts.beside else ()
    found = [_one(v, older) for v in values]
    known = [o for o in found if isinstance(o, Computed)]
    if not known:
        return found[0]
    if len({(o.value, o.state) for o in known}) > 1:
        return _several(values, known)
    return known[0]


def _several(values: tuple[PolicyValue, ...], known: list[Computed]) -> Outcome:
    if all(v.group for v in values):
        return NeedsInput(slots=("group",), used=values, options=tuple(known))
    return Conflict(values=values)


def _one(value: PolicyValue, older: Sequence[PolicyValue]) -> Outcome:
    outcome = change_since(value, older)
    label = value.group.text if value.group else ""
    return outcome.model_copy(update={"label": label}) if isinstance(outcome, Computed) else outcome


def _year_earlier(inputs: YearInputs, facts: Facts) -> Inputs | None:
    years = {v.benefit_year for v in facts.of(inputs.item) if v.benefit_year}
    return inputs.model_copy(update={"year": max(years) - 1}) if years else None


RULE = Rule(
    name="year_on_year",
    title="与上年对比",
    purpose="财政补助或个人缴费比上年涨了多少、上年是多少：按通知写明的增减，或两个年度的通知相减。",
    keys=ITEMS,
    inputs=YearInputs,
    apply=_apply,
    beside=_year_earlier,
)
