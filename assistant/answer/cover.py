"""Answer from when to when somebody is covered (待遇享受期), by the day of payment."""

from __future__ import annotations

import datetime as dt

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.facts import facts_of, quote_of, rest_on_outcome, rest_on_values, timeless
from assistant.answer.late_fee import later_rule
from assistant.answer.texts import say
from assistant.answer.timely import held_on, part_of, sentence_of, speaks_of
from assistant.answer.turn import by_turn
from assistant.answer.typed import needs_place, typed
from assistant.calculate.coverage import (
    BENEFIT,
    COUNTED,
    LATE,
    RULE,
    START,
    UNBROKEN,
    WINDOW,
    Payer,
    coverage,
)
from assistant.calculate.figures import day_words
from assistant.calculate.waiting_period import FIXED
from assistant.calculate.window import window_on
from assistant.matching.choose import Found
from assistant.matching.groups import asked_keys
from assistant.model import Ask, Computed, DaySlot, Need, NeedRole, NotApplicable, Outcome
from assistant.understand.days import span_of
from assistant.understand.lexicon import concept
from assistant.understand.timing import pays_today, repaid_years, says, unbroken
from corpus.model import PolicyValue, ValueKind

Days = tuple[dt.date, dt.date]
STATES = {"covered": "cover_in", "waiting": "cover_waiting", "not_covered": "cover_out"}
CHANNEL = "channel"
TOO_LATE = ("after_makeup", "before_makeup", "after_benefit")


def cover(context: Context, ask: Ask, found: Found) -> Draft | None:
    """When cover begins for a payment of a known day; else the period that the notice states."""
    if not found.best:
        found = context.find(_of_all_settings(ask))
    paid = paid_days(context)
    if paid is None or context.slots.place is None or needs_place(context, found.best):
        return by_turn(context) or typed(context, ask, found)
    draft = covered(context, paid)
    return draft or _with_late(context, paid, typed(context, ask, found))


def _of_all_settings(ask: Ask) -> Ask:
    """「明年住院用得上今年交的钱吗」「在微信上交好了」: cover is the same for every setting, and
    by whatever way one pays."""
    apart = [n for n in ask.needs if n.role is NeedRole.RESTRICTOR]
    needs = tuple(n for n in ask.needs if n not in apart or not _is_setting(n))
    return ask.model_copy(update={"needs": needs})


def _is_setting(need: Need) -> bool:
    first = need.id.split("+")[0]
    return first == CHANNEL or concept(first).family == "setting"


def _with_late(context: Context, paid: Days, draft: Draft | None) -> Draft | None:
    """The plain period, saying that it is not stated from when a late payment counts."""
    shut = [
        v for v in facts_of(context, RULE).of(WINDOW) if (w := window_on(v, paid[0])) and w.is_past
    ]
    if draft is not None and shut:
        draft.note(say("cover_late_unstated", paid=day_words(paid[0])))
        rest_on_values(draft, context, shut[0])
    return draft


def covered(context: Context, paid: Days) -> Draft | None:
    """The beginning and end of cover for a payment between two days; ``None`` if not stated."""
    day = _asked(context)
    first, last = (_outcome(context, p, day[0]) for p in paid)
    if isinstance(first, NotApplicable) and first.why in TOO_LATE:
        told = later_rule(context) or _waits_then(context, paid[0])
        return told or _too_late(context, paid[0], first)
    if not isinstance(first, Computed) or not isinstance(last, Computed):
        return None
    if first.value != last.value:
        return _which_day(context, first, last)
    ending = _outcome(context, paid[0], day[1])
    same = isinstance(ending, Computed) and ending.state == first.state
    return _said(context, paid, first, day[0] if same else None)


def _waits_then(context: Context, paid: dt.date) -> Draft | None:
    """The wait that is stated for payments since a day behind the makeup period (3月1日以后参保的，
    等待3个月)."""
    for value in facts_of(context, RULE).of(FIXED):
        own = sentence_of(context, value)
        if value.kind is not ValueKind.WAIVER and speaks_of(context, own, paid):
            draft = Draft()
            place = context.place_of(value.jurisdiction)
            draft.lines.append(say("clause_says", place=place, quote=own.quote))
            rest_on_values(draft, context, value)
            draft.cite(own)
            add_caveats(draft, context, [value])
            return draft
    return None


def paid_days(context: Context) -> Days | None:
    """First and last day on which the payment can have been made."""
    slot = context.slots.paid_on or _paid_then(context)
    if slot is not None:
        return span_of(slot, context.as_of)
    return (context.as_of, context.as_of) if pays_today(context.slots.text) else None


def _paid_then(context: Context) -> DaySlot | None:
    """The day asked about, where one pays on it: 5月才交，什么时候能用."""
    slot, text = context.slots.on_day, context.slots.text
    behind = text.partition(slot.words)[2] if slot else ""
    return slot if says(behind, "paid_behind") else None


def _asked(context: Context) -> Days:
    slot: DaySlot | None = context.slots.discharged_on or context.slots.on_day
    return span_of(slot, context.as_of) if slot else (context.as_of, context.as_of)


def _payer(context: Context, paid: dt.date) -> Payer:
    slots = context.slots
    missed = int(slots.missed_years) if slots.missed_years is not None else None
    if missed is None and unbroken([slots.text]):
        missed = 0
    repaid = repaid_years(slots.text, missed or 0)
    return Payer(paid, asked_keys(slots), missed, repaid, _own_start(context, paid))


def _own_start(context: Context, paid: dt.date) -> PolicyValue | None:
    """The beginning that a sentence states for payments of some days (1月1日至31日缴费的，
    自缴费次日起), where the payment is of one of these."""
    starts = facts_of(timeless(context), RULE).of(START)
    own = [v for v in starts if speaks_of(context, part_of(context, v), paid)]
    return own[0] if own else None


def _outcome(context: Context, paid: dt.date, day: dt.date) -> Outcome:
    """By the period in force; a payment before its window by the years around the payment."""
    payer = _payer(context, paid)
    # The days that are named are no year that is asked about.
    facts = held_on(context, facts_of(timeless(context), RULE), paid)
    outcome = coverage(payer, day, facts)
    if isinstance(outcome, Computed):
        return outcome
    for year in (paid.year, paid.year + 1):
        other = coverage(payer, day, held_on(context, facts_of(context, RULE, year), paid))
        if isinstance(other, Computed):
            return other
    return outcome


def _said(context: Context, paid: Days, outcome: Computed, day: dt.date | None) -> Draft:
    draft = Draft()
    days = {"first": day_words(outcome.day)}
    if outcome.parts:
        days["last"] = day_words(outcome.parts[0].day)
    if not outcome.parts:
        draft.lines.append(say("cover_begins", paid=day_words(paid[0]), **days))
    elif paid[0] == paid[1]:
        draft.lines.append(say("cover_from", paid=day_words(paid[0]), **days))
    else:
        draft.lines.append(say("cover_period", **days))
    if day is not None and outcome.state:
        draft.lines.append(say(STATES[outcome.state], day=day_words(day)))
    if outcome.label == UNBROKEN:
        draft.note(say("cover_unbroken"))
    rest_on_outcome(draft, context, outcome)
    late = [v for v in outcome.used if v.key not in (WINDOW, BENEFIT)]
    for value in late[:1]:
        draft.note(say("waiting_by", quote=quote_of(context, value)))
    if late:
        draft.note(say("counted_by_law"))
    add_caveats(draft, context, [v for v in outcome.used if v.key == BENEFIT])
    return draft


def late_rule(context: Context) -> Draft | None:
    """From when a late payment gives cover, in the notice's own words."""
    facts = facts_of(context, RULE)
    fixed = [v for v in facts.of(FIXED) if v.kind is not ValueKind.WAIVER]  # for some alone
    values = facts.of(LATE) or (*fixed[:1], *facts.of(COUNTED))
    if not values:
        return None
    draft = Draft()
    for value in values:
        draft.lines.append(say("cover_late_rule", quote=quote_of(context, value)))
    rest_on_values(draft, context, *values)
    add_caveats(draft, context, list(values))
    return draft


def _which_day(context: Context, first: Computed, last: Computed) -> Draft:
    """Several days of payment, several beginnings: the range, and the one question."""
    draft = Draft()
    days = {"first": day_words(first.day), "last": day_words(last.day)}
    draft.lines.append(say("cover_between", **days))
    rest_on_outcome(draft, context, first)
    rest_on_outcome(draft, context, last)
    rules = {quote_of(context, v) for v in last.used if v.key == LATE}
    for quote in sorted(rules):
        draft.note(say("waiting_by", quote=quote))
    draft.ask(say("paid_day_missing"))
    return draft


def _too_late(context: Context, paid: dt.date, outcome: NotApplicable) -> Draft:
    """A payment that no period takes any more: the period in the notice's own words."""
    draft = Draft()
    quote = quote_of(context, outcome.used[0])
    draft.lines.append(say(f"cover_{outcome.why}", paid=day_words(paid), quote=quote))
    rest_on_values(draft, context, *outcome.used)
    add_caveats(draft, context, list(outcome.used))
    return draft
