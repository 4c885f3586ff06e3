"""Where a notice's own text has given words (原文定位), for facts of the document itself."""

from __future__ import annotations

from assistant.answer.context import Context
from corpus.model import Citation, Notice

OUTSIDE = "文头文尾"


def find_in_text(context: Context, notice: Notice, words: str) -> Citation | None:
    """Where the notice's own text has these words."""
    text = context.library.text(notice.id)
    start = text.find(words) if words else -1
    if start < 0:
        return None
    clauses = context.library.entries[notice.id].document.clauses
    inside = [c.id for c in clauses if c.start <= start < c.end]
    clause = inside[0] if inside else f"{notice.id}#{OUTSIDE}"
    end = start + len(words)
    return Citation(notice=notice.id, clause=clause, start=start, end=end, quote=words)
