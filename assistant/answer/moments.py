"""Questions that a payment or a birth decides (缴费、出生的日子), whatever figures they name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from assistant.answer.context import Context, Draft
from assistant.answer.cover import cover, late_rule, paid_days
from assistant.answer.makeup import late_payment
from assistant.answer.newborn import newborn
from assistant.calculate.coverage import BENEFIT, MAKEUP
from assistant.calculate.newborn import WINDOW
from assistant.matching.choose import Found
from assistant.model import Ask
from assistant.understand.asks import ask_about, find_topics
from assistant.understand.timing import birth_by_age, says

NEWBORN = "newborn"
YOUNG = dt.timedelta(days=730)


def by_moment(context: Context) -> Draft | None:
    """The answer where the question turns on a day of payment or of birth, else ``None``."""
    text = context.slots.text
    waits = context.slots.missed_years is not None and says(text, "asks_wait")
    if context.slots.place is None or says(text, "asks_amount") or waits:
        return None
    if _of_newborn(context):
        return newborn(context, *_about(context, WINDOW))
    if says(text, "pays_after") and says(text, "asks_cover"):
        return late_rule(context)
    paid = paid_days(context) is not None and says(text, "asks_cover")
    if not paid and not says(text, "asks_cover_alone"):
        return None
    if not paid and says(text, "pays_late"):
        return late_rule(context)
    return _with_makeup(context, cover(context, *_about(context, BENEFIT)))


def _with_makeup(context: Context, draft: Draft | None) -> Draft | None:
    """「现在补还行吗，交了马上能用？」: whether one can still pay, ahead of when that counts."""
    if draft is None or MAKEUP not in {t.id for t in find_topics(context.slots.text)}:
        return draft
    late = late_payment(context, (paid_days(context) or (context.as_of,))[0])
    if late is not None:
        late.add(draft)
    return late or draft


def _about(context: Context, name: str) -> tuple[Ask, Found]:
    """The ask of a topic and its values; a day that is named is no year asked about."""
    ask, slots = ask_about(name), context.slots
    dated = slots.on_day or slots.discharged_on or slots.paid_on or slots.born_on
    plain = slots.model_copy(update={"year": None}) if dated else slots
    return ask, replace(context, slots=plain).find(ask)


def _of_newborn(context: Context) -> bool:
    """Whether a child that was just born is meant, and its enrolment is asked about."""
    slots = context.slots
    newborns = any(NEWBORN in p.keys for p in slots.persons)
    if newborns and says(slots.text, "newborn_costs"):
        return True
    born = slots.born_on.day if slots.born_on else birth_by_age(slots.text, context.as_of)
    child = newborns or bool(slots.born_on) or bool(slots.persons)
    young = born is not None and context.as_of - born <= YOUNG
    return young and child and says(slots.text, "asks_newborn")
