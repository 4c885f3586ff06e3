"""Who is exempt from a period (不受期限限制的人): 「低保对象…可随时参保」, quoted."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.texts import say
from assistant.matching.groups import forms_of, group_name
from assistant.matching.passages import find_passages

ANY_TIME = ("any_time",)


def say_exemption(draft: Draft, context: Context, notice: str) -> None:
    """Put first what the notice says of a group of the question, whatever period is over."""
    passages = find_passages(context.library, notice, ANY_TIME)
    held = [*context.slots.groups, *(k for p in context.slots.persons for k in p.keys)]
    for key in dict.fromkeys(held):
        for passage in passages:
            if any(form in passage.citation.quote for form in forms_of(key)):
                quote = passage.citation.quote.strip()
                line = say("exempt_here", group=group_name(key), quote=quote)
                draft.lines.insert(0, line)
                draft.cite(passage.citation)
                return
