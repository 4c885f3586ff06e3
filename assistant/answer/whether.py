"""Say the rule itself where a question asks whether it is so (是非问的条文): 能高过人均收入吗."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.opened import asks_whether
from assistant.answer.texts import say
from assistant.answer.timely import part_of
from assistant.model import Status
from assistant.understand.asks import BASIC, find_concepts


def with_rule(context: Context, draft: Draft) -> None:
    """Quote the part of the sentence that a figure comes from, where it speaks of a thing that the
    question holds up and the answer's lines leave out."""
    if draft.status is not Status.ANSWERED or draft.steps or not asks_whether(context):
        return
    told = "\n".join((*draft.lines, *draft.notes))
    found = [c for c, _, _ in find_concepts(context.slots.text) if c.id != BASIC and not c.soft]
    left = [c.forms for c in found if not any(f in told for f in (*c.forms, *c.say))]
    for value in draft.rested:
        own = part_of(context, value)
        if any(f in own.quote for forms in left for f in forms):
            place = context.place_of(value.jurisdiction)
            draft.lines.append(say("clause_says", place=place, quote=own.quote))
            draft.cite(own)
            return
