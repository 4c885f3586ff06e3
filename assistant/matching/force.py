"""Which of several years' figures for one thing holds on a day (现行有效)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assistant.matching.years import years_in
from corpus.library import Library
from corpus.model import PolicyValue

# What each document says of itself: a later document does not replace it.
OF_DOCUMENT = ("validity_period", "effective_date")


def in_force(values: Sequence[PolicyValue], library: Library, as_of: dt.date) -> list[PolicyValue]:
    """Of figures for the same thing from several years, the one that holds on the day.

    Those that begin later are left out unless there is nothing else.
    """
    begun = [v for v in values if not _begins_after(v, as_of)] or list(values)
    latest: dict[str, int] = {}
    eras = _eras(begun, library)
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
    if value.key:
        return f"{value.key}|{value.jurisdiction}"
    group = value.group.text if value.group else ""
    cases = "|".join(c.text for c in value.conditions)
    return f"{value.label}|{value.jurisdiction}|{group}|{cases}"


def _begins_after(value: PolicyValue, day: dt.date) -> bool:
    return value.effective_from is not None and value.effective_from > day
