"""Persons and groups in a question (人员与人群)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.model import Person
from assistant.understand.lexicon import Noun, alternation, people

ADULT_AGE = 18
ADULT = "adult_resident"
NEWBORN = "newborn"
SPEAKER = "您"
CHINESE = "一二两三四五六七八九十"
BREAKS = re.compile(r"[,，。;；、?？!！\s]|还有|以及|加上|另外|和|跟")
AGE = re.compile(rf"(?<!\d)(\d{{1,3}}|[{CHINESE}]{{1,3}})(?:来|多)?(?:周)?岁(半)?")
AGE_SAID = re.compile(
    rf"(?<![\d\-.第])(\d{{2,3}}|[{CHINESE}]?十[{CHINESE}]?)(?:多)?(?:了|的人|的年纪)"
)
BARE_AGE = re.compile(r"(?<!\d)(\d{1,3})(?:多)?的$")
AGE_AFTER = re.compile(r"^(?:今年|都|已经|刚|才)?(?:满)?(\d{1,3})(?:岁|了|多|$)")
MONTHS_OLD = re.compile(r"(?:刚)?满月|\d+个月大|出生\d+天")
NUMBER = rf"(?:[{CHINESE}壹俩仨]|\d{{1,2}})"
COUNT_NEAR = re.compile(rf"({NUMBER})(?:个|口|位|名|人)*$")
COUNT_IN = re.compile(rf"({NUMBER})(?:个|口|位|名)")
NOT_COUNTS = re.compile(r"\d+(?:年|元|块|月|日|号|%)|第?[一二三四五六]?年级|初[一二三]|高[一二三]")


@dataclass(frozen=True)
class Hit:
    """A word for a person, or a school stage, with its place in the text."""

    start: int
    end: int
    noun: Noun | None
    stage: str | None


def find_persons(text: str) -> tuple[Person, ...]:
    """The persons whom the question is about, in the order of the text."""
    hits = _merge_stages(text, _hits(text))
    found = [_person(text, hits, n) for n in range(len(hits))]
    found = _with_self(text, _settle_repeats(found))
    found = _fill_household(text, found)
    return tuple(found or _speaker(text))


def _hits(text: str) -> list[Hit]:
    lexicon = people()
    pattern = alternation((*lexicon.nouns, *lexicon.stages, *lexicon.groups))
    return [
        Hit(m.start(), m.end(), lexicon.nouns.get(m.group()), lexicon.stages.get(m.group()))
        for m in pattern.finditer(text)
        if m.group() not in lexicon.groups  # 事实无人抚养儿童 is a group, not one more 儿童
    ]


def _merge_stages(text: str, hits: list[Hit]) -> list[Hit]:
    """A stage belongs to the noun beside it (上小学的娃, 娃上小学); alone it is a person."""
    merged: list[Hit] = []
    for hit in hits:
        before = merged[-1] if merged else None
        if before and before.noun and hit.noun is None and _fills(text, before, hit):
            merged[-1] = _joined(before, hit)
            continue
        if before and _newborn_again(text, before, hit):
            continue
        if before and _beside(text, before, hit):
            merged[-1] = _joined(before, hit)
            continue
        merged.append(hit)
    return merged


def _beside(text: str, before: Hit, hit: Hit) -> bool:
    """Whether a noun and a stage stand side by side, with no break and no new count between."""
    between = text[before.end : hit.start]
    one_each = bool(before.noun) != bool(hit.noun) and not _both(before)
    counted = COUNT_IN.search(between) and before.noun is not None
    return one_each and not counted and not BREAKS.search(between)


def _newborn_again(text: str, before: Hit, hit: Hit) -> bool:
    """「宝宝刚出生」 is one child."""
    nouns = [h.noun for h in (before, hit) if h.noun and h.noun.life == "child"]
    close = hit.start - before.end <= 2 and not BREAKS.search(text[before.end : hit.start])
    return len(nouns) == 2 and close and any(n.key == NEWBORN for n in nouns)


def _fills(text: str, noun: Hit, stage: Hit) -> bool:
    """「娃户口不在聊城，在这上小学」: a stage that follows one child says which child it is."""
    if noun.stage:
        return not BREAKS.search(text[noun.end : stage.start])
    single = noun.noun is not None and noun.noun.count == 1 and noun.noun.life != "adult"
    before = NOT_COUNTS.sub("", text[max(0, noun.start - 4) : noun.start])
    return single and not COUNT_IN.search(before + text[noun.end : stage.start])


def _both(hit: Hit) -> bool:
    return hit.noun is not None and hit.stage is not None


def _joined(first: Hit, second: Hit) -> Hit:
    noun, stage = first.noun or second.noun, first.stage or second.stage
    return Hit(first.start, second.end, noun, stage)


def _person(text: str, hits: list[Hit], n: int) -> Person:
    hit = hits[n]
    left = BREAKS.split(text[hits[n - 1].end if n else 0 : hit.start])[-1]
    right = text[hit.end : hits[n + 1].start if n + 1 < len(hits) else len(text)]
    inner = text[hit.start : hit.end]
    age = _age(left, _first_part(right), inner)
    words = hit.noun.words if hit.noun else inner
    count = _count(left, inner, right) or (hit.noun.count if hit.noun else 1)
    return Person(words=words, count=count, keys=_keys(hit, age), age=age)


def _first_part(text: str) -> str:
    return BREAKS.split(text)[0]


def _keys(hit: Hit, age: Decimal | None) -> tuple[str, ...]:
    """Group keys of a person: the school stage says most, then the age, then the word."""
    if hit.stage:
        return (hit.stage,)
    if hit.noun and hit.noun.life == "adult":
        return (ADULT,)
    if age is not None:
        return (ADULT,) if age >= ADULT_AGE else ((hit.noun and hit.noun.key) or "minor",)
    if hit.noun and hit.noun.life == "child" and hit.noun.key:
        return (hit.noun.key,)
    return ()


def _age(left: str, right: str, inner: str) -> Decimal | None:
    for part in (left, inner, right):
        match = AGE.search(part)
        if match:
            return _number(match.group(1)) + (Decimal("0.5") if match.group(2) else 0)
    if MONTHS_OLD.search(left) or MONTHS_OLD.search(right):
        return Decimal(0)
    bare = BARE_AGE.search(left) or AGE_AFTER.search(right) or AGE_SAID.match(right)
    return _number(bare.group(1)) if bare else None


def _number(digits: str) -> Decimal:
    if digits.isdigit():
        return Decimal(digits)
    counts = people().counts
    if "十" not in digits:
        return Decimal(counts.get(digits, 0))
    tens, _, ones = digits.partition("十")
    return Decimal(counts.get(tens, 1) * 10 + counts.get(ones, 0))


def _count(left: str, inner: str, right: str) -> int | None:
    cleaned = NOT_COUNTS.sub("", AGE.sub("", left)).rstrip("的")
    match = COUNT_NEAR.search(cleaned) or COUNT_IN.search(cleaned)
    if match is None and right[:1] in ("俩", "仨"):
        return people().counts[right[0]]
    if match is None:
        match = COUNT_IN.search(NOT_COUNTS.sub("", inner))
    return int(_number(match.group(1))) if match else None


def _settle_repeats(found: list[Person]) -> list[Person]:
    """「俩娃 娃一个上初中一个幼儿园」: what repeats a word spells out the earlier mention."""
    for n, person in enumerate(found):
        later = [m for m in range(n + 1, len(found)) if found[m].words == person.words]
        if not later:
            continue
        tail = found[later[0] :]
        if person.count > 1 and sum(p.count for p in tail) == person.count:
            return [*found[:n], *found[n + 1 : later[0]], *tail]
        if person.count > 1 and sum(p.count for p in tail[1:]) == person.count:
            return [*found[:n], *found[n + 1 : later[0]], *tail[1:]]
        if not found[later[0]].keys or found[later[0]].keys == person.keys:
            return _settle_repeats([p for m, p in enumerate(found) if m != later[0]])
    return found


def _with_self(text: str, found: list[Person]) -> list[Person]:
    """「我和老婆」「爸妈、我」 count the speaker; 「我家」「我妈」「我是学生」 do not."""
    if not found:
        return found
    words = "|".join(people().self_words)
    join = "和|跟|与|同|加|还有|、|,|，"
    before = re.search(rf"(?:{words})(?:{join}|带)", text)
    after = re.search(rf"(?:{join})(?:{words})(?:$|[,，。、?？]|一共|总共|合计)", text)
    if before or after:
        return [Person(words="我", keys=(ADULT,)), *found]
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


def _speaker(text: str) -> list[Person]:
    """「俺今年四十三了」: an age without a word for a person is the speaker's own."""
    match = AGE.search(text) or AGE_SAID.search(text)
    if match is None:
        return []
    age = _number(match.group(1))
    person = Person(words=SPEAKER, age=age, keys=(ADULT,) if age >= ADULT_AGE else ("minor",))
    pair = re.search(rf"({NUMBER})个人", text)
    return [replace_count(person, int(_number(pair.group(1))) if pair else 1)]


def replace_count(person: Person, count: int) -> Person:
    """The same person, so many times."""
    return person.model_copy(update={"count": count})


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
