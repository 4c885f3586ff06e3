"""How values are listed on the command line (数值清单)."""

from __future__ import annotations

from typing import Any

from corpus.library import Library
from corpus.model import PolicyValue


def value_row(value: PolicyValue) -> dict[str, Any]:
    """All fields of a value, with the figure's own ``quote``, ``start`` and ``end`` on top."""
    cited = value.citations.value
    row: dict[str, Any] = value.model_dump(mode="json")
    return row | {"quote": cited.quote, "start": cited.start, "end": cited.end}


def value_line(value: PolicyValue, library: Library) -> str:
    """One line: the clause, the key, the label, the group and the figure as the notice says it."""
    path = library.clause(value.clause).path
    group = f"（{value.group.text}）" if value.group else ""
    bound = f" [{value.bound_text}]" if value.bound_text else ""
    years = f" {value.benefit_year}年度" if value.benefit_year else ""
    figure = f"{value.citations.value.quote}{bound}{years}"
    name = f"{value.label}{group}"
    return "\t".join((value.notice, path, value.key or "-", name, figure, value.status))
