"""Claims told in other words (换了说法): every word of matter in one sentence, and its figures.

What stays of a claim without the words that come and go must stand in one sentence of a notice, or
in what heads it. Then a figure, a denial or one of a few words that exclude each other says
whether it is so; a claim with any word more is silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.check.apart import asks_more, turned
from assistant.check.faithful import Stray, stray
from assistant.check.laying import bare
from assistant.check.lexicon import check_words
from assistant.check.sharing import pairs_of
from assistant.model import VerdictKind
from corpus.index.words import segmenter
from corpus.model import Citation

PIECE = re.compile(r"[^，,；：:。（）｜]+")
HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
FIGURE = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<ten>万)?(?P<unit>元|%|个百分点|个?工作日|个?月|[日天]|年|周岁|[倍种次个张名])?"
)
SAME_UNIT = {"天": "日", "个工作日": "工作日", "个月": "月"}
TEN_THOUSAND, FEWEST, LONGEST = 10000, 2, 3
Sentence = tuple[Citation, str, str]
"""A sentence: where it stands, its words, and what heads it."""
Told = tuple[VerdictKind, Citation]


@dataclass(frozen=True)
class Content:
    """The words of matter of a text, in the plain names of what they say, and its figures."""

    words: frozenset[str]
    figures: frozenset[tuple[float, str]]


@lru_cache(maxsize=8192)
def content_of(text: str) -> Content:
    """What a text is about."""
    words = check_words()
    plain = words.plain(bare_pieces(text))
    rest = FIGURE.sub("，", words.without_places(plain))
    cut = (w for run in HAN.findall(rest) for w in segmenter().cut(run))
    return Content(
        frozenset(w for w in cut if len(w) > 1 and not words.light.fullmatch(w)),
        frozenset(figures_in(plain)),
    )


def bare_pieces(text: str) -> str:
    """A text with its small counts in digits, its pieces kept apart."""
    return "，".join(bare(piece) for piece in PIECE.findall(text))


def figures_in(text: str) -> Iterator[tuple[float, str]]:
    """The figures of a text, with one unit for all that say the same."""
    for found in FIGURE.finditer(text):
        size = TEN_THOUSAND if found["ten"] else 1
        unit = found["unit"] or ""
        yield float(found["number"]) * size, SAME_UNIT.get(unit, unit)


def find_content(text: str, lead: str, sentences: Iterable[Sentence]) -> Told | None:
    """What the sentences say of all that a claim speaks of; ``None`` where they are silent.

    ``lead`` is what its sentence said before, where the claim alone says too little.
    """
    mine = content_of(text)
    if len(mine.words) < FEWEST:
        mine = Content(mine.words | content_of(lead).words, mine.figures)
    if len(mine.words) < FEWEST:
        return None
    found = [(kind, s[0]) for s in sentences if (kind := _judge(text, mine, s))]
    kinds = {kind for kind, _ in found}
    return found[0] if len(kinds) == 1 else None  # of two that disagree neither decides


def _judge(text: str, mine: Content, sentence: Sentence) -> VerdictKind | None:
    """What one sentence says of a claim."""
    _, told, above = sentence
    near = Near.of(mine, told, above)
    if near is None:
        return None
    kind = _by_figures(mine, near)
    if kind is VerdictKind.CONTRADICTED:
        return kind
    if kind is None:
        return None
    if near.denied is not bool(_denied(text)):
        return None if near.both else VerdictKind.CONTRADICTED
    how = stray(text, told, above)
    if how is Stray.AGAINST:
        return VerdictKind.CONTRADICTED
    return VerdictKind.SUPPORTED if how is None else None


@dataclass(frozen=True)
class Near:
    """The pieces of a sentence that a claim's words stand in."""

    pieces: tuple[str, ...]
    denied: bool
    both: bool  # some of them deny and others don't
    figures: frozenset[tuple[float, str]]

    @classmethod
    def of(cls, mine: Content, told: str, above: str) -> Near | None:
        """``None`` where a word of the claim stands neither there nor in what heads it."""
        words = check_words()
        plain, head = words.plain(bare_pieces(told)), words.plain(bare(above))
        pieces = [p for p in PIECE.findall(plain) if _is_near(p, mine)]
        own = {w for w in mine.words if any(_holds(p, w) for p in pieces)}
        rest = mine.words - own
        if len(own) * 2 < len(mine.words) or not all(_holds(head, w) for w in rest):
            return None
        sides = [bool(words.denied.search(p)) for p in pieces]
        figures = frozenset(f for p in pieces for f in figures_in(p))
        return cls(tuple(pieces), any(sides), len(set(sides)) > 1, figures)


def _is_near(piece: str, mine: Content) -> bool:
    """Whether a piece is of the claim: it has a word of it, and no figures but its own."""
    figures = set(figures_in(piece))
    return any(_holds(piece, w) for w in mine.words) or bool(figures & mine.figures)


def _holds(text: str, word: str) -> bool:
    """Whether a text has a word, or all neighbouring characters of a long one."""
    return word in text or (len(word) >= LONGEST and pairs_of(word) <= pairs_of(text))


def _by_figures(mine: Content, near: Near) -> VerdictKind | None:
    """Whether the figures of a claim are those of the pieces around its words."""
    other, left = mine.figures - near.figures, near.figures - mine.figures
    if not other:
        return VerdictKind.SUPPORTED if _local(mine, near) else None
    if len(other) > 1 or not _local(Content(mine.words, mine.figures - other), near):
        return None
    ((_, unit),) = other
    same = [f for f in left if f[1] == unit or {f[1], unit} <= LENGTHS]
    return VerdictKind.CONTRADICTED if len(same) == 1 else None


LENGTHS = {"日", "月", "年", "工作日"}


def _local(mine: Content, near: Near) -> bool:
    """Whether the words stand with the claim's figures, and not in pieces of other ones."""
    kept = [p for p in near.pieces if not (f := set(figures_in(p))) or f & mine.figures]
    if not mine.figures:
        kept = list(near.pieces)
    return all(any(_holds(p, w) for p in kept) or not _somewhere(near, w) for w in mine.words)


def _somewhere(near: Near, word: str) -> bool:
    return any(_holds(p, word) for p in near.pieces)


def _denied(text: str) -> bool:
    words = check_words()
    return bool(words.denied.search(words.plain(bare_pieces(text))))
