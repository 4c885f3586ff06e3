"""Who is exempt from a period (不受期限限制的人): 「低保对象…可随时参保」, quoted."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.context import Context, Draft
from assistant.answer.texts import say
from assistant.calculate.rule import Passage
from assistant.matching.groups import forms_of, group_name
from assistant.matching.passages import find_passages
from assistant.understand.timing import unbroken
from corpus.model import PolicyValue

ANY_TIME = ("any_time",)
UNBROKEN, BIRTHS = ("unbroken_free",), ("of_births",)
DECEMBER = 12


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


def unbroken_rule(context: Context, values: Sequence[PolicyValue]) -> Draft | None:
    """What a notice says of those who paid all along: they wait for nothing."""
    if not unbroken([context.slots.text]):
        return None
    notices = dict.fromkeys(v.notice for v in values)
    told = [p for n in notices for p in find_passages(context.library, n, UNBROKEN)]
    return _quoted(Draft(), context, told[:1]) if told else None


def say_births(draft: Draft, context: Context, notice: str) -> None:
    """What a notice says of those born in the month of the question (10月到12月生的…)."""
    born = context.slots.born_on
    if born is None:
        return
    for passage in find_passages(context.library, notice, BIRTHS):
        first, last, alone = (*passage.words, None)[:3]
        low = int(first or alone or 0)
        if low <= born.day.month <= int(last or DECEMBER):
            _quoted(draft, context, [passage])


def _quoted(draft: Draft, context: Context, passages: Sequence[Passage]) -> Draft:
    for passage in passages:
        notice = context.library.entries[passage.citation.notice].notice
        place = context.place_of(notice.jurisdiction)
        draft.lines.append(say("clause_says", place=place, quote=passage.citation.quote.strip()))
        draft.cite(passage.citation)
    return draft
