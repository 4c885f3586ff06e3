"""Tables by their ruling lines (框线表格): the cells they enclose, merged ones repeated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.readers.page import Segment, Word, text_lines

_MAX_LINES = 3_000  # a drawing, not a table
_MAX_CELLS = 20_000


class Grid(NamedTuple):
    """The columns and rows of a table by their edges, and for every place the cell it is part of.

    ``cells[row][column]`` is the place where that cell begins.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[tuple[int, int], ...], ...]

    def holds(self, word: Word) -> bool:
        """Tell whether a word stands in the table."""
        x, y = word.middle
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def place(self, word: Word) -> tuple[int, int]:
        """The cell (row, column) that a word of the table stands in."""
        x, y = word.middle
        row = max(i for i, edge in enumerate(self.ys[:-1]) if edge <= y)
        column = max(i for i, edge in enumerate(self.xs[:-1]) if edge <= x)
        return self.cells[row][column]

    def rows(self, words: Sequence[Word]) -> list[list[str]]:
        """The text of every place; a merged cell is repeated in every place that it covers."""
        held: dict[tuple[int, int], list[Word]] = {}
        for word in words:
            held.setdefault(self.place(word), []).append(word)
        said = {
            place: "".join(line.text for line in text_lines(found)) for place, found in held.items()
        }
        return [[said.get(cell, "") for cell in row] for row in self.cells]


def grids(segments: Sequence[Segment], near: float) -> list[Grid]:
    """The tables that ruling lines enclose, from top to bottom; lines meet within ``near``."""
    if len(segments) > _MAX_LINES:
        return []
    found = [grid for group in _groups(segments, near) if (grid := _grid(group, near)) is not None]
    return sorted(found, key=lambda grid: grid.ys[0])


def _groups(segments: Sequence[Segment], near: float) -> list[list[Segment]]:
    """Lines that meet each other, directly or through others."""
    left, groups = list(segments), []
    while left:
        group = [left.pop()]
        for one in group:
            met = [other for other in left if _meet(one, other, near)]
            left = [other for other in left if other not in met]
            group += met
        groups.append(group)
    return groups


def _meet(one: Segment, other: Segment, near: float) -> bool:
    if one.horizontal is other.horizontal:
        reach = one.start - near <= other.end and other.start - near <= one.end
        return abs(one.at - other.at) <= near and reach
    crosses = one.start - near <= other.at <= one.end + near
    return crosses and other.start - near <= one.at <= other.end + near


def _grid(group: Sequence[Segment], near: float) -> Grid | None:
    xs = _edges([s.at for s in group if not s.horizontal], near)
    ys = _edges([s.at for s in group if s.horizontal], near)
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _MAX_CELLS:
        return None
    return Grid(xs, ys, _cells(group, xs, ys, near))


def _edges(values: Sequence[float], near: float) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > near:
            found.append(value)
    return tuple(found)


def _cells(
    group: Sequence[Segment], xs: tuple[float, ...], ys: tuple[float, ...], near: float
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For every place of the grid the first place that no ruling line parts it from."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            x, y = (left + right) / 2, (top + bottom) / 2
            place = (row, column)
            if column and not _parted(group, False, left, y, near):
                first[place] = first[row, column - 1]
            elif row and not _parted(group, True, top, x, near):
                first[place] = first[row - 1, column]
            else:
                first[place] = place
    return tuple(
        tuple(first[row, column] for column in range(len(xs) - 1)) for row in range(len(ys) - 1)
    )


def _parted(
    group: Sequence[Segment], horizontal: bool, at: float, where: float, near: float
) -> bool:
    return any(
        s.horizontal is horizontal and abs(s.at - at) <= near and s.start <= where <= s.end
        for s in group
    )


def outside(words: Sequence[Word], tables: Sequence[Grid]) -> Iterator[Word]:
    """The words that stand in none of the tables."""
    return (word for word in words if not any(table.holds(word) for table in tables))
