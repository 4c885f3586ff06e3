"""Building the index (建索引): nothing when nothing changed, only the changed texts otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from tqdm import tqdm

from corpus.errors import CorpusError
from corpus.index import cache, generation
from corpus.index.bm25 import WordIndex
from corpus.index.embedders import make_embedder
from corpus.index.embedders.base import Embedder, Vectors
from corpus.index.entries import IndexEntry, identity, make_entries
from corpus.index.generation import IndexInfo
from corpus.index.locks import write_lock
from corpus.index.store import COLLECTION_PREFIX, ChromaStore
from corpus.model import NoticeText
from corpus.settings import Settings

EMBED_AT_ONCE = 1000
"""Texts embedded between two writes of the vector cache."""


def build_index(
    settings: Settings,
    notices: Sequence[NoticeText],
    progress: bool = False,
    embedder: Embedder | None = None,
) -> IndexInfo:
    """Bring the index up to date with the notices and return what stands there now.

    ``CorpusBusy`` when another process is writing; ``CorpusError`` when there is nothing to index.
    """
    embedder = embedder or make_embedder(settings)
    name = index_name(settings, notices, embedder)
    info = generation.current(settings.data)
    if info is not None and info.name == name and _still_on_server(info):
        return info
    with write_lock(settings.data):
        return _build(settings, notices, embedder, progress)


def index_name(settings: Settings, notices: Sequence[NoticeText], embedder: Embedder) -> str:
    """Return the name that an up-to-date index of these notices has."""
    return identity((embedder.name, settings.chroma_url), notices)


def _still_on_server(info: IndexInfo) -> bool:
    """Tell whether a Chroma server still has the collection; an embedded one lies in its folder."""
    if not info.chroma_url:
        return True
    with closing(ChromaStore(Path(), info.chroma_url, info.folder)) as store:
        return store.size() == info.entries


def _build(
    settings: Settings, notices: Sequence[NoticeText], embedder: Embedder, progress: bool
) -> IndexInfo:
    entries = make_entries(notices)
    if not entries:
        raise CorpusError("没有可以建索引的条款，请先用 python -m corpus add 加入政策文件。")
    name = index_name(settings, notices, embedder)
    folder = generation.fresh_folder(settings.data, name)
    vectors, embedded = _vectors(settings, entries, embedder, progress)
    generation.save_rows(folder, entries, vectors)
    WordIndex.build([entry.text for entry in entries], folder / "words")
    with closing(ChromaStore(folder / "chroma", settings.chroma_url, folder.name)) as store:
        store.write(entries, vectors)
    info = IndexInfo(
        name=name,
        folder=folder.name,
        entries=len(entries),
        notices=len(notices),
        dim=vectors.shape[1],
        embedder=embedder.name,
        chroma_url=settings.chroma_url,
        embedded=embedded,
    )
    generation.publish(settings.data, info)
    _tidy(settings, info)
    return info


def _tidy(settings: Settings, info: IndexInfo) -> None:
    """Remove what the new index replaces, on disk and on the server."""
    replaced = generation.remove_others(settings.data, info.folder)
    if info.chroma_url and replaced:
        with closing(ChromaStore(Path(), info.chroma_url, info.folder)) as store:
            for name in replaced:
                store.drop(COLLECTION_PREFIX + name)


def _vectors(
    settings: Settings, entries: list[IndexEntry], embedder: Embedder, progress: bool
) -> tuple[Vectors, int]:
    """Vectors of all entries, shape ``(len(entries), dim)``, and how many were new."""
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
        kept.forget_others(texts)
    return np.stack([known[entry.digest] for entry in entries]), len(missing)
