"""Where a pasted text is cut into sentences (断句)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from assistant.check.pasted import FIGURE

PARTS = re.compile(r"[^。；！!？?\n]+[。；！!？?]*")
PAUSE = re.compile("[，,]")
LONGEST_PART, MOST_IN_PART = 600, 40


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a line; one that no writer would write is cut at a pause, so that the
    work does not grow with the square of its length."""
    for found in PARTS.finditer(text, start, end):
        at, stop = found.span()
        while (most := _readable(text, at, stop)) < stop:
            pauses = [m.end() for m in PAUSE.finditer(text, at + 1, most)]
            cut = pauses[-1] if pauses else most
            yield at, cut
            at = cut
        yield at, stop


def _readable(text: str, at: int, stop: int) -> int:
    """How far one sentence may go: so many characters, and so many figures."""
    most = min(stop, at + LONGEST_PART)
    figures = islice(FIGURE.finditer(text, at, most), MOST_IN_PART, None)
    return next((m.start() for m in figures), most)
