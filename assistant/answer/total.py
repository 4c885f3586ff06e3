"""Answer what is paid in per head (人均筹资合计): subsidy and own fee, added where they may be."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.facts import facts_of
from assistant.answer.texts import say
from assistant.answer.typed import by_place, needs_place, state
from assistant.answer.wording import (
    amount_said,
    computed_value,
    group_words,
    phrase,
    said_value,
    year_words,
)
from assistant.calculate.choice import of_person
from assistant.calculate.funding_total import RULE, per_head, whole_subsidy
from assistant.calculate.rule import Facts
from assistant.keys import FEE, SUBSIDY
from assistant.matching.choose import Found
from assistant.model import Ask, Computed, Conflict, NeedsInput, NoRule, Outcome, Person
from assistant.understand.asks import lists_all
from corpus.model import PolicyValue

APART = {"year": "total_apart_year", "place": "total_apart_place", "bound": "total_apart_bound"}


def total(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The sum for the person, or for each class of persons; else both figures and why not added."""
    facts = facts_of(context, RULE)
    if not facts.values:
        return None
    if needs_place(context, facts.values):
        return by_place(context, facts.values)
    outcome = per_head(facts, _person(context), _tier(context, facts))
    if isinstance(outcome, Computed):
        return _told(context, [outcome])
    if isinstance(outcome, NeedsInput):
        draft = _told(context, outcome.options)
        if not lists_all(context.slots.text):
            draft.ask(say("group_missing"))
        return draft
    return _apart(context, facts, outcome)


def _person(context: Context) -> Person:
    """The one sort of person that is asked about, else nobody in particular."""
    persons = context.slots.persons
    return persons[0] if len(persons) == 1 else Person(words="")


def _tier(context: Context, facts: Facts) -> str:
    """The tier of the fee (一档) that the question names."""
    tiers = dict.fromkeys(c.text for v in facts.of(FEE) for c in v.conditions)
    return next((t for t in tiers if t in context.slots.text), "")


def _told(context: Context, outcomes: Sequence[Computed]) -> Draft:
    draft = Draft()
    for outcome in outcomes:
        subsidy, fee = outcome.used
        cases = [group_words(fee.group)] if fee.group else []
        cases += [c.text for c in fee.conditions if c.text in context.slots.text]
        who = f"（{'，'.join(cases)}）" if cases else ""
        head = f"{context.whose(fee.jurisdiction)}{_year(subsidy, fee)}{who}"
        figures = {"subsidy": phrase(subsidy), "fee": phrase(fee)}
        draft.lines.append(say("total_per_head", head=head, total=amount_said(outcome), **figures))
        region = context.place_of(fee.jurisdiction)
        value = computed_value(outcome, fee, region, outcome.label)
        draft.values.append(value.model_copy(update={"key": RULE.name, "label": RULE.title}))
        draft.values += [said_value(v, region) for v in (subsidy, fee)]
        draft.steps += [s for s in outcome.steps if s not in draft.steps]
        for used in outcome.used:
            rest_on(draft, context, used)
    add_caveats(draft, context, [v for o in outcomes for v in o.used])
    return draft


def _year(subsidy: PolicyValue, fee: PolicyValue) -> str:
    return year_words(fee) or year_words(subsidy)


def _apart(context: Context, facts: Facts, outcome: Outcome) -> Draft | None:
    """Both figures as they stand, each with its year, and why they are not added."""
    subsidies = whole_subsidy(facts.of(SUBSIDY))
    fees = of_person(facts.of(FEE), _person(context))
    if not subsidies and not fees:
        return None
    draft = Draft()
    state(draft, context, [*subsidies, *fees])
    if isinstance(outcome, Conflict):
        draft.note(say("conflict"))
    elif isinstance(outcome, NoRule):
        draft.note(say(APART.get(outcome.why, "rest_unanswered")))
    add_caveats(draft, context, [*subsidies, *fees])
    return draft
