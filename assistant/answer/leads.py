"""What a quoted sentence needs beside it (引文的上下文): the words that lead its list, what is
excepted behind it. 「退役军人…参保的。」 says nothing without 「下列人员不设等待期：」.
"""

from __future__ import annotations

import re

from assistant.answer.context import Context
from assistant.understand.phrasing import phrasing
from corpus.model import Citation, Clause, ClauseKind

SENTENCE = re.compile(r"[^。；\n]+[。；]?")
EXCEPTION = re.compile(r"[^。；\n]{1,30}除外[。；]?")
NUMBERED = re.compile(r"^\d{1,2}[.．、]")
BEGINNING = re.compile(r"^\s*(?:第[一二三四五六七八九十百零\d]+条|答[：:])\s*")
FULL_STOP, COLON = "。", "："
STOPS = ("。", "；", "：", "，", "、")
MOST_ITEMS = 12


def whole(context: Context, cited: list[Citation]) -> list[Citation]:
    """The citations with what leads the first and what is excepted from the last."""
    if not cited:
        return []
    clause = context.library.clause(cited[0].clause)
    found = [*lead_of(context, clause, cited[0].start - clause.start), *cited]
    last = context.library.clause(cited[-1].clause)
    found += _exception(last, cited[-1].end - last.start)
    found += _items(context, last) if cited[-1].quote.endswith(COLON) else []
    kept = [c for n, c in enumerate(found) if not _held(c, found[:n])]
    return [*kept[:1], *map(_bare, kept[1:])]


def _bare(cited: Citation) -> Citation:
    """An item behind others without its number (2.低保户)."""
    number = NUMBERED.match(cited.quote)
    cut = number.end() if number else 0
    return cited.model_copy(update={"start": cited.start + cut, "quote": cited.quote[cut:]})


def joined(cited: list[Citation]) -> str:
    """The quotes in one line, as they are read out: without 第十三条 or 答： in front."""
    told = [re.sub(r"\s+", "", BEGINNING.sub("", c.quote)) for c in cited]
    apart = (t if t.endswith(STOPS) else f"{t}\u3000" for t in told[:-1])  # behind a heading
    return "".join((*apart, *told[-1:]))


def lead_of(context: Context, clause: Clause, at: int) -> list[Citation]:
    """The words up to ： that lead the list in which a sentence stands, of its clause or above."""
    begin = clause.text.rfind(FULL_STOP, 0, at) + 1
    colon = clause.text.find(COLON, begin, at)
    if colon > 0:
        return [_part(clause, begin, colon + 1)]
    for above in context.library.entries[clause.notice].document.clauses:
        inside = clause.path.startswith(above.path) and clause.path != above.path
        if inside and above.text.endswith(COLON):
            found = list(SENTENCE.finditer(above.text))
            return [_part(above, *found[-1].span())]
        if (
            inside
            and above.kind is ClauseKind.HEADING
            and phrasing().denying_head.search(above.text)
        ):
            return [_part(above, 0, len(above.text))]
    return []


def _exception(clause: Clause, end: int) -> list[Citation]:
    """…降低15个百分点；|特困人员除外。"""
    match = EXCEPTION.match(clause.text, end)
    return [_part(clause, *match.span())] if match else []


def _items(context: Context, lead: Clause) -> list[Citation]:
    """The items that a clause ending in ： leads (下列学生：（一）…；), where these are few."""
    clauses = context.library.entries[lead.notice].document.clauses
    below = [c for c in clauses if c.path.startswith(lead.path) and c.path != lead.path]
    below = [c for c in below if c.start > lead.start]
    return [_part(c, 0, len(c.text)) for c in below] if len(below) <= MOST_ITEMS else []


def _part(clause: Clause, start: int, end: int) -> Citation:
    span = {"start": clause.start + start, "end": clause.start + end}
    return Citation(notice=clause.notice, clause=clause.id, quote=clause.text[start:end], **span)


def _held(cited: Citation, others: list[Citation]) -> bool:
    """Whether another citation has these characters already."""
    return any(
        o.notice == cited.notice and o.start <= cited.start and cited.end <= o.end for o in others
    )
