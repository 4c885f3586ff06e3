"""What is left (余词) of a figure's own words beside its label: its item, its class of places."""

from __future__ import annotations

import re

from corpus.extract.drafts import Draft, segment_start
from corpus.extract.figures import PER_PREFIX
from corpus.extract.layout import Span
from corpus.extract.lexicon import any_of, bound_pattern, pattern_source, patterns
from corpus.extract.scan import BLANK


def leftover(draft: Draft, label: Span) -> Span | None:
    """Return the figure's own words where they are no part of its label (糖尿病400元)."""
    start, end = draft.own
    if draft.figure.label is not None:
        return None
    colon = draft.view.rfind("：", label.end, end)
    segment = segment_start(draft)
    if start <= label.start < end and colon < 0 and label.end > segment:
        return _class_behind(draft, label) or _item_ahead(draft, label, segment)
    start = max(start, segment)
    spent = re.compile(f"{bound_pattern('bounds_after')}|{bound_pattern('date_bounds_after')}")
    start = match.end() if (match := spent.match(draft.view, start, end)) else start
    for pattern in patterns("leftover_patterns"):
        match = pattern.search(draft.view[start:end])
        if match and match.start() == 0:
            start += match.end()
        elif match:
            end = start + match.start()
    noise = rf"^{PER_PREFIX}|\d{{4}}年度?|{any_of('label_heads', 'approach_verbs')}"
    said = re.sub(noise, "", draft.view[start:end])
    return Span(start, end) if len(said) >= 2 else None


def _item_ahead(draft: Draft, label: Span, segment: int) -> Span | None:
    """Return what stands before a label that is a bare phrase (高血压|一年最多报|480元)."""
    own = Span(segment, label.start)
    named = [p.search(draft.view[segment : label.end]) for p in patterns("label_before_patterns")]
    bare = any(m and segment + m.start("label") == label.start for m in named)
    limit = bare and any(p.search(draft.view[slice(*label)]) for p in patterns("limit_words"))
    said = draft.view[slice(*own)].rstrip(BLANK)
    names = len(said) >= 2 and not any(p.fullmatch(said) for p in patterns("nameless_items"))
    return Span(segment, segment + len(said)) if limit and names else None


def _class_behind(draft: Draft, label: Span) -> Span | None:
    """Return a class of places between the label and the figure (原标准|一类区|1890元)."""
    behind = Span(label.end, draft.near.start)
    named = re.fullmatch(pattern_source("area_class_name_pattern"), draft.view[slice(*behind)])
    return behind if named else None
