"""The calculator on a library (计算器): finds the values of a rule and runs it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from assistant.calculate.rule import Facts, Inputs, Rule, rules
from assistant.errors import BadQuestion
from assistant.matching.facts import benefit_year, gather
from assistant.matching.match import Matcher
from assistant.model import Outcome, Place, Slots
from corpus.library import Library
from corpus.model import Jurisdiction

MOST_KEPT = 512


class Calculator:
    """Runs the rules over the values of one library; safe to share between threads."""

    def __init__(self, library: Library, matcher: Matcher | None = None) -> None:
        self.library = library
        self._matcher = matcher or Matcher(library)
        # A library never changes: what holds at a place on a day is found once.
        self._found = lru_cache(maxsize=MOST_KEPT)(self._find)

    def run(self, name: str, arguments: dict[str, Any]) -> Outcome:
        """The outcome of a rule; ``BadQuestion`` names a wrong input, ``UnknownRegion`` a place."""
        rule = _rule(name)
        inputs = _inputs(rule, arguments)
        facts = self.facts(rule, inputs)
        second = rule.beside(inputs, facts) if rule.beside else None
        if second is not None:
            facts = facts.model_copy(update={"beside": self.facts(rule, second)})
        return rule.apply(inputs, facts)

    def facts(self, rule: Rule, inputs: Inputs) -> Facts:
        """The values of the rule's keys at the place, on the day, for the year."""
        return self._found(rule.name, inputs.place, inputs.year, inputs.as_of)

    def _find(self, name: str, where: str, year: int | None, as_of: dt.date) -> Facts:
        rule = rules()[name]
        place = self.library.places.resolve(where)
        notices = self.library.governing(place.adcode, as_of)
        held = self.library.on(as_of)
        return gather(rule, _slots(place, year), held, self._matcher.on(held), notices, as_of)


def _rule(name: str) -> Rule:
    if name not in rules():
        raise BadQuestion(f"没有名为“{name}”的计算规则；有的是：{'、'.join(sorted(rules()))}。")
    return rules()[name]


def _inputs(rule: Rule, arguments: dict[str, Any]) -> Inputs:
    try:
        return rule.inputs.model_validate(arguments)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "输入"
        raise BadQuestion(f"计算“{rule.title}”的输入有误：{where}（{first['msg']}）。") from error


def _slots(place: Jurisdiction, year: int | None) -> Slots:
    where = Place(at=place, source="region")
    return Slots(text="", raw="", place=where, year=benefit_year(year))
