"""Page numbers (页码): which lines of a printed notice hold only the number of a page.

A line that holds only a number may as well be a cell of a table, so a bare number must be proven:
it stands between lines of prose, or it goes on counting where another page number left off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.structure import lines
from corpus.structure.chars import width

_DRESSED = re.compile(
    r"[-—–－―·•\s]+\d{1,3}[-—–－―·•\s]+|第\s*\d+\s*页(?:[，/\s]*共\s*\d+\s*页)?|共\s*\d+\s*页"
)
_BARE = re.compile(r"[-—–－―·•\s]*([1-9]\d{0,2})[-—–－―·•\s]*")
_STOPPED = re.compile(r"[。；：！？]$")
_INNER = re.compile(r"[，。；：]")
_PROSE_WIDTH = 30  # columns; a cell is narrower
_WRAPPED_WIDTH = 44  # so wide a line is prose whatever it holds
_UNIT = re.compile(r"(?:个|周)?[元%％万月日天年岁档级类次]|个?工作日|百分点|倍")
_LEAST_PAGE = 5  # lines between two page numbers


def page_numbers(texts: Sequence[str]) -> set[int]:
    """Return where the lines stand that are only the number of a page."""
    found = {at for at, text in enumerate(texts) if _DRESSED.fullmatch(text)}
    bare = {at: int(m[1]) for at, text in enumerate(texts) if (m := _BARE.fullmatch(text))}
    alone = {at: number for at, number in bare.items() if _between_prose(texts, at, bare)}
    places: dict[int, list[int]] = {}
    for at, number in alone.items():
        places.setdefault(number, []).append(at)
    found |= {at for at, number in alone.items() if at not in found and _counts(at, number, places)}
    return found


def _between_prose(texts: Sequence[str], at: int, bare: dict[int, int]) -> bool:
    """Tell whether the lines around are words of the notice, no cells of a table."""
    if at - 1 in bare or at + 1 in bare:
        return False
    sides = [texts[i] for i in (at - 1, at + 1) if 0 <= i < len(texts)]
    return bool(sides) and all(map(_is_prose, sides)) and not _measures(texts, at)


def _measures(texts: Sequence[str], at: int) -> bool:
    """Tell whether a number was only wrapped away from its unit (等待期⏎3⏎个月)."""
    goes_on = at + 1 < len(texts) and _UNIT.match(texts[at + 1]) is not None
    return goes_on and not (at and texts[at - 1][-1:].isdigit())


def _is_prose(text: str) -> bool:
    """Tell whether a line is a sentence or a line of the notice's frame, not a cell."""
    if lines.mark_of(text) or lines.is_org_line(text) or lines.date_line(text):
        return True
    if lines.attachment_line(text) or _STOPPED.search(text) or width(text) >= _WRAPPED_WIDTH:
        return True
    return bool(_INNER.search(text)) and width(text) >= _PROSE_WIDTH


def _counts(at: int, number: int, places: dict[int, list[int]]) -> bool:
    """Tell whether a number counts pages: the first pages by themselves, later ones in turn.

    ``places`` are the lines of every number, in their order.
    """
    later = places.get(number + 1, [at])[-1] - at >= _LEAST_PAGE
    earlier = at - places.get(number - 1, [at])[0] >= _LEAST_PAGE
    return later or earlier or number * _LEAST_PAGE <= at
