"""What differs between two readings of a notice (差别): values gained, lost and changed.

Two values are of one thing by what they say, never by where they stand: a sentence put in above
moves every character below it and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

from corpus.model import Frozen, PolicyValue

Traits = Callable[[PolicyValue], Hashable]


class Change(Frozen):
    """One thing whose figure, bound, year or group is another now."""

    before: PolicyValue
    after: PolicyValue


class Differences(Frozen):
    """Values that only the later reading has, those that only the earlier had, and changes."""

    gained: tuple[PolicyValue, ...] = ()
    lost: tuple[PolicyValue, ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        """Whether any value differs."""
        return bool(self.gained or self.lost or self.changed)


def differences(before: Iterable[PolicyValue], after: Iterable[PolicyValue]) -> Differences:
    """Compare two readings: equal values are set aside first, then the same things are paired."""
    lost, gained = list(before), list(after)
    for _ in _pairs(lost, gained, _everything):
        pass
    changed = [
        Change(before=old, after=new)
        for same in (_subject, _case, _place)
        for old, new in _pairs(lost, gained, same)
    ]
    changed.sort(key=lambda c: c.after.citations.value.start)
    return Differences(gained=tuple(gained), lost=tuple(lost), changed=tuple(changed))


def _pairs(
    lost: list[PolicyValue], gained: list[PolicyValue], traits: Traits
) -> Iterator[tuple[PolicyValue, PolicyValue]]:
    """Take out of both lists, in order, the values that have these traits in common."""
    waiting: dict[Hashable, list[PolicyValue]] = {}
    for value in gained:
        waiting.setdefault(traits(value), []).append(value)
    for old in list(lost):
        if same := waiting.get(traits(old)):
            new = same.pop(0)
            lost.remove(old)
            gained.remove(new)
            yield old, new


def _everything(value: PolicyValue) -> Hashable:
    delta = value.delta.amount if value.delta else None
    figure = (repr(value.value), value.unit, value.bound, value.bound_text, delta)
    return (*_dated(value), *_case(value), *figure)


def _subject(value: PolicyValue) -> Hashable:
    return (*_dated(value), *_case(value))


def _dated(value: PolicyValue) -> tuple[Hashable, ...]:
    years = (value.collection_year, value.benefit_year)
    return (*years, value.effective_from, value.effective_to)


def _case(value: PolicyValue) -> tuple[Hashable, ...]:
    group = value.group.text if value.group else ""
    conditions = tuple(sorted(c.text for c in value.conditions))
    return (*_name(value), value.jurisdiction, group, conditions)


def _place(value: PolicyValue) -> Hashable:
    return (*_name(value), value.clause)


def _name(value: PolicyValue) -> tuple[Hashable, ...]:
    return value.key or value.label, value.kind, value.role
