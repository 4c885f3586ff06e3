"""The piece of a notice that tells of the same, or its opposite (正反): 逾期可以受理, 逾期不予受理.

The words that only say whether something is so are left out of both; of what remains each must have
most of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.check.beginning import CONDITIONS
from assistant.check.laying import plain
from assistant.check.lexicon import check_words
from assistant.check.sharing import pairs_of, share
from assistant.model import VerdictKind
from corpus.model import Citation

PIECE = re.compile(r"(?:[^，,；：:。（）]|(?<=\d):(?=\d(?!\d)))+")
NUMBER = re.compile(r"[\d.]+(?:个?工作日)?")  # 5日 is no 5个工作日
MINE, THEIRS, WHERE = 0.8, 0.6, 0.3
"""The share of the claim's words that the piece must have, and of the piece's that the claim must;
the share of what leads to the claim that the sentence must have."""
ENOUGH, LONG = 2, 5
"""Pairs that must be left to tell something; pairs with which a piece stands for itself."""
Told = tuple[VerdictKind, Citation]


def find_counterpart(
    text: str, lead: str, sentences: Iterable[tuple[Citation, str]]
) -> Told | None:
    """What the nearest piece says of it; of equal ones that which gainsays it."""
    pieces = [p for p in PIECE.findall(text) if p[-1:] not in CONDITIONS]
    if len(pieces) != 1:
        return None
    around = pairs_of(plain(f"{lead}，{text.replace(pieces[0], '')}"))
    found = (
        (near, kind is VerdictKind.CONTRADICTED, kind, citation)
        for citation, sentence in sentences
        if set(NUMBER.findall(text)) <= set(NUMBER.findall(sentence))
        for near, kind in _of_sentence(pieces[0], around, sentence)
    )
    best = max(found, key=lambda f: f[:2], default=None)
    return (best[2], best[3]) if best else None


def _of_sentence(
    piece: str, around: frozenset[str], sentence: str
) -> Iterator[tuple[float, VerdictKind]]:
    ways = [(mine, core) for core in (_core, _matter) if len(mine := core(piece)) >= ENOUGH]
    for theirs in PIECE.findall(sentence):
        if not set(NUMBER.findall(piece)) <= set(NUMBER.findall(theirs)):
            continue
        for mine, core in ways:
            own = core(theirs)
            near, back = share(mine, own), share(own, mine)
            apart = around and len(mine) < LONG
            if near < MINE or back < THEIRS:
                continue
            if apart and share(around, pairs_of(plain(sentence)) - own) < WHERE:
                continue
            same = _denied(piece) is _denied(theirs)
            if same and _limits(piece, theirs):
                continue
            yield near + back, VerdictKind.SUPPORTED if same else VerdictKind.CONTRADICTED


def _limits(piece: str, theirs: str) -> bool:
    """Whether a claim has a word that sets a limit (最多, 左右) where the piece has none."""
    return any(w.search(piece) and not w.search(theirs) for w in check_words().strict[1:])


@lru_cache(maxsize=8192)
def _core(piece: str) -> frozenset[str]:
    """The pairs of a piece without the words that only say whether it is so."""
    words = check_words()
    return pairs_of(words.whether.sub("，", words.plain(piece)))


@lru_cache(maxsize=8192)
def _matter(piece: str) -> frozenset[str]:
    """The same without the verbs that may come and go."""
    words = check_words()
    return pairs_of(words.plain_verbs.sub("，", words.whether.sub("，", words.plain(piece))))


def _denied(piece: str) -> bool:
    words = check_words()
    return bool(words.denied.search(words.plain(piece)))
