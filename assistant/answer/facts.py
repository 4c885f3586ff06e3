"""The values of a rule for a question (规则的依据), and how an outcome is let rest on them."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.wording import said_value
from assistant.calculate.rule import Facts, Rule
from assistant.model import Computed, YearAsk
from corpus.model import PolicyValue


def facts_of(context: Context, rule: Rule, year: int | None = None) -> Facts:
    """The values of the rule's keys that hold for the question, or for another benefit year."""
    slots = context.slots
    if year is not None:
        asked = YearAsk(year=year, words=str(year), benefit_only=True)
        slots = slots.model_copy(update={"year": asked})
    found = context.matcher.holding(
        rule.keys, rule.programme, slots, context.notices, context.as_of, roles=rule.roles
    )
    near = {v.id: context.matcher.surroundings(v) for v in found}
    return Facts(values=tuple(found), near=near)


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
