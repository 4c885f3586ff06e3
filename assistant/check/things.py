"""Claims of what to bring and through what to pay (材料、渠道): named things in one sentence.

带身份证或者户口本 is so where one sentence that tells what to bring names both. A thing that no
such sentence names is silence, not an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.check.lexicon import ThingWords, check_words
from assistant.check.sharing import pairs_of, share
from corpus.index.words import segmenter
from corpus.model import Citation

QUOTED = re.compile(r"(?<!简称)[“「](?P<name>[^”」]{2,16})[”」]")
PIECE, LISTED = re.compile(r"[^，。；：]+"), re.compile(r"[、和及与]|以及")
WHEN = re.compile(r"[^，]*的，")  # who or when, which says nothing of the things
NUMBER = re.compile(r"\d+")
ENOUGH = 0.5
"""The share of a claim's other words that the sentence must have."""


@dataclass(frozen=True)
class Things:
    """The things that a text names of a sort, and its other words."""

    sort: str
    names: frozenset[str]
    rest: str


def things_in(text: str, lead: str = "") -> Iterator[Things]:
    """The things of each sort that a text asks for or offers; ``lead`` is what led to it."""
    for sort, words in check_words().things.items():
        if words.verb.search(text) or words.verb.search(lead):
            names = {name for name, said in words.names.items() if said.search(text)}
            names |= {found["name"] for found in QUOTED.finditer(text)} if words.quoted else set()
            if names:
                yield Things(sort, frozenset(names), _rest(text, words))


def _rest(text: str, words: ThingWords) -> str:
    bare = QUOTED.sub("，", text)
    for said in (*words.names.values(), words.verb):
        bare = said.sub("，", bare)
    return bare


def find_things(text: str, lead: str, sentences: Iterable[tuple[Citation, str]]) -> Citation | None:
    """The sentence that names all that a claim names; ``None`` where none does.

    ``lead`` is what its sentence said before: it tells the errand (办登记要带…).
    """
    words = check_words()
    told = next(things_in(text), None) or next(things_in(text, lead), None)
    if told is None or words.denied.search(WHEN.sub("", text)) or words.only.search(text):
        return None
    errands, others = _errands(text) or _errands(lead), _others(text, told.sort)
    for citation, sentence in sentences:
        if any(word not in sentence for word in (*others, *NUMBER.findall(text))):
            continue
        for theirs in things_in(sentence):
            named = theirs.sort == told.sort and told.names <= theirs.names
            if named and errands <= _errands(sentence) and _knows(sentence, told.rest):
                return citation
    return None


def _others(text: str, sort: str) -> list[str]:
    """What a list counts off beside the things that have a name here (入院小结, 结婚证)."""
    known = check_words().things[sort].names.values()
    items = [item for piece in PIECE.findall(text) for item in LISTED.split(piece)[1:]]
    strange = (item for item in items if not any(said.search(item) for said in known))
    first = (next((w for w in segmenter().cut(item) if len(w) > 1), "") for item in strange)
    return [word for word in first if word]


def find_among(text: str, lead: str, sentences: Iterable[tuple[Citation, str]]) -> Citation | None:
    """The sentence that offers more than what a claim says is all (只能在微信缴费)."""
    told = next(things_in(text), None)
    if told is None or not check_words().only.search(text):
        return None
    errands = _errands(text) or _errands(lead)
    for citation, sentence in sentences:
        for theirs in things_in(sentence):
            more = theirs.sort == told.sort and told.names < theirs.names
            same = errands and errands <= _errands(sentence)
            if more and same and check_words().offers.search(sentence):
                return citation
    return None


def _errands(text: str) -> set[str]:
    return {name for name, said in check_words().errands.items() if said.search(text)}


def _knows(sentence: str, rest: str) -> bool:
    """Whether a sentence has much of a claim's other words."""
    words = check_words()
    plain = words.idle.sub("，", words.plain(words.without_places(rest)))
    own = pairs_of(plain)
    return not own or share(own, pairs_of(words.plain(sentence))) >= ENOUGH
