"""How far a reader has come (进度), told to whoever waits for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def told(items: Sequence[Item]) -> Iterator[Item]:
    """The items one by one; after each, how many of how many are done (standard error)."""
    for at, item in enumerate(items, 1):
        yield item
        print(f"{at}/{len(items)}", file=sys.stderr, flush=True)
