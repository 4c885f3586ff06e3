"""What a title or preamble says for a whole notice (统领): its one 年度, its day of effect."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from corpus.extract.layout import Page, Span
from corpus.extract.lexicon import patterns, year_patterns
from corpus.model import (
    Bound,
    Citation,
    Clause,
    ClauseKind,
    DatePoint,
    PolicyValue,
    Role,
    ValueKind,
)


class YearFound(NamedTuple):
    """A year and the characters that state it."""

    year: int
    citation: Citation


def governing_year(page: Page, clause: Clause, key: str | None) -> YearFound | None:
    """Return the one 年度 that a lead-in, the title or the preamble states for such a value."""
    for scope in page.lead_ins(clause):
        if (found := _only_year(page, [scope.span], clause, "governing")) is not None:
            return found
    titled = _title_lines(page)
    if key is None:  # 提高2026年…标准 in a title dates every standard of the notice
        return _only_year(page, titled, clause, "titled_standard")
    opening = [Span(c.start, c.end) for c in page.notice.clauses if c.kind is ClauseKind.PREAMBLE]
    tried = ((titled, "governing"), (titled, "titled_standard"), (opening, "governing"))
    years = (_only_year(page, spans, clause, name) for spans, name in tried)
    return next((year for year in years if year is not None), None)


def _only_year(page: Page, spans: list[Span], clause: Clause, name: str) -> YearFound | None:
    found = [
        (int(m["y"]), Span(*m.span("y")))
        for span in spans
        for pattern in year_patterns(name)
        for m in pattern.finditer(page.work, *span)
    ]
    if len({year for year, _span in found}) != 1:
        return None
    year, at = found[0]
    return YearFound(year, page.cite((at.start, at.end + 1), clause))


def _title_lines(page: Page) -> list[Span]:
    """Return the lines of the title above the first clause (a title may be wrapped)."""
    text, title = page.notice.text, page.notice.notice.title
    first = page.starts[0] if page.starts else len(text)
    lines = re.finditer(r"[^\n]+", text[:first])
    return [Span(*m.span()) for m in lines if m[0] in title]


def governing_start(page: Page, values: list[PolicyValue]) -> PolicyValue | None:
    """Return the date from which all standards of a notice hold (从…起提高…标准), if any."""
    kinds = {c.id: c.kind for c in page.notice.clauses}
    found = [v for v in values if _is_start(v) and _of_all(page, v, kinds[v.clause])]
    return found[0] if len({str(v.value) for v in found}) == 1 else None


def _is_start(value: PolicyValue) -> bool:
    full = isinstance(value.value, DatePoint) and value.value.year is not None
    dated = value.kind is ValueKind.DATE and value.role is Role.STANDARD and full
    return dated and value.bound is Bound.AT_LEAST


def _of_all(page: Page, date: PolicyValue, kind: ClauseKind) -> bool:
    at = date.citations.value
    start = max(page.work.rfind(c, 0, at.start) for c in "。；\n") + 1
    before, after = page.work[start : at.start], re.split("[。；\n]", page.work[at.end :])[0]
    if any(p.search(before) for p in patterns("whole_before_patterns")):
        return True
    opening = kind is ClauseKind.PREAMBLE
    return opening and any(p.search(after) for p in patterns("whole_after_patterns"))


def starts_with(year: int | None, start: dt.date | None) -> bool:
    """Tell whether a day of effect can be of a value that is for ``year``."""
    return start is not None and (year is None or year == start.year)
