"""Figures that are counted off after the names they are of (分别为360元、480元)."""

from __future__ import annotations

import re

EACH_OF = re.compile(r"分别|依次|各为")
BETWEEN = re.compile(r"、|和|及|与")
NAMES = re.compile(r"[^，。；：]+")
LISTED = re.compile(r"[，；：。\d%元]")
NEIGHBOUR = re.compile(r"[，、；：。\d%元]")
FIGURE = re.compile(r"\d[\d.]*(?:万?元|%|个百分点|个月|[天日年倍])")
FIGURES = re.compile(r"[^，。；：]*")


def counted_name(sentence: str, lead: str) -> str:
    """The name of a figure in a list of names; ``lead`` is its sentence as far as the figure.

    Empty where no list is counted off, or where there are more names than figures.
    """
    found = list(EACH_OF.finditer(lead))
    if not found:
        return ""
    at = found[-1].end()
    row = FIGURES.match(sentence, at)
    figures = [f for f in BETWEEN.split(row.group()) if re.search(r"\d", f)] if row else []
    place = len([f for f in BETWEEN.split(lead[at:]) if re.search(r"\d", f)])
    for part in reversed(NAMES.findall(lead[: found[-1].start()])):
        names = BETWEEN.split(part)
        if len(names) == len(figures) > 1 and place < len(names):
            return names[place]
    return ""


def row_at(sentence: str, lead: str) -> tuple[tuple[str, ...], int] | None:
    """The figures that are counted off around a figure, and its place among them."""
    found = list(EACH_OF.finditer(lead))
    row = FIGURES.match(sentence, found[-1].end()) if found else None
    if row is None:
        return None
    figures = tuple(FIGURE.findall(row.group()))
    place = len(FIGURE.findall(lead[found[-1].end() :]))
    return (figures, place) if place < len(figures) > 1 else None


def segment_of(lead: str) -> str:
    """The last words of what leads to a figure, since the figure before it."""
    return next((s for s in reversed(NEIGHBOUR.split(lead)) if s), "")


def list_at(lead: str) -> str:
    """The same with the whole of a list that stands there (高血压、糖尿病)."""
    return next((s for s in reversed(LISTED.split(lead)) if s), "")
