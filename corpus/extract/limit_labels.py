"""The words of a limit (限额) on what was said before it, as the label of its figure."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.extract.drafts import Draft, segment_start
from corpus.extract.layout import Span
from corpus.extract.lexicon import patterns
from corpus.model import Bound, ValueKind


def cumulative(draft: Draft) -> Iterator[Span]:
    """Yield the words of a limit on what adds up (每年提高3000元，累计不超过9000元)."""
    start = segment_start(draft)
    for pattern in patterns("cumulative_patterns"):
        match = pattern.search(draft.view[start : draft.near.start])
        if match and draft.bound.bound is Bound.AT_MOST:
            yield Span(start + match.start(), start + match.end())


def ceiling(draft: Draft, previous: Draft | None) -> Iterator[Span]:
    """Yield the words of a limit on what was said before it (按50%救助，|年度最高|不超过2万元)."""
    shared = previous is not None and previous.part == draft.part
    if (
        not shared
        or draft.figure.kind is not ValueKind.MONEY
        or draft.bound.bound is not Bound.AT_MOST
    ):
        return
    for pattern in patterns("ceiling_patterns"):
        match = pattern.match(draft.view, segment_start(draft), draft.figure.start)
        if match:
            yield Span(*match.span("label"))
