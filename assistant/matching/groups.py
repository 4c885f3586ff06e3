"""Whether a value's group takes in a person (人群匹配)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from functools import cache, lru_cache

from assistant.keys import EMPLOYEES
from assistant.model import Person, Slots
from assistant.understand.cues import cues
from assistant.understand.lexicon import people
from corpus.extract.lexicon import group_forms, group_pattern, patterns, words
from corpus.extract.lexicon import groups as group_entries
from corpus.model import Group, PolicyValue

RESIDENTS, MINOR, ADULT = "resident_insured", "minor", "adult_resident"
ELDERLY = "elderly"
OF_AGE, SENIOR, OLD = 18, 50, 60
AMONG = re.compile("[^、，；]{2,20}?[中里]的")  # 低保对象中的|重度残疾人: one must be both
GROWN = re.compile("(?<!未)成年(?!子女|孤儿|后)")
EVERYBODY = frozenset({RESIDENTS, "enrolled_person"})
REST = "other_insured"


class Fit(IntEnum):
    """How a value's group fits the question."""

    NO = 0
    OPEN = 1  # the value names no group, or the question names nobody
    YES = 2


@cache
def above(key: str) -> frozenset[str]:
    """The key itself and every group that includes it."""
    found = {key}
    grew = True
    while grew:
        more = {g.key for g in group_entries() if found & set(g.includes)} - found
        found |= more
        grew = bool(more)
    return frozenset(found)


@cache
def group_name(key: str) -> str:
    """The Chinese name of a group key; the key itself when it is unknown."""
    return {g.key: g.name for g in group_entries()}.get(key, key)


@cache
def forms_of(key: str) -> tuple[str, ...]:
    """The name and the words of a group key."""
    return {g.key: (g.name, *g.forms) for g in group_entries()}.get(key, ())


def is_everybody(value: PolicyValue) -> bool:
    """Whether a value's group is all the insured (参保居民), which sets nobody apart."""
    members = value.group.members if value.group else ()
    return bool(members) and all(m.key in EVERYBODY for m in members)


def is_for_the_rest(value: PolicyValue) -> bool:
    """Whether a value is for all whom the notice does not name (普通居民, 其他参保人员)."""
    members = value.group.members if value.group else ()
    return bool(members) and all(m.key == REST for m in members)


def fit(
    value: PolicyValue, keys: tuple[str, ...], age: Decimal | None = None, near: str = ""
) -> Fit:
    """How the value's group fits a person of these keys and this age.

    ``near`` is the sentence around the value: it spells out a group that is only pointed back to
    (两类人员).
    """
    if value.group is None or (not keys and age is None):
        return Fit.OPEN
    if _excluded(value.group, keys) or _of_other_family(value.group, keys):
        return Fit.NO
    if ELDERLY in keys and value.group.max_age is not None and value.group.max_age <= OLD:
        return Fit.NO  # 老年人 are not 60周岁以下的成年居民
    if _told_from_others(value.group, keys):
        return Fit.OPEN
    if age is not None and is_aged(value):
        if _age_inside(value.group, age):
            return Fit.YES
        if len(value.group.members) < 2:
            return Fit.NO  # 18周岁至69周岁的成年居民: the age qualifies the one member
    if any(takes_in(value.group, k, near) for k in keys) or _is_plain_adult(value, keys):
        return Fit.YES
    return Fit.OPEN if _holds_for_all(value, keys) else Fit.NO


def _is_plain_adult(value: PolicyValue, keys: tuple[str, ...]) -> bool:
    """Whether the rest (除此以外的居民) are the grown-ups of whom nothing else is told."""
    return keys == (ADULT,) and is_for_the_rest(value) and not is_aged(value)


def _holds_for_all(value: PolicyValue, keys: tuple[str, ...]) -> bool:
    """Whether a value for 参保居民 of any age is also that of 特困人员, who are among them."""
    if is_for_the_rest(value):
        return not is_aged(value) and any(RESIDENTS in above(k) for k in keys)
    employed = any(EMPLOYEES in above(k) for k in keys)
    return is_everybody(value) and not is_aged(value) and not employed


def family_fit(value: PolicyValue, persons: Sequence[Person], near: str) -> Fit | None:
    """How the group fits the best of several persons, each with an age of his own.

    ``None`` where there is only one, or nobody: then the question speaks for all.
    """
    fits = [fit(value, p.keys, p.age, near) for p in persons]
    return max(fits) if len(fits) > 1 else None


def _excluded(group: Group, keys: tuple[str, ...]) -> bool:
    out = {m.key for m in group.excludes if m.key}
    return any(above(k) & out for k in keys)


def _of_other_family(group: Group, keys: tuple[str, ...]) -> bool:
    """Whether a group is told from among others than the question's: 低保家庭中的残疾人 are no
    answer for one of a 低保边缘家庭."""
    among = keys_in("\n".join(AMONG.findall(group.text)))
    named = keys_in(AMONG.sub("", group.text))  # beside them: 特困人员；孤儿；低保对象中的残疾人
    alike = [k for k in keys if any(roots(k) & roots(a) for a in among)]
    alike = [k for k in alike if not above(k) & named]
    return bool(alike) and not any(above(k) & among or k in above(a) for k in alike for a in among)


def of_other_age(group: Group | None, keys: Sequence[str]) -> bool:
    """Whether a group's own words say 成年 or 未成年 and the question names only the other."""
    text = group.text if group else ""
    said = {MINOR} if "未成年" in text else set()
    said |= {ADULT} if GROWN.search(text) else set()
    asked = {side for side in (MINOR, ADULT) for k in keys if side in above(k)}
    return len(said) == 1 and len(asked) == 1 and said != asked


def of_other_branch(value: PolicyValue, keys: tuple[str, ...], texts: Sequence[str]) -> bool:
    """Whether a wide group stands for another part of it than the question's.

    特别困难学生 under 普通高中 are none of a 中职 school: of ``texts``, nearest first, the first
    that names a part decides.
    """
    if value.group is None or value.group.excludes or _is_rest(value.group):
        return False  # 其他救助对象: whoever was not named before
    wide = {m.key for m in value.group.members if m.key}
    inside = [k for k in keys if k not in wide and above(k) & wide]
    parts = ({n for n in keys_in(t) if n not in wide and above(n) & wide} for t in texts)
    named = next((n for n in parts if n), set()) if inside else set()
    alike = any(above(k) & named or k in above(n) for k in inside for n in named)
    return bool(named) and not alike


def _is_rest(group: Group) -> bool:
    return cues("flows.yaml").says("the_rest", group.text)


def _told_from_others(group: Group, keys: tuple[str, ...]) -> bool:
    """Whether a group is told from among people of whom the question does not say to be one:
    低保边缘家庭成员中的未成年人 are not every minor."""
    told = AMONG.search(group.text)
    among = keys_in(told[0]) if told else frozenset()
    if not told or not among:
        return False
    asked = among | keys_in(group.text[: told.start()])
    return not any(above(k) & asked or k in above(a) for k in keys for a in asked)


def is_told_from(value: PolicyValue) -> bool:
    """Whether a value's group is told from among another (低保边缘家庭成员中的未成年人)."""
    told = AMONG.search(value.group.text) if value.group else None
    return bool(told and keys_in(told[0]))


def is_among(told: PolicyValue, wider: PolicyValue) -> bool:
    """Whether a group is told from among another's (低保对象中的重度残疾人, 低保对象)."""
    among = keys_in("\n".join(AMONG.findall(told.group.text))) if told.group else frozenset()
    return wider.group is not None and any(above(a) & _member_keys(wider.group) for a in among)


def is_of_the_others(value: PolicyValue) -> bool:
    """Whether a group is of those whom no other aid takes in (未纳入上述范围的重度残疾人)."""
    group = value.group
    return group is not None and any(p.search(group.text) for p in patterns("others_patterns"))


def is_aged(value: PolicyValue) -> bool:
    """Whether a value's group is one of ages: an age inside decides; an age outside leaves the
    members of a list to decide."""
    group = value.group
    return group is not None and (group.min_age is not None or group.max_age is not None)


def is_of_old(value: PolicyValue) -> bool:
    """Whether a value's group is the old alone, told by an age (80周岁以上老年人)."""
    group = value.group
    return group is not None and (group.min_age or 0) >= OLD and group.max_age is None


def may_be_old(person: Person, values: Sequence[PolicyValue]) -> bool:
    """Whether a parent whose age is not told may be of the old or of the other adults' class."""
    ages = {v.group.min_age or 0 for v in values if v.group}
    elder = person.age is None and person.words in people().elders
    return elder and any(a >= SENIOR for a in ages) and any(a < SENIOR for a in ages)


def is_grown_up(group: Group) -> bool:
    """Whether a group is all adults, told by their age alone (年满18周岁的居民)."""
    plain = all(m.key in {None, *EVERYBODY} and _is_resident(m.name) for m in group.members)
    return group.min_age == OF_AGE and group.max_age is None and plain


def _is_resident(name: str) -> bool:
    return name.endswith(words("resident_nouns"))


def may_be_inside(value: PolicyValue, keys: Sequence[str]) -> bool:
    """Whether a minor whose age is not known may be of a group of children below an age."""
    group = value.group
    young = group is not None and group.max_age is not None and group.max_age <= OF_AGE
    return young and any(MINOR in above(k) for k in keys)


def _age_inside(group: Group, age: Decimal) -> bool:
    low = group.min_age is None or age >= group.min_age
    high = group.max_age is None or age < group.max_age
    if group.min_age is not None and group.max_age is not None and group.min_age > group.max_age:
        return low or high  # 80周岁以上的老人和未满14周岁的儿童
    return low and high


@lru_cache(maxsize=2048)
def keys_in(text: str) -> frozenset[str]:
    """Group keys that a text names, the longest words first: 低保边缘 is not 低保."""
    return frozenset(group_forms()[m.group()] for m in group_pattern().finditer(text))


def takes_in(group: Group, key: str, near: str = "") -> bool:
    """A person of ``key`` is of the group, or is the broader sort of one of its members."""
    members = _member_keys(group)
    if above(key) & members or any(key in above(m) for m in members):
        return True
    if ADULT in above(key) and is_grown_up(group):
        return True
    return not members and key in keys_in(near)


def is_within(group: Group | None, keys: Sequence[str]) -> bool:
    """Whether one of these people is surely of the group: 残疾人 may be none of 重度残疾人."""
    members = _member_keys(group) if group else set()
    return not members or any(above(k) & members for k in keys)


def _member_keys(group: Group) -> set[str]:
    """The keys of a group's members and of its words; a wide word that a member narrows
    (中职学校|学生) says nothing by itself."""
    members = {m.key for m in group.members if m.key}
    named = keys_in(AMONG.sub("", group.text))
    return members | {k for k in named if not any(k in above(m) for m in members)}


@cache
def roots(key: str) -> frozenset[str]:
    """The widest groups that a key belongs to: keys without a common root say nothing of each
    other (成年居民 and 流浪乞讨受助人员)."""
    included = {i for g in group_entries() for i in g.includes}
    return frozenset(k for k in above(key) if k not in included)


def closeness(group: Group | None, keys: tuple[str, ...]) -> int:
    """How narrowly the group is about these people: the depth of the member that takes them in."""
    members = [m.key for m in group.members if m.key] if group else []
    return max((len(above(m)) for m in members for k in keys if m in above(k)), default=0)


def comparable(group: Group | None, keys: tuple[str, ...]) -> bool:
    """Whether the group and the keys divide people by the same thing."""
    members = {r for m in group.members if m.key for r in roots(m.key)} if group else set()
    members |= roots(ADULT) if group and is_grown_up(group) else frozenset()
    return any(roots(k) & members for k in keys)


def of_scheme(key: str, scheme: str) -> bool:
    """Whether a group belongs to a scheme of its own, such as 灵活就业人员 to the employees'."""
    return scheme in above(key) and key != scheme


def asked_keys(slots: Slots) -> tuple[str, ...]:
    """All group keys that the question names, of persons and of groups."""
    keys = [k for p in slots.persons for k in p.keys]
    return tuple(dict.fromkeys([*keys, *slots.groups]))
