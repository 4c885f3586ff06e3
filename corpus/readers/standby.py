"""The process that stays to read one plain text after another (常备读取进程).

Starting a process for every text would double the time of adding many. A text is read by this
project's own code alone, so one process may read several; the limits of memory and time are those
of any other reader, and a process that broke one is never used again.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from corpus.readers.formats import CHILD, LENGTH, MAX_OUTPUT, Ended, Format


def answered(form: Format, data: bytes, name: str, environment: dict[str, str]) -> Ended:
    """What a waiting process, or a new one, says of a text; it waits again if all went well."""
    reader = _waiting() or _Reader(environment)
    ended = reader.read(form, data, name)
    if ended.said:
        _let_wait(reader)
    else:
        reader.close()
    return ended


class _Reader:
    """One such process. It ends when its input does, so it never outlives whoever started it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._owner = os.getpid()
        self._silent = threading.Event()
        self._child = subprocess.Popen(
            [sys.executable, "-m", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )

    @property
    def is_own(self) -> bool:
        """Whether it was started here: after a fork it is still the parent's."""
        return self._owner == os.getpid()

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._child.poll() is None

    def read(self, form: Format, data: bytes, name: str) -> Ended:
        """Its answer; empty where it ended, with why."""
        timer = threading.Timer(form.silence, self._stop)
        timer.start()
        try:
            said = self._asked(data, name)
        except OSError:  # it is gone, and its pipe with it
            said = b""
        finally:
            timer.cancel()
        return Ended(said, 0 if said else self._code(), self._silent.is_set())

    def close(self) -> None:
        """End it."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it did not take has nobody to read it now
                    pipe.close()

    def _asked(self, data: bytes, name: str) -> bytes:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        header = json.dumps([Path(name).suffix.lower(), name, len(data)])
        self._child.stdin.write(header.encode() + b"\n" + data)
        self._child.stdin.flush()
        return _answer(self._child.stdout)

    def _stop(self) -> None:
        self._silent.set()
        self._child.kill()

    def _code(self) -> int:
        """Why there was no answer: the exit code, or one of our own where it still runs."""
        with suppress(subprocess.TimeoutExpired):
            return self._child.wait(1) or 1
        return 1


def _answer(pipe: IO[bytes]) -> bytes:
    """One answer; nothing where the process ended before, or would say more than it may."""
    head = pipe.read(LENGTH)
    size = int.from_bytes(head, "big")
    said = pipe.read(size) if len(head) == LENGTH and size <= MAX_OUTPUT else b""
    return said if len(said) == size else b""


_idle: list[_Reader] = []
_lock = threading.Lock()


def _waiting() -> _Reader | None:
    """A process that waits, if there is any."""
    with _lock:
        while _idle:
            reader = _idle.pop()
            if reader.is_own and reader.is_alive:
                return reader
    return None


def _let_wait(reader: _Reader) -> None:
    with _lock:
        _idle.append(reader)
    atexit.unregister(_close_all)
    atexit.register(_close_all)


def _close_all() -> None:
    while (reader := _waiting()) is not None:
        reader.close()
