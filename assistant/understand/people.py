"""Persons and groups in a question (人员与人群)."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.model import Person
from assistant.understand.lexicon import Noun, alternation, people

ADULT_AGE = 18
ADULT = "adult_resident"
BREAKS = re.compile(r"[,，。;；、?？!！]|还有|以及|加上|另外")
AGE = re.compile(r"(?<!\d)(\d{1,3}|[一二两三四五六七八九十]{1,3})岁(半)?")
BARE_AGE = re.compile(r"(?<!\d)(\d{1,3})(?:多)?的?$")
AGE_AFTER = re.compile(r"^(?:今年|都|已经|刚|才)?(?:满)?(\d{1,3})(?:岁|了|多|$|[,，。])")
MONTHS_OLD = re.compile(r"(?:刚)?满月|\d+个月大|出生\d+天")
COUNT = re.compile(r"([一壹两俩二仨三四五六七八九十]|\d{1,2})(?:个|口|位|名|人|个人)?$")
COUNT_IN = re.compile(r"([一壹两俩二仨三四五六七八九十]|\d{1,2})(?:个|口|位|名)")
MONEY_OR_YEAR = re.compile(r"\d+(?:年|元|块|月|日|号|%)")


def find_persons(text: str) -> tuple[Person, ...]:
    """The persons whom the question is about, in the order of the text."""
    lexicon = people()
    hits = list(alternation(tuple(lexicon.nouns)).finditer(text))
    found: list[Person] = []
    for n, hit in enumerate(hits):
        left = text[hits[n - 1].end() if n else 0 : hit.start()]
        right = text[hit.end() : hits[n + 1].start() if n + 1 < len(hits) else len(text)]
        found.append(_person(lexicon.nouns[hit.group()], _last_part(left), _first_part(right)))
    found = _without_repeats(found)
    return tuple(_fill_household(text, _with_self(text, found)))


def _last_part(text: str) -> str:
    return BREAKS.split(text)[-1]


def _first_part(text: str) -> str:
    parts = [p for p in BREAKS.split(text) if p.strip()]
    return parts[0] if parts else ""


def _person(noun: Noun, left: str, right: str) -> Person:
    age = _age(left, right)
    count = _count(left, right) or noun.count
    keys = _keys(noun, age, _stage(left) or _stage(right))
    return Person(words=noun.words, count=count, keys=keys, age=age)


def _keys(noun: Noun, age: Decimal | None, stage: str | None) -> tuple[str, ...]:
    """Group keys of a person: the school stage says most, then the age, then the word."""
    if noun.life == "adult" and stage is None:
        return (ADULT,)
    if stage:
        return (stage,)
    if age is not None:
        return (ADULT,) if age >= ADULT_AGE else (noun.key or "minor",)
    if noun.life == "child" and noun.key:
        return (noun.key,)
    return ()


def _age(left: str, right: str) -> Decimal | None:
    for part in (left, right):
        match = AGE.search(part)
        if match:
            return _number(match.group(1)) + (Decimal("0.5") if match.group(2) else 0)
    if MONTHS_OLD.search(left) or MONTHS_OLD.search(right):
        return Decimal(0)
    bare = BARE_AGE.search(left) if left.endswith("的") else None
    bare = bare or AGE_AFTER.search(right)
    return Decimal(bare.group(1)) if bare else None


def _number(digits: str) -> Decimal:
    if digits.isdigit():
        return Decimal(digits)
    counts = people().counts
    if "十" not in digits:
        return Decimal(counts.get(digits, 0))
    tens, _, ones = digits.partition("十")
    return Decimal(counts.get(tens, 1) * 10 + counts.get(ones, 0))


def _count(left: str, right: str) -> int | None:
    cleaned = AGE.sub("", MONEY_OR_YEAR.sub("", left)).rstrip("的")
    match = COUNT.search(cleaned) or COUNT_IN.search(cleaned)
    if match is None and right[:1] in ("俩", "仨"):
        return people().counts[right[0]]
    return int(_number(match.group(1))) if match else None


def _stage(part: str) -> str | None:
    stages = people().stages
    match = alternation(tuple(stages)).search(part)
    return stages[match.group()] if match else None


def _without_repeats(found: list[Person]) -> list[Person]:
    """「孩子…这孩子」 is one person: a later bare repeat of the same word adds nobody."""
    kept: list[Person] = []
    for person in found:
        if any(p.words == person.words and p.keys == person.keys for p in kept):
            continue
        kept.append(person)
    return kept


def _with_self(text: str, found: list[Person]) -> list[Person]:
    """「我和老婆」 counts the speaker as an adult; 「我家」「我妈」 do not."""
    words = "|".join(people().self_words)
    joined = re.search(rf"(?:{words})(?:和|跟|与|同|加|还有|、|,|，|带)", text)
    if joined and found:
        return [Person(words=joined.group()[0], keys=(ADULT,)), *found]
    return found


def _fill_household(text: str, found: list[Person]) -> list[Person]:
    """「一家三口，孩子8岁」: those who are not named are adults."""
    match = people().household.search(text)
    if not match:
        return found
    total = int(_number(match.group(1).replace("两", "二").replace("俩", "二")))
    named = sum(p.count for p in found)
    if not found or total <= named or any(p.keys == (ADULT,) for p in found):
        return found
    return [Person(words="大人", count=total - named, keys=(ADULT,)), *found]


def find_groups(text: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Named groups: the keys that hold, the keys denied (不是低保), and the words themselves."""
    lexicon = people()
    held: list[str] = []
    denied: list[str] = []
    spoken: list[str] = []
    for match in alternation(tuple(lexicon.groups)).finditer(text):
        before = text[max(0, match.start() - 5) : match.start()]
        key = lexicon.groups[match.group()]
        target = denied if before.endswith(lexicon.negations) else held
        if key not in target:
            target.append(key)
        spoken.append(match.group())
    return tuple(held), tuple(denied), tuple(spoken)
