"""Tables (表格): a row's figures, labelled by the heading cells above and the cells beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from corpus.extract.approach import approach, find_bound
from corpus.extract.conditions import conditions_of
from corpus.extract.figures import Figure, per_parts, try_number, unit_text
from corpus.extract.labels import KeyContext, find_label, key_of
from corpus.extract.layout import Page, Span, above_of
from corpus.extract.lexicon import condition_patterns, patterns
from corpus.extract.numerals import plain
from corpus.extract.people import build_group, find_group, mentions
from corpus.extract.scan import scan
from corpus.model import (
    Clause,
    ClauseKind,
    Condition,
    ConditionKind,
    PolicyValue,
    ValueCitations,
    ValueKind,
)
from corpus.structure.grid import header_rows

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
_ASIDE = re.compile("（[^（）]*）")
# A mark behind a bare number points to a note below the table (600①, 600*, 600〔1〕).
_NOTED = re.compile(
    r"\s*(?P<number>[\d,.]+)\s*(?:[①-⑳*※★△▲]+|[〔（]注?\s*\d{1,2}[〕）]|注\d{0,2})\s*"
)
_LISTED = {ConditionKind.ITEM, ConditionKind.TIER}
_PLACED = {ConditionKind.AREA, ConditionKind.SETTING}  # what a row may say among other words


def row_values(page: Page, clause: Clause) -> Iterator[PolicyValue]:
    """Yield the values of one table row (单元格｜单元格｜…); a heading row has none."""
    headers = _headers(page, clause)
    if clause in headers or not headers:
        return
    cells = _cells(clause)
    captions = _captions(page, clause, headers)
    texts = _row_heads(page, cells, [_cells(row) for row in headers])
    hospitals = _hospital_cells(page, cells, headers)
    tiers = _tier_cells(page, cells, headers)
    for column, cell in enumerate(cells):
        if cell in texts:
            continue
        numbered = column == 0 and try_number(page.text(cell)) is not None and len(cells) > 2
        if numbered and cell not in tiers:
            continue  # 序号
        above = [row[column] for row in map(_cells, headers) if column < len(row)]
        named = [c for c in (*above, *texts) if page.text(c).strip()]
        for figure, unit in _figures_under(page, cell, above, captions) if named else ():
            value = _value(page, clause, figure, unit, above, texts, cell)
            own = [_tier_of(page, clause, t) for t in tiers if t != cell]
            conditions = (*_with_grade(value, hospitals), *own)
            yield value.model_copy(update={"conditions": conditions})


def _tier_cells(page: Page, cells: list[Span], headers: list[Clause]) -> list[Span]:
    """Return the bare sums of a row that name its tier (缴费档次（元/年）: 1000)."""
    rows = [_cells(header) for header in headers]
    return [
        cell
        for column, cell in enumerate(cells)
        if try_number(page.text(cell)) is not None
        and any(_names_tier(page, row[column]) for row in rows if column < len(row))
    ]


def _names_tier(page: Page, head: Span) -> bool:
    """Tell whether a heading says that the sums below it, in yuan, are tiers."""
    unit = _UNIT.search(page.notice.text, *head)
    bare = page.text(_without_unit(page, head))
    in_yuan = unit is None or unit["base"] == "元"
    return in_yuan and any(p.search(bare) for p in patterns("tier_column_patterns"))


def _tier_of(page: Page, clause: Clause, cell: Span) -> Condition:
    text = page.text(cell)
    return Condition(kind=ConditionKind.OTHER, text=text, citation=page.cite(cell, clause))


def cell_of(clause: Clause, at: int) -> Span:
    """Return the cell of a row that holds the character at ``at``."""
    return next(c for c in _cells(clause) if at <= c.end)


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
        if c.kind in _LISTED and c.citation.start in hospitals
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
        if _BAR in page.text(scope.span):
            continue  # another column's heading says nothing of this one
        if (found := find_label(page.work, *scope.span, strong=True)) is not None:
            return found
    return None


def _row_heads(page: Page, cells: list[Span], headers: list[list[Span]]) -> list[Span]:
    """Return the cells that say what the row is about: those left of the first value column."""
    heads: list[Span] = []
    for column, cell in enumerate(cells):
        above = [row[column] for row in headers if column < len(row)]
        if heads and any(find_label(page.work, *c) for c in above if not _names_rows(page, c)):
            break
        figures = [] if _is_band(page, cell, column) else _figures(page, cell)
        if not any(_is_ruled(page, f, cell, above) for f in figures) and not _is_number(page, cell):
            heads.append(cell)
    return heads


def _names_rows(page: Page, head: Span) -> bool:
    """Tell whether a heading says what the rows are about (资助对象), not what is measured."""
    return any(p.search(page.text(head)) for p in patterns("row_column_patterns"))


def _is_band(page: Page, cell: Span, column: int) -> bool:
    """Tell whether a row is about a band of cost (3万元以下（含）｜60%)."""
    bands = (p for kind, p in condition_patterns() if kind is ConditionKind.COST_BAND)
    return column == 0 and any(p.match(page.notice.text, *_with_edge(cell)) for p in bands)


def _with_edge(cell: Span) -> Span:
    return Span(cell.start, cell.end + 1)


def _is_ruled(page: Page, figure: Figure, cell: Span, above: list[Span]) -> bool:
    """Tell whether a figure of a cell is a value; an age is, where no group is described by it."""
    if figure.kind is not ValueKind.AGE or find_group(page.work, *cell) is None:
        return True
    return any(p.search(page.text(head)) for p in patterns("age_column_patterns") for head in above)


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
    end = last
    while end + 1 < len(rows) and rows[end + 1].kind is ClauseKind.TABLE_ROW:
        end += 1
    spanned = header_rows([row.text.split(_BAR) for row in rows[first : end + 1]])
    headers = list(rows[first : first + spanned]) if spanned > 1 else []
    for row in rows[first + len(headers) : last + 1]:
        if any(_holds_value(page, c, banded=not headers) for c in _cells(row)):
            break
        headers.append(row)
    return headers[: last + 1 - first]


def _heads_band(page: Page, cell: Span) -> bool:
    """Tell whether a cell is nothing but a band of cost (起付线｜5万元以下｜5万元以上)."""
    text = page.text(cell)
    if not any(p.search(text) for p in patterns("band_heading_patterns")):
        return False
    bands = (p for kind, p in condition_patterns() if kind is ConditionKind.COST_BAND)
    found = (p.match(f"{_BAR}{text}{_BAR}", len(_BAR)) for p in bands)
    return any(m is not None and m.end() == len(_BAR + text) for m in found)


def _holds_value(page: Page, cell: Span, banded: bool) -> bool:
    """Tell whether a cell states a figure; a band does not, in the first row of a table."""
    if banded and _heads_band(page, cell):
        return False
    figures = _figures(page, cell)
    return _is_number(page, cell) or any(_is_ruled(page, f, cell, []) for f in figures)


def _is_number(page: Page, cell: Span) -> bool:
    return try_number(page.text(_unmarked(page, cell)).strip()) is not None


def _unmarked(page: Page, cell: Span) -> Span:
    """Return the number of a cell without the mark of a note."""
    noted = _NOTED.fullmatch(page.text(cell))
    return Span(*(cell.start + at for at in noted.span("number"))) if noted else cell


def _figures(page: Page, cell: Span) -> list[Figure]:
    return [
        replace(f, start=f.start + cell.start, end=f.end + cell.start)
        for f in scan(page.work[slice(*cell)])
    ]


def _figures_under(
    page: Page, cell: Span, above: list[Span], captions: list[Span]
) -> Iterator[tuple[Figure, Span | None]]:
    """Yield the figures of a cell; a bare number takes the unit of its heading (限额（元/月）)."""
    bare = _unmarked(page, cell)
    number = try_number(page.text(bare))
    if number is None:
        yield from ((figure, None) for figure in _figures(page, cell))
        return
    for head in (*reversed(above), *captions):
        match = _UNIT.search(page.notice.text, *head)
        if match and match["base"] in _BASES:
            if figure := cell_figure(bare, number, match["unit"]):
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
    cell: Span,
) -> PolicyValue:
    near = approach(page.work, cell.start, figure)
    bound = find_bound(page.work, cell.start, figure, near)
    named = [c for c in (*texts, *above) if page.text(c).strip()]
    head = next((c for c in above if find_label(page.work, *c)), None)
    head = head or next((c for c in above if _is_measure(page, clause, c)), None)
    label = _without_unit(page, head) if head else _above_label(page, clause) or named[-1]
    beside = [c for c in (*above, *texts) if page.text(c) != page.text(head or label)]
    group = _group_of(page, beside, head)
    people = page.plain(group) if group else ""
    per = per_parts(page.text(unit)) if unit else ()
    return PolicyValue(
        id=f"{clause.id}@{figure.start - clause.start}"
        + (f"-{figure.bound}" if figure.bound else ""),
        notice=page.notice.notice.id,
        clause=clause.id,
        key=key_of(
            figure.kind,
            page.plain(label),
            KeyContext(" ".join(map(page.plain, above)), "", above_of(page, clause), people),
        ),
        label=page.text(label),
        kind=figure.kind,
        value=figure.value,
        unit=unit_text(figure.base, (*figure.per, *per)),
        bound=bound.bound,
        bound_text=bound.text,
        group=build_group(page, group, clause) if group else None,
        conditions=_conditions(page, clause, beside, head),
        jurisdiction=page.notice.notice.jurisdiction,
        citations=_cited(page, clause, figure, label, unit, bound.span),
    )


def _cited(
    page: Page, clause: Clause, figure: Figure, label: Span, unit: Span | None, bound: Span | None
) -> ValueCitations:
    return ValueCitations(
        value=page.cite((figure.start, figure.end), clause),
        label=page.cite(label, clause),
        unit=page.cite(unit, clause) if unit else None,
        bound=page.cite(bound, clause) if bound else None,
    )


def _without_unit(page: Page, cell: Span) -> Span:
    """Return a heading cell without its unit (资助标准|（元/人）)."""
    unit = re.search(f"(?:{_UNIT.pattern})[）)]?$", page.text(cell))
    return Span(cell.start, cell.start + unit.start()) if unit and unit.start() >= 2 else cell


def _is_measure(page: Page, clause: Clause, cell: Span) -> bool:
    """Tell whether a heading says what is measured (每次起付, 个人实缴（元）), not for whom."""
    bare = _without_unit(page, cell)
    if any(p.search(page.text(bare)) for p in patterns("measure_column_patterns")):
        return True
    named = (c.text for c in conditions_of(page, bare, clause))
    return bare != cell and page.text(bare) not in named


def _group_of(page: Page, beside: list[Span], head: Span | None) -> Span | None:
    """Return the group of the row, or else that of the column (低保对象支付比例)."""
    groups = [g for c in beside if (g := _group_cell(page, c)) is not None]
    if groups:
        return groups[-1]
    return find_group(page.work, *head) if head else None


def _group_cell(page: Page, cell: Span) -> Span | None:
    """Return the group that a cell names: the whole cell where it is a list of groups."""
    found = find_group(page.work, *cell)
    if found is None:
        return None
    bare = _ASIDE.sub("", page.text(cell))
    named = mentions(bare, 0, len(bare))
    plain_list = named and named[-1].end == len(bare)
    return (
        cell
        if plain_list and not any(p.search(bare) for _kind, p in condition_patterns())
        else found
    )


def _conditions(
    page: Page, clause: Clause, cells: list[Span], head: Span | None
) -> tuple[Condition, ...]:
    """Return what the other cells and the column's own heading say, each said once."""
    found = [c for cell in cells for c in _cell_conditions(page, clause, cell)]
    own = conditions_of(page, head, clause) if head else ()
    found += [c for c in own if c.kind in _PLACED or c.kind is ConditionKind.TIER]
    unique: dict[tuple[str, str], Condition] = {}
    for condition in found:
        unique.setdefault((condition.kind, condition.text), condition)
    return tuple(unique.values())


def _cell_conditions(page: Page, clause: Clause, cell: Span) -> Iterator[Condition]:
    """Yield the known kinds that a cell names by their words; else the whole cell as an item."""
    text = page.text(cell)
    if not re.search(r"[一-龥]", text) or _group_cell(page, cell) == cell:
        return
    known = conditions_of(page, cell, clause)
    heading = cell.start < clause.start
    yield from (c for c in known if heading or c.text == text or c.kind in _PLACED)
    if not (_all_said(text, known) if heading else any(c.text == text for c in known)):
        kind = ConditionKind.OTHER if heading else ConditionKind.ITEM
        yield Condition(kind=kind, text=text, citation=page.cite(cell, clause))


def _all_said(text: str, known: tuple[Condition, ...]) -> bool:
    """Tell whether known conditions are all that a heading cell says (首次|住院 says more)."""
    rest = _UNIT.sub("", text)
    for condition in known:
        rest = rest.replace(condition.text, "")
    for pattern in patterns("empty_words_patterns"):
        rest = pattern.sub("", rest)
    return not re.search("[一-龥]", rest)
