"""Tables (表格): a row's figures, labelled by the heading cells above and the cells beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from corpus.extract.conditions import condition_of
from corpus.extract.figures import Figure, per_parts, try_number, unit_text
from corpus.extract.labels import KeyContext, find_label, key_of
from corpus.extract.layout import Page, Span, above_of
from corpus.extract.lexicon import patterns
from corpus.extract.numerals import plain
from corpus.extract.people import build_group, find_group
from corpus.extract.scan import scan
from corpus.model import (
    Bound,
    Clause,
    ClauseKind,
    Condition,
    ConditionKind,
    PolicyValue,
    ValueCitations,
    ValueKind,
)

_BAR = "｜"
_UNIT = re.compile(
    r"(?:[（(](?:单位[：:]?)?|单位[：:]\s*)(?P<unit>(?P<base>万元|元|%)[^（）()\n｜，。]{0,8}?)(?=[）)\n｜，。]|$)"
)
# What a heading's unit makes of the bare numbers below it: kind, base unit and factor.
_BASES = {
    "元": (ValueKind.MONEY, "元", Decimal(1)),
    "万元": (ValueKind.MONEY, "元", Decimal(10000)),
    "%": (ValueKind.RATIO, "%", Decimal(1)),
}
_BASE = re.compile(r"[（(]?(万元|元|%)")


def row_values(page: Page, clause: Clause) -> Iterator[PolicyValue]:
    """Yield the values of one table row (单元格｜单元格｜…); a heading row has none."""
    headers = _headers(page, clause)
    if clause in headers or not headers:
        return
    cells = _cells(clause)
    captions = _captions(page, clause, headers)
    texts = _row_heads(page, cells, [_cells(row) for row in headers])
    hospitals = _hospital_cells(page, cells, headers)
    for column, cell in enumerate(cells):
        if column == 0 and try_number(page.text(cell)) is not None and len(cells) > 2:
            continue  # 序号
        above = [row[column] for row in map(_cells, headers) if column < len(row)]
        named = [c for c in (*above, *texts) if page.text(c).strip()]
        for figure, unit in _figures_under(page, cell, above, captions) if named else ():
            value = _value(page, clause, figure, unit, above, texts)
            yield value.model_copy(update={"conditions": _with_grade(value, hospitals)})


def _hospital_cells(page: Page, cells: list[Span], headers: list[Clause]) -> set[int]:
    """Return where the cells begin that stand in a column of hospitals (医疗机构等级｜…)."""
    above = [row for header in headers for row in enumerate(_cells(header))]
    named = {
        column
        for column, head in above
        if any(p.search(page.text(head)) for p in patterns("hospital_column_patterns"))
    }
    return {cell.start for column, cell in enumerate(cells) if column in named}


def _with_grade(value: PolicyValue, hospitals: set[int]) -> tuple[Condition, ...]:
    """Return the conditions with a bare 三级 in a column of hospitals known for a hospital."""
    return tuple(
        c.model_copy(update={"kind": ConditionKind.HOSPITAL})
        if c.kind is ConditionKind.ITEM and c.citation.start in hospitals
        else c
        for c in value.conditions
    )


def _captions(page: Page, clause: Clause, headers: list[Clause]) -> list[Span]:
    """Return the other heading cells and the line above the table, which may name its unit."""
    cells = [cell for row in headers for cell in _cells(row) if "单位" in page.text(cell)]
    first = page.starts.index(headers[0].start)
    above = page.notice.clauses[first - 1] if first else clause
    return [*cells, *([Span(above.start, above.end)] if above.end < clause.start else [])]


def _above_label(page: Page, clause: Clause) -> Span | None:
    """Return the label of the passage that leads to the table (照料护理标准按…分三档：)."""
    for scope in page.lead_ins(clause):
        if (found := find_label(page.work, *scope.span, strong=True)) is not None:
            return found
    return None


def _row_heads(page: Page, cells: list[Span], headers: list[list[Span]]) -> list[Span]:
    """Return the cells that say what the row is about: those left of the first value column."""
    heads: list[Span] = []
    for column, cell in enumerate(cells):
        above = [row[column] for row in headers if column < len(row)]
        if heads and any(find_label(page.work, *c) for c in above):
            break
        if not _figures(page, cell) and try_number(page.text(cell)) is None:
            heads.append(cell)
    return heads


def _cells(clause: Clause) -> list[Span]:
    cells, start = [], clause.start
    for text in clause.text.split(_BAR):
        cells.append(Span(start, start + len(text)))
        start += len(text) + 1
    return cells


def _headers(page: Page, clause: Clause) -> list[Clause]:
    """Return the heading rows of the row's table: the first rows, which hold no figures."""
    rows = page.notice.clauses
    first = last = page.starts.index(clause.start)
    while first > 0 and rows[first - 1].kind is ClauseKind.TABLE_ROW:
        first -= 1
    headers = []
    for row in rows[first : last + 1]:
        if any(_figures(page, c) or _is_number(page, c) for c in _cells(row)):
            break
        headers.append(row)
    return headers


def _is_number(page: Page, cell: Span) -> bool:
    return try_number(page.text(cell).strip()) is not None


def _figures(page: Page, cell: Span) -> list[Figure]:
    return [
        replace(f, start=f.start + cell.start, end=f.end + cell.start)
        for f in scan(page.work[slice(*cell)])
    ]


def _figures_under(
    page: Page, cell: Span, above: list[Span], captions: list[Span]
) -> Iterator[tuple[Figure, Span | None]]:
    """Yield the figures of a cell; a bare number takes the unit of its heading (限额（元/月）)."""
    number = try_number(page.text(cell))
    if number is None:
        yield from ((figure, None) for figure in _figures(page, cell))
        return
    for head in (*reversed(above), *captions):
        match = _UNIT.search(page.notice.text, *head)
        if match and match["base"] in _BASES:
            if figure := cell_figure(cell, number, match["unit"]):
                yield figure, Span(*match.span("unit"))
            return


def cell_figure(cell: tuple[int, int], number: Decimal, unit: str) -> Figure | None:
    """Return the figure of a bare cell under a heading's unit: 50 under 限额（万元） is 500000元.

    ``None`` where the unit names no money and no share.
    """
    base = _BASE.match(unit)
    if base is None:
        return None
    kind, plain_unit, factor = _BASES[base[1]]
    return Figure(kind, *cell, plain(number * factor), plain_unit)


def _value(
    page: Page,
    clause: Clause,
    figure: Figure,
    unit: Span | None,
    above: list[Span],
    texts: list[Span],
) -> PolicyValue:
    named = [c for c in (*texts, *above) if page.text(c).strip()]
    label = next((c for c in above if find_label(page.work, *c)), None)
    label = label or _above_label(page, clause) or named[-1]
    beside = [c for c in (*above, *texts) if page.text(c) != page.text(label)]
    groups = [g for c in beside if (g := find_group(page.work, *c)) is not None]
    per = per_parts(page.text(unit)) if unit else ()
    return PolicyValue(
        id=f"{clause.id}@{figure.start - clause.start}"
        + (f"-{figure.bound}" if figure.bound else ""),
        notice=page.notice.notice.id,
        clause=clause.id,
        key=key_of(
            figure.kind,
            page.text(label),
            KeyContext(" ".join(map(page.text, above)), above=above_of(page, clause)),
        ),
        label=page.text(label),
        kind=figure.kind,
        value=figure.value,
        unit=unit_text(figure.base, (*figure.per, *per)),
        bound=figure.bound or Bound.EXACT,
        group=build_group(page, groups[-1], clause) if groups else None,
        conditions=tuple(_conditions(page, clause, beside)),
        jurisdiction=page.notice.notice.jurisdiction,
        citations=ValueCitations(
            value=page.cite((figure.start, figure.end), clause),
            label=page.cite(label, clause),
            unit=page.cite(unit, clause) if unit else None,
        ),
    )


def _conditions(page: Page, clause: Clause, cells: list[Span]) -> Iterator[Condition]:
    """Yield what the other cells say: known kinds by their words, any other cell as an item."""
    for cell in cells:
        text = page.text(cell)
        if not re.search(r"[一-龥]", text):
            continue
        known = condition_of(page, cell, clause)
        if known is not None and (known.text == text or cell.start < clause.start):
            yield known
        elif clause.start <= cell.start:
            yield Condition(kind=ConditionKind.ITEM, text=text, citation=page.cite(cell, clause))
