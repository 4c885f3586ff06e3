"""Parsed notices kept beside the index (读过的文件), so that a start need not parse all YAML again.

A small SQLite file, keyed by the content of a notice's files: what people edit is read from the
files again. It is written only by the commands that change or build the corpus, whole or not at
all, and a file that is missing, damaged or of another version only costs time. Rows are packed and
unpacked one by one when a notice is needed; texts apart, since some questions look through all.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus import model, spans
from corpus.documents import mark
from corpus.model import Clause, Frozen, Notice, NoticeText, PolicyValue

FILE = "library.sqlite"
PACKING = 1
"""Raise when rows are packed differently: the old ones are then not read any more."""

READ_AT_ONCE = 500
COLUMNS = "digest, mark, notice, text, body"
QUICKLY = 1


@lru_cache(maxsize=1)
def version() -> int:
    """What rows are valid for: this packing and these types, as they stand in their file."""
    types = b"".join(Path(str(m.__file__)).read_bytes() for m in (model, spans))
    return zlib.crc32(types + str(PACKING).encode()) & 0x7FFFFFFF


class Row(NamedTuple):
    """One kept notice: digest of its files, mark of its document, and its packed parts."""

    digest: str
    mark: str
    notice: bytes
    text: bytes
    body: bytes


class Body(Frozen):
    """The clauses and values of a notice."""

    clauses: tuple[Clause, ...]
    values: tuple[PolicyValue, ...]


def pack(digest: str, document: NoticeText, values: Sequence[PolicyValue]) -> Row:
    """Pack a parsed notice."""
    body = Body(clauses=document.clauses, values=tuple(values))
    return Row(
        digest,
        mark(document),
        document.notice.model_dump_json().encode(),
        zlib.compress(document.text.encode(), QUICKLY),
        zlib.compress(body.model_dump_json().encode(), QUICKLY),
    )


def notice_in(row: Row) -> Notice:
    """The particulars of a kept notice."""
    return Notice.model_validate_json(row.notice)


def text_in(row: Row) -> str:
    """The canonical text of a kept notice."""
    return zlib.decompress(row.text).decode()


def body_in(row: Row) -> Body:
    """Clauses and values of a kept notice."""
    return Body.model_validate_json(zlib.decompress(row.body))


def kept_rows(data: Path, digests: Sequence[str]) -> dict[str, Row]:
    """The kept notices among these digests; none when the file cannot be used."""
    path = data / FILE
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            return {row.digest: row for row in _read(db, digests)}
    except sqlite3.Error:
        return {}


def _read(db: sqlite3.Connection, digests: Sequence[str]) -> Iterator[Row]:
    if _version(db) != version():
        return
    for start in range(0, len(digests), READ_AT_ONCE):
        part = digests[start : start + READ_AT_ONCE]
        query = f"SELECT {COLUMNS} FROM kept WHERE digest IN ({','.join('?' * len(part))})"
        yield from (Row(*found) for found in db.execute(query, part))


def keep(data: Path, rows: Iterable[Row], digests: Collection[str]) -> None:
    """Keep these rows, and of those kept before only ``digests``; without success, without harm."""
    with contextlib.suppress(sqlite3.Error, OSError):
        try:
            _write(data / FILE, rows, digests)
        except sqlite3.DatabaseError:
            (data / FILE).unlink()
            _write(data / FILE, rows, digests)


def _write(path: Path, rows: Iterable[Row], digests: Collection[str]) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        # What is removed from the corpus is wiped from the file as well.
        db.execute("PRAGMA secure_delete = ON")
        if _version(db) != version():
            db.execute("DROP TABLE IF EXISTS kept")
            db.execute(f"CREATE TABLE kept ({COLUMNS}, PRIMARY KEY (digest)) WITHOUT ROWID")
            db.execute(f"PRAGMA user_version = {version()}")
        known = {found[0] for found in db.execute("SELECT digest FROM kept")}
        db.executemany("DELETE FROM kept WHERE digest = ?", [(d,) for d in known - set(digests)])
        db.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", rows)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
