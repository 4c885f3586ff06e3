"""Two texts side by side with what differs marked (逐字对照): a claim and its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import Match, SequenceMatcher

from corpus.model import Frozen

SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]|[^。！？!?；;\n]+$")
FIGURE = re.compile(
    r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*\s*"
    r"(?:%|％|‰|个?百分点|[万亿千百]?元|个月|周岁|个?工作日|[年月日号岁周天次人倍成])?"
    r"|[〇零一二两三四五六七八九十百千万亿]+(?:元|年|月|日|岁|倍|成|个月|%)"
)
PHRASE_END = re.compile("[，、：；。,:;（）()]")
LONGEST_COMPARED, SHORTEST_SHARED = 3000, 2
Quote = tuple[int, int]
"""Where a quote starts and ends in its clause."""


class Piece(Frozen):
    """Characters of one sort (一段字).

    ``differs``: not so in the other text; ``figure``: part of one; ``quoted``: of the citation;
    ``aside``: not compared, for they stand in another sentence.
    """

    text: str
    differs: bool = False
    figure: bool = False
    quoted: bool = False
    aside: bool = False


def side_by_side(
    claim: str, clause: str, quotes: Sequence[Quote]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The claim and the clause with their differing characters.

    Compared with the claim is that sentence of the first quote which shares most with it. What
    stands there before and after all that both share is no difference, but for the rest of the
    phrase in the quote: a bound often stands there.
    """
    start, end = _closest(claim, clause, quotes)
    blocks = _blocks(claim, clause[start:end])
    mine, its = [True] * len(claim), [False] * len(clause)
    if blocks:
        first, last = start + blocks[0].b, start + blocks[-1].b + blocks[-1].size
        _mark(its, *_phrase(clause, (first, last), quotes))
    for a, b, size in blocks:
        _mark(mine, a, a + size, False)
        _mark(its, start + b, start + b + size, False)
    none = [False] * len(claim)
    aside = [not start <= n < end for n in range(len(clause))]
    return _pieces(claim, mine, none, none), _pieces(clause, its, _inside(clause, quotes), aside)


def _phrase(clause: str, shared: Quote, quotes: Sequence[Quote]) -> Quote:
    """What both share, and of the first quote what stands at its ends in the same phrase."""
    first, last = shared
    at, to = quotes[0] if quotes else shared
    before = PHRASE_END.finditer(clause, min(at, first), first)
    after = PHRASE_END.search(clause, last, max(to, last))
    starts = [at, *(match.end() for match in before)]
    return min(first, max(starts)), after.start() if after else max(to, last)


def with_quotes(clause: str, quotes: Sequence[Quote]) -> tuple[Piece, ...]:
    """A clause that is not compared, with its quotes."""
    quoted = _inside(clause, quotes)
    return _pieces(clause, [False] * len(clause), quoted, [not one for one in quoted])


def _closest(claim: str, clause: str, quotes: Sequence[Quote]) -> Quote:
    """Where the sentence of the first quote stands that shares most with the claim."""
    at, to = quotes[0] if quotes else (0, len(clause))
    sentences = [match.span() for match in SENTENCE.finditer(clause)]
    near = [(start, end) for start, end in sentences if start < to and at < end]
    return max(near, key=lambda span: _shared(claim, clause[slice(*span)]), default=(at, to))


def _shared(claim: str, sentence: str) -> tuple[int, int]:
    """How many characters both have in the same order, digits twice: they say which one is meant.

    Of two that share as much the shorter one is closer.
    """
    both = "".join(claim[a : a + size] for a, _, size in _blocks(claim, sentence))
    return len(both) + sum(c.isdigit() for c in both), -len(sentence)


def _blocks(claim: str, sentence: str) -> list[Match]:
    """What both have; a single character that happens to stand in both is no match."""
    pair = (claim[:LONGEST_COMPARED], sentence[:LONGEST_COMPARED])
    found = SequenceMatcher(None, *pair, autojunk=False).get_matching_blocks()
    return [block for block in found if block.size >= SHORTEST_SHARED or claim == sentence]


def _inside(clause: str, quotes: Sequence[Quote]) -> list[bool]:
    inside = [False] * len(clause)
    for start, end in quotes:
        _mark(inside, start, end)
    return inside


def _mark(marks: list[bool], start: int, end: int, as_: bool = True) -> None:
    for n in range(start, end):
        marks[n] = as_


def _pieces(
    text: str, differs: Sequence[bool], quoted: Sequence[bool], aside: Sequence[bool]
) -> tuple[Piece, ...]:
    """Runs of like characters. A figure with one differing character differs as a whole."""
    figure, whole = [False] * len(text), list(differs)
    for match in FIGURE.finditer(text):
        _mark(figure, *match.span())
        if any(differs[match.start() : match.end()]):
            _mark(whole, *match.span())
    traits = list(zip(whole, figure, quoted, aside, strict=True))
    pieces, begin = [], 0
    for n in range(1, len(text) + 1):
        if n == len(text) or traits[n] != traits[begin]:
            names = ("differs", "figure", "quoted", "aside")
            traits_here = dict(zip(names, traits[begin], strict=True))
            pieces.append(Piece(text=text[begin:n], **traits_here))
            begin = n
    return tuple(pieces)
