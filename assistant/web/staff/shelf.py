"""The notices as a list (文件清单): found by words, newest first, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from corpus.library import Library
from corpus.model import Frozen, Notice, ValueStatus

A_PAGE = 50


class Row(Frozen):
    """A notice in the list: whether it holds today, and how many values wait for a person."""

    notice: Notice
    place: str
    state: str
    waiting: int
    values: int


class Shelf(Frozen):
    """One page of the list; ``page`` counts from 1."""

    rows: tuple[Row, ...]
    found: int
    page: int
    pages: int


def shelf(library: Library, words: str, waiting: bool, page: int, today: dt.date) -> Shelf:
    """The notices that have all these words, or of them only those that wait for a person."""
    notices = [n for n in library.notices if _fits(n, library, words.split())]
    if waiting:
        notices = [n for n in notices if library.waits(n.id)]
    notices.sort(key=lambda n: (n.issued_on or dt.date.min, n.id), reverse=True)
    pages = max(1, -(-len(notices) // A_PAGE))
    page = min(max(page, 1), pages)
    shown = notices[(page - 1) * A_PAGE : page * A_PAGE]
    rows = tuple(_row(n, library, today) for n in shown)
    return Shelf(rows=rows, found=len(notices), page=page, pages=pages)


def _fits(notice: Notice, library: Library, words: Sequence[str]) -> bool:
    if not words:
        return True
    place = library.places.full_name(notice.jurisdiction)
    said = " ".join((notice.title, notice.doc_number or "", *notice.issuers, notice.id, place))
    return all(word in said for word in words)


def _row(notice: Notice, library: Library, today: dt.date) -> Row:
    values = library.entries[notice.id].values
    return Row(
        notice=notice,
        place=library.places.get(notice.jurisdiction).name,
        state=state_of(notice, library, today),
        waiting=sum(v.uncertain and v.status is ValueStatus.EXTRACTED for v in values),
        values=len(values),
    )


def state_of(notice: Notice, library: Library, today: dt.date) -> str:
    """Whether a notice holds on a day: the name of a family of words (``states``)."""
    if notice.effective_to is not None and notice.effective_to < today:
        return "over"
    if any(n.id == notice.id for n in library.governing(notice.jurisdiction, today)):
        return "holds"
    return "later" if notice.issued_on is not None and notice.issued_on > today else "repealed"
