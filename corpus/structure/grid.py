"""The heading rows of a table (表头), told from its rows of data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_FIGURE = re.compile(r"\d+(?!年|月)")


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """Return how many of the first rows are headings: none, one, or two under spanned cells.

    A spanned cell was repeated for every column that it stands over; the second row of the
    heading then repeats the cells that run down through both (医疗机构｜首次住院｜第二次及以后).
    """
    top = rows[0]
    if len(top) > 1 and all(_FIGURE.match(cell) for cell in top[1:]):
        return 0  # figures already: the table has no header
    spans = len(top) > 1 and any(a == b for a, b in pairwise(top))
    if spans and len(rows) > 1 and list(rows[1]) != list(top):
        return 2 if any(a == b for a, b in zip(top, rows[1], strict=False)) else 1
    return 1
