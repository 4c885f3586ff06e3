"""The inbox (收文箱): files that were brought in and are read and looked through before they hold.

Nothing here is in the corpus yet. Each file has a folder ``inbox/<id>/`` in the data folder::

    arrival.json    whose file, what was stated about it, and when it came
    source/<name>   the file, byte for byte
    progress.json   how far the reading is
    notices/<id>/   what was read, as in the corpus (see corpus.store), with people's decisions
    job, alive      the process that reads; it holds the lock for as long as it lives

A file is read in a process of its own, which outlives whoever started it. One is read at a time.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from corpus import store
from corpus.errors import CorpusError, DuplicateNotice, UnreadableFile
from corpus.model import Frozen, NoticeText, PolicyValue
from corpus.readers import check_content, check_size, format_of
from corpus.readers.apart import environment
from corpus.settings import Settings

FOLDER, ARRIVAL, PROGRESS, SOURCE, NOTICES = (
    "inbox",
    "arrival.json",
    "progress.json",
    "source",
    "notices",
)
ALIVE, JOB, QUEUE = "alive", "job", "reading.lock"
MOST = 200
"""Files that may wait in the inbox."""

READER = "corpus.reading"
_IDENT = re.compile(r"[0-9a-f]{12}")
_PATIENCE = 5.0
"""Seconds that a reading process gets to stop by itself."""


class Step(StrEnum):
    """How far a file is (进度)."""

    WAITING = "waiting"  # 等前面的读完
    READING = "reading"  # 正在读
    READY = "ready"  # 读好了，等人看
    FAILED = "failed"  # 读不了
    STOPPED = "stopped"  # 人停下的
    BROKEN = "broken"  # 读到一半断了


class Progress(Frozen):
    """How far the reading is: pages done of all, and why it failed if it did.

    ``remarks`` are the reader's sentences for the person.
    """

    step: Step = Step.WAITING
    done: int = 0
    total: int = 0
    why: str = ""
    remarks: tuple[str, ...] = ()


class Arrival(Frozen):
    """A file that was brought in (来文), and what a person stated about it."""

    id: str
    name: str
    who: str
    at: dt.datetime
    sha256: str
    region: str | None = None
    doc_number: str | None = None
    issued: dt.date | None = None
    certain: float = 0.9


class Read(NamedTuple):
    """A notice that was read from a file, with its values and where it lies."""

    document: NoticeText
    values: tuple[PolicyValue, ...]
    folder: Path


class Inbox:
    """The files of one data folder that are not in the corpus yet."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is read yet."""
        self._root = settings.data / FOLDER

    def settle(self) -> None:
        """Put right what a killed process left; nobody else may be changing the inbox."""
        for arrival in self.all():
            store.settle(self._root / arrival.id / NOTICES)

    def take(self, data: bytes, arrival: Arrival) -> None:
        """Keep a file and begin to read it; ``UnreadableFile`` when it is none that can be read."""
        check_size(format_of(arrival.name), len(data), arrival.name)
        check_content(data, arrival.name)
        if len(self.all()) >= MOST:
            raise UnreadableFile(f"收文箱里已有 {MOST} 份，请先处理一些。")
        folder = self._root / arrival.id
        (folder / SOURCE).mkdir(parents=True)
        (folder / SOURCE / arrival.name).write_bytes(data)
        write_json(folder / PROGRESS, Progress())
        write_json(folder / ARRIVAL, arrival)
        self.begin(arrival.id)

    def begin(self, ident: str) -> None:
        """Begin to read a file, from its start; nothing happens while it is being read."""
        folder = self._root / ident
        alive = os.open(folder / ALIVE, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if not _locked(alive):
                return
            shutil.rmtree(folder / NOTICES, ignore_errors=True)
            write_json(folder / PROGRESS, Progress())
            process = subprocess.Popen(
                [sys.executable, "-m", READER, str(folder)],
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=[alive],  # the lock lives as long as the process does
            )
            (folder / JOB).write_text(str(process.pid))
        finally:
            os.close(alive)
        threading.Thread(target=process.wait, daemon=True).start()

    def all(self) -> list[Arrival]:
        """The files in the inbox, newest first; one that is half written is left out."""
        if not self._root.is_dir():
            return []
        found = [a for path in self._root.iterdir() if (a := _arrival(path)) is not None]
        return sorted(found, key=lambda a: a.at, reverse=True)

    def find(self, ident: str) -> Arrival | None:
        """The file of this id."""
        return _arrival(self._root / ident) if _IDENT.fullmatch(ident) else None

    def progress(self, ident: str) -> Progress:
        """How far a file is; it says so when the process that read it is gone."""
        folder = self._root / ident
        alive = is_alive(folder)  # before the progress: it may end in between
        found = _progress(folder)
        if found.step in (Step.WAITING, Step.READING) and not alive:
            return found.model_copy(update={"step": Step.BROKEN})
        return found

    def notices(self, ident: str) -> list[Read]:
        """What was read from a file, in the order of the file."""
        found = []
        for folder in store.notice_folders(self._root / ident / NOTICES):
            document, values = store.load_notice(folder)
            placed = document.model_copy(update={"places": store.load_places(folder)})
            found.append(Read(placed, tuple(values), folder))
        return sorted(found, key=lambda r: r.document.notice.source.part)

    def save(self, read: Read, document: NoticeText, values: Sequence[PolicyValue]) -> None:
        """Keep what a person decided on a notice of the inbox; its text may be another too."""
        if document.text != read.document.text:
            other = read.folder.with_name(document.notice.id)
            if other != read.folder and other.exists():
                raise DuplicateNotice("这份文件里已有一份文号相同的通知，没有改。")
            store.replace_whole(read.folder, document, values)
            return
        store.replace_values(read.folder, values)
        if document.notice != read.document.notice:
            store.replace_notice(read.folder, document)

    def source(self, arrival: Arrival) -> bytes:
        """The file as it came."""
        return (self._root / arrival.id / SOURCE / arrival.name).read_bytes()

    def stop(self, ident: str) -> None:
        """Stop reading a file; it stays, and can be read again."""
        folder = self._root / ident
        for deadly in (signal.SIGTERM, signal.SIGKILL):
            if is_alive(folder):
                with suppress(ProcessLookupError):
                    os.killpg(job_of(folder), deadly)
                _until_gone(folder)
        if not is_alive(folder) and _progress(folder).step in (Step.WAITING, Step.READING):
            write_json(folder / PROGRESS, Progress(step=Step.STOPPED))

    def discard(self, ident: str) -> None:
        """Take a file out of the inbox."""
        self.stop(ident)
        gone = self._root / f".gone-{ident}"
        with suppress(FileNotFoundError):
            (self._root / ident).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def new_ident() -> str:
    """A name for a file in the inbox that no other has."""
    return secrets.token_hex(6)


def digest(data: bytes) -> str:
    """SHA-256 (hex) of a file."""
    return hashlib.sha256(data).hexdigest()


def write_json(path: Path, data: Frozen) -> None:
    """Replace a file in one step."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(data.model_dump_json(), "utf-8")
    part.replace(path)


def job_of(folder: Path) -> int:
    """The process that reads the file of this folder, or that read it."""
    return int((folder / JOB).read_text())


def is_alive(folder: Path) -> bool:
    """Whether a process is reading the file of this folder."""
    try:
        alive = os.open(folder / ALIVE, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _locked(alive)
    finally:
        os.close(alive)


def _locked(descriptor: int) -> bool:
    """Take the lock, if nobody has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _until_gone(folder: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while is_alive(folder) and time.monotonic() < end:
        time.sleep(0.05)


def _arrival(folder: Path) -> Arrival | None:
    try:
        return Arrival.model_validate_json((folder / ARRIVAL).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValidationError as error:
        raise CorpusError(f"收文箱里“{folder.name}”的记录已损坏。") from error


def _progress(folder: Path) -> Progress:
    try:
        return Progress.model_validate_json((folder / PROGRESS).read_bytes())
    except (FileNotFoundError, ValidationError):
        return Progress(step=Step.BROKEN)
