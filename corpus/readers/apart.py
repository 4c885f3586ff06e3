"""Reading in a process of its own (隔离读取): a hostile file can only end that process.

The child sets limits of memory, processor time and output on itself before it looks at the file,
which comes to it on standard input. It answers on standard output with a document or with the
sentence of an error, and tells on standard error how many pages are done.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pydantic import ValidationError
from tqdm import tqdm

from corpus import errors
from corpus.errors import UnreadableFile
from corpus.readers import standby
from corpus.readers.base import RawDocument
from corpus.readers.formats import CHILD, MAX_OUTPUT, NO_MEMORY, Ended, Format, Said
from corpus.readers.progress import heard

_ROOT = Path(__file__).parents[2]
_STEP = re.compile(rb"(\d{1,6})/(\d{1,6})\n")


def read_apart(form: Format, data: bytes, name: str, progress: bool = False) -> RawDocument:
    """Read a file in a process of its own; ``UnreadableFile`` whatever becomes of the process."""
    if form.stays:
        said = _told(standby.answered(form, data, name, environment()), name)
    else:
        said = _answered(form, data, name, progress)
    return _document(said, name)


def draw_apart(form: Format, data: bytes, name: str, page: int) -> bytes:
    """A page of a file as a picture (JPEG), drawn in a process of its own; ``UnreadableFile``."""
    return _answered(form, data, name, False, page)


def _answered(form: Format, data: bytes, name: str, progress: bool, page: int = 0) -> bytes:
    """What the process says of a file, or draws of one of its pages."""
    return _told(_ended(form, data, name, progress, page), name)


def _ended(form: Format, data: bytes, name: str, progress: bool, page: int) -> Ended:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        code, silent = _run(form, [name, *([str(page)] if page else [])], given, answer, progress)
        answer.seek(0)
        return Ended(answer.read(MAX_OUTPUT), code, silent)


def _told(ended: Ended, name: str) -> bytes:
    """What a process said; ``UnreadableFile`` where it did not end well."""
    if ended.silent:
        raise UnreadableFile(f"“{name}”读得太久，已停止；可能是有意做坏的文件。")
    if ended.code == NO_MEMORY:
        raise UnreadableFile(f"“{name}”要用的内存太多，已停止；可能是有意做坏的文件。")
    if ended.code:
        raise UnreadableFile(f"“{name}”已损坏或不完整，无法读取。")
    return ended.said


def _document(said: bytes, name: str) -> RawDocument:
    try:
        answer = Said.model_validate_json(said)
    except ValidationError as error:
        raise UnreadableFile(f"“{name}”已损坏或内容过多，无法读取。") from error
    if answer.document is None:
        kind = getattr(errors, answer.error, UnreadableFile)
        raise kind(answer.message)
    return answer.document


def _run(
    form: Format, what: list[str], given: IO[bytes], answer: IO[bytes], progress: bool
) -> tuple[int, bool]:
    """Run the child to its end; its exit code, and whether it was killed for its silence."""
    name = what[0]
    command = [sys.executable, "-m", CHILD, Path(name).suffix.lower(), *what]
    with subprocess.Popen(
        command,
        stdin=given,
        stdout=answer,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    ) as child:
        with _killed_when_silent(child, form.silence) as (alive, killed), _killed_on_leaving(child):
            _follow(child, name, alive, progress)
            _end(child)
        return child.returncode, killed.is_set()


def environment() -> dict[str, str]:
    """The environment of a process that is to find this package."""
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}


@contextmanager
def _killed_on_leaving(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """Leave no child behind when whoever waits for it is stopped."""
    try:
        yield
    finally:
        if child.poll() is None:
            _kill(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Wait for the child, and end what it left behind while its number is still its own."""
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    _kill(child)
    child.wait()


def _kill(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)  # what it started as well


def _follow(
    child: subprocess.Popen[bytes], name: str, alive: threading.Event, progress: bool
) -> None:
    assert child.stderr is not None
    with tqdm(desc=name, unit="页", disable=not progress, leave=False, delay=1) as bar:
        for line in child.stderr:
            if step := _STEP.fullmatch(line):
                alive.set()
                heard(int(step[1]), int(step[2]))
                bar.total = int(step[2])
                bar.update(int(step[1]) - bar.n)


@contextmanager
def _killed_when_silent(
    child: subprocess.Popen[bytes], seconds: int
) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Kill the child when nothing is heard of it for so long."""
    alive, killed, over = threading.Event(), threading.Event(), threading.Event()

    def watch() -> None:
        while alive.wait(seconds):
            alive.clear()
            if over.is_set():
                return
        killed.set()
        _kill(child)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield alive, killed
    finally:
        over.set()
        alive.set()
        watcher.join()
