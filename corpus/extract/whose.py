"""Whose a figure is (人群的绑定): the group of its own words, its part, its heading or lead-in."""

from __future__ import annotations

import re

from corpus.extract.ahead import listed_ahead, points_ahead
from corpus.extract.bases import bases
from corpus.extract.binding import LOCAL
from corpus.extract.drafts import Draft
from corpus.extract.layout import Page, Span
from corpus.extract.lexicon import patterns, word_sets
from corpus.extract.people import find_group, mentions
from corpus.model import ValueKind


def bind_group(page: Page, draft: Draft) -> Span | None:
    """Return the characters of the group, or of the list that it points ahead to."""
    found = _named_group(page, draft)
    if found is None or not points_ahead(page.text(found)):
        return found
    return listed_ahead(page, draft.figure.end, draft.sentence.end) or found


def _named_group(page: Page, draft: Draft) -> Span | None:
    view = draft.view
    if draft.item is not None and (found := find_group(view, *draft.item, page.work)):
        return found
    if (member := _described(draft)) is not None:
        return member
    base = next(iter(bases(draft)), None)
    if base is not None and (found := find_group(view, draft.part.start, base, page.work)):
        return found
    for scope in draft.scopes:
        if scope.near and draft.figure.kind in LOCAL:
            break
        end = scope.span.end
        if not scope.near and end == draft.own.end:
            end = draft.near.start
        found = find_group(view, scope.span.start, end, page.work)
        if found is not None:
            return found
        if not scope.near and (back := _points_back(page, draft)) is not None:
            return back
    return _choosing(page, draft)


def _choosing(page: Page, draft: Draft) -> Span | None:
    """Return the people of the part before, who may choose (低保对象…；选择一档的，缴|230元)."""
    before = draft.previous
    if before is None or before.sentence != draft.sentence or before.part == draft.part:
        return None
    chooses = any(p.match(draft.view, draft.part.start) for p in patterns("choosing_patterns"))
    return _named_group(page, before) if chooses else None


def _described(draft: Draft) -> Span | None:
    """Return the member of a list that a length of time describes (、中断不超过3个月的人员)."""
    if draft.figure.kind not in {ValueKind.DURATION, ValueKind.COUNT}:
        return None
    tail = re.compile("[^、，。；：（）]{0,8}的[^、，。；：（）]{0,10}").match(
        draft.view, draft.figure.end, draft.part.end
    )
    named = mentions(draft.view, draft.figure.end, tail.end()) if tail else []
    if not named:
        return None
    edges = [m.end() for m in re.finditer("[、，；。：（\x00 ]", draft.view[: draft.near.start])]
    start = max([draft.part.start, *edges[-1:]])
    joint = re.compile("以及|[与和或及]").match(draft.view, start)
    return Span(joint.end() if joint else start, named[-1].end)


def _points_back(page: Page, draft: Draft) -> Span | None:
    """Follow 定额补助 back to the sentence that gave its list of groups for 定额资助."""
    own = draft.view[draft.low : draft.limit]
    for similar in word_sets("anaphora"):
        if not any(word in own for word in similar):
            continue
        pattern = "|".join(map(re.escape, similar))
        stops = list(re.finditer(pattern, page.work[draft.clause.start : draft.low]))
        for stop in reversed(stops):
            end = draft.clause.start + stop.start()
            start = max(draft.clause.start, *(page.work.rfind(c, 0, end) + 1 for c in "。；"))
            if (found := find_group(page.work, start, end)) is not None:
                return found
    return None
