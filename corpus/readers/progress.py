"""How far a reader has come (进度), told to whoever waits for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Listener = Callable[[int, int], None]
"""Takes how many pages are done, and of how many."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def told(items: Sequence[Item]) -> Iterator[Item]:
    """The items one by one; how many of how many are done is told before and after each."""
    print(f"0/{len(items)}", file=sys.stderr, flush=True)
    for at, item in enumerate(items, 1):
        yield item
        print(f"{at}/{len(items)}", file=sys.stderr, flush=True)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let somebody hear of the pages of every file that is read in the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def heard(done: int, total: int) -> None:
    """Pass on how far the process that reads has come."""
    if listener := _listener.get():
        listener(done, total)
