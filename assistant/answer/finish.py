"""Finish an answer (成稿): number the citations, and show nothing that they do not carry.

Fail closed: every number in the text must stand in a cited quote, in the citation's document
number or title, in a step, in the question, or be the day it was asked for.
"""

from __future__ import annotations

import re

from assistant.answer.context import Context, Draft
from assistant.answer.texts import say
from assistant.answer.wording import day_words
from assistant.errors import UngroundedAnswer
from assistant.model import Answer, AnswerCitation, Status, Step
from corpus.model import Citation

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def finish(draft: Draft, context: Context) -> Answer:
    """The answer of a draft; ``UngroundedAnswer`` when a number has nothing behind it."""
    for step in draft.steps:
        draft.cite(*step.citations)
    places = {c: n for n, c in enumerate(draft.citations)}
    steps = tuple(
        Step(text=s.text, citations=tuple(places[c] for c in s.citations)) for s in draft.steps
    )
    answer = Answer(
        status=draft.status,
        reason=draft.reason,
        text=_text(draft, context),
        values=tuple(dict.fromkeys(draft.values)),
        citations=tuple(cited(c, context) for c in draft.citations),
        steps=steps,
        follow_ups=tuple(draft.follow_ups[:3]),
        as_of=context.as_of,
        corpus=context.library.version,
    )
    loose = ungrounded(answer, context)
    if loose:
        raise UngroundedAnswer(f"答案里的数字没有依据：{'、'.join(loose)}")
    return answer


def cited(citation: Citation, context: Context) -> AnswerCitation:
    """A citation with its document's number and title; it must still be the exact characters."""
    notice = context.notice(citation.notice)
    text = context.library.text(citation.notice)
    if text[citation.start : citation.end] != citation.quote:
        raise UngroundedAnswer(f"引文与原文不一致：{notice.title}")
    return AnswerCitation(
        notice=notice.doc_number or notice.title,
        title=notice.title,
        clause=_path(citation, context),
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        id=citation.clause,
    )


def _path(citation: Citation, context: Context) -> str:
    try:
        return context.library.clause(citation.clause).path
    except KeyError:
        return citation.clause.rpartition("#")[2]


def _text(draft: Draft, context: Context) -> str:
    lines = list(draft.lines)
    if draft.citations and draft.status in (Status.ANSWERED, Status.CLARIFY):
        lines.append(_basis_line(draft, context))
    lines += [f"提示：{n}" if i == 0 else n for i, n in enumerate(draft.notes)]
    return "\n".join(lines)


def _basis_line(draft: Draft, context: Context) -> str:
    """「依据：聊医保发〔2024〕27号 一（一）；…」, each clause once."""
    named: dict[str, list[str]] = {}
    for citation in draft.citations:
        notice = context.notice(citation.notice)
        paths = named.setdefault(notice.doc_number or f"《{notice.title}》", [])
        path = _path(citation, context)
        if path not in paths:
            paths.append(path)
    return "依据：" + "；".join(f"{n} {'、'.join(p)}" for n, p in named.items()) + "。"


def ungrounded(answer: Answer, context: Context) -> list[str]:
    """Numbers of the text that nothing carries."""
    allowed = set(NUMBER.findall(say("hotline")))
    carried = [c.quote + c.notice + c.title + c.clause for c in answer.citations]
    carried += [s.text for s in answer.steps]
    carried += [context.slots.text, *context.question.turns, day_words(context.as_of)]
    for text in carried:
        allowed |= set(NUMBER.findall(text))
    return [n for n in NUMBER.findall(answer.text) if n not in allowed]
