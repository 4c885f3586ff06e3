"""What a rule of the calculator is (计算规则): typed inputs, the values it reads, one function.

A new rule is one file in this package with a ``RULE``, and one YAML file of cases in the tests.
The same rule then answers in the chat, as a tool for agents and over other interfaces.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import Field

import assistant.calculate as package
from assistant.model import Outcome, Person, Surroundings
from assistant.understand.asks import BASIC
from assistant.understand.group_words import find_groups
from assistant.understand.people import find_persons
from corpus.model import Citation, Frozen, PolicyValue

NOWHERE = Surroundings()


class Insured(Frozen):
    """One sort of person (参保人) as a form or an agent gives it."""

    who: str = Field("", description="身份，如 成年居民、大学生、低保对象、8岁的孩子；可以写几个")
    age: Decimal | None = Field(None, ge=0, le=150, description="周岁")
    count: int = Field(1, ge=1, le=100, description="几个人")

    @property
    def person(self) -> Person:
        """The person with the group keys that the words name, or failing that the age."""
        found = find_persons(self.who)
        aged = find_persons(f"{self.age}岁的人") if self.age is not None else ()
        sorts = [k for p in found for k in p.keys] or [k for p in aged for k in p.keys]
        keys = tuple(dict.fromkeys([*sorts, *find_groups(self.who)[0]]))
        age = self.age if self.age is not None else next((p.age for p in found), None)
        return Person(words=self.who or "您", count=self.count, keys=keys, age=age)


class Inputs(Frozen):
    """What every rule is asked about: a place, a day, and the benefit year if it matters."""

    place: str = Field(description="所在地，如 聊城市、莘县")
    as_of: dt.date = Field(description="今天的日期")
    year: int | None = Field(None, ge=1990, le=2100, description="待遇年度；不填按最近的规定")


class Passage(Frozen):
    """A sentence that says how a rule works (条文), by its name in ``passages.yaml``.

    ``words`` are what the pattern picked out: the tier by whose fee assistance is reckoned.
    """

    name: str
    citation: Citation
    words: tuple[str, ...] = ()


class Facts(Frozen):
    """The values of a rule's keys that hold at the place and day, nearest level first.

    ``passages`` are sentences that the rule asked for; ``beside`` are the facts of its second
    question (the other place, the year before); ``near`` gives the words around each value, by
    its id.
    """

    values: tuple[PolicyValue, ...] = ()
    passages: tuple[Passage, ...] = ()
    beside: Facts | None = None
    near: Mapping[str, Surroundings] = Field(default_factory=dict)

    def around(self, value: PolicyValue) -> Surroundings:
        """The words around a value; none where they were not read."""
        return self.near.get(value.id, NOWHERE)

    def of(self, *keys: str) -> tuple[PolicyValue, ...]:
        """Those of certain keys, in order."""
        return tuple(v for v in self.values if v.key in keys)


@dataclass(frozen=True)
class Rule:
    """A rule: its name and purpose, the keys of the values it reads, its inputs, its function.

    ``apply`` is pure: the same inputs and facts give the same outcome. Values of another
    ``programme`` (险种) are not read. ``roles`` widens what is read beyond standards, such as bare
    changes (提高5个百分点). ``passages`` names the sentences it reads, and ``beside`` gives the
    second place or year that it needs the facts of.
    """

    name: str
    title: str
    purpose: str
    keys: tuple[str, ...]
    inputs: type[Inputs]
    apply: Callable[[Any, Facts], Outcome]
    programme: str = BASIC
    roles: tuple[str, ...] = ("standard",)
    passages: tuple[str, ...] = ()
    beside: Callable[[Any, Facts], Inputs | None] | None = None


@cache
def rules() -> dict[str, Rule]:
    """All rules by name: every module of this package that has a ``RULE``."""
    found: dict[str, Rule] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        rule = getattr(module, "RULE", None)
        if isinstance(rule, Rule):
            found[rule.name] = rule
    return found


def cites(*values: PolicyValue) -> tuple[Citation, ...]:
    """The characters of the figures, for a step that rests on them."""
    return tuple(v.citations.value for v in values)
