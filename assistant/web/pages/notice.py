"""The notice behind a citation (通知原文), as the page shows it."""

from __future__ import annotations

from urllib.parse import quote

from assistant.calculate.figures import day_words
from assistant.model import AnswerCitation
from assistant.web.pages.talk import place_words
from corpus.library import Library
from corpus.model import Frozen

FILE = "/api/v1/notices/{id}/file"


class NoticeView(Frozen):
    """A notice with the cited characters apart: ``before + quote + after`` is its whole text.

    ``back`` is the id of the element that the citation was opened from.
    """

    title: str
    number: str
    issuers: tuple[str, ...]
    day: str
    place: str
    clause: str
    file: str
    copied: str
    back: str
    before: str
    quote: str
    after: str


def notice_view(library: Library, citation: AnswerCitation, back: str) -> NoticeView | None:
    """The notice of a citation; ``None`` when it is gone or its characters have changed."""
    ident = citation.id.partition("#")[0]
    entry = library.entries.get(ident)
    if entry is None or entry.text[citation.start : citation.end] != citation.quote:
        return None
    notice, text = entry.notice, entry.text
    return NoticeView(
        title=notice.title,
        number=notice.doc_number or "",
        issuers=notice.issuers,
        day=day_words(notice.issued_on) if notice.issued_on else "",
        place=place_words(library, notice.jurisdiction),
        clause=citation.clause,
        file=FILE.format(id=quote(ident, safe="")),
        copied=f"“{citation.quote}”——{citation.notice} {citation.clause}",
        back=back,
        before=text[: citation.start],
        quote=citation.quote,
        after=text[citation.end :],
    )
