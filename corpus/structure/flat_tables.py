"""Flattened tables (逐格成行的表格): a table whose cells were written one a line.

Plain text that is copied out of a page loses the columns: the heading cells come first, then row
after row. The rows are found again by their constant number of cells: below the headings every
column holds either words throughout or figures throughout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from corpus.structure import lines

_CELL_MAX = 40
_COLUMNS = range(2, 9)
_ROWS_MIN = 2
_FIGURE = re.compile(
    r"[约≥≤<>＜＞]?(?:每人每年|不低于|不超过|不高于|约)?\d[\d,，.]*(?:万|亿)?"
    r"(?:元|%|％|个百分点|倍|天|日|个月)?(?:[/／每](?:人|年|月|天|日|次|床日)[·/／]?)*(?:以上|以下|以内|左右)?"
)
_NOTHING = re.compile(r"[-—–－/／]+|无|不设|不限|暂无|全额|不封顶")
_REMARK = re.compile(r"（[^（）]*）")
_NO_CELL = re.compile(r"[。；：]$")


class FlatTable(NamedTuple):
    """Lines ``[start, end)`` that are one table; ``rows`` are the line numbers of every cell."""

    start: int
    end: int
    rows: tuple[tuple[tuple[int, ...], ...], ...]


def flat_tables(texts: Sequence[str]) -> list[FlatTable]:
    """Return the flattened tables among some lines, in reading order."""
    found, at = [], 0
    plain = [bool(text) and _is_cell(text) for text in texts]
    while at < len(texts):
        table = _table_at(_Cells(texts, plain, at), at)
        if table is not None:
            found.append(table)
        at = table.end if table is not None else at + 1
    return found


class _Cells:
    """The cells from a line on, found as far as they are looked at.

    A line with only a remark （元/人） ends the cell before it.
    """

    def __init__(self, texts: Sequence[str], plain: Sequence[bool], start: int) -> None:
        self._texts, self._plain, self._next = texts, plain, start
        self.found: list[tuple[int, ...]] = []
        self._said: list[str] = []

    def said(self, start: int, end: int) -> list[str]:
        """The words of the cells ``[start, end)``; fewer where there are no more."""
        # A cell is whole once the next one has begun.
        while len(self.found) <= end and self._next < len(self._texts) and self._plain[self._next]:
            self._take(self._next)
            self._next += 1
        return self._said[start:end]

    def _take(self, at: int) -> None:
        text = self._texts[at]
        if self.found and _REMARK.fullmatch(text):
            self.found[-1] = (*self.found[-1], at)
            self._said[-1] += text
        else:
            self.found.append((at,))
            self._said.append(text)


def _table_at(cells: _Cells, start: int) -> FlatTable | None:
    """The table of the most cells that begins with this line, if any."""
    best: tuple[int, int] = (0, 0)
    for columns in _COLUMNS:
        rows = _rows(cells, columns)
        if rows >= _ROWS_MIN and (rows + 1) * columns > (best[0] + 1) * best[1]:
            best = (rows, columns)
    if not best[0]:
        return None
    rows, columns = best
    kept = cells.found[: (rows + 1) * columns]
    grid = tuple(tuple(kept[i : i + columns]) for i in range(0, len(kept), columns))
    return FlatTable(start, kept[-1][-1] + 1, grid)


def _is_cell(text: str) -> bool:
    framed = lines.date_line(text) is not None or lines.attachment_line(text) is not None
    numbered = lines.mark_of(text) is not None
    return len(text) <= _CELL_MAX and not (framed or numbered or _NO_CELL.search(text))


def _rows(cells: _Cells, columns: int) -> int:
    """How many rows of so many columns follow the heading cells; 0 if the headings hold figures."""
    said = cells.said(0, columns * (_ROWS_MIN + 1))
    if len(said) < columns * (_ROWS_MIN + 1) or any(map(_is_figure, said[:columns])):
        return 0
    first = said[columns : 2 * columns]
    wanted = [_fits(cell, figure=True) for cell in first]
    numbered = wanted[0] and first[0] == "1" and columns > 2
    if (wanted[0] and not numbered) or not any(wanted[1:]) or (numbered and wanted[1]):
        return 0
    for rows in count():
        row = cells.said((rows + 1) * columns, (rows + 2) * columns)
        counted = not numbered or (bool(row) and row[0] == str(rows + 1))
        if len(row) < columns or not counted or not all(map(_fits, row, wanted)):
            return rows
    return 0


def _fits(cell: str, figure: bool) -> bool:
    """Tell whether a cell can stand in a column of figures, or of words."""
    return _is_figure(cell) or bool(_NOTHING.fullmatch(cell)) if figure else not _is_figure(cell)


def _is_figure(cell: str) -> bool:
    return bool(_FIGURE.fullmatch(cell))
