"""Kept vectors (向量缓存), so that only what changed is embedded again.

A small SQLite file beside the indexes, keyed by embedder and text. Vectors are written as they
are computed: after a crash, embedding goes on where it stopped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from corpus.index.embedders.base import Vectors

_READ_AT_ONCE = 500


class VectorCache:
    """Vectors by text digest for one embedder."""

    def __init__(self, connection: sqlite3.Connection, embedder: str) -> None:
        """Use ``opened`` instead of this."""
        self._db = connection
        self._embedder = embedder

    def get(self, digests: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors that are kept, by digest."""
        found: dict[str, Vectors] = {}
        for start in range(0, len(digests), _READ_AT_ONCE):
            part = digests[start : start + _READ_AT_ONCE]
            marks = ",".join("?" * len(part))
            query = f"SELECT digest, vector FROM vectors WHERE embedder = ? AND digest IN ({marks})"
            for digest, blob in self._db.execute(query, (self._embedder, *part)):
                found[digest] = np.frombuffer(blob, dtype="<f4")
        return found

    def put(self, digests: Iterable[str], vectors: Vectors) -> None:
        """Keep vectors, at once on disk."""
        rows = (
            (self._embedder, digest, vector.astype("<f4").tobytes())
            for digest, vector in zip(digests, vectors, strict=True)
        )
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def forget_others(self, digests: Iterable[str]) -> None:
        """Drop this embedder's vectors of texts that are no longer indexed."""
        with self._db:
            self._db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (digest TEXT PRIMARY KEY)")
            self._db.execute("DELETE FROM wanted")
            marks = ((digest,) for digest in digests)
            self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", marks)
            self._db.execute(
                "DELETE FROM vectors WHERE embedder = ? AND digest NOT IN wanted",
                (self._embedder,),
            )


@contextmanager
def opened(path: Path, embedder: str) -> Iterator[VectorCache]:
    """Open the cache file; a damaged one is started afresh."""
    try:
        connection = _connect(path)
    except sqlite3.DatabaseError:
        path.unlink()
        connection = _connect(path)
    with closing(connection):
        yield VectorCache(connection, embedder)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS vectors (embedder TEXT, digest TEXT, vector BLOB,"
        " PRIMARY KEY (embedder, digest)) WITHOUT ROWID"
    )
    return connection
