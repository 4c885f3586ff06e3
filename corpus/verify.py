"""Verification (复核): every part of a value is read again from its own characters."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from corpus.extract.approach import bound_of_words, is_date
from corpus.extract.changes import change_sign
from corpus.extract.classes import defined_members
from corpus.extract.conditions import says_condition
from corpus.extract.figures import Figure, per_parts, try_number, unit_text
from corpus.extract.lexicon import condition_patterns
from corpus.extract.numerals import plain
from corpus.extract.people import parse_group
from corpus.extract.scan import parse_figures, scan
from corpus.extract.spoken import plainly
from corpus.extract.tables import cell_figure
from corpus.extract.years import as_date
from corpus.model import (
    Bound,
    Citation,
    Clause,
    ConditionKind,
    NoticeText,
    Placed,
    PolicyValue,
    ValueKind,
)
from corpus.structure.reflow import CELL

_AHEAD = 16  # characters behind a condition that its pattern may look at


def verify_values(notice: NoticeText, values: Iterable[PolicyValue]) -> list[str]:
    """Return what is wrong with the values, one Chinese sentence a problem; empty if all agree."""
    clauses = {c.id: c for c in notice.clauses}
    problems: list[str] = []
    for value in values:
        found = list(_spans(notice, clauses, value)) or list(_parts(notice, value))
        problems += [f"{value.id}（{value.label}）：{problem}" for problem in found]
    return problems


def verify_places(notice: NoticeText, places: Sequence[Placed]) -> list[str]:
    """Return what is wrong with the page map of a notice; a notice without pages has none."""
    problems = [_misplaced(notice, place) for place in places]
    unplaced = [c for c in notice.clauses if places and not any(_covers(p, c) for p in places)]
    problems += [f"{c.id}：没有记下在哪一页。" for c in unplaced]
    return [problem for problem in problems if problem]


def _misplaced(notice: NoticeText, place: Placed) -> str:
    inside = 0 <= place.start < place.end <= len(notice.text) and place.page >= 1
    box = place.box
    drawn = box is None or (0 <= box.left <= box.right <= 1 and 0 <= box.top <= box.bottom <= 1)
    return "" if inside and drawn else f"{notice.notice.id}@{place.start}：页面位置不对。"


def _covers(place: Placed, clause: Clause) -> bool:
    return place.start < clause.end and clause.start < place.end


def _citations(value: PolicyValue) -> Iterator[tuple[str, Citation]]:
    cited = value.citations
    named = (
        ("数值", cited.value),
        ("名称", cited.label),
        ("单位", cited.unit),
        ("界限", cited.bound),
    )
    yield from ((name, c) for name, c in named if c is not None)
    yield from (("时间", c) for c in cited.time)
    yield from (("条件", c.citation) for c in value.conditions)
    if value.group:
        yield "人群", value.group.citation
        yield from (("人群", c) for c in value.group.definitions)
    if value.delta:
        yield "增减", value.delta.citation


def _spans(notice: NoticeText, clauses: dict[str, Clause], value: PolicyValue) -> Iterator[str]:
    for name, cited in _citations(value):
        clause = clauses.get(cited.clause)
        if clause is None or cited.notice != notice.notice.id:
            yield f"{name}的引文指向不存在的条款“{cited.clause}”。"
        elif not (_inside(clause, cited) or _in_heading(notice, clause, cited)):
            yield f"{name}的引文位置超出了条款。"
        elif notice.text[cited.start : cited.end] != cited.quote:
            yield f"{name}的引文与原文不一致：“{cited.quote}”。"


def _inside(clause: Clause, cited: Citation) -> bool:
    return clause.start <= cited.start < cited.end <= clause.end


def _in_heading(notice: NoticeText, clause: Clause, cited: Citation) -> bool:
    """Tell whether the characters lie in a title or heading that the clause stands under.

    The title of a rule is no clause of its own, yet it says what the whole rule is about.
    """
    start = notice.text.rfind("\n", 0, cited.start) + 1
    line = notice.text[start:].split("\n", 1)[0]
    above = (*clause.headings, notice.notice.title)
    return cited.end <= min(start + len(line), clause.start) and any(line in h for h in above)


def _parts(notice: NoticeText, value: PolicyValue) -> Iterator[str]:
    figures = _figures(notice, value)
    if not figures:
        yield f"数值与引文“{value.citations.value.quote}”不一致。"
        return
    if not any(_unit_agrees(f, value) for f in figures):
        yield f"单位“{value.unit}”与引文不一致。"
    if not any(_bound_agrees(f, value) for f in figures):
        yield f"界限“{value.bound_text}”与引文不一致。"
    if value.citations.label is None or value.citations.label.quote != value.label:
        yield "名称与引文不一致。"
    if not _delta_agrees(value):
        yield "增减额与引文不一致。"
    if not _group_agrees(value):
        yield "人群与引文不一致。"
    if not all(_condition_agrees(notice, value, i) for i in range(len(value.conditions))):
        yield "条件与引文不一致。"
    yield from _times(notice, value)


def _figures(notice: NoticeText, value: PolicyValue) -> list[Figure]:
    quote = value.citations.value.quote
    found = [f for f in parse_figures(quote, notice.notice.issued_on) if f.kind is value.kind]
    unit = value.citations.unit
    if not found and unit is not None and (number := try_number(quote)) is not None:
        cell = cell_figure((0, len(quote)), number, unit.quote)
        found = [cell] if cell and cell.kind is value.kind else []
    return [f for f in found if _same(f.value, value.value)]


def _same(one: object, other: object) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return plain(one) == other
    return one == other


def _unit_agrees(figure: Figure, value: PolicyValue) -> bool:
    unit = value.citations.unit
    per = per_parts(unit.quote) if unit else ()
    return unit_text(figure.base, (*figure.per, *per)) == value.unit


def _bound_agrees(figure: Figure, value: PolicyValue) -> bool:
    cited = value.citations.bound
    if cited is None:
        return value.bound is (figure.bound or Bound.EXACT) and not value.bound_text
    words = value.bound_text.split("…")
    quote = plainly(cited.quote)
    fits = quote.startswith(words[0]) and quote.endswith(words[-1])
    found = bound_of_words(words, date=is_date(figure))
    expected = figure.bound if found is Bound.EXACT and figure.bound else found
    return fits and value.bound is expected


def _delta_agrees(value: PolicyValue) -> bool:
    if value.delta is None:
        return True
    quote = plainly(value.delta.citation.quote)
    amounts = [f.value for f in scan(quote) if f.end == len(quote)]
    signed = [plain(a) * change_sign(quote) for a in amounts if isinstance(a, Decimal)]
    return value.delta.amount in signed


def _group_agrees(value: PolicyValue) -> bool:
    group = value.group
    if group is None:
        return True
    if group.text != group.citation.quote:
        return False
    said = parse_group(group.text)
    if group.definitions:
        quotes = (c.quote for c in group.definitions)
        said = said._replace(members=defined_members(said.members, quotes))
    return said == (
        group.members,
        group.excludes,
        group.min_age,
        group.max_age,
    )


def _condition_agrees(notice: NoticeText, value: PolicyValue, index: int) -> bool:
    condition = value.conditions[index]
    cited = condition.citation
    around = plainly(notice.text[cited.start : cited.end + _AHEAD])
    if condition.kind in {ConditionKind.ITEM, ConditionKind.OTHER, ConditionKind.EXCEPT}:
        return condition.text in (cited.quote, _plain(notice, cited))
    known = any(k is condition.kind and p.search(around) for k, p in condition_patterns())
    if condition.kind is ConditionKind.HOSPITAL and _is_cell(notice.text, cited):
        known = True  # the heading of its column says that 三级 is a hospital
    return known and says_condition(_plain(notice, cited), condition.text)


def _plain(notice: NoticeText, cited: Citation) -> str:
    """The characters with spoken words as written ones, which the words around them decide."""
    low = max(0, cited.start - _AHEAD)
    said = plainly(notice.text[low : cited.end + _AHEAD])
    return said[cited.start - low : cited.end - low]


def _is_cell(text: str, cited: Citation) -> bool:
    """Tell whether the characters are one whole cell of a table."""
    before, after = text[: cited.start][-1:], text[cited.end :][:1]
    return before in {CELL, "\n", ""} and after in {CELL, "\n", ""} and CELL in before + after


def _times(notice: NoticeText, value: PolicyValue) -> Iterator[str]:
    quotes = [c.quote for c in value.citations.time]
    years = {int(y) for q in quotes for y in re.findall(r"\d{4}", q)}
    for year in (value.collection_year, value.benefit_year):
        if year is not None and year not in years:
            yield f"年度{year}没有引文。"
    for day in (value.effective_from, value.effective_to):
        if day is not None and day not in _days(quotes, notice.notice.issued_on):
            yield f"日期{day}没有引文。"


def _days(quotes: list[str], issued_on: dt.date | None) -> set[dt.date | None]:
    figures = [f for q in quotes for f in parse_figures(q, issued_on)]
    return {as_date(f.value) for f in figures if f.kind is ValueKind.DATE} - {None}
