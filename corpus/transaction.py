"""Changes of a data folder, whole or not at all (事务): prepared beside, put in place by renames.

A change is prepared under ``.change/new`` and written to disk; nobody sees it yet. Writing
``.change/intent.json`` makes it hold, in one rename. Then its files and folders are moved to their
places, and last the intent becomes ``last-change.json``. A process that is killed on the way leaves
either no intent, and the next writer throws the draft away, or an intent, and the next writer
finishes it. Whoever reads meanwhile looks through a ``View``: it finds what an intent names where
it lies, in the draft or already in its place, so that no mixture is ever seen.

A *place* is a path inside the data folder, with forward slashes: ``notices/<id>``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import ValidationError

from corpus.errors import CorpusBusy, CorpusError
from corpus.model import Frozen

FOLDER, NEW, OLD = ".change", "new", "old"
INTENT, CLOSED, LOCK = "intent.json", "last-change.json", "write.lock"
READ_TRIES = 200
"""Putting a change in place takes milliseconds; this often it is looked at again."""
READ_PAUSE = 0.01

Found = TypeVar("Found")


class Intent(Frozen):
    """What a change does (意向记录): the places it puts, and those it takes away."""

    id: str
    put: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """How a data folder is to be read (读的时候看到的样子): equal views show the same state.

    ``closed`` is the record of the last finished change; ``staged`` are the places of an open
    intent that still lie in the draft.
    """

    data: Path
    closed: bytes
    intent: Intent | None = None
    staged: frozenset[str] = frozenset()

    def path(self, place: str) -> Path:
        """Where a place lies now; there need be nothing."""
        if self.intent is not None and place in self.intent.drop:
            return self.data / FOLDER / "dropped" / place
        return _staged(self.data, place) if place in self.staged else self.data / place

    def below(self, folder: str) -> dict[str, Path]:
        """The places directly below a folder, by name; hidden names are left out."""
        names = {entry.name for entry in _scan(self.data / folder)}
        if self.intent is not None:
            prefix = f"{folder}/"
            names |= {p.removeprefix(prefix) for p in self.intent.put if p.startswith(prefix)}
            names -= {p.removeprefix(prefix) for p in self.intent.drop if p.startswith(prefix)}
        return {n: self.path(f"{folder}/{n}") for n in sorted(names) if not n.startswith(".")}


def view(data: Path) -> View:
    """How the data folder is to be read at this moment."""
    intent = _intent(data)
    put = intent.put if intent else ()
    staged = frozenset(place for place in put if _staged(data, place).exists())
    return View(data, _bytes(data / CLOSED), intent, staged)


def steady(data: Path, read: Callable[[View], Found]) -> Found:
    """What ``read`` finds in one state of the data folder; it is read again if that changed.

    ``CorpusBusy`` when it never stays the same for long enough.
    """
    for _ in range(READ_TRIES):
        before = view(data)
        try:
            found = read(before)
        except (CorpusError, OSError):
            if view(data) == before:
                raise
        else:
            if view(data) == before:
                return found
        time.sleep(READ_PAUSE)
    raise CorpusBusy(f"数据文件夹 {data} 一直在被改动，请稍后再试。")


class Pending:
    """A change that is being prepared (准备中的改动). Use ``changing``."""

    def __init__(self, data: Path) -> None:
        """An empty change of the data folder. Hold the write lock."""
        self.data = data
        self._put: dict[str, None] = {}
        self._drop: dict[str, None] = {}

    def put(self, place: str) -> Path:
        """The path at which to prepare the file or folder that shall be at ``place``."""
        self._drop.pop(place, None)
        self._put[place] = None
        path = _staged(self.data, place)
        path.parent.mkdir(parents=True, exist_ok=True)
        _delete(path)
        return path

    def drop(self, place: str) -> None:
        """Take away what is at ``place``, if anything is."""
        if place in self._put:
            del self._put[place]
            _delete(_staged(self.data, place))
        if (self.data / place).exists():
            self._drop[place] = None

    def commit(self) -> None:
        """Make the change hold: everything on disk, the intent, the renames."""
        if not self._put and not self._drop:
            return
        intent = Intent(id=uuid.uuid4().hex, put=tuple(self._put), drop=tuple(self._drop))
        for place in (*intent.put, *intent.drop):
            (self.data / place).parent.mkdir(parents=True, exist_ok=True)
        folder = self.data / FOLDER
        sync_tree(folder)
        draft = folder / f"{INTENT}.part"
        draft.write_text(intent.model_dump_json(), encoding="utf-8")
        _sync(draft)
        draft.rename(folder / INTENT)
        _sync(folder)
        _sync(self.data)
        _put_in_place(self.data, intent)


@contextlib.contextmanager
def changing(data: Path) -> Iterator[Pending]:
    """Prepare a change; it holds when the block ends, and if the block fails nothing changed."""
    with write_lock(data):
        folder = data / FOLDER
        folder.mkdir()
        change = Pending(data)
        try:
            yield change
            change.commit()
        finally:
            if not (folder / INTENT).exists():
                shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def write_lock(data: Path) -> Iterator[None]:
    """Hold the only right to write under ``data``; ``CorpusBusy`` at once if another has it.

    The same thread may take it again inside itself. What a killed writer left is settled first.
    """
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / LOCK, timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise CorpusBusy(f"数据文件夹 {data} 正被另一个进程写入，请等它结束后再试。") from error
    try:
        if lock.lock_counter == 1:
            _settle(data)
        yield
    finally:
        lock.release()


def _settle(data: Path) -> None:
    """Finish the change that a killed writer had begun to put in place, or drop its draft."""
    intent = _intent(data)
    if intent is not None:
        _put_in_place(data, intent)
    elif (data / FOLDER).exists():
        shutil.rmtree(data / FOLDER)


def _put_in_place(data: Path, intent: Intent) -> None:
    """Move everything to its place and close the intent; what was moved before is left alone."""
    folder = data / FOLDER
    for place in intent.put:
        staged = _staged(data, place)
        if staged.exists():
            _aside(data, place)
            staged.rename(data / place)
    for place in intent.drop:
        _aside(data, place)
    for parent in {(data / place).parent for place in (*intent.put, *intent.drop)}:
        _sync(parent)
    os.replace(folder / INTENT, data / CLOSED)
    _sync(data)
    shutil.rmtree(folder, ignore_errors=True)


def _aside(data: Path, place: str) -> None:
    """Move what is at a place out of the way: a folder cannot be renamed over a full one."""
    if (data / place).exists():
        old = data / FOLDER / OLD / place
        old.parent.mkdir(parents=True, exist_ok=True)
        (data / place).rename(old)


def sync_tree(folder: Path) -> None:
    """Write everything below a folder, and the folder itself, to disk."""
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _staged(data: Path, place: str) -> Path:
    return data / FOLDER / NEW / place


def _intent(data: Path) -> Intent | None:
    """The open intent, if there is one; ``CorpusError`` when it cannot be read."""
    content = _bytes(data / FOLDER / INTENT)
    if not content:
        return None
    try:
        return Intent.model_validate_json(content)
    except ValidationError as error:
        raise CorpusError(f"“{FOLDER}/{INTENT}”已损坏，请从备份恢复数据文件夹。") from error


def _bytes(path: Path) -> bytes:
    """The content of a file; empty when there is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
