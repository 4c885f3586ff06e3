"""Units that stand away from a figure (每人每年、人均): found in its words or its label."""

from __future__ import annotations

import re

from corpus.extract.drafts import Draft
from corpus.extract.figures import PER_PREFIX, per_parts
from corpus.extract.layout import Span
from corpus.model import Role, ValueKind

_COUNTED = {ValueKind.COUNT, ValueKind.DURATION, ValueKind.MONEY}


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
        return _per_of_previous(draft) or _per_in_label(draft)
    start = draft.figure.start - len(lead)
    return per_parts(found[-1][0]), Span(start + found[-1].start(), start + found[-1].end())


def _per_of_previous(draft: Draft) -> tuple[tuple[str, ...], Span | None] | None:
    """Return the unit said before the old figure (每人每月由150元提高到220元)."""
    old = draft.previous
    if old is None or old.role is not Role.PREVIOUS or old.part != draft.part:
        return None
    same = old.figure.kind is draft.figure.kind and not old.figure.per
    return bind_per(old) if same and draft.is_total else None


def _per_in_label(draft: Draft) -> tuple[tuple[str, ...], Span | None]:
    """Return the 人均 or 每人每年 that a label holds (人均财政补助标准)."""
    if draft.label is None or draft.figure.kind is not ValueKind.MONEY:
        return (), None
    start, end = draft.label
    before = re.search(f"{PER_PREFIX}$", draft.view[max(0, start - 6) : start])
    start -= len(before[0]) if before else 0
    match = re.compile(f"[年月]?人均|{PER_PREFIX}").search(draft.view, start, end)
    return (per_parts(match[0]), Span(*match.span())) if match else ((), None)
