"""A corrected text read again (重读): its clauses and particulars, where the words still say them.

A notice is kept without what its reader knew besides the words, so this is no second reading of
the file: what the words said before the correction is compared with what they say after it, and
only what differs is taken over. What a person stated about the file stays.
"""

from __future__ import annotations

from collections.abc import Callable

from corpus.model import Clause, Notice, NoticeText
from corpus.structure import notice_of
from corpus.structure.reflow import CELL, Paragraph

Moved = Callable[[int, bool], int]
"""Where a place of the text is after the correction; whether it is the end of something."""

_KEPT = {"id", "source", "unsure", "retyped", "relations"}


def read_again(document: NoticeText, text: str, moved: Moved) -> NoticeText:
    """The notice with the text ``text``; its pages and doubtful ranges are not looked at."""
    before, after = _read(document, document.text), _read(document, text)
    notice = _particulars(document.notice, before.notice, after.notice)
    alike = _outline(before) == _outline(document)
    clauses = after.clauses if alike else tuple(_cut(c, text, moved) for c in document.clauses)
    named = tuple(_of(c, notice.id) for c in clauses)
    return document.model_copy(update={"notice": notice, "text": text, "clauses": named})


def _read(document: NoticeText, text: str) -> NoticeText:
    known = document.notice
    lines = text.split("\n")
    hint = known.title if known.title in lines else ""
    return notice_of(_paragraphs(lines), hint, known.source, known.jurisdiction)


def _paragraphs(lines: list[str]) -> list[Paragraph]:
    """The paragraphs of a canonical text: rows of one table stand together."""
    found: list[Paragraph] = []
    table = 0
    for line in lines:
        row = CELL in line
        if row and not (found and found[-1].table):
            table += 1
        found.append(Paragraph(text=line, table=table if row else 0))
    return found


def _outline(document: NoticeText) -> list[tuple[str, int, int]]:
    return [(c.id.partition("#")[2], c.start, c.end) for c in document.clauses]


def _particulars(known: Notice, before: Notice, after: Notice) -> Notice:
    """What is known of a notice, with what its words say otherwise now."""
    fields = type(known).model_fields.keys() - _KEPT
    changed = {f: getattr(after, f) for f in fields if getattr(before, f) != getattr(after, f)}
    if before.relations != after.relations:
        held = (r for r in known.relations if r.staff or not r.quote)
        changed["relations"] = (*after.relations, *held)
    if changed.get("doc_number", known.doc_number) != known.doc_number:
        changed["id"] = after.id
    return known.model_copy(update=changed)


def _of(clause: Clause, notice: str) -> Clause:
    path = clause.id.partition("#")[2]
    return clause.model_copy(update={"id": f"{notice}#{path}", "notice": notice})


def _cut(clause: Clause, text: str, moved: Moved) -> Clause:
    start, end = moved(clause.start, False), moved(clause.end, True)
    return clause.model_copy(update={"start": start, "end": end, "text": text[start:end]})
