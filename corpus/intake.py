"""Taking files in (收文): read, extracted, and held against what is there; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.differences import Differences, differences
from corpus.errors import DuplicateNotice
from corpus.extract import extract_values
from corpus.jurisdictions import places
from corpus.library import Library
from corpus.listing import differing_words
from corpus.model import NoticeText, PolicyValue
from corpus.retyped import read_before
from corpus.settings import Settings
from corpus.store import load_places
from corpus.structure import read_notices
from corpus.unsure import flagged, with_unsure


@dataclass(frozen=True)
class Given:
    """What a person states about a file, over what its text says."""

    region: str | None = None
    doc_number: str | None = None
    issued: dt.date | None = None


@dataclass(frozen=True)
class Planned:
    """One notice to be written (or, when it is there already, to be left alone)."""

    path: Path
    document: NoticeText
    values: tuple[PolicyValue, ...]
    new: bool


def read_file(
    settings: Settings, path: Path, given: Given, progress: bool = False
) -> list[NoticeText]:
    """The notices of one file, with the figures marked that OCR is not sure of."""
    found = read_notices(
        path,
        region=given.region,
        doc_number=given.doc_number,
        issued=given.issued,
        progress=progress,
    )
    return [with_unsure(document, settings.ocr_certain) for document in found]


def values_of(document: NoticeText) -> tuple[PolicyValue, ...]:
    """The values of a notice as they would be stored."""
    return flagged(extract_values(document, places()), document.notice)


def plan(library: Library, read: Sequence[tuple[Path, NoticeText]], replace: bool) -> list[Planned]:
    """What is to be written of the notices read; ``DuplicateNotice`` as in :func:`is_new`."""
    planned: dict[str, Planned] = {}
    again: list[Planned] = []
    for path, found in read:
        document = as_retyped(library, found)
        twin = planned.get(document.notice.id)
        if twin is not None and not is_same(twin.document, document):
            raise DuplicateNotice(twice_given(document))
        values = values_of(document)
        new = twin is None and is_new(library, document, values, replace)
        own = Planned(path, document, values, new)
        if twin is None:
            planned[document.notice.id] = own
        else:
            again.append(own)
    return [*planned.values(), *again]


def is_new(
    library: Library, document: NoticeText, values: Sequence[PolicyValue], replace: bool
) -> bool:
    """Whether a notice is to be written; not when the very same is there.

    ``DuplicateNotice`` when its 文号 is there with other content and ``replace`` is false.
    """
    known = library.entries.get(document.notice.id)
    if known is None or replace:
        return True
    if is_same(known.document, document):
        return False
    raise DuplicateNotice(not_the_same(document, differences(known.values, values)))


def as_retyped(library: Library, document: NoticeText) -> NoticeText:
    """The notice with what people have typed (改字) since this same file was read before."""
    typed = (e for e in library.entries.values() if e.notice.retyped)
    known = next((e for e in typed if read_before(e.notice, e.text, document)), None)
    if known is None:
        return document
    return known.document.model_copy(
        update={"places": load_places(known.folder), "remarks": document.remarks}
    )


def is_same(known: NoticeText, document: NoticeText) -> bool:
    """Whether two readings are of one notice: the same words, and what is known of it.

    The relations are read from the words: they say nothing that equal words do not. What OCR was
    not sure of may have been compared since.
    """
    if known.text != document.text:
        return False
    apart = {"source", "relations", "unsure", "retyped"}
    facts = known.notice.model_dump(exclude=apart)
    return document.notice.source.part > 1 or facts == document.notice.model_dump(exclude=apart)


def not_the_same(document: NoticeText, found: Differences) -> str:
    """The sentence that the 文号 is there with other content, and what differs in the values."""
    words = differing_words(found)
    what = f"内容不同（{words}）" if words else "内容不同"
    return f"“{_name(document)}”已经收录，但{what}；确认要替换请加 --replace。"


def twice_given(document: NoticeText) -> str:
    """The sentence that the files of one command hold two contents for one 文号."""
    return f"要加入的文件里有两份“{_name(document)}”，内容不同；请只留正确的一份。"


def _name(document: NoticeText) -> str:
    return document.notice.doc_number or document.notice.title
