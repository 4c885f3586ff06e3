"""The values of a rule for a question (规则的依据), and how an outcome is let rest on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.wording import said_value
from assistant.calculate.aid_terms import TERMS
from assistant.calculate.rule import Facts, Rule
from assistant.keys import FEE, REDUCED
from assistant.matching.facts import benefit_year, gather
from assistant.matching.passages import find_passages
from assistant.model import Computed
from corpus.model import Bound, ConditionKind, PolicyValue, Role


def facts_of(context: Context, rule: Rule, year: int | None = None) -> Facts:
    """The values of the rule's keys that hold for the question, or for another benefit year."""
    slots = context.slots
    if year is not None:
        slots = slots.model_copy(update={"year": benefit_year(year)})
    return gather(rule, slots, context.library, context.matcher, context.notices, context.as_of)


def timeless(context: Context) -> Context:
    """The question without its year, where the year that it names is not that of the rule."""
    return replace(context, slots=context.slots.model_copy(update={"year": None}))


def fee_facts(context: Context, fees: Sequence[PolicyValue]) -> Facts:
    """Fees with the assistance and its terms (资助的算法) in the notices that set them."""
    notices = dict.fromkeys(v.notice for v in fees)
    aids = [v for v in context.library.values(sorted(notices)) if v.key in REDUCED and v.group]
    told = [p for n in notices for p in find_passages(context.library, n, TERMS)]
    return Facts(values=(*fees, *aids), passages=tuple(told))


def general_fees(context: Context, fees: Sequence[PolicyValue]) -> list[PolicyValue]:
    """What the notices of some fees set for all others (居民每人560元，其中学生430元).

    Only the exact figures of the same year count, and those that nothing else narrows.
    """
    years, known = {v.benefit_year for v in fees}, {v.id for v in fees}
    return [
        v
        for v in context.library.values(sorted({v.notice for v in fees}))
        if v.key == FEE and v.role is Role.STANDARD and v.bound is Bound.EXACT
        if v.group is None and v.benefit_year in years and v.id not in known
        if all(c.kind is ConditionKind.INSURED for c in v.conditions)
    ]


def rest_on_outcome(draft: Draft, context: Context, outcome: Computed) -> None:
    """Let a draft rest on a result: its steps are shown, its values cited and told."""
    draft.steps += [s for s in outcome.steps if s not in draft.steps]
    rest_on_values(draft, context, *outcome.used)
    for part in outcome.parts:
        rest_on_outcome(draft, context, part)


def rest_on_values(draft: Draft, context: Context, *values: PolicyValue) -> None:
    """Cite values and tell them to scripts, each once."""
    for value in values:
        if value in draft.rested:
            continue
        rest_on(draft, context, value)
        draft.values.append(said_value(value, context.place_of(value.jurisdiction)))


def quote_of(context: Context, value: PolicyValue) -> str:
    """The phrase of the notice in which a value stands."""
    return rest_on(Draft(), context, value)[0].quote
