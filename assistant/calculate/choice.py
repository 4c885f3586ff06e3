"""Which of several values is a person's own (挑选): by the group's name, by age, by the tier."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from assistant.matching.groups import Fit, fit, is_everybody
from assistant.model import Person
from corpus.model import ConditionKind, PolicyValue

ADULT_AGE = 18
BY_AGE = ("adult_resident", "elderly", "minor", None)  # classes that an age alone decides
BIRTH, NO_END = Decimal(0), Decimal("Infinity")


def of_person(values: Sequence[PolicyValue], person: Person) -> list[PolicyValue]:
    """The values for a person's own group: all where nobody in particular is meant."""
    fitting = of_own([v for v in values if fit(v, person.keys, person.age) is not Fit.NO], person)
    return (exactly(fitting, person.keys) if person.age is None else []) or fitting


def of_own(values: Sequence[PolicyValue], person: Person) -> list[PolicyValue]:
    """The values without everybody's (参保人一档690元) where one is for the person's own group."""
    sure = fit_of(values, person)
    return [v for v in values if not is_everybody(v)] if sure else list(values)


def fit_of(values: Sequence[PolicyValue], person: Person) -> list[PolicyValue]:
    """The values of a narrower group than everybody that the person surely belongs to."""
    named = (v for v in values if v.group and not is_everybody(v))
    return [v for v in named if fit(v, person.keys, person.age) is Fit.YES]


def exactly(values: Sequence[PolicyValue], keys: tuple[str, ...]) -> list[PolicyValue]:
    """Values that name the person's own group: 成年居民 goes before its 老年居民 for 大人."""
    named = [{m.key for m in v.group.members} if v.group else set() for v in values]
    exact = [v for v, own in zip(values, named, strict=True) if own & set(keys)]
    return [] if any(_from_age(v) for v in exact) else exact  # 老人 may be younger than 70


def _from_age(value: PolicyValue) -> bool:
    """Whether the class begins at an age beyond adulthood (70周岁以上的老年居民)."""
    return value.group is not None and (value.group.min_age or 0) > ADULT_AGE


def narrowest(values: Sequence[PolicyValue]) -> list[PolicyValue]:
    """Of classes by age (成年居民, 年满60周岁的居民) those that hold no narrower one within."""
    return [v for v in values if not any(_holds(v, other) for other in values)]


def _holds(wide: PolicyValue, narrow: PolicyValue) -> bool:
    """Whether a class by age alone has the ages of another one within its own."""
    outer, inner = wide.group, narrow.group
    if outer is None or inner is None or any(m.key not in BY_AGE for m in outer.members):
        return False
    low, high = outer.min_age or BIRTH, outer.max_age or NO_END
    least, most = inner.min_age or BIRTH, inner.max_age or NO_END
    return low <= least and most <= high and (low, high) != (least, most)


def of_tier(values: Sequence[PolicyValue], tiers: Collection[str]) -> list[PolicyValue]:
    """Of several tiers the chosen one (选二档); a group without tiers has one fee for all."""
    chosen = [v for v in values if any(c.text in tiers for c in v.conditions)]
    return chosen or list(values)


def tiers_in(value: PolicyValue) -> list[str]:
    """The notice's words for the tiers (档次) of a value; none where it has no tiers."""
    return [c.text for c in value.conditions if c.kind is ConditionKind.TIER]
