"""Extraction (抽取): the value grammar that reads policy values out of the clauses of a notice."""

from __future__ import annotations

from corpus.extract.above import name_above
from corpus.extract.ahead import name_listed
from corpus.extract.assemble import clause_values
from corpus.extract.beginnings import start_values
from corpus.extract.classes import name_classes
from corpus.extract.conditions import Places
from corpus.extract.layout import Page
from corpus.extract.tables import row_values
from corpus.extract.units import inherit_units
from corpus.extract.years import attach_years
from corpus.jurisdictions import places as country
from corpus.model import ClauseKind, DatePoint, NoticeText, PolicyValue

__all__ = ["extract_values"]


def extract_values(notice: NoticeText, places: Places | None = None) -> list[PolicyValue]:
    """Return every typed figure of a notice in reading order, each with its exact characters.

    ``places`` is the place tree that sub-places are looked up in, the whole
    country by default. Value ids are ``<clause id>@<offset in the clause>``.
    """
    page = Page.of(notice)
    tree = places if places is not None else country()
    found: list[PolicyValue] = []
    for clause in notice.clauses:
        if clause.kind is ClauseKind.TABLE_ROW:
            found.extend(row_values(page, clause))
        elif clause.kind is not ClauseKind.CLOSING:
            starts = list(start_values(page, clause))
            found.extend(v for v in clause_values(page, clause, tree) if not _day_of(v, starts))
            found.extend(starts)
    classed = name_classes(page, inherit_units(page, found))
    named = name_listed(page, name_above(page, classed))
    return attach_years(page, named)


def _day_of(value: PolicyValue, starts: list[PolicyValue]) -> bool:
    """Tell whether a day without a month only says when some cover begins (认定次月|1日起)."""
    point, at = value.value, value.citations.value
    bare = isinstance(point, DatePoint) and point.month is None
    around = (s.citations.value for s in starts)
    return bare and any(a.start <= at.start and at.end <= a.end for a in around)
