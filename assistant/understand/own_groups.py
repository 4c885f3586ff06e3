"""Whose group it is (各人的身份): 「我和老婆是普通的，老爹是五保」 is one person's assistance.

A word before a person (低保的老娘) is that person's. A word behind (老爹是五保) is that of the
person before it and of those joined to that one (老婆和孩子都是低保). 「其中一个是低保」 splits one
from several; 「1个特困人员」 in a list is a person by itself. With no person near, it is the
whole family's (我家是低保户).
"""

from __future__ import annotations

import re
from functools import cache

from assistant.model import Person
from assistant.understand.group_words import GroupWord, Said, group_words
from assistant.understand.lexicon import people
from assistant.understand.people import ADULT, find_household
from assistant.understand.people_tokens import read_number

STOP = re.compile(r"[,，。;；?？!！:：…]")
FARTHEST = 8  # characters between a person and the word that is said of them
JOINED = 3


def with_own_groups(
    text: str, persons: tuple[Person, ...], held: tuple[str, ...]
) -> tuple[Person, ...]:
    """The persons with their own groups; ``None`` where the question's groups hold for all."""
    items = _items(text, held)
    if not held or sum(p.count for p in (*persons, *items.values())) < 2:
        return persons
    own: list[list[str]] = [[] for _ in persons]
    family: list[str] = []
    parted = list(persons)
    for word in _spoken(text, held):
        if word in items:
            parted.append(items[word])
            own.append([word.key])
            continue
        owners = _owners(text, word, parted)
        one = not owners and _is_one(text, word)
        if one and not any(own) and all(p.count == 1 for p in parted):
            parted = _nameless(parted)
            own = [[] for _ in parted]
        split = _split(parted) if one else None
        if one and split is None:
            return ()  # which of them it is makes a difference, and nobody said it
        if split is not None:
            parted.append(parted[split].model_copy(update={"count": 1}))
            parted[split] = parted[split].model_copy(update={"count": parted[split].count - 1})
            own.append([])
            owners = [len(parted) - 1]
        for n in owners:
            own[n].append(word.key)
        if not owners:
            family.append(word.key)
    if not any(own):
        return persons
    return tuple(
        p.model_copy(update={"groups": tuple(dict.fromkeys([*groups, *family]))})
        for p, groups in zip(parted, own, strict=True)
        if p.count > 0
    )


def grown_up(persons: tuple[Person, ...]) -> tuple[Person, ...]:
    """The persons, with those of whom a group alone is told (两个低保) among the adults."""
    return tuple(
        p.model_copy(update={"keys": (ADULT,)}) if p.groups and not p.keys else p for p in persons
    )


def shares_of(text: str, held: tuple[str, ...], household: int) -> tuple[Person, ...]:
    """The members of a household of whom only a group is told: 「三口人，一个低保」.

    Empty where it isn't said how many are of the group.
    """
    words = _spoken(text, held)
    if len(words) != 1:
        return ()
    word, before = words[0], text[: words[0].start]
    some = people().grammar["some_of"].search(before)
    if _is_one(text, word) or some:
        count = int(read_number(some["n"])) if some else 1
    else:
        count = household if people().grammar["all_of"].search(before) else 0
    if not 0 < count <= household:
        return ()
    own = Person(words=text[word.start : word.end], count=count, groups=(word.key,))
    rest = Person(words=people().rest_of_them, count=household - count, groups=())
    return (own, rest) if rest.count else (own,)


def _spoken(text: str, held: tuple[str, ...]) -> list[GroupWord]:
    """The words that are said of somebody: 「孩子8岁不是低保」 makes nobody one of 低保."""
    return [w for w in group_words(text) if w.said is Said.HELD and w.key in held]


def _items(text: str, held: tuple[str, ...]) -> dict[GroupWord, Person]:
    """The groups that are persons by themselves, told in a list with their counts.

    In 「2个成年人、1个特困人员」 there are three; of a household whose size is told they are some.
    """
    grammar = people().grammar
    found: dict[GroupWord, Person] = {}
    marked = False
    for word in _spoken(text, held) if find_household(text) is None else ():
        before = grammar["item_before"].search(text[: word.start])
        after = grammar["item_after"].match(text, word.end)
        if before is None or after is None:
            continue
        words = text[word.start : after.end()]
        listed = not STOP.match(before["mark"]) or grammar["item_formal"].search(words)
        if listed:
            count = int(read_number(before["n"]))
            marked = marked or bool(before["mark"]) or count > 1
            found[word] = Person(words=words, count=count, groups=(word.key,))
    if any(w not in found and _is_counted(text, w) for w in _spoken(text, held)):
        return {}  # the sum would leave somebody out
    return found if marked else {}  # one alone at the beginning is the person asked about


def _is_counted(text: str, word: GroupWord) -> bool:
    return people().grammar["item_counted"].search(text[: word.start]) is not None


def _owners(text: str, word: GroupWord, persons: list[Person]) -> list[int]:
    """The persons in the word's clause that it is said of; 她 is the one named last before it."""
    start, end = _clause(text, word)
    if people().grammar["of_last"].match(text, start):
        named = [(b, n) for n, p in enumerate(persons) for _, b in _places(text, p, 0, start)]
        return [max(named)[1]] if named else []
    found = [(n, a, b) for n, p in enumerate(persons) for a, b in _places(text, p, start, end)]
    placed = [w for w in found if not any(_inside(w, o) for o in found)]  # 我 is not in 我妹
    behind = [
        n for n, a, _ in placed if word.end <= a <= word.end + JOINED and _ties(text, word, a)
    ]
    ahead = [text[b : word.start] for _, _, b in placed if b <= word.start]
    # 老婆|是|低保我不是: it is said of the one before, and behind it another one begins.
    if behind and not any(people().grammar["group_is"].fullmatch(gap) for gap in ahead):
        return behind[:1]
    before = sorted((w for w in placed if w[2] <= word.start), key=lambda w: w[2])
    if not before or word.start - before[-1][2] > FARTHEST:
        return []
    run = [before[-1]]
    for known in reversed(before[:-1]):
        if not _is_join(text[known[2] : run[-1][1]]):
            break
        run.append(known)
    return list(dict.fromkeys(n for n, _, _ in run))


def _clause(text: str, word: GroupWord) -> tuple[int, int]:
    """The characters between the stops around the word."""
    start = max((m.end() for m in STOP.finditer(text, 0, word.start)), default=0)
    stop = STOP.search(text, word.end)
    return start, stop.start() if stop else len(text)


def _inside(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return other[1] <= one[1] and one[2] <= other[2] and other[2] - other[1] > one[2] - one[1]


def _places(text: str, person: Person, start: int, end: int) -> list[tuple[int, int]]:
    found = re.compile(re.escape(person.words)).finditer(text, start, end)
    return [m.span() for m in found]


def _ties(text: str, word: GroupWord, at: int) -> bool:
    """「低保的老娘」「低保户老娘」: nothing but small words between."""
    return _attributive().fullmatch(text[word.end : at]) is not None


@cache
def _attributive() -> re.Pattern[str]:
    return people().grammar["group_of"]


def _is_join(between: str) -> bool:
    return people().grammar["join"].fullmatch(between.strip()) is not None


def _is_one(text: str, word: GroupWord) -> bool:
    """「俩大人，一个吃低保」: the word is said of one of them."""
    start, _ = _clause(text, word)
    return people().grammar["one_of"].search(text[start : word.start]) is not None


def _split(persons: list[Person]) -> int | None:
    """The party that one person is taken from; ``None`` where there is no telling which."""
    several = [n for n, p in enumerate(persons) if p.count > 1]
    return several[-1] if several else None


def _nameless(persons: list[Person]) -> list[Person]:
    """「我和老伴，一个低保」: which of the two is not said, and makes no difference."""
    first = persons[0]
    if any((p.keys, p.age, p.groups) != (first.keys, first.age, first.groups) for p in persons):
        return persons
    return [first.model_copy(update={"words": people().any_of_them, "count": len(persons)})]
