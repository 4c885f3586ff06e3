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
from corpus.readers.base import RawDocument
from corpus.readers.formats import MAX_OUTPUT, NO_MEMORY, Format, Said

_ROOT = Path(__file__).parents[2]
_CHILD = "corpus.readers.child"
_STEP = re.compile(rb"(\d{1,6})/(\d{1,6})\n")


def read_apart(form: Format, data: bytes, name: str, progress: bool = False) -> RawDocument:
    """Read a file in a process of its own; ``UnreadableFile`` whatever becomes of the process."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        code, silent = _run(form, name, given, answer, progress)
        answer.seek(0)
        said = answer.read(MAX_OUTPUT)
    if silent:
        raise UnreadableFile(f"“{name}”读得太久，已停止；可能是有意做坏的文件。")
    if code == NO_MEMORY:
        raise UnreadableFile(f"“{name}”要用的内存太多，已停止；可能是有意做坏的文件。")
    if code:
        raise UnreadableFile(f"“{name}”已损坏或不完整，无法读取。")
    return _document(said, name)


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
    form: Format, name: str, given: IO[bytes], answer: IO[bytes], progress: bool
) -> tuple[int, bool]:
    """Run the child to its end; its exit code, and whether it was killed for its silence."""
    command = [sys.executable, "-m", _CHILD, Path(name).suffix.lower(), name]
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
    with subprocess.Popen(
        command,
        stdin=given,
        stdout=answer,
        stderr=subprocess.PIPE,
        env=env,
        start_new_session=True,
    ) as child:
        with _killed_when_silent(child, form.silence) as (heard, killed):
            _follow(child, name, heard, progress)
            child.wait()
        return child.returncode, killed.is_set()


def _follow(
    child: subprocess.Popen[bytes], name: str, heard: threading.Event, progress: bool
) -> None:
    assert child.stderr is not None
    with tqdm(desc=name, unit="页", disable=not progress, leave=False, delay=1) as bar:
        for line in child.stderr:
            if step := _STEP.fullmatch(line):
                heard.set()
                bar.total = int(step[2])
                bar.update(int(step[1]) - bar.n)


@contextmanager
def _killed_when_silent(
    child: subprocess.Popen[bytes], seconds: int
) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Kill the child when nothing is heard of it for so long."""
    heard, killed, over = threading.Event(), threading.Event(), threading.Event()

    def watch() -> None:
        while heard.wait(seconds):
            heard.clear()
            if over.is_set():
                return
        killed.set()
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what it started as well

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield heard, killed
    finally:
        over.set()
        heard.set()
        watcher.join()
