"""Answer until when a newborn is enrolled, and from when it is covered (新生儿参保)."""

from __future__ import annotations

import datetime as dt

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.exempt import say_births
from assistant.answer.facts import facts_of, quote_of, rest_on_outcome, rest_on_values
from assistant.answer.texts import say
from assistant.answer.typed import needs_place, typed
from assistant.calculate.figures import day_words
from assistant.calculate.newborn import LATE, ON_TIME, RULE
from assistant.calculate.newborn import newborn as reckon
from assistant.calculate.rule import Facts
from assistant.matching.choose import Found
from assistant.model import Ask, Computed
from assistant.understand.timing import birth_by_age


def newborn(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The last day by the day of birth; without it the limit, and what follows from it."""
    if context.slots.place is None or needs_place(context, found.best):
        return typed(context, ask, found)
    facts = facts_of(context, RULE)
    born, paid = _day(context, "born_on"), _day(context, "paid_on")
    by_age = birth_by_age(context.slots.text, context.as_of) if born is None else None
    outcome = reckon(born or by_age, paid, context.as_of, facts)
    if not isinstance(outcome, Computed):
        draft = typed(context, ask, found)
        if draft is None:
            return None
        for notice in dict.fromkeys(v.notice for v in found.best):
            say_births(draft, context, notice)
        return _rules(draft, context, facts)
    if by_age is not None:
        return _by_age(context, outcome, facts)
    return _said(context, outcome, facts)


def _day(context: Context, name: str) -> dt.date | None:
    slot = getattr(context.slots, name)
    return slot.day if slot and slot.day == slot.end else None


def _said(context: Context, outcome: Computed, facts: Facts) -> Draft:
    draft = Draft()
    late = outcome.state == "after"
    name = "newborn_passed" if late else "newborn_last"
    draft.lines.append(say(name, last=day_words(outcome.day)))
    rest_on_outcome(draft, context, outcome)
    _begins(draft, outcome, late)
    draft.note(say("waiting_by", quote=quote_of(context, outcome.used[0])))
    _rules(draft, context, facts)
    draft.note(say("counted_by_law"))
    add_caveats(draft, context, list(outcome.used))
    return draft


def _begins(draft: Draft, outcome: Computed, late: bool) -> None:
    """From when a payment now gives cover, once the limit has passed."""
    part = outcome.parts[0] if outcome.parts else None
    if late and part and isinstance(part.value, dt.date):
        draft.lines.append(say("newborn_begins", first=day_words(part.value)))


def _by_age(context: Context, outcome: Computed, facts: Facts) -> Draft | None:
    """A child so many months old: whether the limit has passed; its last day is not known."""
    draft = Draft()
    late = outcome.state == "after"
    window = outcome.used[0]
    figure = quote_of(context, window)
    draft.lines.append(say("newborn_is_late" if late else "newborn_in_time", quote=figure))
    rest_on_values(draft, context, window)
    _rules(draft, context, facts)
    add_caveats(draft, context, list(outcome.used))
    return draft


def _rules(draft: Draft, context: Context, facts: Facts) -> Draft:
    """From when a newborn is covered, in the notice's own words."""
    for key, name in ((ON_TIME, "newborn_rule"), (LATE, "newborn_late_rule")):
        for value in facts.of(key)[:1]:
            rest_on_values(draft, context, value)
            draft.note(say(name, quote=value.citations.value.quote))
    return draft
