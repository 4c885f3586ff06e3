"""How values are listed on the command line (数值清单)."""

from __future__ import annotations

from typing import Any

from corpus.differences import Differences
from corpus.library import Library
from corpus.model import PolicyValue

TOLD_AT_MOST = 5
"""Differences that one sentence tells; the rest it counts."""


def value_row(value: PolicyValue) -> dict[str, Any]:
    """All fields of a value, with the figure's own ``quote``, ``start`` and ``end`` on top."""
    cited = value.citations.value
    row: dict[str, Any] = value.model_dump(mode="json")
    return row | {"quote": cited.quote, "start": cited.start, "end": cited.end}


def value_line(value: PolicyValue, library: Library) -> str:
    """One line: the clause, the key, the label, the group and the figure as the notice says it."""
    path = library.clause(value.clause).path
    name, figure = name_words(value), figure_words(value)
    return "\t".join((value.notice, path, value.key or "-", name, figure, value.status))


def name_words(value: PolicyValue) -> str:
    """What a value is for: its label, and in brackets its group and conditions."""
    cases = [value.group.text] if value.group else []
    cases += [c.text for c in value.conditions if c.text not in value.label]
    return value.label + (f"（{'，'.join(dict.fromkeys(cases))}）" if cases else "")


def figure_words(value: PolicyValue) -> str:
    """The figure as the notice says it, with its bound and the year it is for."""
    bound = f" [{value.bound_text}]" if value.bound_text else ""
    years = f" {value.benefit_year}年度" if value.benefit_year else ""
    return f"{value.citations.value.quote}{bound}{years}"


def differing_lines(found: Differences) -> list[str]:
    """What differs in the values, a phrase each: changed, then gone, then new."""
    lines = [
        f"{name_words(c.after)}：{figure_words(c.before)} → {figure_words(c.after)}"
        if name_words(c.before) == name_words(c.after)
        else f"{name_words(c.before)}：{figure_words(c.before)} → "
        f"{name_words(c.after)}：{figure_words(c.after)}"
        for c in found.changed
    ]
    lines += [f"少了 {name_words(v)}：{figure_words(v)}" for v in found.lost]
    return lines + [f"多了 {name_words(v)}：{figure_words(v)}" for v in found.gained]


def differing_words(found: Differences) -> str:
    """The first differences in one breath, and how many there are; empty without any."""
    lines = differing_lines(found)
    words = "；".join(lines[:TOLD_AT_MOST])
    return f"{words}；共 {len(lines)} 处" if len(lines) > TOLD_AT_MOST else words
