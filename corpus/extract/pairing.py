"""Pairs (分别、各): lists of figures, and the lists of labels, groups or places they belong to."""

from __future__ import annotations

import re

from corpus.extract.drafts import Draft
from corpus.extract.figures import PER_PREFIX
from corpus.extract.layout import Span
from corpus.extract.lexicon import any_of, bound_pattern, patterns
from corpus.extract.scan import BLANK

_EDGE = re.compile("[，；。：（）" + BLANK + "]")
_SPLIT = re.compile(r"、|和|与|及(?!以)|以及|或者")


def find_runs(work: str, drafts: list[Draft]) -> list[list[Draft]]:
    """Return the maximal lists of two or more figures that only 、 or 和 separates."""
    gap = re.compile(
        rf"(?:{bound_pattern('bounds_after')})?[、，]?(?:和|及|与|以及)?(?:{PER_PREFIX})?"
        rf"(?:{bound_pattern('bounds_before')})?"
    )
    runs: list[list[Draft]] = []
    for draft in drafts:
        last = runs[-1][-1] if runs else None
        joined = (
            last is not None
            and last.figure.kind is draft.figure.kind
            and last.part == draft.part
            and last.figure.end < draft.figure.start
            and gap.fullmatch(work[last.figure.end : draft.figure.start]) is not None
        )
        if joined:
            runs[-1].append(draft)
        else:
            runs.append([draft])
    return [run for run in runs if len(run) > 1]


def pair_runs(work: str, drafts: list[Draft]) -> None:
    """Give every figure of a list its own item of the list before it, and the shared words."""
    paired: dict[int, list[Span]] = {}
    for index, run in enumerate(find_runs(work, drafts)):
        size = len(run)
        items = _items_before(run[0], size) or paired.get(size)
        if items:
            paired[size] = items
        for draft, item in zip(run, items or [None] * size, strict=True):
            draft.item, draft.run = item, index
            _share(draft, run[0])


def _share(draft: Draft, first: Draft) -> None:
    """Hand the words before the first figure of a list on to the others."""
    if draft is first:
        return
    draft.low = first.low
    if not any(p.type == "bound" for p in draft.near.pieces) and draft.near.after is None:
        draft.bound = first.bound
    own = [p for p in draft.near.pieces if p.type == "per"]
    pieces = [p for p in first.near.pieces if not (own and p.type == "per")]
    draft.near = draft.near._replace(start=first.near.start, pieces=(*pieces, *own))


def _items_before(first: Draft, size: int) -> list[Span] | None:
    """Return the nearest list of ``size`` items before a list of figures."""
    view, start, end = first.view, first.part.start, first.near.start
    lead = view[start:end]
    apart = lead.rfind("分别")
    ends = [start + apart] if apart >= 0 and start + apart >= first.low else []
    for stop in [*ends, end]:
        edges = [m.end() for m in _EDGE.finditer(view, start, stop)]
        for begin in reversed([start, *edges]):
            segment_end = next((e - 1 for e in edges if e > begin), stop)
            items = _split(view, begin, segment_end)
            if len(items) == size:
                return [_trim(view, item) for item in items]
    return None


def _split(view: str, start: int, end: int) -> list[Span]:
    """Cut a segment into list items; 的 ends the list (…、南沙区的城镇特困人员…)."""
    items, begin = [], start
    for match in _SPLIT.finditer(view, start, end):
        items.append(Span(begin, match.start()))
        begin = match.end()
    items.append(Span(begin, end))
    return [i for i in items if i.end - i.start >= 1]


def _trim(view: str, item: Span) -> Span:
    start, end = item
    for pattern in (*patterns("label_cut_patterns"), *patterns("label_lead_patterns")):
        for match in pattern.finditer(view[start:end]):
            if end - start - match.end() >= 2:
                start += match.end()
                break
    tail = re.search(
        rf"(?:较上年度?|比上年度?|{PER_PREFIX}|{any_of('approach_verbs')})+$", view[start:end]
    )
    if tail and tail.start() >= 2:
        end = start + tail.start()
    return Span(start, end)


def split_each(draft: Draft) -> tuple[Span, ...]:
    """Return the items that share one figure by 各: 省级和市县两级财政各负担20%."""
    lead = draft.view[draft.low : draft.figure.start]
    match = re.search(
        r"各(?:自)?(?:负担|承担|分担|为|按|占|补助|支付|缴纳)?(?:[^，。；、各]{0,3})$", lead
    )
    if match is None:
        return ()
    stop = draft.low + match.start()
    edges = [m.end() for m in _EDGE.finditer(draft.view, draft.low, stop)]
    begin = edges[-1] if edges else draft.low
    items = _split(draft.view, begin, stop)
    return tuple(_trim(draft.view, i) for i in items) if len(items) > 1 else ()
