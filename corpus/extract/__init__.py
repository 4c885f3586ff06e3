"""Extraction (抽取): the value grammar that reads policy values out of the clauses of a notice."""

from __future__ import annotations

from corpus.extract.assemble import clause_values
from corpus.extract.beginnings import start_values
from corpus.extract.classes import name_classes
from corpus.extract.conditions import Places
from corpus.extract.layout import Page
from corpus.extract.tables import row_values
from corpus.extract.units import inherit_units
from corpus.extract.years import attach_years
from corpus.jurisdictions import places as country
from corpus.model import ClauseKind, NoticeText, PolicyValue

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
            found.extend(clause_values(page, clause, tree))
            found.extend(start_values(page, clause))
    return attach_years(page, name_classes(page, inherit_units(page, found)))
