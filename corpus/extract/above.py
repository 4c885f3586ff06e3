"""People named above (前述人员): 以上三类人员 are those whom the sentences before it name."""

from __future__ import annotations

from corpus.extract.classes import defined_members
from corpus.extract.numerals import parse_number
from corpus.extract.people import parse_group, points_above
from corpus.model import Citation, Group, PolicyValue


def name_above(values: list[PolicyValue]) -> list[PolicyValue]:
    """Return the values with the people whom a group that points back means.

    The words of the group stay as they are; ``definitions`` cites every list that it points to.
    Where so many aren't named before it in its clause, it stays without members.
    """
    return [v.model_copy(update={"group": _named(v, values)}) for v in values]


def _named(value: PolicyValue, values: list[PolicyValue]) -> Group | None:
    group = value.group
    pointed = points_above(group.text) if group else None
    if group is None or pointed is None:
        return group
    cited = _meant(group, value.clause, values, pointed["count"])
    if not cited:
        return group
    members = defined_members(parse_group(group.text).members, (c.quote for c in cited))
    return group.model_copy(update={"members": members, "definitions": cited})


def _meant(
    group: Group, clause: str, values: list[PolicyValue], count: str | None
) -> tuple[Citation, ...]:
    """Return where the people stand: all of the clause, or the nearest that make up the count."""
    found = {
        v.group.citation.start: v.group.citation
        for v in values
        if v.group and v.clause == clause and v.group.citation.end <= group.citation.start
    }
    before = [c for _, c in sorted(found.items()) if not points_above(c.quote)]
    if count is None:
        return tuple(before)
    wanted = parse_number(count)
    for first in range(len(before) - 1, -1, -1):
        named = {m for c in before[first:] for m in parse_group(c.quote).members}
        if wanted in (len(named), len({c.quote for c in before[first:]})):
            return tuple(before[first:])
    return ()
