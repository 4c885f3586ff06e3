"""People named above (前述人员): 以上三类人员 are those whom the sentences before it name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extract.classes import defined_members
from corpus.extract.layout import Page
from corpus.extract.lexicon import pattern_source
from corpus.extract.numerals import parse_number
from corpus.extract.people import find_group, parse_group, points_above
from corpus.model import Citation, Clause, Group, PolicyValue

PIECE = re.compile(r"[^，。；：\n]+")


def name_above(page: Page, values: list[PolicyValue]) -> list[PolicyValue]:
    """Return the values with the people whom a group that points back means.

    The words of the group stay as they are; ``definitions`` cites every list that it points to.
    Where its clause doesn't name so many before it, it stays without members.
    """
    clauses = {c.id: c for c in page.notice.clauses}
    return [
        v.model_copy(update={"group": _named(page, v.group, clauses[v.clause])}) if v.group else v
        for v in values
    ]


def _named(page: Page, group: Group, clause: Clause) -> Group:
    pointed = points_above(group.text)
    if pointed is None:
        return group
    cited = _meant(list(_listed(page, clause, group.citation.start)), pointed["count"])
    if not cited:
        return group
    members = defined_members(parse_group(group.text).members, (c.quote for c in cited))
    return group.model_copy(update={"members": members, "definitions": cited})


def _listed(page: Page, clause: Clause, end: int) -> Iterator[Citation]:
    """Yield the lists of known people before a place; who are everybody are pointed to by none."""
    everybody = re.compile(pattern_source("everybody_pattern"))
    for piece in PIECE.finditer(page.work, clause.start, end):
        span = find_group(page.work, *piece.span())
        text = page.text(span) if span else ""
        known = any(m.key for m in parse_group(text).members) and not everybody.search(text)
        if span and known and not points_above(text):
            yield page.cite(span, clause)


def _meant(listed: list[Citation], count: str | None) -> tuple[Citation, ...]:
    """Return all lists of the clause, or the nearest whose people make up the count.

    A count of lists, and not of people, is that of all of them.
    """
    if count is None:
        return tuple(listed)
    wanted = parse_number(count)
    for first in range(len(listed) - 1, -1, -1):
        quotes = {c.quote for c in listed[first:]}
        named = {m for quote in quotes for m in parse_group(quote).members}
        if len(named) == wanted or (first == 0 and len(quotes) == wanted):
            return tuple(listed[first:])
    return ()
