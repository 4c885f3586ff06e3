"""Rows of cells as every reader hands them on (表格): merged cells repeated, stray columns gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.readers.base import Block, BlockKind

_SAME = 0.9
_LONG_CELL = 600


def rows_of(grid: Sequence[Sequence[str]], table: int) -> Iterator[Block]:
    """The blocks of a table whose merged cells are repeated in every place they cover."""
    for cells in distinct_columns([list(row) for row in grid if any(row)]):
        yield Block(kind=BlockKind.ROW, text="", cells=tuple(cells), table=table)


def places_text(grid: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table only places text on the page: one column, or two with long text."""
    widest = max((len(set(row)) for row in grid), default=0)
    return widest <= 1 or (widest <= 2 and any(len(c) > _LONG_CELL for row in grid for c in row))


def distinct_columns(rows: list[list[str]]) -> list[list[str]]:
    """Merge neighbouring columns that say the same in nearly every row (stray spans).

    Where they differ, one of the two only carries on what stands left of it; the other is kept.
    """
    at = 1
    while len(rows) > 1 and at < min(map(len, rows)):
        same = sum(row[at] == row[at - 1] for row in rows)
        if same >= _SAME * len(rows):
            rows = [_merged(row, at) for row in rows]
        else:
            at += 1
    return rows


def _merged(row: list[str], at: int) -> list[str]:
    carried = at > 1 and row[at - 1] == row[at - 2]
    return [*row[: at - 1], row[at] if carried else row[at - 1], *row[at + 1 :]]
