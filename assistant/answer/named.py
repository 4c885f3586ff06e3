"""A benefit that a question names and no notice speaks of (没有收录的待遇): 租房补贴, 助学金."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from assistant.answer.context import Context
from assistant.understand.asks import find_concepts, find_topics
from assistant.understand.lexicon import load_yaml
from corpus.model import Notice

SHORTEST, LONGEST_FEE = 2, 3
FEE = "individual_fee"
COSTS = ("费", "钱", "款")  # 自付8万医药费|救助多少 names no benefit


@dataclass(frozen=True)
class Names:
    """The patterns of the data file; their meanings stand there."""

    benefit: re.Pattern[str]
    names_itself: re.Pattern[str]
    own_cost: re.Pattern[str]


@cache
def names() -> Names:
    """The patterns, compiled."""
    return Names(**{name: re.compile(p) for name, p in load_yaml("named.yaml").items()})


def unknown_benefit(context: Context) -> str | None:
    """Its name, where what it is for is in no notice of the place (租房补贴), nor it (助学金)."""
    text = context.slots.text
    for match in names().benefit.finditer(text):
        before = _word_before(text, match.start())
        name = before + match.group()
        if _said(context, name):
            continue
        if other := _other_name(context, match.end()):
            return other
        bare = names().names_itself.fullmatch(match.group())
        if bare and not _said(context, match.group()):
            return name
        if before and not _known(context, before, match) and not _said(context, before):
            return name
    return None


def unknown_fee(context: Context) -> str | None:
    """A fee that the insurance's notices never speak of (学费), asked for as the insurance's is."""
    import rjieba  # 0.1 s to load its dictionary

    if not any(ask.topic == FEE for ask in context.slots.asks):
        return None
    for word in rjieba.cut(context.slots.text):
        named = SHORTEST <= len(word) <= LONGEST_FEE and word.endswith(COSTS[0])
        if named and not names().own_cost.search(word) and not _said(context, word):
            return word
    return None


def _other_name(context: Context, end: int) -> str | None:
    """The name as it is said, where the lexicon knows another one that no notice says either."""
    for concept, start, stop in find_concepts(context.slots.text):
        if start < end <= stop and not any(_said(context, form) for form in concept.forms):
            return context.slots.text[start:stop]
    return None


def _word_before(text: str, end: int) -> str:
    """The word that ends where the benefit's last word begins; empty where it runs into it."""
    import rjieba  # 0.1 s to load its dictionary

    cut = list(rjieba.cut(text))
    ends = dict(zip(accumulate(len(word) for word in cut), cut, strict=True))
    word = ends.get(end, "")
    return "" if len(word) < SHORTEST or word.endswith(COSTS) else word


def _known(context: Context, word: str, match: re.Match[str]) -> bool:
    """Whether the word is understood otherwise: a group, a person, a measure, a filler."""
    text, start = context.slots.text, match.start() - len(word)
    spans = [(a, b) for _, a, b in find_concepts(text)]
    spans += [m.span() for t in find_topics(text) for c in t.cues for m in c.finditer(text)]
    covered = any(a < match.start() and start < b for a, b in spans)
    content = (*context.slots.content_words, *context.slots.unknown_terms)
    return covered or not any(word in c or c in word for c in content)


def _said(context: Context, word: str) -> bool:
    return any(word in context.library.text(n.id) for n in _governing(context))


def _governing(context: Context) -> list[Notice]:
    return [*context.notices, *context.begun_later]
