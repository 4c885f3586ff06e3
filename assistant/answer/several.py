"""Answer a question that asks several things (一问多项): each by itself, then together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer.context import Context, Draft
from assistant.answer.texts import say
from assistant.model import Status
from assistant.understand.asks import find_topics
from assistant.understand.parts import follow_up_of, measures_of, phrases_of
from assistant.understand.slots import read_slots

Answering = Callable[[Context], Draft]


def several_measures(context: Context, answering: Answering) -> Draft | None:
    """Threshold, ratio and cap asked together, each for the same case; ``None`` for one alone.

    A cost or two sides make one calculation of it, which is not taken apart.
    """
    if _is_one(context):
        return None
    return _together(context, measures_of(context.slots.text), answering)


def several_topics(context: Context, answering: Answering) -> Draft | None:
    """The phrases of a question that asks more than its whole is heard to ask.

    「低保补多少，自己交多少」 is heard as one thing, 「交多少，啥时候交，咋交」 as open.
    """
    if _is_one(context):
        return None
    parts = phrases_of(context.slots.raw)
    whole = {t.slot for t in find_topics(context.slots.text)}
    each = {t.slot for part in parts for t in find_topics(part) if t.keys}
    return _together(context, parts, answering) if each - whole else None


def several_turns(context: Context, answering: Answering) -> Draft | None:
    """A question and a case behind it (剖腹产报多少 顺产呢), as if that were a turn of its own;
    ``None`` unless both are answered, each by its own."""
    parts = follow_up_of(context.slots.raw)
    if parts is None or _is_one(context):
        return None
    head, tail = parts
    first, then = answering(asking(context, head)), answering(asking(context, head, tail))
    told = first.status is then.status is Status.ANSWERED and first.lines != then.lines
    if not told:
        return None
    first.add(then)
    return first


def _is_one(context: Context) -> bool:
    """Whether a question can't be taken apart: a cost or two sides make one calculation of it."""
    slots = context.slots
    reckons = slots.compares or slots.change or slots.money
    return bool(reckons or slots.place is None or context.english)


def several_phrases(context: Context, answering: Answering) -> Draft | None:
    """The phrases of a question that nothing answers as a whole; ``None`` if none is answered."""
    if context.slots.place is None or context.english:
        return None
    return _together(context, phrases_of(context.slots.raw), answering)


def _together(context: Context, texts: Sequence[str], answering: Answering) -> Draft | None:
    drafts = [answering(asking(context, text)) for text in texts]
    answered = [d for d in drafts if d.status is Status.ANSWERED]
    if not answered:
        return None
    first, *rest = answered
    for draft in rest:
        first.add(draft)
    if len(answered) < len(drafts):
        first.note(say("rest_unanswered"))
    return first


def asking(context: Context, *texts: str) -> Context:
    """The same talk with these as its last turns, and nothing else known otherwise."""
    question = context.question
    asked = question.model_copy(update={"turns": (*question.turns[:-1], *texts)})
    slots = read_slots(asked, context.library.places)
    return replace(context, question=asked, slots=slots)
