"""What one pays who pays late (逾期缴费金额), where the notices set another fee than in time."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.errands import told_of
from assistant.answer.facts import facts_of
from assistant.answer.timely import day_meant, speaks_of
from assistant.calculate.window import RULE as WINDOW
from assistant.calculate.window import WindowState, window_on
from assistant.understand.errands import find_errands

LATE = "late_fee"


def late_fee(context: Context) -> Draft | None:
    """The notice's own words, for a payment after the collection window; ``None`` in time.

    A day that was said, or words of being late on a day behind the window, make it a late one.
    """
    slots = context.slots
    heard = any(e.id == LATE for e in find_errands(slots.text))
    if slots.place is None or slots.groups or not (heard or slots.on_day or slots.paid_on):
        return None
    return told_of(context, LATE) if is_late(context) else None


def later_rule(context: Context) -> Draft | None:
    """What a notice says of payments since a day behind its makeup period (3月1日以后再参保的)."""
    told, day = told_of(context, LATE), day_meant(context)
    dated = told and any(speaks_of(context, c, day) for c in told.citations)
    return told if dated else None


def is_late(context: Context) -> bool:
    """Whether the day that is meant lies behind every collection window."""
    day = day_meant(context)
    states = [w.state for v in facts_of(context, WINDOW).values if (w := window_on(v, day))]
    return bool(states) and all(s is WindowState.AFTER for s in states)
