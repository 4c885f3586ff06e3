"""Binding (绑定): the label, group, unit and conditions of one draft, nearest words first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extract.approach import is_date
from corpus.extract.drafts import Draft
from corpus.extract.figures import PER_PREFIX, per_parts
from corpus.extract.labels import fallback_label, find_label, is_strong, label_after
from corpus.extract.layout import Page, Scope, Span
from corpus.extract.lexicon import anaphora
from corpus.extract.people import find_group
from corpus.model import ClauseKind, ValueKind

_LOCAL = {ValueKind.DATE, ValueKind.PERIOD, ValueKind.DURATION, ValueKind.AGE, ValueKind.WAIVER}
_COUNTED = {ValueKind.COUNT, ValueKind.DURATION, ValueKind.MONEY}


def set_scopes(page: Page, draft: Draft) -> None:
    """Work out which passages speak for the figure: its own words, its part, the lead-ins."""
    spans = [draft.own, Span(draft.part.start, draft.own.end)]
    if draft.part.start > draft.sentence.start:
        lead = _sentence_lead(page.work, draft)
        spans += [lead] if lead else []
    scopes = [Scope(span, 0) for span in spans]
    draft.scopes = scopes + list(page.lead_ins(draft.clause))


def _sentence_lead(work: str, draft: Draft) -> Span | None:
    """Return what stands before ： or 其中 and so speaks for all the parts after it."""
    before = work[draft.sentence.start : draft.part.start]
    cut = max(before.rfind("："), before.find("其中"))
    return Span(draft.sentence.start, draft.sentence.start + cut + 1) if cut > 0 else None


def bind_label(draft: Draft, previous: Draft | None) -> Span | None:
    """Return the characters of the label."""
    if draft.figure.label is not None:
        return Span(*draft.figure.label)
    if draft.item is not None and find_label(draft.view, *draft.item):
        return draft.item
    if draft.figure.kind in _LOCAL:
        return _local_label(draft)
    return next(_labels(draft, previous), None)


def _labels(draft: Draft, previous: Draft | None) -> Iterator[Span]:
    view, (own, part, *above) = draft.view, [s.span for s in draft.scopes]
    for span in (own, part):
        if (found := find_label(view, *span, strong=True)) is not None:
            yield found
    after = label_after(view, draft.figure.end, min(draft.limit, draft.part.end))
    if after is not None and is_strong(view[slice(*after)]):
        weak = find_label(view, *own)
        yield weak if weak and len(view[slice(*after)]) <= 2 else after
    if (weak := find_label(view, *own) or find_label(view, *part)) is not None and (
        draft.is_change or draft.clause.kind is not ClauseKind.TABLE_ROW
    ):
        yield weak
    if previous is not None and previous.sentence == draft.sentence and previous.label:
        yield previous.label
    for span in above:
        if (found := find_label(view, *span)) is not None:
            yield found
    fallback = fallback_label(view, part.start, draft.near.start, draft.figure.end, draft.part.end)
    if fallback is not None:
        yield fallback


def _local_label(draft: Draft) -> Span | None:
    """Return the label of a date or length of time: only its own segment speaks for it."""
    view, figure = draft.view, draft.figure
    edges = [m.end() for m in re.finditer("[，；。：（]", view[draft.low : draft.near.start])]
    start = draft.low + (edges[-1] if edges else 0)
    found = find_label(view, start, draft.near.start)
    if found is not None:
        return found
    stop = draft.part.end if is_date(figure) else min(draft.limit, draft.part.end)
    return fallback_label(view, start, draft.near.start, figure.end, stop) or fallback_label(
        view, draft.part.start, start - 1, figure.end, draft.part.end
    )


def bind_group(page: Page, draft: Draft) -> Span | None:
    """Return the characters of the group."""
    view = draft.view
    if draft.item is not None and (found := find_group(view, *draft.item)):
        return found
    for scope in draft.scopes:
        if scope.near and draft.figure.kind in _LOCAL:
            break
        end = scope.span.end
        if not scope.near and end == draft.own.end:
            end = draft.near.start
        found = find_group(view, scope.span.start, end)
        if found is not None:
            return found
        if not scope.near and (back := _points_back(page, draft)) is not None:
            return back
    return None


def _points_back(page: Page, draft: Draft) -> Span | None:
    """Follow 定额补助 back to the sentence that gave its list of groups for 定额资助."""
    own = draft.view[draft.low : draft.limit]
    for similar in anaphora():
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


def bind_per(draft: Draft) -> tuple[tuple[str, ...], Span | None]:
    """Return the parts of the unit that stand away from the figure, and where."""
    piece = draft.near.first("per")
    if piece is not None:
        return per_parts(piece.word), piece.span
    if draft.figure.kind not in _COUNTED or draft.figure.per:
        return (), None
    lead = re.split("[，；。：（）]", draft.view[draft.low : draft.figure.start])[-1]
    found = list(re.finditer(PER_PREFIX, lead))
    if not found:
        return (), None
    start = draft.figure.start - len(lead)
    return per_parts(found[-1][0]), Span(start + found[-1].start(), start + found[-1].end())
