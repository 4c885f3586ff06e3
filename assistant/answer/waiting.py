"""Answer how long one waits (待遇等待期)."""

from __future__ import annotations

from decimal import Decimal

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.cover import late_rule
from assistant.answer.facts import facts_of, quote_of, rest_on_outcome, rest_on_values
from assistant.answer.texts import say
from assistant.answer.typed import needs_place, typed
from assistant.calculate.coverage import RULE as COVERAGE
from assistant.calculate.coverage import special_rule
from assistant.calculate.figures import plain
from assistant.calculate.waiting_period import LESS, MORE, RULE, waiting_period
from assistant.matching.choose import Found
from assistant.matching.groups import asked_keys
from assistant.model import Ask, Computed, NeedsInput, NoRule, NotApplicable, Outcome
from assistant.understand.timing import repaid_years, says, unbroken

BOUNDS = {"at_least": "waiting_at_least", "at_most": "waiting_at_most"}


def waiting(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The wait of the person, where the years missed or the group decide; else what is stated."""
    if context.slots.place is None or needs_place(context, found.best):
        return typed(context, ask, found)
    outcome = _outcome(context)
    if isinstance(outcome, Computed) and isinstance(outcome.value, Decimal):
        return _said(context, outcome, outcome.value)
    if isinstance(outcome, NotApplicable):
        return _excepted(context, outcome)
    if isinstance(outcome, NoRule):
        return _by_start(context) or typed(context, ask, found)
    draft = typed(context, ask, found)
    if draft is not None and isinstance(outcome, NeedsInput):
        _grows(draft, context, outcome)
    return draft


def _by_start(context: Context) -> Draft | None:
    """Where no waiting period is named: from when a late payment gives this person cover."""
    value = special_rule(asked_keys(context.slots), facts_of(context, COVERAGE))
    if value is None:
        return late_rule(context)
    draft = Draft()
    draft.lines.append(say("waiting_special", quote=quote_of(context, value)))
    rest_on_values(draft, context, value)
    add_caveats(draft, context, [value])
    return draft


def _outcome(context: Context) -> Outcome:
    slots = context.slots
    missed = slots.missed_years
    if missed is None and unbroken([slots.text]):
        missed = Decimal(0)
    years = int(missed) if missed is not None and missed == int(missed) else None
    repaid = repaid_years(slots.text, years or 0)
    return waiting_period(asked_keys(slots), years, repaid, facts_of(context, RULE))


def _said(context: Context, outcome: Computed, total: Decimal) -> Draft:
    draft = Draft()
    rest_on_outcome(draft, context, outcome)
    if outcome.state == "waived":
        quote = quote_of(context, outcome.used[0])
        draft.lines.append(say("waiting_waived", quote=quote))
    else:
        name = BOUNDS.get(outcome.bound, "waiting_total")
        draft.lines.append(say(name, length=f"{plain(total)}{outcome.unit}"))
        for value in (v for v in outcome.used if v.key == MORE):
            draft.note(say("waiting_by", quote=quote_of(context, value)))
    add_caveats(draft, context, list(outcome.used))
    return draft


def _excepted(context: Context, outcome: NotApplicable) -> Draft:
    """The wait is not set for this group (除新生儿、退役军人外), in the notice's words."""
    draft = Draft()
    quote = quote_of(context, outcome.used[0])
    draft.lines.append(say("waiting_excepted", quote=quote))
    rest_on_values(draft, context, *outcome.used)
    add_caveats(draft, context, list(outcome.used))
    return draft


def _grows(draft: Draft, context: Context, outcome: NeedsInput) -> None:
    """The wait grows with the years missed: the rule in its words, then the one question."""
    repair = (
        facts_of(context, RULE).of(LESS) if says(context.slots.text, "speaks_of_repair") else ()
    )
    for value in (*(v for v in outcome.used if v.key == MORE), *repair):
        draft.note(say("waiting_by", quote=quote_of(context, value)))
        rest_on_values(draft, context, value)
    draft.ask(say("missed_years_missing"))
