"""「住院咋报」「能救助多少」 (怎么报): what is paid, by the plainer words for it."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer.context import Context, Draft
from assistant.answer.several import asking
from assistant.calculate.case_words import grades_in, setting_in
from assistant.model import Status
from assistant.understand.errands import alike_in
from assistant.understand.phrasing import phrasing


def how_paid(context: Context, answering: Callable[[Context], Draft]) -> Draft | None:
    """The answer to 「住院报多少」 for one who asks 「住院咋报」; ``None`` where there is none, or
    where something of the way is named (自己垫付的, 发票)."""
    how, raw = phrasing().how_paid, context.slots.raw
    if context.english or not how.search(raw) or alike_in(raw):
        return None
    if not (setting_in(raw) or grades_in(raw)):
        return None
    draft = answering(asking(context, how.sub("报多少", raw)))
    return draft if draft.status is Status.ANSWERED else None


def sum_of_aid(context: Context, answering: Callable[[Context], Draft]) -> Draft | None:
    """The answer to 「救助多少」 for one who asks 「能救助多少」 where the aid may be a sum."""
    asked, raw = phrasing().aid_asked, context.slots.raw
    if context.english or not asked.search(raw):
        return None
    draft = answering(asking(context, asked.sub("救助多少", raw)))
    return draft if draft.status is Status.ANSWERED else None
