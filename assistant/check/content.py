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

from assistant.check.apart import sides_of
from assistant.check.faithful import Stray, stray
from assistant.check.laying import bare, plain
from assistant.check.lexicon import check_words
from assistant.check.sharing import known_words, pairs_of, share
from assistant.model import VerdictKind
from assistant.understand.cues import cues
from corpus.model import Citation

PIECE = re.compile(r"(?:[^，,；：:。（）｜]|(?<=\d):(?=\d(?!\d)))+")
HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
FIGURE = re.compile(
    r"(?!20\d\d年)(?<![\d.])(?P<number>\d+(?:\.\d+)?)(?:比(?P<part>\d+))?(?P<ten>万)?(?P<unit>元|%|个百分点|个?工作日|个?月|[日天]|年|周岁|[倍种次个张名])?"
)
YEAR = re.compile(r"20\d\d(?=年)")
SAME_UNIT = {"天": "日", "个工作日": "工作日", "个月": "月"}
OTHERWISE, PARTS = "非", "比"
MOSTLY = 0.7
TEN_THOUSAND, FEWEST, LONGEST, HALF, NEARLY, MANY = 10000, 2, 3, 0.5, 0.75, 4
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
    named = words.same_words.sub(lambda m: f"，{words.same_name(m)}，", bare_pieces(text))
    rest = FIGURE.sub("，", words.without_places(named))
    names = frozenset(words.same_names)
    each = (w for run in HAN.findall(rest) for w in ((run,) if run in names else known_words(run)))
    return Content(
        frozenset(w for w in each if len(w) > 1 and not words.light.fullmatch(w)),
        frozenset(figures_in(named)),
    )


def bare_pieces(text: str) -> str:
    """A text with its small counts in digits, its pieces kept apart."""
    return "，".join(bare(piece) for piece in PIECE.findall(text))


@lru_cache(maxsize=8192)
def plain_pieces(text: str) -> str:
    """The same in the plain names of what it says."""
    return check_words().plain(bare_pieces(text))


def figures_in(text: str) -> Iterator[tuple[float, str]]:
    """The figures of a text, with one unit for all that say the same."""
    for found in FIGURE.finditer(text):
        if found["part"]:  # 按6:4分担
            yield float(found["number"]) / max(float(found["part"]), 1), PARTS
            continue
        size = TEN_THOUSAND if found["ten"] else 1
        unit = found["unit"] or ""
        yield float(found["number"]) * size, SAME_UNIT.get(unit, unit)


def find_content(text: str, lead: str, sentences: Iterable[Sentence]) -> Told | None:
    """What the sentences say of all that a claim speaks of; ``None`` where they are silent.

    ``lead`` is what its sentence said before, where the claim alone says too little.
    """
    mine = content_of(text)
    if len(mine.words) < FEWEST:
        before = lead.rstrip("，").rpartition("，")[2]
        mine = Content(mine.words | content_of(before).words, mine.figures)
    if len(mine.words) < FEWEST:
        return None
    near = (s for s in sentences if not _of_others(text, lead, f"{s[1]}，{s[2]}"))
    found = [(kind, s[0]) for s in near if (kind := _judge(text, mine, s))]
    if len({kind for kind, _ in found}) != 1:
        return None  # of two that disagree neither decides
    own = pairs_of(text)
    return max(found, key=lambda told: share(own, pairs_of(told[1].quote)))


def of_some_only(text: str, sentence: str) -> bool:
    """Whether a claim says of all its things what a sentence says of some (都清零: 甲清零，乙保留).

    The piece that says the opposite then is of what the claim names too.
    """
    words = check_words()
    if not cues("claims.yaml").says("every", text):
        return False
    said = plain_pieces(text)
    families = (f for name, f in words.contrasts.items() if name not in words.by_place)
    for family in families:
        mine = sides_of(family, said)
        for piece in PIECE.findall(sentence) if len(mine) == 1 else ():
            theirs = sides_of(family, plain_pieces(piece))
            if theirs and not theirs & mine and _names_most(piece, family, said):
                return True
    return False


def _names_most(piece: str, family: tuple[re.Pattern[str], ...], said: str) -> bool:
    """Whether a claim has most words of a piece but those of a family."""
    own = [w for w in content_of(piece).words if not any(side.search(w) for side in family)]
    return len(own) >= FEWEST and sum(holds(said, w) for w in own) >= MOSTLY * len(own)


def _of_others(text: str, lead: str, told: str) -> bool:
    """Whether a sentence is of other people than those whom a claim goes on about."""
    group = check_words().contrasts["group"]
    said, lead_said, theirs = (sides_of(group, plain(t)) for t in (text, lead, told))
    return not said and bool(lead_said and theirs) and not lead_said & theirs


def _judge(text: str, mine: Content, sentence: Sentence) -> VerdictKind | None:
    """What one sentence says of a claim."""
    _, told, above = sentence
    if not set(YEAR.findall(text)) <= set(YEAR.findall(f"{told}，{above}")):
        return None
    near = Near.of(mine, told, above)
    if near is None:
        return None
    kind = _by_figures(text, mine, near)
    if kind is not VerdictKind.SUPPORTED:
        return kind
    if near.denied is not _denied(text):
        sure = near.whole and near.told and not mine.figures
        return VerdictKind.CONTRADICTED if sure else None
    words = check_words()
    paid = words.contrasts["sum"]
    if sides_of(paid, plain(text)) - sides_of(paid, plain(f"{'，'.join(near.pieces)}，{above}")):
        return None  # what is paid is no sum that is only set aside
    if words.ahead.search(text) and not any(map(words.due.search, near.pieces)):
        return None
    how = stray(text, told, above)
    if how is Stray.AGAINST:
        return VerdictKind.CONTRADICTED if near.whole else None
    ordered = _in_order(text, mine, told) or near.close
    return VerdictKind.SUPPORTED if how is None and ordered else None


def _in_order(text: str, mine: Content, told: str) -> bool:
    """Whether the words of a claim stand in a sentence in its order: what is said of what."""
    own, theirs = plain_pieces(text), plain_pieces(told)
    at = 0
    for word in sorted((w for w in mine.words if w in own and w in theirs), key=own.find):
        at = theirs.find(word, at)
        if at < 0:
            return False
    return True


@dataclass(frozen=True)
class Near:
    """The pieces of a sentence that a claim's words stand in."""

    pieces: tuple[str, ...]
    whole: bool  # one of them has them all
    told: bool  # and the claim has much of what that one says
    denied: bool  # that one denies something; else any of them
    figures: frozenset[tuple[float, str]]
    close: bool = False  # it tells nearly all of one, which sets nothing beside another

    @classmethod
    def of(cls, mine: Content, told: str, above: str) -> Near | None:
        """``None`` where a word of the claim stands neither there nor in what heads it."""
        said, head = plain_pieces(told), plain(above)
        pieces = tuple(p for p in PIECE.findall(said) if _is_near(p, mine))
        own = {w for w in mine.words if any(holds(p, w) for p in pieces)}
        rest = mine.words - own
        few = len(own) < (1 if mine.figures else FEWEST)  # what heads it tells too little alone
        if few or len(own) * 2 < len(mine.words) or not all(holds(head, w) for w in rest):
            return None
        main = [p for p in pieces if all(holds(p, w) for w in own)]
        denied = any(_denies(p) for p in main or pieces)
        figures = frozenset(f for p in pieces for f in figures_in(p))
        most = any(len(own) >= HALF * len(content_of(p).words) for p in main)
        close = any(len(own) >= max(NEARLY * len(content_of(p).words), MANY) for p in main)
        close = close and not any(check_words().beside.search(p) for p in main)
        return cls(pieces, bool(main), most, denied, figures, close)


def _is_near(piece: str, mine: Content) -> bool:
    """Whether a piece is of the claim: it has a word of it, or a figure that counts the same."""
    figures = set(figures_in(piece))
    counted = {unit for _, unit in mine.figures} & COUNTED & {unit for _, unit in figures}
    own = any(holds(piece, w) for w in mine.words)
    return own or bool(figures & mine.figures) or bool(counted)


def holds(text: str, word: str) -> bool:
    """Whether a text has a word, or all neighbouring characters of a long one."""
    if len(word) >= LONGEST and pairs_of(word) <= pairs_of(text):
        return True
    at = text.find(word)
    return at >= 0 and text[at - 1 : at] != OTHERWISE  # 非治疗性 is not 治疗性


def qualified(text: str, sentence: str) -> bool:
    """Whether a word of a text stands in a sentence only with its opposite (非治疗性)."""
    said = plain_pieces(sentence)
    return any(w in said and not holds(said, w) for w in content_of(text).words)


def _by_figures(text: str, mine: Content, near: Near) -> VerdictKind | None:
    """Whether the figures of a claim are those of the pieces around its words."""
    other, left = mine.figures - near.figures, near.figures - mine.figures
    if not other:
        sums = any(unit in SUMS for _, unit in mine.figures)  # with bounds of their own
        return VerdictKind.SUPPORTED if _local(mine, near) and not sums else None
    if len(other) > 1 or not _local(Content(mine.words, mine.figures - other), near):
        return None
    ((_, unit),) = other
    if unit == AGE:
        return None  # what is said of all from 70 on is so of those of 75
    sure = unit in COUNTED or bool(mine.figures & near.figures)  # the others are the claim's
    same = [f for f in left if sure and (f[1] == unit or _lengths(f[1], unit))]
    return VerdictKind.CONTRADICTED if len(same) == 1 and not _grows(text, near) else None


def _lengths(one: str, other: str) -> bool:
    """Whether two units may be of one limit told wrong; days to pay in are no years of cover."""
    return {one, other} <= LENGTHS and {one, other} != {"日", "年"}


def _grows(text: str, near: Near) -> bool:
    """Whether only one of the two tells by how much something grows or shrinks."""
    sides = check_words().contrasts["grows"]
    told = (any(s.search(t) for s in sides) for t in (text, "，".join(near.pieces)))
    return len(set(told)) > 1


LENGTHS = frozenset({"日", "月", "年", "工作日"})
COUNTED = LENGTHS | {PARTS, "种", "个", "次", "倍", "张", "名"}
"""Units of which one figure gainsays another; sums and shares have cases of their own."""
SUMS, AGE = frozenset({"元", "%", "个百分点"}), "周岁"


def _local(mine: Content, near: Near) -> bool:
    """Whether the words stand with the claim's figures, and not in pieces of other ones."""
    kept = [p for p in near.pieces if not (f := set(figures_in(p))) or f & mine.figures]
    if not mine.figures:
        kept = list(near.pieces)
    return all(any(holds(p, w) for p in kept) or not _somewhere(near, w) for w in mine.words)


def _somewhere(near: Near, word: str) -> bool:
    return any(holds(p, word) for p in near.pieces)


def _denied(text: str) -> bool:
    return _denies(plain_pieces(text))


def _denies(plain_text: str) -> bool:
    """Whether a text denies something; 不少于 sets a bound."""
    return bool(check_words().strict[0].search(plain_text))
