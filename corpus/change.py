"""Changing the corpus (增删文件): add and remove notices, whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import store
from corpus.errors import DuplicateNotice, UnknownNotice
from corpus.extract import extract_values
from corpus.index.locks import write_lock
from corpus.jurisdictions import places
from corpus.library import REMOVED, Library, load_library, removed_ids
from corpus.model import NoticeText, PolicyValue
from corpus.settings import Settings
from corpus.structure import read_notices


@dataclass(frozen=True)
class Added:
    """One notice that an ``add`` read: its values, and whether anything was written."""

    document: NoticeText
    values: tuple[PolicyValue, ...]
    written: bool


@dataclass(frozen=True)
class Given:
    """What a person states about a file, over what its text says."""

    region: str | None = None
    doc_number: str | None = None
    issued: dt.date | None = None


def add_files(
    settings: Settings, files: Sequence[Path], given: Given, replace: bool = False
) -> list[Added]:
    """Read every file, then write every notice; an error in any leaves everything as it was.

    A notice that is there already with the same characters is left alone. ``DuplicateNotice`` when
    the same 文号 is there with other characters and ``replace`` is false.
    """
    with write_lock(settings.data):
        library = load_library(settings)
        read = [_read(path, given) for path in files]
        planned = [
            (path, document, _is_new(library, document, replace))
            for path, documents in zip(files, read, strict=True)
            for document in documents
        ]
        return [_write(settings, *plan) for plan in planned]


def _read(path: Path, given: Given) -> list[NoticeText]:
    return read_notices(path, region=given.region, doc_number=given.doc_number, issued=given.issued)


def _is_new(library: Library, document: NoticeText, replace: bool) -> bool:
    known = library.entries.get(document.notice.id)
    if known is None or replace:
        return True
    same_words = known.document.text == document.text
    same_facts = known.notice.model_dump(exclude={"source"}) == document.notice.model_dump(
        exclude={"source"}
    )
    if same_words and same_facts:
        return False
    if same_words and document.notice.source.part > 1:
        return False
    name = document.notice.doc_number or document.notice.title
    raise DuplicateNotice(f"“{name}”已经收录，但内容不同；确认要替换请加 --replace。")


def _write(settings: Settings, path: Path, document: NoticeText, new: bool) -> Added:
    values = tuple(extract_values(document, places()))
    if new:
        root = settings.data / "notices"
        store.write_notice(root, document, values, path.read_bytes())
        _set_removed(settings.data, removed_ids(settings.data) - {document.notice.id})
    return Added(document, values, new)


def remove(settings: Settings, wanted: str) -> str:
    """Remove a notice by id or 文号; a shipped one is only hidden in this data folder."""
    with write_lock(settings.data):
        library = load_library(settings)
        ids = [n.id for n in library.notices if wanted in (n.id, n.doc_number)]
        if not ids:
            raise UnknownNotice(f"库里没有编号或文号为“{wanted}”的文件，可用 list 查看。")
        ident = ids[0]
        root = settings.data / "notices"
        if (root / ident / store.NOTICE).is_file():
            store.remove_notice(root, ident)
        if (settings.shipped / ident / store.NOTICE).is_file():
            _set_removed(settings.data, removed_ids(settings.data) | {ident})
        return ident


def _set_removed(data: Path, ids: set[str]) -> None:
    path = data / REMOVED
    if not ids:
        path.unlink(missing_ok=True)
        return
    part = path.with_suffix(".part")
    part.write_text("\n".join(sorted(ids)) + "\n", encoding="utf-8")
    part.replace(path)


def extract_again(settings: Settings) -> list[tuple[str, int]]:
    """Read every notice's values anew from its kept text; people's confirmations stay.

    For a new version of the grammar: the ids with how many values each has now.
    """
    with write_lock(settings.data):
        done = []
        for entry in load_library(settings).entries.values():
            values = extract_values(entry.document, places())
            source = (entry.folder / entry.notice.source.file).read_bytes()
            store.write_notice(entry.folder.parent, entry.document, values, source)
            done.append((entry.notice.id, len(values)))
        return done
