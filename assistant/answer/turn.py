"""Quote a notice's own rule for a turn of life (身份变化): 退役, 刑满释放, 职工医保转居民医保."""

from __future__ import annotations

import re

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE
from assistant.answer.opened import cite, current, quoted
from assistant.understand.turns import Turn, days_of, elapsed_days, find_turn, is_told, tells
from corpus.model import Bound, Citation, Clause, ClauseKind, Duration

LONGEST_HEADING = 50
MOST_QUOTED = 4


def by_turn(context: Context) -> Draft | None:
    """The sentences that say what holds for the asked person; ``None`` where none does."""
    turn = find_turn(context.slots.text)
    if turn is None or context.slots.place is None:
        return None
    for headed in (True, False):  # an item of their own goes before a sentence that names them
        for notice in current(context):
            for clause in context.library.entries[notice].document.clauses:
                if picked := _told(clause, turn, headed):
                    draft = quoted(context, clause, picked)
                    add_caveats(draft, context, [])
                    return draft
    return None


def told_already(draft: Draft, own: Draft) -> bool:
    """Whether the lines of a draft say a rule's sentences already."""
    told = "".join(draft.lines)
    return all(c.quote in told for c in own.citations)


def is_over(context: Context, draft: Draft) -> bool:
    """Whether more time has gone by than the quoted rule gives (停保4个月, 3个月内参保的)."""
    gone = elapsed_days(context.slots.text)
    quoted = {(c.notice, c.start, c.end) for c in draft.citations}
    limits = [
        days_of(v.value)
        for notice in {n for n, _, _ in quoted}
        for v in context.library.values([notice])
        if isinstance(v.value, Duration) and v.bound is Bound.AT_MOST
        if any(s <= v.citations.value.start and v.citations.value.end <= e for _, s, e in quoted)
    ]
    return gone is not None and bool(limits) and gone > max(limits)


def _told(clause: Clause, turn: Turn, headed: bool) -> list[Citation]:
    """The sentences of an item that is headed by these people, else those that name them."""
    found = list(SENTENCE.finditer(clause.text))
    if clause.kind is not ClauseKind.PARAGRAPH or not found:
        return []
    told = [m for m in found if tells(turn, m.group())]
    if headed:
        told = [m for m in found[1:] if is_told(m.group())] if _heads(found[0], turn) else []
    return [cite(clause, m) for m in told[:MOST_QUOTED]]


def _heads(sentence: re.Match[str], turn: Turn) -> bool:
    """Whether a clause is headed by these people: （二）退役军人、刑满释放人员。"""
    text = sentence.group()
    return len(text) <= LONGEST_HEADING and "，" not in text and bool(turn.tell.search(text))
