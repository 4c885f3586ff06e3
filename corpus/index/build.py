"""Building the index (建索引): nothing when nothing changed, only the changed texts otherwise.

Where notices were only added, the index grows: what is there is copied and the new entries are put
in at their places, so that it equals one made afresh. Where any was removed or changed, it is made
afresh, so that nothing of it stays behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from corpus.documents import marks_of
from corpus.errors import CorpusChanged, CorpusError
from corpus.index import cache, generation
from corpus.index.bm25 import WordIndex
from corpus.index.embedders import make_embedder
from corpus.index.embedders.base import Embedder, Vectors
from corpus.index.entries import IndexEntry, identity, make_entries
from corpus.index.generation import IndexInfo, Row
from corpus.index.store import COLLECTION_PREFIX, ChromaStore, load_client
from corpus.index.words import terms
from corpus.model import NoticeText
from corpus.settings import Settings
from corpus.transaction import Pending, changing, write_lock

EMBED_AT_ONCE = 1000
"""Texts embedded between two writes of the vector cache."""


def build_index(
    settings: Settings,
    notices: Sequence[NoticeText],
    progress: bool = False,
    embedder: Embedder | None = None,
    still: Callable[[], bool] = lambda: True,
) -> IndexInfo:
    """Bring the index up to date with the notices and return what stands there now.

    ``still`` tells whether these are still the notices of the data folder:
    a reader must not put an index of notices that were just removed in the place of the new one.
    ``CorpusChanged`` when they are not; ``CorpusBusy`` when another process is writing;
    ``CorpusError`` when there is nothing to index.
    """
    embedder = embedder or make_embedder(settings)
    info = _up_to_date(settings, notices, embedder)
    if info is not None:
        return info
    _check(still)
    with write_lock(settings.data):
        _check(still)
        with changing(settings.data) as change:
            info = stage_index(settings, notices, change, progress, embedder)
        tidy(settings)
    return info


def warm() -> None:
    """Load what every index is built with, beside something else that takes its time."""
    load_client()
    terms("")


def _check(still: Callable[[], bool]) -> None:
    if not still():
        raise CorpusChanged("文件库刚刚改动过，请重新打开再问。")


def stage_index(
    settings: Settings,
    notices: Sequence[NoticeText],
    change: Pending,
    progress: bool = False,
    embedder: Embedder | None = None,
) -> IndexInfo:
    """Make the index of the notices part of a change; one that is up to date already stays."""
    embedder = embedder or make_embedder(settings)
    info = _up_to_date(settings, notices, embedder)
    if info is None:
        info = _build(settings, notices, embedder, progress)
        generation.stage(change, info)
    return info


def tidy(settings: Settings) -> None:
    """Remove the index folders that no pointer names and nobody reads. Hold the write lock."""
    info = generation.current(settings.data)
    unread = generation.unread_others(settings.data, info.folder if info else "")
    if settings.chroma_url and unread:
        with closing(ChromaStore(Path(), settings.chroma_url, "")) as store:
            for name in _unused(settings, unread):
                store.drop(COLLECTION_PREFIX + name)
    if info and settings.chroma_url:
        _drop_strays(settings, info)
    generation.remove_folders(settings.data, unread)


def _unused(settings: Settings, unread: set[str]) -> set[str]:
    """The collections of folders that nobody reads, without those that others share."""
    data = settings.data
    kept = {generation.collection_of(data, f) for f in generation.folders(data) - unread}
    return {generation.collection_of(data, f) for f in unread} - kept


def _drop_strays(settings: Settings, info: IndexInfo) -> None:
    """Take out of a shared collection what a change put there that never came to hold."""
    with closing(ChromaStore(Path(), info.chroma_url, info.held_in)) as store:
        if store.size() > info.entries:
            rows, _ = generation.load_rows(generation.index_root(settings.data) / info.folder)
            store.keep_only({row[0] for row in rows})


def _up_to_date(
    settings: Settings, notices: Sequence[NoticeText], embedder: Embedder
) -> IndexInfo | None:
    """The current index if it is the one of these notices."""
    info = generation.current(settings.data)
    name = index_name(settings, notices, embedder)
    return info if info and info.name == name and _still_on_server(info) else None


def index_name(settings: Settings, notices: Sequence[NoticeText], embedder: Embedder) -> str:
    """Return the name that an up-to-date index of these notices has."""
    return identity((embedder.name, settings.chroma_url), notices)


def _still_on_server(info: IndexInfo) -> bool:
    """Tell whether a Chroma server still has the collection; an embedded one lies in its folder."""
    if not info.chroma_url:
        return True
    with closing(ChromaStore(Path(), info.chroma_url, info.held_in)) as store:
        # More is no harm: a change that is being prepared has put its entries there already.
        return store.size() >= info.entries


def _build(
    settings: Settings, notices: Sequence[NoticeText], embedder: Embedder, progress: bool
) -> IndexInfo:
    name, marks = index_name(settings, notices, embedder), marks_of(notices)
    form = identity((embedder.name, settings.chroma_url), ())
    before = _to_grow(settings, form)
    new = new_among([mark for mark, _ in before.marks], marks) if before else None
    with generation.fresh_folder(settings.data, name) as folder:
        if before is None or new is None:
            made = _afresh(settings, notices, embedder, progress, folder)
        else:
            made = _grown(settings, notices, embedder, progress, Growth(before, new, folder))
    return IndexInfo(
        name=name,
        folder=folder.name,
        entries=sum(made.counts),
        notices=len(notices),
        dim=made.dim,
        embedder=embedder.name,
        chroma_url=settings.chroma_url,
        embedded=made.embedded,
        collection=made.collection,
        form=form,
        marks=tuple(zip(marks, made.counts, strict=True)),
    )


class Made(NamedTuple):
    """What was written: rows of every notice, dimensions, how many texts were embedded, and the
    folder whose collection took the entries, where it is not the new one."""

    counts: list[int]
    dim: int
    embedded: int
    collection: str = ""


class Growth(NamedTuple):
    """The index that grows, which notices are new (shape ``(notices,)``), and the new folder."""

    before: IndexInfo
    new: NDArray[np.bool_]
    folder: Path


def _to_grow(settings: Settings, form: str) -> IndexInfo | None:
    """The current index if it may grow: of the same form, and with its own Chroma folder."""
    before = generation.current(settings.data)
    if before is None or before.form != form:
        return None
    if settings.chroma_url:
        return before if _still_on_server(before) else None
    folder = generation.index_root(settings.data) / before.folder
    return before if (folder / generation.CHROMA).is_dir() else None


def new_among(before: Sequence[str], now: Sequence[str]) -> NDArray[np.bool_] | None:
    """Which of the marks ``now`` are new; ``None`` when one of ``before`` is gone or moved.

    Only then may an index grow: what was removed must leave nothing behind in it.
    """
    known = iter(before)
    wanted = next(known, None)
    flags = []
    for mark in now:
        flags.append(mark != wanted)
        wanted = wanted if flags[-1] else next(known, None)
    return np.array(flags) if wanted is None else None


def _afresh(
    settings: Settings,
    notices: Sequence[NoticeText],
    embedder: Embedder,
    progress: bool,
    folder: Path,
) -> Made:
    entries, counts = _entries(notices)
    if not entries:
        raise CorpusError("没有可以建索引的条款，请先用 python -m corpus add 加入政策文件。")
    vectors, embedded = _vectors(settings, entries, embedder, progress)
    generation.save_rows(folder, [_row(entry) for entry in entries])
    with generation.vectors_file(folder, vectors.shape) as file:
        vectors.tofile(file)
    WordIndex.build([entry.text for entry in entries], folder / generation.WORDS)
    with closing(_store(settings, folder)) as store:
        store.write(entries, vectors)
    return Made(counts, vectors.shape[1], embedded)


def _grown(
    settings: Settings,
    notices: Sequence[NoticeText],
    embedder: Embedder,
    progress: bool,
    growth: Growth,
) -> Made:
    """Write what was there with the new notices' entries between it, each at its place."""
    root, folder = generation.index_root(settings.data) / growth.before.folder, growth.folder
    entries, added = _entries([notices[int(i)] for i in np.flatnonzero(growth.new)])
    vectors, embedded = _vectors(settings, entries, embedder, progress, forget=False)
    counts = np.zeros(len(notices), int)
    counts[growth.new] = added
    counts[~growth.new] = [count for _, count in growth.before.marks]
    new = np.repeat(growth.new, counts)
    # Most of either half is copying and compiled code: they run at the same time.
    with ThreadPoolExecutor(1) as beside:
        shared = beside.submit(_grow_store, settings, growth, entries, vectors)
        _merge_rows(root, folder, [_row(entry) for entry in entries], vectors, new)
        words = generation.WORDS
        WordIndex.grow(root / words, [entry.text for entry in entries], new, folder / words)
        return Made(counts.tolist(), growth.before.dim, embedded, shared.result())


def _grow_store(
    settings: Settings, growth: Growth, entries: list[IndexEntry], vectors: Vectors
) -> str:
    """Put the new entries into a copy of the store, or into the collection on the server.

    A server can't copy a collection. Entries that no row names are never told, so the indexes
    before and after share it; its name is returned.
    """
    before, folder = growth.before, growth.folder
    if settings.chroma_url:
        generation.share_collection(folder, before.held_in)
        with closing(ChromaStore(Path(), settings.chroma_url, before.held_in)) as store:
            store.put(entries, vectors)
        return before.held_in
    root = generation.index_root(settings.data) / before.folder
    shutil.copytree(root / generation.CHROMA, folder / generation.CHROMA)
    with closing(_store(settings, folder)) as store:
        store.grow(before.folder, entries, vectors)
    return ""


def _merge_rows(
    root: Path, folder: Path, rows: list[Row], vectors: Vectors, new: NDArray[np.bool_]
) -> None:
    old_rows, old_vectors = generation.load_rows(root)
    merged: list[Row] = []
    with generation.vectors_file(folder, (len(new), old_vectors.shape[1])) as file:
        for part_rows, part in _runs((old_rows, old_vectors), (rows, vectors), new):
            merged += part_rows
            part.tofile(file)
    generation.save_rows(folder, merged)


Rows = tuple[Sequence[Row], Vectors]


def _runs(old: Rows, more: Rows, new: NDArray[np.bool_]) -> Iterator[Rows]:
    """Both in their order, in runs of what is old or new: vectors take their time to copy."""
    at = {False: 0, True: 0}
    for flag, run in groupby(new.tolist()):
        rows, vectors = more if flag else old
        start, end = at[flag], at[flag] + sum(1 for _ in run)
        yield rows[start:end], vectors[start:end]
        at[flag] = end


def _entries(notices: Sequence[NoticeText]) -> tuple[list[IndexEntry], list[int]]:
    """All entries, and how many of them each notice has."""
    parts = [make_entries([document]) for document in notices]
    return [entry for part in parts for entry in part], [len(part) for part in parts]


def _row(entry: IndexEntry) -> Row:
    return entry.id, entry.notice, entry.clause


def _store(settings: Settings, folder: Path) -> ChromaStore:
    return ChromaStore(folder / generation.CHROMA, settings.chroma_url, folder.name)


def _vectors(
    settings: Settings,
    entries: list[IndexEntry],
    embedder: Embedder,
    progress: bool,
    forget: bool = True,
) -> tuple[Vectors, int]:
    """Vectors of all entries, shape ``(len(entries), dim)``, and how many were new.

    ``forget``: these are all entries there are; vectors of other texts are dropped.
    """
    path = generation.index_root(settings.data) / "vectors.sqlite"
    texts = {entry.digest: entry.text for entry in entries}
    with cache.opened(path, embedder.name) as kept:
        known = kept.get(list(texts))
        missing = sorted(texts.keys() - known.keys(), key=lambda digest: len(texts[digest]))
        with tqdm(
            total=len(missing), desc="计算向量", unit="条", disable=not (progress and missing)
        ) as bar:
            for start in range(0, len(missing), EMBED_AT_ONCE):
                part = missing[start : start + EMBED_AT_ONCE]
                rows = embedder.document_vectors([texts[d] for d in part], bar.update)
                kept.put(part, rows)
                known.update(zip(part, rows, strict=True))
        if forget:
            kept.forget_others(texts)
    rows = np.zeros((len(entries), embedder.dim), np.float32)
    for at, entry in enumerate(entries):
        rows[at] = known[entry.digest]
    return rows, len(missing)
