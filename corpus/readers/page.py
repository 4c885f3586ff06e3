"""A page as it is drawn (版面): pieces of text and ruling lines with their places, and text lines.

Places are in the unit of the page (points or pixels) from its upper left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from corpus.model import Box
from corpus.readers.marks import raised, settled

COLUMN_GAP = "   "
"""What stands in a line where columns are set apart."""

_FIGURE = re.compile("[0-9０-９一二三四五六七八九十百千万亿两.．%％]")
_LETTERS = re.compile("[A-Za-z]")
_WIDE = re.compile("[\u4e00-\u9fff]")
# Gaps as shares of the height of the text. Between Chinese characters a blank too many does no
# harm: canonical text keeps it only between joint issuers.
_WIDE_GAP, _WORD_GAP, _GAP, _COLUMN = 0.1, 0.15, 0.35, 1.8
_OVERLAP = 0.5
_DIGIT = re.compile("[0-9]")
_SMALL, _RAISED = 0.9, 0.25  # shares of the height of the line: the mark of a note


class Word(NamedTuple):
    """A piece of text in one line: a character of a PDF, or what OCR found."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None

    @property
    def height(self) -> float:
        """How tall it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Segment(NamedTuple):
    """A ruling line along an axis: from ``start`` to ``end`` at ``at`` of the other axis."""

    horizontal: bool
    at: float
    start: float
    end: float


class Page(NamedTuple):
    """One page with its number, which counts from 1.

    ``turns`` quarter turns to the left set the page of the source upright as it stands here.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    segments: tuple[Segment, ...] = ()
    turns: int = 0

    def box(self, words: Sequence[Word]) -> Box:
        """Where words stand on the page of the source, in shares of it."""
        first = (min(w.left for w in words), min(w.top for w in words))
        last = (max(w.right for w in words), max(w.bottom for w in words))
        (x0, y0), (x1, y1) = self._in_source(*first), self._in_source(*last)
        return Box(left=min(x0, x1), top=min(y0, y1), right=max(x0, x1), bottom=max(y0, y1))

    def _in_source(self, x: float, y: float) -> tuple[float, float]:
        across, down = _share(x, self.width), _share(y, self.height)
        for _ in range(self.turns):
            across, down = round(1 - down, 4), across
        return across, down


def _share(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0.0), 1.0), 4)


class TextLine(NamedTuple):
    """The words of one line from left to right."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def size(self) -> float:
        """How tall its text is."""
        return median(w.height for w in self.words)

    @property
    def text(self) -> str:
        """Its text, with blanks where words or columns are set apart."""
        out = self.words[0].text.lstrip()
        for before, word in zip(self.words, self.words[1:], strict=False):
            between = _between(before, word)
            said = word.text.lstrip() if between else word.text
            out += between + (raised(said) if self._raises(word) else said)
        return settled(out)

    def _raises(self, word: Word) -> bool:
        """Tell whether a figure stands small above the line; OCR cannot tell."""
        if word.confidence is not None or not _DIGIT.fullmatch(word.text.strip()):
            return False
        bottom = median(w.bottom for w in self.words)
        small = word.height < _SMALL * self.size
        return small and bottom - word.bottom > _RAISED * self.size

    @property
    def confidence(self) -> float | None:
        """How surely it was recognised; see :func:`confidence_of`."""
        return confidence_of(self.words)


def confidence_of(words: Iterable[Word]) -> float | None:
    """How surely words were recognised: the least certain figure, or without one the mean."""
    known = [(w.text, w.confidence) for w in words if w.confidence is not None]
    figures = [confidence for text, confidence in known if _FIGURE.search(text)]
    if figures or not known:
        return min(figures, default=None)
    return round(sum(confidence for _, confidence in known) / len(known), 3)


def _between(left: Word, right: Word) -> str:
    gap = (right.left - left.right) / max(left.height, right.height, 0.1)
    if gap > _COLUMN:
        return COLUMN_GAP
    return " " if gap > _least_gap(left.text[-1:], right.text.lstrip()[:1]) else ""


def _least_gap(left: str, right: str) -> float:
    """The gap above which two characters are words of their own."""
    if _WIDE.match(left) and _WIDE.match(right):
        return _WIDE_GAP
    return _WORD_GAP if _LETTERS.match(left) and _LETTERS.match(right) else _GAP


def text_lines(words: Iterable[Word]) -> list[TextLine]:
    """The lines of a page from top to bottom: words that stand beside each other."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.middle[1]):
        row = rows[-1] if rows and _beside(rows[-1], word) else None
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [TextLine(tuple(sorted(row, key=lambda w: w.left))) for row in rows]


def _beside(row: Sequence[Word], word: Word) -> bool:
    """Tell whether a word shares at least half its height with what stands in a row already."""
    top, bottom = median(w.top for w in row), median(w.bottom for w in row)
    shared = min(bottom, word.bottom) - max(top, word.top)
    return shared > _OVERLAP * max(min(bottom - top, word.height), 0.1)
