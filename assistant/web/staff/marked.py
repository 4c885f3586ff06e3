"""Two texts side by side with what differs marked (逐字对照): a claim and its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from corpus.model import Frozen

SENTENCE_ENDS = "。！？!?；;\n"
FIGURE = re.compile(
    r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*\s*"
    r"(?:%|％|‰|个?百分点|[万亿千百]?元|个月|周岁|个?工作日|[年月日号岁周天次人倍成])?"
    r"|[〇零一二两三四五六七八九十百千万亿]+(?:元|年|月|日|岁|倍|成|个月|%)"
)
LONGEST_COMPARED = 3000


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
    claim: str, clause: str, at: int, length: int
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The claim and the clause with their differing characters.

    Compared with the claim is the sentence around the quote ``clause[at : at + length]``. What
    stands there before and after all that both share is no difference, but for the quote itself.
    """
    start, end = _sentence(clause, at, length)
    sentence = clause[start:end][:LONGEST_COMPARED]
    matcher = SequenceMatcher(None, claim[:LONGEST_COMPARED], sentence, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    mine, its = [False] * len(claim), [False] * len(clause)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        _mark(mine, a, a_end)
        if blocks and blocks[0].b <= b and b_end <= blocks[-1].b + blocks[-1].size:
            _mark(its, start + b, start + b_end)
        elif blocks:  # of the quote everything counts: a bound often stands last
            _mark(its, max(start + b, at), min(start + b_end, at + length))
    quoted = [at <= n < at + length for n in range(len(clause))]
    aside = [not start <= n < end for n in range(len(clause))]
    none = [False] * len(claim)
    return _pieces(claim, mine, none, none), _pieces(clause, its, quoted, aside)


def _sentence(clause: str, at: int, length: int) -> tuple[int, int]:
    """The sentence, or sentences, that the quote stands in; all of the clause without a quote."""
    if at < 0:
        return 0, len(clause)
    start = max((clause.rfind(mark, 0, at) for mark in SENTENCE_ENDS), default=-1) + 1
    ends = [clause.find(mark, at + length - 1) for mark in SENTENCE_ENDS]
    return start, min((end + 1 for end in ends if end >= 0), default=len(clause))


def _mark(marks: list[bool], start: int, end: int) -> None:
    for n in range(max(start, 0), end):
        marks[n] = True


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
