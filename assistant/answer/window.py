"""Answer whether one can still pay, and since or until when (缴费期)."""

from __future__ import annotations

import datetime as dt

from assistant.answer.caveats import add_caveats, is_superseded
from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.exempt import say_exemption
from assistant.answer.makeup import late_payment, late_until
from assistant.answer.texts import say
from assistant.answer.typed import needs_place, typed
from assistant.answer.wording import label_words, phrase, said_value, year_words
from assistant.calculate.figures import day_words
from assistant.calculate.window import Window, WindowState, period_days, window_on, window_step
from assistant.matching.choose import Found
from assistant.model import Ask, CitedStep
from assistant.understand.days import span_of
from assistant.understand.phrasing import phrasing
from corpus.model import PolicyValue, ValueKind

HEADS = {
    WindowState.BEFORE: "window_before",
    WindowState.OPEN: "window_open",
    WindowState.AFTER: "window_after",
}
DAYS = {
    WindowState.BEFORE: "window_days_to",
    WindowState.OPEN: "window_days_left",
    WindowState.AFTER: "window_days_since",
}


def window(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The window, held against the day of the question when its dates are complete."""
    if any(is_superseded(context, v) for v in found.best):
        return None
    dated = [v for v in found.best if window_on(v, context.as_of)]
    if not dated or needs_place(context, found.best):
        return typed(context, ask, found)
    value = dated[0]
    day = _asked_day(context, value)
    state = window_on(value, day)
    if state is None:
        return typed(context, ask, found)
    draft = Draft()
    _say(draft, context, value, state, day)
    _late(draft, context, state, day, value.notice)
    add_caveats(draft, context, [value])
    return draft


def _asked_day(context: Context, value: PolicyValue) -> dt.date:
    """The day to hold against the period: of several that are meant the first inside it."""
    slot = context.slots.on_day or context.slots.paid_on
    if slot is None:
        return context.as_of
    first, last = span_of(slot, context.as_of)
    start, end = period_days(value) or (None, None)
    if end and first > end:
        return first
    return min(max(first, start), last) if start else first


def _say(draft: Draft, context: Context, value: PolicyValue, state: Window, day: dt.date) -> None:
    place = context.place_of(value.jurisdiction)
    window = f"{place}{year_words(value)}{label_words(value)}：{phrase(value)}"
    draft.lines.append(say(HEADS[state.state], window=window))
    draft.lines.append(_days_line(state, day))
    told = said_value(value, place)
    draft.values.append(told)
    if state.end and phrasing().deadline.search(context.slots.text):
        last = {"kind": ValueKind.DATE, "value": state.end.isoformat()}
        draft.values.append(told.model_copy(update=last))
    rest_on(draft, context, value)
    draft.steps.append(CitedStep(text=window_step(state, day), citations=(value.citations.value,)))


def _late(draft: Draft, context: Context, state: Window, day: dt.date, notice: str) -> None:
    """Behind a window that is shut, the makeup window (补缴期) where the notices state one."""
    if state.state is not WindowState.AFTER:
        return
    late = late_payment(context, day) or late_until(context)
    if late is None:
        draft.note(say("window_missed"))
        say_exemption(draft, context, notice)
    else:
        draft.add(late)


def _days_line(state: Window, day: dt.date) -> str:
    name = DAYS[state.state] if state.days else "window_last_day"
    return say(name, day=day_words(day), days=state.days)
