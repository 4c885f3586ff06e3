"""Whose tier it is (各人的档次): 「夫妻俩一个选一档一个选二档」「我一档，老婆二档」."""

from __future__ import annotations

import re
from functools import cache

from assistant.model import Person
from assistant.understand.lexicon import Noun, alternation, families, people
from assistant.understand.phrasing import phrasing

TIER = "tier"
PAIR, ONE = 2, Noun("", "", None, 1)
LEAST, MOST = "最低", "最高"  # the cheapest and the dearest of the tiers, whichever they are


def with_own_tiers(text: str, persons: tuple[Person, ...]) -> tuple[Person, ...]:
    """The persons with the tier that each of them chose; unchanged where all chose the same."""
    cheapest, dearest = phrasing().cheapest.search(text), phrasing().dearest.search(text)
    if cheapest and dearest:
        return persons
    if cheapest or dearest:
        return tuple(_with(p, LEAST if cheapest else MOST) for p in persons)
    split = _one_each().search(text)
    if split and len(persons) == 1 and people().nouns.get(persons[0].words, ONE).count == PAIR:
        return tuple(_with(persons[0], t).model_copy(update={"count": 1}) for t in split.groups())
    spoken = [(m.group(), m.start()) for m in alternation(_forms()).finditer(text)]
    if len({tier for tier, _ in spoken}) < 2:
        return persons
    own = {_owner(text, persons, at): tier for tier, at in spoken}
    if None in own or len(own) < len(spoken):
        return persons
    return tuple(_with(p, own.get(n, "")) for n, p in enumerate(persons))


def _with(person: Person, tier: str) -> Person:
    return person.model_copy(update={"tier": tier})


def _owner(text: str, persons: tuple[Person, ...], at: int) -> int | None:
    """The place of the person named last before the tier."""
    named = [(text.rfind(p.words, 0, at), n) for n, p in enumerate(persons)]
    start, owner = max(named, default=(-1, 0))
    return owner if start >= 0 else None


@cache
def _forms() -> tuple[str, ...]:
    return tuple(f for c in families()[TIER] for f in c.forms)


@cache
def _one_each() -> re.Pattern[str]:
    """「一个一档，一个二档」."""
    one = f"(?:一个|一位|一人|1个|1人)[^,，。]{{0,4}}?({alternation(_forms()).pattern})"
    return re.compile(f"{one}[,，、\\s]?(?:另)?{one}")
