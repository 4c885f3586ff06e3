"""Characters that a person chose (人工选字): each part of a value is read from them, or refused.

The person points, the grammar reads: nothing becomes part of a value that its own characters do
not say.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

from corpus.errors import BadChoice
from corpus.extract.approach import BoundFound, approach, bound_of_words, find_bound, is_date
from corpus.extract.assemble import value_of
from corpus.extract.conditions import Places, conditions_of
from corpus.extract.figures import Figure, per_parts, try_number
from corpus.extract.labels import KeyContext, key_of
from corpus.extract.layout import Page, Span, above_of, sentences
from corpus.extract.lexicon import any_of
from corpus.extract.people import build_group
from corpus.extract.scan import parse_figures
from corpus.extract.tables import cell_figure, cell_of, row_values
from corpus.extract.years import as_date
from corpus.model import (
    Bound,
    Clause,
    ClauseKind,
    Condition,
    ConditionKind,
    Group,
    PolicyValue,
    ValueKind,
)

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def figure_at(page: Page, span: Span, unit: Span | None, end: Bound | None = None) -> Figure:
    """Return the figure that fills the characters; of a range (1～3个月) the end of that bound."""
    quote = page.text(span)
    found = parse_figures(quote, page.notice.notice.issued_on)
    if not found and unit is not None and (number := try_number(quote)) is not None:
        cell = cell_figure((0, len(quote)), number, page.text(unit))
        found = [cell] if cell else []
    if not found:
        raise BadChoice(f"“{quote}”读不出一个数：请选整个数和它的单位，如“410元”“80%”。")
    figure = next((f for f in found if f.bound is end), found[0])
    return replace(figure, start=span.start, end=span.end)


def bound_near(page: Page, clause: Clause, figure: Figure) -> BoundFound:
    """Return the bound (界限) that stands around a figure in its cell or sentence."""
    low = _low(page, clause, figure)
    return find_bound(page.work, low, figure, approach(page.work, low, figure))


def _low(page: Page, clause: Clause, figure: Figure) -> int:
    if clause.kind is ClauseKind.TABLE_ROW:
        return cell_of(clause, figure.start).start
    found = sentences(page.work, clause.start, clause.end)
    return next((s.start for s in found if figure.start < s.end), clause.start)


def bound_at(page: Page, span: Span, figure: Figure) -> BoundFound:
    """Return the bound that the characters say; a hedge alone (原则上) leaves the figure exact.

    They may stand on both sides of the figure (达到70%左右).
    """
    before, inside, after = page.text(span).partition(page.text(Span(figure.start, figure.end)))
    words = [w for w in (before, after) if w] if inside else [page.text(span)]
    bound = bound_of_words(words, date=is_date(figure)) if words else Bound.EXACT
    if bound is Bound.EXACT and not re.fullmatch(any_of("hedges"), "".join(words)):
        raise BadChoice(f"“{page.text(span)}”不是界限：界限是“不低于”“不超过”“左右”这样的字。")
    if bound is Bound.EXACT and figure.bound is not None:
        bound = figure.bound
    return BoundFound(bound, "…".join(words), span)


def per_at(page: Page, span: Span) -> tuple[str, ...]:
    """Return the parts of a unit (每人每年 → 人, 年) that the characters say."""
    per = per_parts(page.text(span))
    if not per and cell_figure((0, 1), Decimal(1), page.text(span)) is None:
        raise BadChoice(f"“{page.text(span)}”不是单位：单位是“每人每年”“元/人”这样的字。")
    return per


def group_at(page: Page, span: Span, clause: Clause) -> Group:
    """Return the group (人群) that the characters name."""
    group = build_group(page, span, clause)
    if not group.members and group.min_age is None and group.max_age is None:
        raise BadChoice(f"“{group.text}”里没有认出人群。")
    return group


def condition_at(page: Page, span: Span, clause: Clause) -> Condition:
    """Return the condition that the characters say: of a known kind, or another one."""
    text = page.text(span)
    for known in conditions_of(page, span, clause):
        if known.text == text:
            return known
    return Condition(kind=ConditionKind.OTHER, text=text, citation=page.cite(span, clause))


def year_at(page: Page, span: Span) -> int:
    """Return the one year that the characters name."""
    years = {int(y) for y in _YEAR.findall(page.text(span))}
    if len(years) != 1:
        raise BadChoice(f"“{page.text(span)}”不是一个年度：请选“2025年度”这样的字。")
    return years.pop()


def day_at(page: Page, span: Span) -> dt.date:
    """Return the day that the characters name."""
    figures = parse_figures(page.text(span), page.notice.notice.issued_on)
    for figure in figures:
        day = as_date(figure.value) if figure.kind is ValueKind.DATE else None
        if day is not None:
            return day
    raise BadChoice(f"“{page.text(span)}”不是一个日期：请选“2025年1月1日”这样的字。")


def place_at(page: Page, span: Span, places: Places) -> str:
    """Return the place (adcode) that the characters name, inside the notice's own."""
    outer = page.notice.notice.jurisdiction
    found = {
        m.candidates[0].adcode
        for m in places.mentions(page.text(span), outer)
        if len(m.candidates) == 1 and places.contains(outer, m.candidates[0].adcode)
    }
    if len(found) != 1:
        raise BadChoice(f"“{page.text(span)}”不是这份通知管的一个地方。")
    return found.pop()


def key_at(page: Page, clause: Clause, figure: Figure, label: str, people: str) -> str | None:
    """Return the known key (已知标准) that a label maps to where the figure stands."""
    low = _low(page, clause, figure)
    rest = re.split("[，。；]", page.work[figure.end : clause.end])[0]
    near = KeyContext(
        part=page.work[low : figure.end] + rest,
        before=page.work[clause.start : figure.start],
        above=above_of(page, clause),
        people=people,
    )
    return key_of(figure.kind, label, near)


def suggested(page: Page, clause: Clause, figure: Figure, label: Span) -> PolicyValue:
    """Return what the grammar makes of a figure that it missed, once it is told the label."""
    if clause.kind is not ClauseKind.TABLE_ROW:
        return value_of(page, clause, figure, label)
    at = (figure.start, figure.end)
    for value in row_values(page, clause):
        if (value.citations.value.start, value.citations.value.end) == at:
            return value
    row = clause.model_copy(update={"kind": ClauseKind.PARAGRAPH})
    return value_of(page, row, figure, label)
