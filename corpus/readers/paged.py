"""From drawn pages to blocks of text (版面还原): margins gone, tables found, order kept.

The same for characters of a PDF and for what OCR found on an image.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from corpus.readers.base import Block, BlockKind, RawDocument
from corpus.readers.columns import Placed, in_columns
from corpus.readers.grid import distinct_columns, places_text
from corpus.readers.page import Page, TextLine, Word, confidence_of, text_lines
from corpus.readers.particulars import particulars
from corpus.readers.plain import table_runs
from corpus.readers.ruled import Grid, grids, outside

_MARGIN = 0.09  # of the height of a page, above and below
_NEAR = 0.005  # of the height of a page: ruling lines so near are one
_NUMBER = re.compile(
    r"[-—–－―·•\s]*(?:第\s*)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?(?:\s*页)?[-—–－―·•\s]*"
)
_INDENT = (1.2, 3.5)  # characters
_LARGE = 1.15


class _Part(NamedTuple):
    """A line of text, or a table, on its page; ``margin`` is where its column begins."""

    page: Page
    top: float
    line: TextLine | None = None
    table: Grid | None = None
    margin: float | None = None


def document_of(pages: Sequence[Page], media: str) -> RawDocument:
    """The document that all its pages make."""
    meta: dict[str, str] = {}
    parts: list[_Part] = []
    for page in pages:
        stated, rest = particulars(page)
        meta = {**stated, **meta}
        parts += _parts(rest)
    kept = _without_margins(parts)
    blocks = _Blocks(_Body([part for part in kept if part.line is not None]))
    return RawDocument(blocks=tuple(blocks.of(kept)), media=media, meta=meta)


def _parts(page: Page) -> list[_Part]:
    tables = [
        grid
        for grid in grids(page.segments, _NEAR * page.height)
        if not places_text(grid.rows([w for w in page.words if grid.holds(w)]))
    ]
    placed = _lines(page, tables)
    lines = [_Part(page, top, line=line, margin=margin) for line, top, margin in placed]
    found = lines + [_Part(page, grid.ys[0], table=grid) for grid in tables]
    return sorted(found, key=lambda part: part.top)


def _lines(page: Page, tables: Sequence[Grid]) -> list[Placed]:
    return list(in_columns(text_lines(outside(page.words, tables))))


def _without_margins(parts: Sequence[_Part]) -> list[_Part]:
    """Drop what stands on every page above or below the text, and page numbers there."""
    pages = len({part.page.number for part in parts})
    marginal = [part for part in parts if _is_marginal(part)]
    seen = Counter(words for part in marginal for words in [_figureless(part)])
    return [
        part
        for part in parts
        if not (_is_marginal(part) and _repeats(part, seen[_figureless(part)], pages))
    ]


def _repeats(part: _Part, times: int, pages: int) -> bool:
    text = part.line.text if part.line else ""
    return bool(_NUMBER.fullmatch(text)) or (pages > 1 and times >= max(2, pages / 2))


def _is_marginal(part: _Part) -> bool:
    if part.line is None:
        return False
    height = part.page.height
    above = max(w.bottom for w in part.line.words) < _MARGIN * height
    return above or min(w.top for w in part.line.words) > (1 - _MARGIN) * height


def _figureless(part: _Part) -> str:
    return re.sub(r"\d+|\s", "", part.line.text) if part.line else ""


class _Body:
    """What most lines of a document look like."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        lines = [part.line for part in parts if part.line is not None]
        self.size = median(line.size for line in lines) if lines else 1.0
        usual = [line.left for line in lines if line.size <= _LARGE * self.size]
        counts = Counter(round(left / self.size) for left in usual)
        # Wrapped lines begin at the margin: the leftmost place where many lines begin.
        often = [place for place, n in counts.items() if n >= 0.2 * len(usual)]
        self.left = min(often, default=0) * self.size

    def indents(self, line: TextLine, margin: float | None) -> bool:
        """Tell whether a line begins a paragraph (首行缩进); a title is set larger."""
        by = (line.left - (self.left if margin is None else margin)) / self.size
        return _INDENT[0] <= by <= _INDENT[1] and line.size <= _LARGE * self.size


class _Blocks:
    """Lines become blocks; tables become rows, numbered through the document."""

    def __init__(self, body: _Body) -> None:
        self._body = body
        self._tables = 0
        self._header: tuple[str, ...] = ()

    def of(self, parts: Sequence[_Part]) -> Iterator[Block]:
        held: list[_Part] = []
        goes_on = False
        for part in parts:
            if part.table is None:
                held.append(part)
                continue
            yield from self._lines(held)
            goes_on = goes_on and not held
            held = []
            yield from self._table(part, part.table, goes_on)
            goes_on = True
        yield from self._lines(held)

    def _lines(self, parts: Sequence[_Part]) -> Iterator[Block]:
        texts = [part.line.text if part.line else "" for part in parts]
        for run in table_runs(texts):
            self._tables += bool(run.rows)
            for at in range(run.start, run.end):
                yield self._line(parts[at], run.rows[at - run.start] if run.rows else ())

    def _line(self, part: _Part, cells: tuple[str, ...]) -> Block:
        assert part.line is not None
        line = part.line
        return Block(
            kind=BlockKind.ROW if cells else BlockKind.LINE,
            text="" if cells else line.text,
            cells=cells,
            table=self._tables if cells else 0,
            indent=self._body.indents(line, part.margin),
            page=part.page.number,
            box=part.page.box(line.words),
            confidence=line.confidence,
        )

    def _table(self, part: _Part, grid: Grid, goes_on: bool) -> Iterator[Block]:
        words = [w for w in part.page.words if grid.holds(w)]
        rows = [tuple(row) for row in distinct_columns(grid.rows(words))]
        goes_on = goes_on and len(rows[0]) == len(self._header)
        self._tables += not goes_on
        by_row = _words_by_row(grid, words)
        for at, cells in enumerate(rows):
            repeated = goes_on and cells == self._header
            if any(cells) and not repeated:
                yield self._row(part.page, cells, by_row[at])
        self._header = self._header if goes_on else rows[0]

    def _row(self, page: Page, cells: tuple[str, ...], words: Sequence[Word]) -> Block:
        return Block(
            kind=BlockKind.ROW,
            text="",
            cells=cells,
            table=self._tables,
            page=page.number,
            box=page.box(words) if words else None,
            confidence=confidence_of(words),
        )


def _words_by_row(grid: Grid, words: Sequence[Word]) -> list[list[Word]]:
    """The words of the cells that each row shows, those that begin further up too."""
    places = {id(word): grid.place(word) for word in words}
    return [[w for w in words if places[id(w)] in row] for row in grid.cells]
