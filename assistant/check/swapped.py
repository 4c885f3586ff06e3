"""Claims with one name changed (换了一处): 武汉、鄂州、孝感 for 武汉、鄂州、黄石.

A claim that has all words of matter of one sentence but one gainsays it, where that word and one of
the sentence's that the claim leaves out are names of a kind: places, bodies, or words of which only
one holds. A word of no kind is silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from assistant.check.content import PIECE, YEAR, Content, Sentence, content_of, holds, plain_pieces
from assistant.check.laying import plain
from assistant.check.lexicon import check_words
from corpus.model import Citation

MOST, FEW, HALF = 3, 2, 0.4
"""Words of a claim that a sentence must have; fewer where they are half of what it says."""
IsPlace = Callable[[str], bool]


def find_swapped(text: str, sentences: Iterable[Sentence], is_place: IsPlace) -> Citation | None:
    """The one sentence that a claim tells with another name; ``None`` where none or several do."""
    mine = content_of(text)
    found = []
    for citation, told, above in sentences:
        missing = _missing(mine, plain_pieces(told), plain(above))
        if len(missing) > 1 or not _same_figures(text, mine, f"{told}，{above}"):
            continue
        if not missing:
            return None  # it is told with this name elsewhere
        if _is_swapped(text, mine, missing[0], told, is_place):
            found.append(citation)
    return found[0] if len(found) == 1 else None


def _missing(mine: Content, said: str, head: str) -> list[str]:
    return [w for w in sorted(mine.words) if not holds(said, w) and not holds(head, w)]


def _same_figures(text: str, mine: Content, told: str) -> bool:
    """Whether the sentence has every figure and year of a claim."""
    known = set(YEAR.findall(told)) >= set(YEAR.findall(text))
    return known and mine.figures <= content_of(told).figures


def _is_swapped(text: str, mine: Content, word: str, told: str, is_place: IsPlace) -> bool:
    """Whether the piece that tells the same as the word's has a name of its kind instead."""
    for own in (p for p in PIECE.findall(text) if word in plain_pieces(p)):
        for piece in PIECE.findall(told):
            if not _tells_alike(own, mine, piece):
                continue
            theirs, said = content_of(piece).words, plain_pieces(text)
            if any(not holds(said, w) and _alike(word, w, is_place) for w in theirs):
                return True
    return False


def _tells_alike(own: str, mine: Content, piece: str) -> bool:
    """Whether a piece of a sentence has the other words of a claim's piece."""
    said, theirs = plain_pieces(piece), content_of(piece).words
    words = content_of(own).words & mine.words
    here = sum(holds(said, w) for w in words)
    near = here >= MOST or (here >= FEW and here >= HALF * len(theirs))
    return near and here >= HALF * (len(words) - 1) and _denied(own) is _denied(piece)


def _alike(word: str, other: str, is_place: IsPlace) -> bool:
    """Whether two words are different names of one kind."""
    if is_place(word) and is_place(other):
        return True
    one, two = kinds_of(word), kinds_of(other)
    return any(kind == k and side != s for kind, side in one for k, s in two) and not one & two


@lru_cache(maxsize=4096)
def kinds_of(word: str) -> frozenset[tuple[str, str]]:
    """The kinds that a word names something of, each with what it names."""
    words = check_words()
    left = words.by_place | words.of_things
    named = {
        (name, str(n))
        for name, sides in words.contrasts.items()
        for n, side in enumerate(sides)
        if name not in left and side.search(word)
    }
    return frozenset(named | {("body", n) for n, said in words.actors.items() if said.search(word)})


def _denied(text: str) -> bool:
    return bool(check_words().strict[0].search(plain_pieces(text)))
