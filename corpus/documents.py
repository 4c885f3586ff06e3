"""The documents of a library as a sequence (全部文件): each is read when it is asked for.

Whether an index is up to date is told by the documents' marks, without reading any of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, overload

from corpus.model import NoticeText


class Documents(Sequence[NoticeText]):
    """Documents behind functions that read them; ``marks`` are theirs, in the same order."""

    def __init__(self, read: Sequence[Callable[[], NoticeText]], marks: Sequence[str]) -> None:
        self._read = tuple(read)
        self.marks = tuple(marks)

    def __len__(self) -> int:
        return len(self._read)

    @overload
    def __getitem__(self, at: int) -> NoticeText: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[NoticeText]: ...
    def __getitem__(self, at: int | slice) -> NoticeText | Sequence[NoticeText]:
        if isinstance(at, slice):
            return Documents(self._read[at], self.marks[at])
        return self._read[at]()


def marks_of(documents: Sequence[NoticeText]) -> tuple[str, ...]:
    """The mark of every document: SHA-256 (hex) of everything that changes what is indexed."""
    if isinstance(documents, Documents):
        return documents.marks
    return tuple(mark(document) for document in documents)


def mark(document: NoticeText) -> str:
    """The mark of one document."""
    return hashlib.sha256(repr(_traits(document)).encode()).hexdigest()


def _traits(document: NoticeText) -> tuple[Any, ...]:
    notice = document.notice
    clauses = [(c.id, c.kind.value, c.headings, c.start, c.end, c.text) for c in document.clauses]
    front = (notice.id, notice.title, notice.doc_number, notice.issuers, notice.jurisdiction)
    return front, clauses
