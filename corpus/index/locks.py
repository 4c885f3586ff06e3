"""Locks on an index folder (索引的锁): it is not removed while a process reads it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

IN_USE = "in-use"


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
