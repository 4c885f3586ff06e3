"""Citations of characters and clauses (引文), for the systems that answer with a sentence."""

from __future__ import annotations

from typing import Any

from corpus.library import Library
from corpus.model import Clause
from eval.systems.base import Found


def citation(library: Library, notice_id: str, start: int, end: int) -> dict[str, Any]:
    """The characters as a citation, with the path of the clause they begin in ("" for none)."""
    document = library.entries[notice_id].document
    holds = (c for c in document.clauses if c.start <= start < c.end)
    clause = min(holds, key=lambda c: c.end - c.start, default=None)
    return {
        "notice": document.notice.doc_number or document.notice.title,
        "title": document.notice.title,
        "clause": clause.path if clause else "",
        "quote": document.text[start:end],
        "start": start,
        "end": end,
        "id": clause.id if clause else "",
    }


def found(library: Library, clause: Clause, rank: int) -> Found:
    """A clause as a search result."""
    notice = library.entries[clause.notice].notice
    return Found(notice=notice.doc_number or "", title=notice.title, path=clause.path, rank=rank)
