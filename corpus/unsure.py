"""Figures that OCR is not sure of (识别存疑): marked when read, unused until a person confirms.

Kept with the notice are the ranges of its text whose figures were recognised with too little
confidence. A value that rests on one is ``uncertain``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Citation, Clause, Notice, NoticeText, PolicyValue, Range, ValueStatus

_FIGURE = re.compile("[0-9〇零一二三四五六七八九十百千万两半%]")


def with_unsure(document: NoticeText, least: float) -> NoticeText:
    """The notice with the ranges that hold figures recognised with less than ``least`` (0 to 1)."""
    ranges = tuple(
        Range(start=p.start, end=p.end)
        for p in document.places
        if p.confidence is not None
        and p.confidence < least
        and _FIGURE.search(document.text[p.start : p.end])
    )
    if ranges == document.notice.unsure:
        return document
    notice = document.notice.model_copy(update={"unsure": ranges})
    return document.model_copy(update={"notice": notice})


def flagged(values: Iterable[PolicyValue], notice: Notice) -> tuple[PolicyValue, ...]:
    """The values, marked where a figure behind them lies in an unsure range."""
    return tuple(
        v.model_copy(update={"uncertain": True})
        if any(touches(c, notice.unsure) for c in figures_behind(v))
        else v
        for v in values
    )


def open_ranges(notice: Notice, values: Sequence[PolicyValue]) -> tuple[Range, ...]:
    """The unsure ranges in which some value, or everything, still waits for a person."""
    return tuple(r for r in notice.unsure if not _settled(r, values))


def _settled(unsure: Range, values: Sequence[PolicyValue]) -> bool:
    inside = [v for v in values if any(touches(c, (unsure,)) for c in figures_behind(v))]
    return bool(inside) and all(v.status is not ValueStatus.EXTRACTED for v in inside)


def touches(span: Citation | Clause | Range, ranges: Iterable[Range]) -> bool:
    """Tell whether characters lie in one of the ranges, in part or wholly."""
    return any(r.start < span.end and span.start < r.end for r in ranges)


def figures_behind(value: PolicyValue) -> Iterator[Citation]:
    """The characters behind a value that hold a figure."""
    cited = value.citations
    found: list[Citation | None] = [cited.value, cited.unit, cited.bound, *cited.time]
    found += [c.citation for c in value.conditions]
    found += [value.delta.citation] if value.delta else []
    found += [value.group.citation] if value.group else []
    return (c for c in found if c is not None and _FIGURE.search(c.quote))
