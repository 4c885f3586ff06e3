"""The sentences of a pasted text (句), each under the lines that head it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.check.cutting import LONGEST_PART, sentences
from assistant.check.pasted import CELL
from corpus.extract.scan import mask, scan
from corpus.model import ValueKind

LINE = re.compile(r"[^\n]+")
LONGEST_HEADING = 40
ASKING, LEADING = ("？", "?"), ("：", ":")
OPENING, CLOSING = "（", "）"


@dataclass(frozen=True)
class Part:
    """A sentence or a half of one (句) at ``[start, end)``, under the lines that head it."""

    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    before: str = ""  # what the same line said before it
    asks: bool = False
    columns: tuple[str, ...] = ()  # of a table's row: the heading cells above it


def parts_of(text: str) -> list[Part]:
    """The parts of a text in order; a line without a figure that ends in no stop is a heading."""
    parts: list[Part] = []
    headings: list[str] = []
    columns: tuple[str, ...] = ()
    for line in LINE.finditer(text):
        columns = _columns(line.group(), columns)
        if is_heading(line.group()):
            headings = [*headings[:1], line.group().rstrip("：: ")]
        for begin, stop in sentences(text, *line.span()):
            start, end = stripped(text, begin, stop)
            if start < end:
                before = text[max(line.start(), start - LONGEST_PART) : start]
                asks = text[begin:stop].rstrip()[-1:] in (*ASKING, *LEADING)
                above = columns if CELL in line.group() else ()
                said = text[start:end]
                parts.append(Part(start, end, said, tuple(headings), before, asks, above))
    return parts


def _columns(line: str, above: tuple[str, ...]) -> tuple[str, ...]:
    """The heading cells that stand above a table's rows: those of its first row."""
    if CELL not in line:
        return ()
    return above or tuple(cell.strip() for cell in line.split(CELL))


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the blanks and stops at its ends."""
    while start < end and text[start] in f" 　。；！!？?，：、{CELL}{CLOSING}":
        start += 1
    if text[start : start + 1] == OPENING and text.find(CLOSING, start, end) < 0:
        start += 1
    while start < end and text[end - 1] in f" 　。；！!？?，：、{CELL}{OPENING}":
        end -= 1
    return start, end


def is_heading(line: str) -> bool:
    """Whether a line heads what follows it: short, no full sentence, and no figure of its own."""
    plain = line.strip()
    if CELL in plain or len(plain) > LONGEST_HEADING or plain[-1:] in "。；！!？?，":
        return False
    figures = [f for f in scan(mask(plain)) if f.kind not in (ValueKind.DATE, ValueKind.PERIOD)]
    return not figures and ("，" not in plain or plain[-1:] in LEADING)
