"""Until when a newborn is enrolled (新生儿参保), and from when it is covered."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from assistant.calculate.days import first_day, last_day
from assistant.calculate.figures import day_words
from assistant.calculate.rule import Facts, Inputs, Rule, cites
from assistant.model import CitedStep, Computed, Conflict, NeedsInput, NoRule, Outcome
from corpus.model import Bound, Duration, PolicyValue, Start

WINDOW, ON_TIME, LATE = "newborn_window", "newborn_start", "newborn_late_start"
KEYS = (WINDOW, ON_TIME, LATE)
COUNTED = "出生当日不计"


class NewbornInputs(Inputs):
    """The day of birth and, if it has been, of payment."""

    born_on: dt.date | None = Field(None, description="出生日期")
    paid_on: dt.date | None = Field(None, description="缴费日期")


def newborn(born: dt.date | None, paid: dt.date | None, day: dt.date, facts: Facts) -> Outcome:
    """The last day to enrol a newborn, and whether that is still to come on ``day``.

    ``Computed.value`` is the last day, ``state`` open or after; with a payment day, ``parts`` holds
    the first day of cover. Without the day of birth ``NeedsInput(("born_on",))``.
    """
    windows = [v for v in facts.of(WINDOW) if isinstance(v.value, Duration) and _within(v)]
    if not windows:
        return NoRule(why="newborn_window")
    if len({v.value for v in windows}) > 1:
        return Conflict(values=tuple(windows))
    if born is None:
        return NeedsInput(slots=("born_on",), used=(windows[0], *facts.of(ON_TIME, LATE)))
    last = _last(windows[0], born)
    if last is None:
        return NoRule(why="newborn_window")
    return _told(windows[0], born, last, (day, paid), facts)


def _told(
    window: PolicyValue,
    born: dt.date,
    last: dt.date,
    days: tuple[dt.date, dt.date | None],
    facts: Facts,
) -> Computed:
    day, paid = days
    quote = window.citations.value.quote
    text = f"{day_words(born)}出生（{COUNTED}），{quote}的最后一天是{day_words(last)}"
    part = covered_from(born, paid or day, facts)
    return Computed(
        value=last,
        bound="at_most",
        state="open" if (paid or day) <= last else "after",
        steps=(CitedStep(text=text, citations=cites(window)),),
        used=(window, *(part.used if part else ())),
        parts=(part,) if part else (),
    )


def covered_from(born: dt.date, paid: dt.date, facts: Facts) -> Computed | None:
    """The first day of cover of a newborn paid for on ``paid``; ``None`` where not stated."""
    window = next(
        (v for v in facts.of(WINDOW) if isinstance(v.value, Duration) and _within(v)), None
    )
    last = _last(window, born) if window else None
    if last is None:
        return None
    event, key = (born, ON_TIME) if paid <= last else (paid, LATE)
    for value in facts.of(key):
        begins = first_day(event, value.value) if isinstance(value.value, Start) else None
        if begins is not None:
            text = f"{day_words(paid)}缴费，{value.citations.value.quote}：{day_words(begins)}"
            step = CitedStep(text=text, citations=cites(value))
            return Computed(value=begins, steps=(step,), used=(value,), label=key)
    return None


def _within(value: PolicyValue) -> bool:
    return value.bound in (Bound.AT_MOST, Bound.LESS_THAN)


def _last(window: PolicyValue, born: dt.date) -> dt.date | None:
    return last_day(born, window.value) if isinstance(window.value, Duration) else None


def _apply(inputs: NewbornInputs, facts: Facts) -> Outcome:
    return newborn(inputs.born_on, inputs.paid_on, inputs.as_of, facts)


RULE = Rule(
    name="newborn",
    title="新生儿参保期限",
    purpose="新生儿最晚哪天参保缴费才能从出生之日起享受待遇，过了期限又从哪天起享受。",
    keys=KEYS,
    inputs=NewbornInputs,
    apply=_apply,
)
