"""Answer about assistance with the fee (资助参保): who gets what; not listed is not a no."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.facts import facts_of
from assistant.answer.fee import fee
from assistant.answer.texts import say
from assistant.answer.typed import needs_place, state, typed
from assistant.calculate.assistance import RULE
from assistant.calculate.funding_words import funding_words
from assistant.keys import AID, FEE
from assistant.matching.choose import Found
from assistant.matching.groups import Fit, fit, forms_of, group_name
from assistant.model import Ask, Status
from assistant.understand.asks import ask_about
from assistant.understand.lexicon import topic
from corpus.model import PolicyValue


def aid(context: Context, ask: Ask, found: Found) -> Draft | None:
    """What the asked group gets; all groups where it is asked who; else who is listed."""
    listed = [v for v in facts_of(context, RULE).of(AID) if v.group]
    if not listed or needs_place(context, listed) or context.slots.change:
        return typed(context, ask, found)
    groups = context.slots.groups
    if not groups and funding_words().says("who", context.slots.text):
        return _all(context, listed)
    if groups and _unnamed(context, listed):
        return _not_listed(context, listed)
    return typed(context, ask, found)


def _all(context: Context, listed: Sequence[PolicyValue]) -> Draft:
    draft = Draft()
    state(draft, context, listed)
    add_caveats(draft, context, listed)
    return draft


def _unnamed(context: Context, listed: Sequence[PolicyValue]) -> bool:
    """Whether no list names the group, nor any clause on assistance, which may be unread."""
    groups = context.slots.groups
    if any(fit(v, groups) is Fit.YES for v in listed):
        return False
    spoken = topic(AID).label
    names = [f for g in groups for f in forms_of(g)]
    clauses = [
        c.text
        for n in {v.notice for v in listed}
        for c in context.library.entries[n].document.clauses
        if any(word in c.text for word in spoken)
    ]
    return not any(name in text for name in names for text in clauses)


def _not_listed(context: Context, listed: Sequence[PolicyValue]) -> Draft:
    """The group is not in the list: its full fee if asked, and who is in the list."""
    named = "、".join(group_name(g) for g in context.slots.groups)
    pays = funding_words().says("pays", context.slots.text)
    asked = ask_about(FEE)
    draft = fee(context, asked, context.find(asked)) if pays else None
    if draft is None or draft.status is not Status.ANSWERED:
        draft = Draft()
    others = Draft()
    state(others, context, listed)
    others.values = []  # what others get is not a value of the asked group
    add_caveats(others, context, listed)
    told = say("not_listed", group=named)
    draft.lines.append(told)
    draft.notes = [n for n in draft.notes if n != told]
    draft.add(others)
    return draft
