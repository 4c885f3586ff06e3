"""Answer whether one can still pay late (补缴), and from when that gives cover."""

from __future__ import annotations

import datetime as dt

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.cover import late_rule
from assistant.answer.errands import told_of
from assistant.answer.exempt import say_exemption
from assistant.answer.facts import facts_of, quote_of, rest_on_outcome
from assistant.answer.texts import say
from assistant.answer.timely import held_on
from assistant.answer.typed import needs_place, state, typed
from assistant.answer.wording import label_words, phrase, year_words
from assistant.calculate.coverage import BENEFIT, MAKEUP, UNBROKEN, WINDOW
from assistant.calculate.figures import day_words
from assistant.calculate.makeup import RULE
from assistant.calculate.makeup import makeup as reckon
from assistant.calculate.window import WindowState, window_on
from assistant.matching.choose import Found
from assistant.matching.groups import asked_keys
from assistant.model import Ask, Computed
from assistant.understand.days import span_of
from assistant.understand.timing import says
from corpus.model import Bound

HEADS = {"before": "makeup_before", "open": "makeup_open", "after": "makeup_after"}
DAYS = {"before": "window_days_to", "open": "window_days_left", "after": "window_days_since"}


def makeup(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The makeup window on the day asked about; else what the notices state of it."""
    if context.slots.place is None or needs_place(context, found.best):
        return typed(context, ask, found)
    draft = late_payment(context, asked_day(context))
    return draft or _with_rule(context, typed(context, ask, found))


def _with_rule(context: Context, draft: Draft | None) -> Draft | None:
    """「2月10号补的，啥时候能报」: beside the period the rule of when a late payment counts."""
    rule = late_rule(context) if says(context.slots.text, "asks_cover") else None
    if draft is not None and rule is not None:
        draft.add(rule)
    return draft


def asked_day(context: Context) -> dt.date:
    """The first of the days that the question means."""
    slot = context.slots.on_day or context.slots.paid_on
    return span_of(slot, context.as_of)[0] if slot else context.as_of


def late_payment(context: Context, day: dt.date) -> Draft | None:
    """The makeup window held against a day; ``None`` where the notices state none."""
    facts = held_on(context, facts_of(context, RULE), day)
    outcome = reckon(asked_keys(context.slots), day, facts)
    if not isinstance(outcome, Computed):
        return None
    draft = Draft()
    value = outcome.used[0]
    place = context.place_of(value.jurisdiction)
    words = f"{place}{year_words(value)}{label_words(value)}：{phrase(value)}"
    draft.lines.append(say(HEADS[outcome.state], window=words))
    window = window_on(value, day)
    if window and (window.days or window.state is not WindowState.OPEN):
        draft.lines.append(say(DAYS[outcome.state], day=day_words(day), days=window.days))
    elif window:
        draft.lines.append(say("window_last_day", day=day_words(day)))
    rest_on_outcome(draft, context, outcome.model_copy(update={"parts": ()}))
    if outcome.state != WindowState.OPEN:
        say_exemption(draft, context, value.notice)
    closed = told_of(context, "closed") if outcome.state == WindowState.AFTER else None
    if closed is not None:
        draft.add(closed)
    _begins(draft, context, outcome, day)
    add_caveats(draft, context, [value])
    return draft


def late_until(context: Context) -> Draft | None:
    """The last day of a late payment where no first day is told (最晚可以拖到明年2月底补交)."""
    stated = [v for v in facts_of(context, RULE).of(MAKEUP) if v.bound is Bound.AT_MOST]
    if not stated or any(window_on(v, context.as_of) for v in stated):
        return None
    draft = Draft()
    state(draft, context, stated)
    return _with_rule(context, draft)


def _begins(draft: Draft, context: Context, outcome: Computed, day: dt.date) -> None:
    """From when a payment on that day gives cover, where it is stated."""
    part = outcome.parts[0] if outcome.parts else None
    if outcome.state != WindowState.OPEN or part is None or not isinstance(part.value, dt.date):
        return
    if part.label == UNBROKEN and context.slots.missed_years:
        return  # who missed years waits longer
    draft.note(say("makeup_begins", paid=day_words(day), first=day_words(part.value)))
    rules = [v for v in part.used if v.key not in (WINDOW, BENEFIT)]
    draft.note(say("waiting_by", quote=quote_of(context, rules[0])) if rules else "")
    draft.note(say("counted_by_law"))
    if part.label == UNBROKEN:
        draft.note(say("cover_unbroken"))
    rest_on_outcome(draft, context, part)
