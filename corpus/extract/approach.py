"""The words right before and after a figure (数前数后): verbs, bounds, 每人每年, 分别, 增加."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from corpus.extract.figures import PER_PREFIX, Figure
from corpus.extract.layout import Span
from corpus.extract.lexicon import any_of, bound_pattern, bound_words
from corpus.model import Bound, ValueKind

OTHERS = re.compile(r"\d")
"""A bound right before another sum is that sum's: 不满4万元的部分报销60%."""
PieceType = Literal["per", "bound", "hedge", "change", "total", "verb", "each", "space"]


class Piece(NamedTuple):
    """One word of the approach with its characters."""

    type: PieceType
    span: Span
    word: str


class Approach(NamedTuple):
    """What stands directly around a figure; ``start`` is where the words before it begin."""

    start: int
    pieces: tuple[Piece, ...]
    after: Piece | None

    def first(self, kind: PieceType) -> Piece | None:
        """Return the piece of this type that is nearest to the figure."""
        return next((p for p in reversed(self.pieces) if p.type == kind), None)


@cache
def _forms() -> tuple[tuple[PieceType, re.Pattern[str]], ...]:
    change = any_of("up_words", "down_words")
    rows: tuple[tuple[PieceType, str], ...] = (
        ("hedge", any_of("hedges")),
        ("bound", f"{bound_pattern('bounds_before')}|{bound_pattern('date_bounds_before')}"),
        ("per", PER_PREFIX),
        ("total", any_of("total_words")),
        ("each", "各自?"),
        ("verb", any_of("approach_verbs")),
        ("change", f"(?:再|又|同步)?{change}了?"),
        ("space", r"[的了：\s]|标准(?=每人)"),
    )
    return tuple((kind, re.compile(rf"(?:{p})$")) for kind, p in rows)


def _last_piece(work: str, low: int, pos: int) -> Piece | None:
    """Return the longest word of the approach that ends at ``pos``."""
    window = work[max(low, pos - 12) : pos]
    found = [(kind, m) for kind, p in _forms() if (m := p.search(window))]
    if not found:
        return None
    kind, match = max(found, key=lambda f: len(f[1][0]))
    return Piece(kind, Span(pos - len(match[0]), pos), match[0])


def approach(work: str, low: int, figure: Figure) -> Approach:
    """Walk back from a figure to ``low`` over the words that only lead up to it."""
    pieces: list[Piece] = []
    pos = figure.start
    while pos > low and (piece := _last_piece(work, low, pos)):
        pieces.append(piece)
        pos = piece.span.start
    return Approach(pos, tuple(reversed(pieces)), _after(work, figure))


def _after(work: str, figure: Figure) -> Piece | None:
    table = "date_bounds_after" if is_date(figure) else "bounds_after"
    match = re.compile(f"(?:（含）)?{bound_pattern(table)}").match(work, figure.end)
    if match is None or re.match(r"年|部|容|涵", work[match.end() : match.end() + 1] or " "):
        return None
    return Piece("bound", Span(*match.span()), match[0])


def is_date(figure: Figure) -> bool:
    """Tell whether the figure is a date or a period."""
    return figure.kind in {ValueKind.DATE, ValueKind.PERIOD}


class BoundFound(NamedTuple):
    """A bound (界限), the notice's words for it and their characters."""

    bound: Bound
    text: str
    span: Span | None


def find_bound(work: str, low: int, figure: Figure, near: Approach) -> BoundFound:
    """Return how firmly a figure is fixed by the words around it."""
    before = [p for p in near.pieces if p.type in {"bound", "hedge"}]
    after = near.after
    if not before:
        before = list(_loose(work, low, figure, near))
    words = [*before, *([after] if after else [])]
    if not words:
        return BoundFound(figure.bound or Bound.EXACT, "", None)
    text = _joined(words)
    bound = bound_of_words(text.split("…"), date=is_date(figure))
    if bound is Bound.EXACT and figure.bound is not None:
        bound = figure.bound
    return BoundFound(bound, text, Span(words[0].span.start, words[-1].span.end))


def _joined(words: list[Piece]) -> str:
    text = words[0].word
    for left, right in pairwise(words):
        text += ("" if left.span.end == right.span.start else "…") + right.word
    return text


def bound_of_words(words: Sequence[str], *, date: bool) -> Bound:
    """Return the bound that words around a figure express; hedges alone (原则上) are exact."""
    after = bound_words("date_bounds_after" if date else "bounds_after")
    before = bound_words("date_bounds_before" if date else "bounds_before")
    for table, word in ((after, words[-1]), *((before, w) for w in reversed(words))):
        fits = [w for w in table if word.endswith(w)]
        if fits:
            return table[max(fits, key=len)]
    return Bound.EXACT


def _loose(work: str, low: int, figure: Figure, near: Approach) -> Iterator[Piece]:
    """Find a bound some words off: 最多选择其中3个病种, 不高于……收入的6倍."""
    lead = re.split(r"[，；。：（]", work[low : near.start])[-1]
    begin = near.start - len(lead)
    if figure.kind in {ValueKind.COUNT, ValueKind.DURATION}:
        pattern = bound_pattern("loose_bounds")
    elif figure.kind in {ValueKind.MULTIPLE, ValueKind.RATIO} and _of(work, near, figure):
        hedge = any_of("hedges")
        pattern = f"(?:{hedge})?(?=[不]){bound_pattern('bounds_before')}|{hedge}"
    else:
        pattern = ""
    matches = list(re.finditer(pattern, lead)) if pattern else []
    matches = [m for m in matches if not OTHERS.match(lead, m.end())]
    for match in matches[-1:]:
        span = Span(begin + match.start(), begin + match.end())
        yield from _loose_pieces(match[0], span)


def _of(work: str, near: Approach, figure: Figure) -> bool:
    """Tell whether a figure is a part or multiple of what stands before it (收入的6倍)."""
    return work[near.start : figure.start] in {"", "的"} and near.start > 0


def _loose_pieces(word: str, span: Span) -> Iterator[Piece]:
    hedge = re.match(any_of("hedges"), word)
    cut = hedge.end() if hedge else 0
    if cut:
        yield Piece("hedge", Span(span.start, span.start + cut), word[:cut])
    if cut < len(word):
        yield Piece("bound", Span(span.start + cut, span.end), word[cut:])
