"""Places in a question (地名): whole words only, and unclear ones kept apart."""

from __future__ import annotations

from itertools import accumulate

from assistant.model import Place
from corpus.jurisdictions import PlaceMention, Places
from corpus.model import Jurisdiction

Named = list[tuple[Jurisdiction, int, int]]


def find_places(
    text: str, places: Places, chosen: Place | None
) -> tuple[Named, tuple[Jurisdiction, ...]]:
    """Places named with their offsets, and the candidates of a name that fits several.

    The chosen place helps: 鼓楼区 beside 福州市 is Fuzhou's.
    """
    within = chosen.at.adcode if chosen else None
    found = [m for m in places.mentions(text, within) if _is_word(text, m)]
    clear = [(m.candidates[0], m.start, m.end) for m in found if len(m.candidates) == 1]
    unclear = [c for m in found if len(m.candidates) > 1 for c in m.candidates]
    return clear, tuple(unclear) if not clear else ()


def _is_word(text: str, mention: PlaceMention) -> bool:
    """A name inside other words is none: 上高 in 孩子上高中."""
    import rjieba  # 0.1 s to load its dictionary: only when a place may have been named

    if mention.end - mention.start > 2:
        return True
    ends = {0, *accumulate(len(w) for w in rjieba.cut(text))}
    return mention.start in ends and mention.end in ends
