"""Locks on the data folder (数据文件夹的锁): one writer, any number of readers."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import CorpusBusy

IN_USE = "in-use"


@contextlib.contextmanager
def write_lock(data: Path) -> Iterator[None]:
    """Hold the only right to write under ``data``; ``CorpusBusy`` at once if another has it.

    The same process may take it again inside itself.
    """
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / "write.lock", timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise CorpusBusy(f"数据文件夹 {data} 正被另一个进程写入，请等它结束后再试。") from error
    try:
        yield
    finally:
        lock.release()


def hold_for_reading(folder: Path) -> int:
    """Mark an index folder as in use until this process ends or closes the descriptor."""
    descriptor = os.open(folder / IN_USE, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def nobody_reads(folder: Path) -> bool:
    """Tell whether no process reads this index folder, so that it may be removed."""
    try:
        descriptor = os.open(folder / IN_USE, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
