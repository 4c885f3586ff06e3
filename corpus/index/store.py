"""The vector store (向量库): Chroma, embedded in the index folder or on a server.

An embedded collection is written once, into a folder of its own, and only read afterwards: so
several processes may answer from it at the same time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import BadSetting, CorpusError
from corpus.index.embedders.base import Vectors
from corpus.index.entries import IndexEntry

ADD_AT_ONCE = 1000
COLLECTION_PREFIX = "wence-"


class ChromaStore:
    """One collection of unit vectors under cosine distance, by entry id."""

    def __init__(self, folder: Path, url: str, name: str) -> None:
        """``url`` empty: embedded in ``folder``; else the Chroma server there."""
        self._client = _server(url) if url else _embedded(folder)
        self._name = COLLECTION_PREFIX + name
        self._collection: Any = None

    def write(self, entries: Sequence[IndexEntry], vectors: Vectors) -> None:
        """Create the collection afresh with these entries; rows of ``vectors`` belong to them."""
        with _told():
            self.drop(self._name)
            self._collection = self._client.create_collection(
                self._name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
            self._add(entries, vectors)

    def grow(self, before: str, entries: Sequence[IndexEntry], vectors: Vectors) -> None:
        """Take the collection of the index ``before`` for this one's, with more entries."""
        with _told():
            self._collection = self._client.get_collection(
                COLLECTION_PREFIX + before, embedding_function=None
            )
            self._collection.modify(name=self._name)
            self._add(entries, vectors)

    def put(self, entries: Sequence[IndexEntry], vectors: Vectors) -> None:
        """Put more entries into the collection; those that are there already take their place."""
        with _told():
            self._open()
            self._add(entries, vectors)

    def keep_only(self, ids: Collection[str]) -> None:
        """Delete all entries but these."""
        known = self._open().get(include=[])["ids"]
        gone = [entry for entry in known if entry not in ids]
        for start in range(0, len(gone), ADD_AT_ONCE):
            self._open().delete(ids=gone[start : start + ADD_AT_ONCE])

    def _add(self, entries: Sequence[IndexEntry], vectors: Vectors) -> None:
        for start in range(0, len(entries), ADD_AT_ONCE):
            part = entries[start : start + ADD_AT_ONCE]
            self._collection.upsert(
                ids=[entry.id for entry in part],
                embeddings=vectors[start : start + ADD_AT_ONCE],
                documents=[entry.text for entry in part],
                metadatas=[{"notice": entry.notice, "clause": entry.clause} for entry in part],
            )

    def nearest(self, vector: Vectors, count: int) -> list[str]:
        """Ids of the nearest entries, best first."""
        found = self._open().query(
            query_embeddings=[vector.tolist()], n_results=count, include=["distances"]
        )
        ids: list[str] = found["ids"][0]
        return ids

    def size(self) -> int:
        """Number of entries in the collection; 0 when it is not there."""
        if self._name not in self.names():
            return 0
        return int(self._open().count())

    def names(self) -> list[str]:
        """Names of this product's collections."""
        every = [collection.name for collection in self._client.list_collections()]
        return [name for name in every if name.startswith(COLLECTION_PREFIX)]

    def drop(self, name: str) -> None:
        """Delete a collection if it is there."""
        if name in self.names():
            self._client.delete_collection(name)

    def close(self) -> None:
        """Release the files or the connection."""
        self._client.close()

    def _open(self) -> Any:
        if self._collection is None:
            self._collection = self._client.get_collection(self._name, embedding_function=None)
        return self._collection


def load_client() -> None:
    """Load the library of the store (a second of work) before it is needed."""
    import chromadb  # noqa: F401


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What Chroma cannot write becomes one sentence."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise CorpusError("写向量库没有成功，请检查磁盘空间或 Chroma 服务。") from error


def _embedded(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    with _told():
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _server(url: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadSetting(f"Chroma 服务地址“{url}”不对，应当像 http://主机:8000。")
    try:
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )
    except ValueError as error:
        raise BadSetting(f"连不上 Chroma 服务 {url}，请检查它是否已启动。") from error
