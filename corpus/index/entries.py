"""What is indexed (索引条目): every clause with its place, issuers, title and headings in front.

Sibling notices share their wording, so a clause alone is found in the wrong notice; the words in
front tell the notices apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from corpus.documents import marks_of
from corpus.jurisdictions import places
from corpus.model import Clause, ClauseKind, Frozen, Notice, NoticeText

ENTRY_VERSION = 3
"""Raise when the text of an entry is made differently: every index is then rebuilt."""

MAX_CHARS = 360
"""A longer clause is split, so that one vector does not stand for several rules."""

SEPARATORS = ["\n", "。", "；", "，", ""]


class IndexEntry(Frozen):
    """One text to find. ``id`` is the clause id, with ``~2`` … for the later parts of a long one.

    ``text`` is what is embedded; ``digest`` (SHA-256 of it, hex) names its vector.
    """

    id: str
    notice: str
    clause: str
    text: str
    digest: str


def make_entries(documents: Sequence[NoticeText]) -> list[IndexEntry]:
    """Make the entries of all clauses, in the order of the documents; bare headings are skipped."""
    entries: list[IndexEntry] = []
    for document in documents:
        front = notice_front(document.notice)
        for clause in document.clauses:
            if clause.kind is not ClauseKind.HEADING:
                entries += _clause_entries(front, clause)
    return entries


def notice_front(notice: Notice) -> str:
    """Return the words that stand in front of every clause: place, issuers and title."""
    place = places().full_name(notice.jurisdiction)
    number = notice.doc_number or ""
    return " ".join(
        part for part in (place, "、".join(notice.issuers), notice.title, number) if part
    )


def identity(parts: Iterable[str], documents: Sequence[NoticeText]) -> str:
    """Hash everything that changes the index: settings in ``parts`` and the documents (hex)."""
    digest = hashlib.sha256(repr((ENTRY_VERSION, MAX_CHARS, tuple(parts))).encode())
    for mark in marks_of(documents):
        digest.update(mark.encode())
    return digest.hexdigest()[:20]


def _clause_entries(front: str, clause: Clause) -> list[IndexEntry]:
    above = " ".join(clause.headings)
    entries: list[IndexEntry] = []
    for number, piece in enumerate(_pieces(clause.text), start=1):
        text = "\n".join(part for part in (front, above, piece) if part)
        entries.append(
            IndexEntry(
                id=clause.id if number == 1 else f"{clause.id}~{number}",
                notice=clause.notice,
                clause=clause.id,
                text=text,
                digest=hashlib.sha256(text.encode()).hexdigest(),
            )
        )
    return entries


def _pieces(text: str) -> list[str]:
    """Split a long clause at the ends of sentences; a short one stays whole."""
    if len(text) <= MAX_CHARS:
        return [text]
    # Imported here: answering from a built index never needs it.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=MAX_CHARS, chunk_overlap=0, separators=SEPARATORS, keep_separator="end"
    )
    return splitter.split_text(text)
