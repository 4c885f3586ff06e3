"""Changing the corpus (增删文件): add and remove notices, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import store
from corpus.errors import UnknownNotice
from corpus.index import build_index, generation
from corpus.index.embedders.base import Embedder
from corpus.index.locks import write_lock
from corpus.index.store import COLLECTION_PREFIX, ChromaStore
from corpus.intake import Given, Planned, plan, read_file, values_of
from corpus.library import (
    REMOVED,
    Entry,
    documents_of,
    is_kept,
    keep_library,
    load_library,
    removed_ids,
)
from corpus.model import NoticeText, PolicyValue
from corpus.settings import Settings


@dataclass(frozen=True)
class Added:
    """One notice that an ``add`` read: its values, and whether anything was written."""

    document: NoticeText
    values: tuple[PolicyValue, ...]
    written: bool


def add_files(
    settings: Settings,
    files: Sequence[Path],
    given: Given,
    replace: bool = False,
    progress: bool = False,
) -> list[Added]:
    """Read every file, index and write every notice; an error leaves everything as it was.

    A notice that is there already with the same characters is left alone. ``DuplicateNotice`` when
    the same 文号 is there with other characters and ``replace`` is false, or is given twice.
    """
    with write_lock(settings.data):
        library = load_library(settings)
        read = [(p, d) for p in files for d in read_file(settings, p, given, progress)]
        planned = plan(library, read, replace)
        after = dict(library.entries)
        after |= {p.document.notice.id: _entry(p) for p in planned if p.new}
        # The index comes first: while it is made, which takes longest and fails most easily,
        # the old one goes on answering for the old notices.
        index_entries(settings, after, progress)
        with _undone_on_failure(settings.data, [p.document.notice.id for p in planned if p.new]):
            added = [_write(settings, each) for each in planned]
        keep_library(settings, load_library(settings))
        return added


def build(settings: Settings, progress: bool = False, embedder: Embedder | None = None) -> None:
    """Bring the index up to date, and keep the parsed notices for a quick start."""
    library = load_library(settings)
    build_index(settings, library.documents, progress, embedder)
    if not is_kept(library):
        with write_lock(settings.data):
            keep_library(settings, library)


def index_entries(settings: Settings, entries: Mapping[str, Entry], progress: bool = False) -> None:
    """Build the index of what the notices will be, by id; without notices there is none."""
    if entries:
        build_index(settings, documents_of([entries[i] for i in sorted(entries)]), progress)
        return
    info = generation.current(settings.data)
    if info is None:
        return
    (generation.index_root(settings.data) / generation.POINTER).unlink()
    generation.remove_others(settings.data, "")
    if info.chroma_url:
        with closing(ChromaStore(Path(), info.chroma_url, info.folder)) as kept:
            kept.drop(COLLECTION_PREFIX + info.folder)


@contextmanager
def _undone_on_failure(data: Path, ids: Sequence[str]) -> Iterator[None]:
    """Put back the folders of these notices and the list of removals if the block fails."""
    with tempfile.TemporaryDirectory(prefix=".before-", dir=data) as name:
        before = Path(name)
        ours = [Path("notices") / i for i in ids] + [Path(REMOVED)]
        for path in ours:
            _copy(data / path, before / path)
        with ExitStack() as undo:
            undo.callback(_put_back, data, before, ours)
            yield
            undo.pop_all()  # nothing failed: there is nothing to undo


def _put_back(data: Path, before: Path, ours: Sequence[Path]) -> None:
    for path in ours:
        _delete(data / path)
        _copy(before / path, data / path)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _entry(planned: Planned) -> Entry:
    return Entry(planned.document, planned.values, planned.path)


def _write(settings: Settings, planned: Planned) -> Added:
    if planned.new:
        root = settings.data / "notices"
        store.write_notice(root, planned.document, planned.values, planned.path.read_bytes())
        _set_removed(settings.data, removed_ids(settings.data) - {planned.document.notice.id})
    return Added(planned.document, planned.values, planned.new)


def remove(settings: Settings, wanted: str, progress: bool = False) -> str:
    """Remove a notice by id or 文号; a shipped one is only hidden in this data folder.

    The index is brought up to date first: when that fails, nothing is removed.
    """
    with write_lock(settings.data):
        library = load_library(settings)
        ids = [n.id for n in library.notices if wanted in (n.id, n.doc_number)]
        if not ids:
            raise UnknownNotice(f"库里没有编号或文号为“{wanted}”的文件，可用 list 查看。")
        ident = ids[0]
        left = {i: e for i, e in library.entries.items() if i != ident}
        index_entries(settings, left, progress)
        root = settings.data / "notices"
        with _undone_on_failure(settings.data, [ident]):
            if (settings.shipped / ident / store.NOTICE).is_file():
                _set_removed(settings.data, removed_ids(settings.data) | {ident})
            if (root / ident / store.NOTICE).is_file():
                store.remove_notice(root, ident)
        keep_library(settings, load_library(settings))
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
            values = values_of(entry.document)
            source = (entry.folder / entry.notice.source.file).read_bytes()
            document = _with_places(entry)
            store.write_notice(entry.folder.parent, document, values, source)
            done.append((entry.notice.id, len(values)))
        keep_library(settings, load_library(settings))
        return done


def _with_places(entry: Entry) -> NoticeText:
    return entry.document.model_copy(update={"places": store.load_places(entry.folder)})
