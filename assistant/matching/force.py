"""Which of several years' figures for one thing holds on a day (现行有效)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assistant.matching.years import years_in
from corpus.library import Library
from corpus.model import PolicyValue, Role

# What each document says of itself: a later document does not replace it.
OF_DOCUMENT = ("validity_period", "effective_date")


def in_force(values: Sequence[PolicyValue], library: Library, as_of: dt.date) -> list[PolicyValue]:
    """Of figures for the same thing from several years, the one that holds on the day.

    Those that begin later are left out unless there is nothing else.
    """
    begun = [v for v in values if not _begins_after(v, library, as_of)] or list(values)
    latest: dict[str, int] = {}
    eras = _beside_amendments(begun, _eras(begun, library), library, as_of)
    for value in begun:
        name = _same_thing(value)
        latest[name] = max(latest.get(name, 0), eras[value.id])
    return [v for v in begun if eras[v.id] == latest[_same_thing(v)]]


def _eras(values: Sequence[PolicyValue], library: Library) -> dict[str, int]:
    """The year each value speaks for, as a number to compare.

    A value that states none is as late as the latest that its notice states.
    """
    stated = {v.id: _stated_year(v) for v in values}
    of_notice: dict[str, int] = {}
    for value in values:
        issued = library.entries[value.notice].notice.issued_on
        year = stated[value.id] or (issued.year if issued else 0)
        of_notice[value.notice] = max(of_notice.get(value.notice, 0), year)
    return {v.id: stated[v.id] or of_notice[v.notice] for v in values}


def _stated_year(value: PolicyValue) -> int:
    dated = value.effective_from.year if value.effective_from else 0
    return value.benefit_year or dated or max(years_in(value), default=0)


def _same_thing(value: PolicyValue) -> str:
    """What two years' figures have in common: their key, or their label, place and case."""
    if value.key in OF_DOCUMENT:
        return f"{value.key}|{value.notice}"
    if value.role is Role.CHANGE and value.key:
        return f"{value.key}|{value.jurisdiction}|{value.clause}"  # one supplement beside another
    if value.key:
        return f"{value.key}|{value.jurisdiction}"
    group = value.group.text if value.group else ""
    cases = "|".join(c.text for c in value.conditions)
    return f"{value.label}|{value.jurisdiction}|{group}|{cases}"


def _beside_amendments(
    values: Sequence[PolicyValue], eras: dict[str, int], library: Library, as_of: dt.date
) -> dict[str, int]:
    """What an amendment leaves standing is as late as the amendment.

    A value that states its own benefit year stays with that year.
    """
    latest: dict[str, int] = {}
    for value in values:
        latest[value.notice] = max(latest.get(value.notice, 0), eras[value.id])
    amended = dict(eras)
    for ending in library.endings:
        if ending.whole or ending.by not in latest or not ending.works(as_of):
            continue
        for value in values:
            if value.notice == ending.of and value.benefit_year is None:
                amended[value.id] = max(amended[value.id], latest[ending.by])
    return amended


def _begins_after(value: PolicyValue, library: Library, day: dt.date) -> bool:
    """Whether a value holds only later: by its own day, or since it takes another's place then."""
    own = value.effective_from
    if own is None and value.benefit_year is None:
        own = library.begins(value.notice)
    return own is not None and own > day
