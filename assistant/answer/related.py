"""What stands nearest to a question that the notices do not answer (最接近的内容)."""

from __future__ import annotations

import re

from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE
from assistant.answer.opened import (
    CANDIDATES,
    HALF,
    Wanted,
    cite,
    current,
    is_heading,
    pick_sentences,
    query_of,
    wanted_of,
)
from assistant.answer.texts import say
from assistant.understand.asks import BASIC
from corpus.model import Citation, Clause, ClauseKind, ValueKind

FIGURE = re.compile(r"\d")
DAY = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
DAYS = {ValueKind.DATE, ValueKind.PERIOD, ValueKind.DURATION}


def related(context: Context, k: int = 2) -> list[Citation]:
    """What the nearest clauses say of it, as further reading beside a refusal; never figures."""
    ids = current(context)
    if not ids:
        return []
    wanted = wanted_of(context)
    asked = (n for a in context.slots.asks for n in a.needs if n.id != BASIC)
    labels = tuple(f for need in asked for f in need.forms)
    near = [clause for clause, _ in context.search(query_of(context), ids, CANDIDATES)]
    told = [_telling(context, clause, wanted, labels) for clause in near]
    heads = [_heading(clause, wanted, labels) for clause in near]
    return [c for c in (told if any(told) else heads) if c][:k]


def _telling(
    context: Context, clause: Clause, wanted: Wanted, labels: tuple[str, ...]
) -> Citation | None:
    """A sentence of the clause that speaks of the very thing asked about; none for a day."""
    if any(DAYS & set(ask.kinds) for ask in context.slots.asks):
        return None
    head = SENTENCE.match(clause.text)
    titled = head.group() if head and is_heading(head) else ""
    for cited in pick_sentences(clause, wanted, context.slots.text):
        text = titled + cited.quote
        told = wanted.share(text) >= HALF and any(f in text for f in labels)
        if told and cited.quote != titled and not FIGURE.search(DAY.sub("", cited.quote)):
            return cited
    return None


def _heading(clause: Clause, wanted: Wanted, labels: tuple[str, ...]) -> Citation | None:
    """The heading of a clause, where it names itself what is asked about."""
    match = SENTENCE.match(clause.text)
    text = match.group() if match else ""
    named = any(f in text for f in labels) if wanted.nothing else wanted.share(text) >= HALF
    if not named:
        return None
    plain = match and clause.kind is not ClauseKind.PREAMBLE and not FIGURE.search(match.group())
    return cite(clause, match) if match and plain else None


def refer(draft: Draft, context: Context) -> None:
    """Add the nearest clauses to a refusal."""
    for citation in related(context):
        notice = context.notice(citation.notice)
        draft.cite(citation)
        name = notice.doc_number or notice.title
        draft.notes.append(say("nearest", number=name, quote=citation.quote))
