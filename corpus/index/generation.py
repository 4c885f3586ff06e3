"""Index folders (索引版本): each complete one stands beside the pointer that names the current.

``<data>/index/<name>-<random>/`` holds one index; the name is the hash of everything that changes
it. A folder's name is never used twice, since a process may still have an old one open.
``<data>/index/current.json`` is put in place by a change (``corpus.transaction``) once a folder is
complete: a crash before that leaves the old index, a crash after it the new one. A folder that no
pointer names is removed by the next writer.
"""

from __future__ import annotations

import contextlib
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import orjson
from pydantic import ValidationError

from corpus.index.embedders.base import Vectors
from corpus.index.locks import IN_USE, nobody_reads
from corpus.model import Frozen
from corpus.transaction import Pending, steady, sync_tree

POINTER = "index/current.json"
COLLECTION = "collection.txt"
ROWS, VECTORS, WORDS, CHROMA = "rows.json", "vectors.npy", "words", "chroma"
PARTS = (IN_USE, ROWS, VECTORS, WORDS)
Row = tuple[str, str, str]
"""Entry id, notice and clause of one row."""


class IndexInfo(Frozen):
    """A complete index (索引信息): its name, size and what it was made with.

    ``embedded`` counts the texts that had to be embedded for it; the other vectors were kept.
    ``form`` is the hash of everything but the notices that changes an index; ``marks`` are those
    of the notices and how many rows each has, in the order of the rows. ``collection`` names the
    folder whose collection on a Chroma server holds the entries, where it isn't ``folder``'s own.
    """

    name: str
    folder: str
    entries: int
    notices: int
    dim: int
    embedder: str
    chroma_url: str = ""
    embedded: int = 0
    form: str = ""
    marks: tuple[tuple[str, int], ...] = ()
    collection: str = ""

    @property
    def held_in(self) -> str:
        """The folder after which the collection is named."""
        return self.collection or self.folder


def share_collection(folder: Path, name: str) -> None:
    """Note in an index folder that its entries are in the collection of another one."""
    (folder / COLLECTION).write_text(name, encoding="utf-8")


def collection_of(data: Path, name: str) -> str:
    """The folder after which the collection of an index folder is named."""
    path = index_root(data) / name / COLLECTION
    return path.read_text(encoding="utf-8") if path.is_file() else name


def folders(data: Path) -> set[str]:
    """Names of all index folders."""
    root = index_root(data)
    return {path.name for path in root.iterdir() if path.is_dir()} if root.is_dir() else set()


def index_root(data: Path) -> Path:
    """Return the folder of all indexes in a data folder."""
    return data / "index"


def current(data: Path) -> IndexInfo | None:
    """Return the current index, or ``None`` when there is none that can be used."""
    try:
        pointer = steady(data, lambda view: view.path(POINTER).read_bytes())
        info = IndexInfo.model_validate_json(pointer)
    except (FileNotFoundError, ValidationError):
        return None
    folder = index_root(data) / info.folder
    # A folder that lost a file (half a backup, a careless deletion) is made anew, not tried again.
    return info if all((folder / name).exists() for name in PARTS) else None


@contextlib.contextmanager
def fresh_folder(data: Path, name: str) -> Iterator[Path]:
    """An empty folder for a new index; it is removed if the block fails."""
    folder = index_root(data) / f"{name}-{uuid.uuid4().hex[:8]}"
    folder.mkdir(parents=True)
    with contextlib.ExitStack() as undo:
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        yield folder
        undo.pop_all()  # nothing failed: the folder stays


def save_rows(folder: Path, rows: Sequence[Row]) -> None:
    """Write the rows: which entry is which."""
    (folder / ROWS).write_bytes(orjson.dumps(rows))


@contextlib.contextmanager
def vectors_file(folder: Path, shape: tuple[int, ...]) -> Iterator[BinaryIO]:
    """The file for the vectors of all rows, opened behind its head; they are written in order."""
    head = {"descr": "<f4", "fortran_order": False, "shape": shape}
    with (folder / VECTORS).open("wb") as file:
        np.lib.format.write_array_header_1_0(file, head)
        yield file


def load_rows(folder: Path) -> tuple[list[Row], Vectors]:
    """Read the rows as (entry id, notice, clause), and the vectors, mapped from disk."""
    rows = orjson.loads((folder / ROWS).read_bytes())
    vectors: Vectors = np.load(folder / VECTORS, mmap_mode="r")
    return [(row[0], row[1], row[2]) for row in rows], vectors


def stage(change: Pending, info: IndexInfo) -> None:
    """Make a complete folder the current index as part of a change."""
    folder = index_root(change.data) / info.folder
    (folder / IN_USE).touch()
    sync_tree(folder)
    change.put(POINTER).write_text(info.model_dump_json(), encoding="utf-8")


def unread_others(data: Path, kept: str) -> set[str]:
    """Names of the index folders that no process reads, without ``kept``."""
    root = index_root(data)
    folders = [path for path in root.iterdir() if path.is_dir()] if root.is_dir() else []
    return {path.name for path in folders if path.name != kept and nobody_reads(path)}


def remove_folders(data: Path, names: Iterable[str]) -> None:
    """Remove index folders."""
    for name in names:
        shutil.rmtree(index_root(data) / name, ignore_errors=True)
