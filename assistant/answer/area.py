"""Answer which class of places a place is of (地区分类)."""

from __future__ import annotations

from assistant.answer.caveats import level_note
from assistant.answer.context import Context, Draft
from assistant.answer.texts import say
from assistant.matching.choose import Found
from assistant.model import Ask


def area(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The class of the asked place in the nearest notice that makes classes; else ``None``."""
    if context.slots.place is None:
        return None
    for notice in context.notices:
        own = context.matcher.areas.at(notice.id, context.slots.place.at.adcode)
        if own:
            draft = Draft(lines=[say("area_class", place=context.place_name, area=own.name)])
            draft.cite(own.citation)
            level_note(draft, context, notice.jurisdiction)
            return draft
    return None
