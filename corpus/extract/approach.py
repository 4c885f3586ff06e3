"""The words right before and after a figure (数前数后): verbs, bounds, 每人每年, 分别, 增加."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from corpus.extract.figures import PER_PREFIX, Figure
from corpus.extract.layout import Span
from corpus.extract.lexicon import any_of, bound_pattern, bound_words
from corpus.model import Bound, ValueKind

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
    if not any(p.type == "bound" for p in before) and after is None:
        before = before or list(_loose(work, low, figure, near))
    words = [*before, *([after] if after else [])]
    bound = _strongest(figure, before, after)
    if bound is Bound.EXACT and figure.bound is not None:
        return BoundFound(figure.bound, "", None)
    if not words:
        return BoundFound(bound, "", None)
    return BoundFound(bound, _joined(words), Span(words[0].span.start, words[-1].span.end))


def _joined(words: list[Piece]) -> str:
    text = words[0].word
    for left, right in zip(words, words[1:], strict=False):
        text += ("" if left.span.end == right.span.start else "…") + right.word
    return text


def _strongest(figure: Figure, before: list[Piece], after: Piece | None) -> Bound:
    date = is_date(figure)
    tables = ("date_bounds_after",) if date else ("bounds_after",)
    found = [bound_words(t)[re.sub("^（含）", "", after.word)] for t in tables if after]
    heads = bound_words("date_bounds_before") if date else bound_words("bounds_before")
    found += [heads[p.word] for p in reversed(before) if p.word in heads]
    return found[0] if found else Bound.EXACT


def _loose(work: str, low: int, figure: Figure, near: Approach) -> Iterator[Piece]:
    """Find a bound some words off: 最多选择其中3个病种, 不高于……收入的6倍."""
    lead = re.split(r"[，；。：（]", work[low : near.start])[-1]
    begin = near.start - len(lead)
    if figure.kind in {ValueKind.COUNT, ValueKind.DURATION}:
        pattern = any_of_loose()
    elif figure.kind in {ValueKind.MULTIPLE, ValueKind.RATIO} and work[near.start : figure.start]:
        both = f"(?:{any_of('hedges')})?(?:{bound_pattern('bounds_before')})|{any_of('hedges')}"
        pattern = both if work[near.start : figure.start].startswith("的") else ""
    else:
        pattern = ""
    matches = list(re.finditer(pattern, lead)) if pattern else []
    for match in matches[-1:]:
        span = Span(begin + match.start(), begin + match.end())
        yield from _loose_pieces(match[0], span)


def any_of_loose() -> str:
    """Return the bounds that may stand some words before a count."""
    return bound_pattern("loose_bounds")


def _loose_pieces(word: str, span: Span) -> Iterator[Piece]:
    hedge = re.match(any_of("hedges"), word)
    cut = hedge.end() if hedge else 0
    if cut:
        yield Piece("hedge", Span(span.start, span.start + cut), word[:cut])
    if cut < len(word):
        yield Piece("bound", Span(span.start + cut, span.end), word[cut:])
