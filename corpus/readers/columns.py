"""Text set in columns (分栏): read down one column, then down the next, never across.

Lines stand in columns where the same strip of the page stays free through several lines with prose
on both sides of it. Cells of a table are short and hold no sentences; they stay one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from corpus.readers.page import TextLine, Word

_GUTTER = 1.0  # of the height of the text: narrower strips only set words apart
_LINES = 4  # with text on both sides
_MOST = 200  # lines of a run; no page has more
_STRIPS = 4  # a line with more is a row of cells
_PROSE = 8  # characters of the usual line of a column
_STOPS = re.compile("[，。；：、]")


class Placed(NamedTuple):
    """A line in reading order: the top of the run that it is part of, and its column's margin."""

    line: TextLine
    top: float
    margin: float | None = None


class _Strip(NamedTuple):
    left: float
    right: float

    def cut(self, words: Sequence[Word]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """The words left and right of the strip."""
        middle = (self.left + self.right) / 2
        first = tuple(w for w in words if w.middle[0] < middle)
        return first, tuple(w for w in words if w.middle[0] >= middle)


def in_columns(lines: Sequence[TextLine]) -> Iterator[Placed]:
    """The lines of a page (from top to bottom) in reading order."""
    at = 0
    while at < len(lines):
        end, strip = max((_run(lines, at, s) for s in _strips(lines[at])), default=(at, None))
        if strip is None or not _is_prose(lines[at:end], strip):
            yield Placed(lines[at], lines[at].words[0].top)
            at += 1
            continue
        yield from _read_down(lines[at:end], strip)
        at = end


def _strips(line: TextLine) -> Iterator[_Strip]:
    """The free strips between the words of a line; none where they are many."""
    pairs = zip(line.words, line.words[1:], strict=False)
    least = _GUTTER * line.size
    found = [_Strip(one.right, o.left) for one, o in pairs if o.left - one.right > least]
    yield from found if len(found) <= _STRIPS else ()


def _run(lines: Sequence[TextLine], start: int, strip: _Strip) -> tuple[int, _Strip | None]:
    """How far the strip stays free from a line on, and what is left of its width."""
    end = start
    while end < min(len(lines), start + _MOST):
        narrower = _narrowed(strip, lines[end])
        if narrower is None:
            break
        strip = narrower
        end += 1
    return end, strip


def _narrowed(strip: _Strip, line: TextLine) -> _Strip | None:
    """What of the strip a line leaves free; ``None`` if too little."""
    left, right = strip
    for word in line.words:
        if word.middle[0] < (strip.left + strip.right) / 2:
            left = max(left, word.right)
        else:
            right = min(right, word.left)
    return _Strip(left, right) if right - left > _GUTTER * line.size else None


def _is_prose(lines: Sequence[TextLine], strip: _Strip) -> bool:
    """Tell whether there is running text on both sides of the strip, on lines enough."""
    sides = [strip.cut(line.words) for line in lines]
    if sum(bool(first) and bool(second) for first, second in sides) < _LINES:
        return False
    return all(_runs_on([side[n] for side in sides if side[n]]) for n in (0, 1))


def _runs_on(column: Sequence[Sequence[Word]]) -> bool:
    texts = ["".join(word.text for word in words).strip() for words in column]
    stops = sum(bool(_STOPS.search(text)) for text in texts)
    return median(map(len, texts)) >= _PROSE and stops * 2 >= len(texts)


def _read_down(lines: Sequence[TextLine], strip: _Strip) -> Iterator[Placed]:
    top = lines[0].words[0].top
    sides = [strip.cut(line.words) for line in lines]
    for n in (0, 1):
        column = [TextLine(side[n]) for side in sides if side[n]]
        margin = min(line.left for line in column)
        for inner in in_columns(column):
            yield Placed(inner.line, top, margin if inner.margin is None else inner.margin)
