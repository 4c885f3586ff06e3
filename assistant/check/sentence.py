"""How a claim's words stand to those of one sentence (话和原句)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.answer.grounding import Carried, loose_figures
from assistant.check.beginning import CONDITION, OWN_SUBJECT
from assistant.check.content import content_of
from assistant.check.laying import laid, plain
from assistant.check.lexicon import Assertion, check_words
from assistant.check.opening import PIECE, Open
from assistant.check.sharing import RUN, pairs_of, words_of
from corpus.model import Citation

EXCEPT = re.compile(r"除(?P<early>[^，。；]+?)(?:以?外|之外)|(?P<late>[^，。；]+?)的?除外")
LISTED = re.compile(r"、|和|及|或者?|，")
LONGEST_HEAD = 18
OWN_ITEM, SHORTLY = 2, 6
NUMBER, PARTS = re.compile(r"\d+"), re.compile(r"\d+(?:[:∶]\d+)+")
BY, CAUSE = "由", "因"
SAME = 0.6
"""The share of a claim's words that a sentence must have to tell of the same."""
Ranked = tuple[float, Citation, str]
"""The share of a claim's words that a sentence has, the sentence, its words."""


def limits(who: str) -> bool:
    """Whether it is said of some alone, or of whom it doesn't hold."""
    words = check_words()
    return bool(words.only.search(who) or words.denied.search(who[-2:]))


def run_in(text: str) -> str:
    """The short first sentence of a clause, which heads it (（四）门诊重特大疾病。)."""
    first = text.partition("。")[0]
    return first if len(first) <= LONGEST_HEAD and not NUMBER.search(first) else ""


def matter(text: str) -> str:
    """A text without its place and the words that may come and go."""
    words = check_words()
    return words.idle.sub("，", words.without_places(text))


def stands_there(text: str, sentence: str) -> bool:
    """Whether a short claim stands in pieces side by side, which don't deny what it asserts."""
    words = check_words()
    own = words_of(matter(text)) or words_of(text)
    pieces = [p for p in PIECE.findall(sentence) if pairs_of(p)]
    beside = ["，".join(pieces[max(n - 1, 0) : n + 1]) for n in range(len(pieces))]
    if len(own) <= SHORTLY and all(own.share_in(words_of(p)) < SAME for p in beside):
        return False
    nearest = max(pieces, key=lambda p: own.share_in(words_of(p)), default="")
    return bool(words.denied.search(words.plain(text))) or not words.denied.search(nearest)


def denies_alike(text: str, sentence: str) -> bool:
    """Whether a claim that denies something has the very words of the sentence to lay it by."""
    return not check_words().denied.search(text) or laid(plain(text), plain(sentence)) is not None


def foreign(text: str, sentence: str) -> bool:
    """Whether a claim has a word that its sentence hasn't."""
    words = check_words()
    acting = text.partition(BY)[2]
    if any(a.search(acting) and not a.search(sentence) for a in words.actors.values()):
        return True
    bare = words.plain_verbs.sub("，", words.plain(matter(text)))
    known = pairs_of(words.plain(sentence))
    return any(len(gap) >= OWN_ITEM for gap in _gaps(bare, known))


def _gaps(text: str, known: frozenset[str]) -> Iterator[str]:
    """The stretches of a text that have no pair of another."""
    for run in RUN.findall(text):
        bare = "".join(
            c if not ({run[max(i - 1, 0) : i + 1], run[i : i + 2]} & known) else "，"
            for i, c in enumerate(run)
        )
        yield from RUN.findall(bare)


def by_place(ranked: Iterator[Ranked]) -> Iterator[tuple[tuple[str, int], float]]:
    """The same shares by where the sentences stand."""
    for share, citation, _ in ranked:
        yield (citation.notice, citation.start), share


def back(assertion: Assertion, words: str, subject: str) -> float:
    """The share of a short sentence's own subject that the claim's subject has."""
    theirs = [
        pairs_of(assertion.without(p)) for p in PIECE.findall(words) if _is_told(assertion, p)
    ]
    own = pairs_of(subject)
    return max((len(t & own) / len(t) for t in theirs if len(t) >= OWN_SUBJECT), default=0.0)


def halves(assertion: Assertion, words: str) -> list[tuple[bool, frozenset[str]]]:
    """The pieces of a sentence that says both (与…可以，与…不得): each side with its subject."""
    told = [(assertion.side(p), pairs_of(assertion.without(p))) for p in PIECE.findall(words)]
    sides = [(side, subject) for side, subject in told if side is not None]
    return sides if len({side for side, _ in sides}) > 1 else []


def told_side(assertion: Assertion, words: str, own: frozenset[str]) -> bool | None:
    """What a sentence asserts; of one that says both, the half that is of the claim's subject."""
    both = halves(assertion, words)
    return max(both, key=lambda h: len(h[1] & own))[0] if both else assertion.side(words)


def keeps_case(assertion: Assertion, words: str, text: str) -> bool:
    """Whether a claim tells the cause right before what a sentence asserts (因急诊抢救…的，)."""
    pieces, own = PIECE.findall(words), words_of(text)
    for case, piece in pairwise(pieces):
        if case[:1] == CAUSE and case[-1:] == CONDITION and assertion.side(piece) is not None:
            return words_of(case).share_in(own) >= SAME
    return True


def excepted(words: str, text: str) -> bool:
    """Whether a claim is of what a sentence leaves out (死亡、参军的除外)."""
    found = EXCEPT.search(words)
    if found is None:
        return False
    items = (content_of(i).words for i in LISTED.split(found["late"] or found["early"]))
    told = check_words().plain(text)
    return any(item and all(word in told for word in item) for item in items)


def _is_told(assertion: Assertion, piece: str) -> bool:
    return assertion.side(piece) is not None


def keeps(citation: Citation, claim: Open) -> bool:
    """Whether every word that turns a rule into another (次日, 不, 全部) is the sentence's too."""
    words = check_words()
    mine, theirs = (words.critical.findall(words.plain(t)) for t in (claim.text, citation.quote))
    return set(mine) <= set(theirs)


def carries(citation: Citation, claim: Open) -> bool:
    """Whether every figure and number of a claim stands in the sentence."""
    for figures in (NUMBER, PARTS):
        if not set(figures.findall(claim.text)) <= set(figures.findall(citation.quote)):
            return False
    carried = Carried()
    carried.take([citation.quote])
    carried.take_quotes([citation.quote])
    return not loose_figures(claim.text, carried)
