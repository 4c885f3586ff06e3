"""Answer how long one waits (待遇等待期)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.cover import late_rule
from assistant.answer.exempt import unbroken_rule
from assistant.answer.facts import facts_of, quote_of, rest_on_outcome, rest_on_values
from assistant.answer.texts import say
from assistant.answer.timely import day_meant, held_on, is_held, sentence_of, speaks_of
from assistant.answer.turn import by_turn, is_over
from assistant.answer.typed import needs_place, state, typed
from assistant.answer.wording import said_value
from assistant.calculate.coverage import LATE, START, special_rule
from assistant.calculate.coverage import RULE as COVERAGE
from assistant.calculate.figures import plain
from assistant.calculate.rule import Facts
from assistant.calculate.waiting_period import (
    BEYOND,
    COUNT,
    FIXED,
    FLOOR,
    FLOOR_YEARS,
    LESS,
    MORE,
    RULE,
    waiting_period,
)
from assistant.matching.choose import Found
from assistant.matching.groups import above, asked_keys, keys_in
from assistant.model import Ask, Computed, Conflict, NeedsInput, NoRule, NotApplicable, Outcome
from assistant.understand.asks import find_concepts
from assistant.understand.timing import repaid_years, says, unbroken
from corpus.model import Duration, PolicyValue, Start, ValueKind

EMPLOYEE, LAPSE = "职工医保", "lapse"
BOUNDS = {"at_least": "waiting_at_least", "at_most": "waiting_at_most"}


def waiting(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The wait of the person, where the years missed or the group decide; else what is stated."""
    if context.slots.place is None or needs_place(context, found.best):
        return typed(context, ask, found)
    told = _listed(context) or _of_turn(context) or _at_once(context) or _on_day(context)
    if told or (told := unbroken_rule(context, found.best)):
        return told
    outcome = _outcome(context)
    if isinstance(outcome, Computed) and isinstance(outcome.value, Decimal):
        return _said(context, outcome, outcome.value)
    if isinstance(outcome, Conflict):
        return _both(context, outcome.values)
    if isinstance(outcome, NotApplicable):
        return _excepted(context, outcome)
    if isinstance(outcome, NoRule) and outcome.why == COUNT and (both := _parts(context)):
        return _both(context, both)
    if isinstance(outcome, NoRule):
        return _by_start(context) or typed(context, ask, found)
    if context.slots.on_day or context.slots.paid_on:
        kept = _on_the_day(context, found.best)
        found = replace(found, best=tuple(kept) or found.best)
    draft = typed(context, ask, found)
    if draft is not None and isinstance(outcome, NeedsInput):
        _grows(draft, context, outcome)
    return draft


def _of_turn(context: Context) -> Draft | None:
    """The rule for who was discharged or left a job; too late for it, everybody's wait as well."""
    draft = by_turn(context)
    if draft is not None and is_over(context, draft):
        lengths = _of_the_day(context, facts_of(context, RULE)).of(FIXED)
        state(draft, context, [v for v in lengths if v.kind is not ValueKind.WAIVER])
    return draft


def _listed(context: Context) -> Draft | None:
    """The list of those who do not wait, where it names the person (下列人员不设等待期：…)."""
    slots, draft = context.slots, Draft()
    for value in facts_of(context, RULE).of(FIXED):
        cited = sentence_of(context, value)
        _lead, colon, items = cited.quote.partition("：")
        named = keys_in(items) & {k for key in asked_keys(slots) for k in above(key)}
        moved = EMPLOYEE in items and EMPLOYEE in slots.text  # 职工医保中断3个月内转入的
        if value.kind is ValueKind.WAIVER and colon and (named or moved):
            place = context.place_of(value.jurisdiction)
            draft.lines.append(say("clause_says", place=place, quote=cited.quote))
            rest_on_values(draft, context, value)
            draft.cite(cited)
            if not named:  # for some of them alone (3个月内转入的): what holds for the others
                state(draft, context, _lengths(context))
            add_caveats(draft, context, [value])
            return draft
    return None


def _lengths(context: Context) -> list[PolicyValue]:
    """The waits themselves, without those who have none."""
    fixed = facts_of(context, RULE).of(FIXED)
    return [v for v in fixed if v.kind is not ValueKind.WAIVER]


def _by_start(context: Context) -> Draft | None:
    """Where no waiting period is named: from when a late payment gives this person cover."""
    value = special_rule(asked_keys(context.slots), facts_of(context, COVERAGE))
    return late_rule(context) if value is None else _special(context, value)


def _at_once(context: Context) -> Draft | None:
    """The rule of those whom the notice names for cover without a wait (交了第二天就能报)."""
    if context.slots.missed_years is not None:
        return None
    value = special_rule(asked_keys(context.slots), facts_of(context, COVERAGE))
    held = value.value if value is not None and value.group is not None else None
    at_once = isinstance(held, Start) and held.wait is None
    return _special(context, value) if value is not None and at_once else None


def _on_day(context: Context) -> Draft | None:
    """From when a payment on the day that was said gives cover, where a sentence for such days
    tells it (补缴期为1月1日至2月28日，…满30日后) and no years missed were told."""
    slots = context.slots
    lapsed = any(c.id == LAPSE for c, _, _ in find_concepts(slots.text))
    if lapsed or slots.missed_years is not None or not (slots.on_day or slots.paid_on):
        return None
    day, facts = day_meant(context), facts_of(context, COVERAGE)
    dated = [v for v in facts.values if speaks_of(context, sentence_of(context, v), day)]
    if any(v.key == FIXED for v in dated):
        return None  # a wait that is stated for that day is the answer
    told = [v for v in dated if v.key in (LATE, START)]
    return _both(context, told) if told else None


def _special(context: Context, value: PolicyValue) -> Draft:
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
    facts = facts_of(context, RULE)
    outcome = waiting_period(asked_keys(slots), years, repaid, facts)
    if isinstance(outcome, Conflict):  # one wait for a makeup period, another after it
        outcome = waiting_period(asked_keys(slots), years, repaid, _of_the_day(context, facts))
    return outcome


def _of_the_day(context: Context, facts: Facts) -> Facts:
    """The facts without those of sentences that are for other days than the one meant."""
    return held_on(context, facts, day_meant(context))


def _on_the_day(context: Context, values: Sequence[PolicyValue]) -> list[PolicyValue]:
    day = day_meant(context)
    return [v for v in values if speaks_of(context, sentence_of(context, v), day) is not False]


def _parts(context: Context) -> tuple[PolicyValue, ...]:
    """The wait and what is added to it, where the two can't be summed (90天 and 2个月)."""
    facts = _of_the_day(context, facts_of(context, RULE))
    return (*facts.of(FIXED), *facts.of(MORE)) if facts.of(FIXED) and facts.of(MORE) else ()


def _both(context: Context, values: Sequence[PolicyValue]) -> Draft:
    """Several waits that nothing decides between: the notice's own sentences."""
    draft = Draft()
    for value in values:
        cited = sentence_of(context, value)
        line = say("clause_says", place=context.place_of(value.jurisdiction), quote=cited.quote)
        draft.lines += [line] if line not in draft.lines else []
        draft.cite(cited)
        draft.values.append(said_value(value, context.place_of(value.jurisdiction)))
    add_caveats(draft, context, list(values))
    return draft


def _said(context: Context, outcome: Computed, total: Decimal) -> Draft:
    draft = _of_other_days(context, outcome)
    rest_on_outcome(draft, context, outcome)
    if outcome.state == "waived":
        quote = quote_of(context, outcome.used[0])
        draft.lines.append(say("waiting_waived", quote=quote))
    else:
        name = BOUNDS.get(outcome.bound, "waiting_total")
        draft.lines.append(say(name, length=f"{plain(total)}{outcome.unit}"))
        if len(outcome.used) > 1:
            sums = "；".join(s.text for s in outcome.steps)
            draft.lines.append(say("benefit_steps", steps=sums))
        summed = (FIXED, BEYOND, MORE) if len(outcome.used) > 1 else (MORE,)
        for value in (v for v in outcome.used if v.key in summed):
            draft.note(say("waiting_by", quote=quote_of(context, value)))
    if outcome.bound != "at_least" and says(context.slots.text, "asks_least"):
        state(draft, context, _least(context))
    add_caveats(draft, context, list(outcome.used))
    return draft


def _least(context: Context) -> list[PolicyValue]:
    """The least that is left of a wait after repair, where so many years were missed."""
    facts, missed = facts_of(context, RULE), context.slots.missed_years or Decimal(0)
    years = [v.value.amount for v in facts.of(FLOOR_YEARS) if isinstance(v.value, Duration)]
    return [*facts.of(FLOOR)] if all(missed >= y for y in years) else []


def _of_other_days(context: Context, outcome: Computed) -> Draft:
    """The sentence of a wait that is not for the day meant (4月1日以后缴费的): it says for whom."""
    draft, day = Draft(), day_meant(context)
    for value in outcome.used:
        if value.key == FIXED and not is_held(context, value, day):
            cited = sentence_of(context, value)
            place = context.place_of(value.jurisdiction)
            draft.lines.append(say("clause_says", place=place, quote=cited.quote))
            draft.cite(cited)
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
