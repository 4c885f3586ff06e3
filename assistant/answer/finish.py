"""Finish an answer (成稿): number the citations, and show nothing that they do not carry.

Fail closed: every number in the text, the values and the follow-ups must stand, with its unit, in
a cited quote, in the citation's document number or title, in a step, in the question, or be the
day it was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer.context import Context, Draft
from assistant.answer.grounding import Carried, Token, loose_figures
from assistant.answer.shown import shown
from assistant.answer.texts import say
from assistant.calculate.figures import day_words
from assistant.errors import UngroundedAnswer
from assistant.model import Answer, AnswerCitation, AnswerValue, Status, Step
from corpus.model import Citation

NUMBER = re.compile(r"\d+(?:\.\d+)?")
ISO_DAY = re.compile(r"(?<!\d)(\d{2})-(\d{2})(?!\d)")
UNITS = ("元", "%", "倍")


def finish(draft: Draft, context: Context) -> Answer:
    """The answer of a draft; ``UngroundedAnswer`` when a number has nothing behind it."""
    answer = assembled(draft, context)
    loose = ungrounded(answer, context, draft.cells)
    if loose:
        raise UngroundedAnswer(f"答案里的数字没有依据：{'、'.join(loose)}。")
    return answer


def assembled(draft: Draft, context: Context) -> Answer:
    """The answer of a draft, unchecked: by itself only for fixed texts (固定用语)."""
    steps = tuple(
        Step(text=s.text, citations=tuple(dict.fromkeys(_number_of(c, draft) for c in s.citations)))
        for s in draft.steps
    )
    return Answer(
        status=draft.status,
        reason=draft.reason,
        text=_text(draft, context),
        values=shown(draft, context),
        citations=tuple(cited(c, context) for c in draft.citations),
        steps=steps,
        follow_ups=tuple(draft.follow_ups[:3]),
        as_of=context.as_of,
        corpus=context.library.version,
    )


def _number_of(citation: Citation, draft: Draft) -> int:
    """The place of a step's characters: in a quote that holds them, or as a citation of its own."""
    for number, known in enumerate(draft.citations):
        same = known.notice == citation.notice
        if same and known.start <= citation.start and citation.end <= known.end:
            return number
    draft.cite(citation)
    return len(draft.citations) - 1


def cited(citation: Citation, context: Context) -> AnswerCitation:
    """A citation with its document's number and title; it must still be the exact characters."""
    notice = context.notice(citation.notice)
    text = context.library.text(citation.notice)
    if text[citation.start : citation.end] != citation.quote:
        raise UngroundedAnswer(f"引文与原文不一致：{notice.title}")
    if context.library.is_unsure(citation):
        raise UngroundedAnswer(f"引文里有没有核对过的识别数字：{notice.title}")
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
    told = draft.status in (Status.ANSWERED, Status.CLARIFY) or draft.values
    if draft.citations and told:
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


def ungrounded(answer: Answer, context: Context, cells: Sequence[str] = ()) -> list[str]:
    """Numbers of the text, the values and the follow-ups that nothing carries."""
    carried = _carried(answer, context)
    carried.take(cells)
    loose = _loose(answer, carried)
    if loose:
        # The grammar of the notices reads more (减半, 一半), and takes longer.
        carried.take_quotes(c.quote for c in answer.citations)
        loose = _loose(answer, carried)
    return loose


def _carried(answer: Answer, context: Context) -> Carried:
    carried = Carried()
    carried.numbers |= {Decimal(n) for n in NUMBER.findall(say("hotline"))}
    for citation in answer.citations:
        carried.take((citation.quote, citation.notice, citation.title, citation.clause))
    carried.take_steps(s.text for s in answer.steps)
    if context.slots.household:  # 「一家三口」 says three without a digit
        carried.numbers.add(Decimal(context.slots.household))
    carried.take((context.slots.text, *context.question.turns, day_words(context.as_of)))
    return carried


def _loose(answer: Answer, carried: Carried) -> list[str]:
    loose = [n for t in (answer.text, *answer.follow_ups) for n in loose_figures(t, carried)]
    return loose + [v.value for v in answer.values if v.value and not _has_value(v, carried)]


def _has_value(value: AnswerValue, carried: Carried) -> bool:
    """Whether a value stands in the sources; the year of a day may come from its notice."""
    text = value.value or ""
    if not NUMBER.fullmatch(text):
        days = [(int(m), int(d)) for m, d in ISO_DAY.findall(text)]
        return all(_has_day(m, d, carried) for m, d in days)
    unit = next((u for u in UNITS if value.unit.startswith(u)), "")
    return carried.has(Token(Decimal(text), unit, 0, 0))


def _has_day(month: int, day: int, carried: Carried) -> bool:
    """9月1日至10日 gives the tenth without its month."""
    return carried.has_day((month, day)) or {Decimal(month), Decimal(day)} <= carried.numbers
