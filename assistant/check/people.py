"""Whom a claim is said of, beside whom a notice's figure holds for (人群)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from assistant.check.lexicon import check_words
from assistant.check.sharing import share, words_of
from assistant.check.statements import Statement
from assistant.matching.groups import (
    EVERYBODY,
    MINOR,
    OF_AGE,
    above,
    closeness,
    comparable,
    is_everybody,
    is_grown_up,
    keys_in,
)
from assistant.understand.people import ADULT, find_persons
from corpus.model import Group, PolicyValue

MUCH = 0.5
HALF, ENDED, HALVED = re.compile("[；;]"), re.compile("[。！？?!\n]"), ("；", ";")
AGED = 10


class Whom(IntEnum):
    """How the people of a claim stand to those of a figure."""

    OTHERS = 0  # nobody in common
    WIDER = 1  # the claim takes in more: 65岁以上 beside 70周岁以上
    UNSAID = 2  # the claim says nobody, the figure is a group's
    ALL = 3  # the figure is everybody's
    SAME = 4  # all of the claim's people are of the figure's


@dataclass(frozen=True)
class People:
    """The people of a claim: their group keys, and ages [low, high)."""

    keys: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None

    @property
    def aged(self) -> bool:
        """Whether ages are stated."""
        return self.low is not None or self.high is not None

    def __bool__(self) -> bool:
        return bool(self.keys) or self.aged


def people_of(statement: Statement) -> People:
    """The people of a statement: of its own words, else of what leads to it in its sentence."""
    group = statement.value.group
    named = _people(statement.text, None)
    carried = group is not None and not statement.holds(group.citation)
    own = named if named and carried else _people(statement.text, group)
    if own or check_words().somebody.search(statement.text):
        return own  # whoever else is named before it is somebody else
    return _people(statement.lead, None)


def people_before(statement: Statement) -> People:
    """Whom the nearest half of the sentence before it is of (；不设封顶线)."""
    before = statement.part.before
    halves = HALF.split(ENDED.split(before)[-1]) if before.endswith(HALVED) else []
    return next(filter(None, (_people(half, None) for half in reversed(halves))), People())


def _people(text: str, group: Group | None) -> People:
    keys = [m.key for m in group.members if m.key] if group else []
    text = check_words().births.sub("，", text)  # twins are a case of the mother's
    keys += sorted(keys_in(text))
    persons = [k for p in find_persons(text) for k in p.keys]
    keys += [k for k in persons if k != ADULT or not keys]  # 独生子女户的夫妻 are no others
    plain = [k for k in dict.fromkeys(keys) if k not in EVERYBODY]
    plain = [k for k in plain if not any(k != o and k in above(o) for o in plain)]
    ages = (group.min_age, group.max_age) if group else (None, None)
    return People(tuple(plain), *ages)


def whom(people: People, value: PolicyValue, said: frozenset[str], near: str = "") -> Whom:
    """How a claim's people stand to a value's; ``said`` are the pairs of the claim's words.

    ``near`` is the value's sentence: it names those whom a group points back to (两类人员).
    """
    group = value.group
    if group is None or is_everybody(value) or check_words().anybody.search(group.text):
        return Whom.ALL
    excluded = {m.key for m in group.excludes if m.key}
    if any(above(k) & excluded for k in people.keys):
        return Whom.OTHERS
    aged = _ages(people, group)
    if aged is not None:
        return aged
    if _described(group, said):
        return Whom.SAME
    if not people:
        return Whom.ALL if value.key in check_words().told_by_key else Whom.UNSAID
    if _left_to(people, group, near):
        return Whom.SAME
    levels = [_of(key, group) for key in people.keys]
    if not levels:
        return Whom.UNSAID
    if all(level is Whom.SAME for level in levels):
        return Whom.SAME
    if set(people.keys) <= set(_people(group.text, None).keys):
        return Whom.SAME  # 大中专学生 are whom 大中专学生 are read as
    return Whom.WIDER if any(level > Whom.OTHERS for level in levels) else Whom.OTHERS


def is_adults(value: PolicyValue) -> bool:
    """Whether a figure is the adults', which is meant where nobody is named."""
    group = value.group
    return group is not None and (is_grown_up(group) or any(m.key == ADULT for m in group.members))


def is_known(group: Group | None) -> bool:
    """Whether a group sets some apart by a name or an age, and isn't the adults."""
    if group is None or is_grown_up(group) or any(m.key == ADULT for m in group.members):
        return False
    return any(m.key for m in group.members) or group.min_age is not None


def depth_of(people: People, value: PolicyValue) -> int:
    """How narrowly a figure's group is about a claim's people: ages are narrower than names."""
    group = value.group
    aged = people.aged and group is not None and group.min_age not in (None, OF_AGE)
    return closeness(group, people.keys) + AGED * aged


def _described(group: Group, said: frozenset[str]) -> bool:
    """Whether a group without a name (未连续参保的人员) is told in much the same words."""
    if any(m.key for m in group.members):
        return False
    own = words_of(group.text)
    return max(share(own.raw, said), share(own.plain, said)) >= MUCH


def _left_to(people: People, group: Group, near: str) -> bool:
    """Whether a group is the rest (其余对象), or points back to whom its sentence names."""
    words = check_words()
    if words.rest.search(group.text):
        return not any(above(k) & keys_in(near) for k in people.keys)
    back = bool(words.pointed.search(group.text)) and bool(people.keys)
    return back and set(people.keys) <= keys_in(near)


def _ages(people: People, group: Group) -> Whom | None:
    """What the ages say, where both state some."""
    if not people.aged:
        return None
    if group.min_age is None and group.max_age is None:
        return None
    low, high = people.low or 0, people.high or 999
    from_, to = group.min_age or 0, group.max_age or 999
    if to <= from_:  # the old and the young (80周岁以上老年人、未满6周岁儿童)
        return Whom.SAME if low >= from_ or high <= to else Whom.WIDER
    if low >= to or high <= from_ or high <= low:
        return Whom.OTHERS
    return Whom.SAME if low >= from_ and high <= to else Whom.WIDER


def _of(key: str, group: Group) -> Whom:
    members = {m.key for m in group.members if m.key} | keys_in(group.text)
    if above(key) & members or (ADULT in above(key) and is_grown_up(group)):
        return Whom.SAME
    if MINOR in above(key) and group.max_age == OF_AGE:
        return Whom.SAME
    if any(key in above(m) for m in members):
        return Whom.WIDER
    return Whom.OTHERS if members or comparable(group, (key,)) else Whom.UNSAID
