"""A value from the characters that a person chose for its parts (选字)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from corpus.errors import BadChoice
from corpus.extract import chosen, extract_values
from corpus.extract.approach import BoundFound
from corpus.extract.figures import Figure, unit_text
from corpus.extract.layout import Page, Span
from corpus.extract.numerals import plain
from corpus.extract.years import attach_years
from corpus.jurisdictions import places
from corpus.model import Citation, Clause, NoticeText, PolicyValue, Range


class Part(StrEnum):
    """What a person can choose characters for."""

    FIGURE = "figure"  # 数
    LABEL = "label"  # 名称
    UNIT = "unit"  # 单位
    BOUND = "bound"  # 界限
    GROUP = "group"  # 人群
    CONDITIONS = "conditions"  # 条件
    COLLECTION = "collection"  # 征缴年度
    BENEFIT = "benefit"  # 待遇年度
    SINCE = "since"  # 执行日期
    PLACE = "place"  # 地区


Picks = Mapping[Part, tuple[Range, ...]]
"""The characters chosen for parts: a part that is not named stays, an empty one goes."""


def spot(document: NoticeText, clause: str, words: str, which: int | None = None) -> Range:
    """Where words stand: in the clause, or else nearest above it; ``which`` counts from 1.

    ``BadChoice`` when they stand nowhere, or several times and it is not said which.
    """
    home, said = _clause(document, clause), words.strip()
    own = _all(document.text, said, home.start, home.end)
    if which is not None and not 0 < which <= len(own):
        raise BadChoice(f"“{said}”在这一条里有 {len(own)} 处，没有第 {which} 处。")
    if which is None and len(own) > 1:
        raise BadChoice(f"“{said}”在这一条里有 {len(own)} 处，请写明是第几处。")
    above = _all(document.text, said, 0, home.start)
    start = own[(which or 1) - 1] if own else above[-1] if above else None
    if start is None or not said:
        raise BadChoice(f"这一条和它上面都没有“{said}”这几个字，要和通知一字不差。")
    return Range(start=start, end=start + len(said))


def _all(text: str, words: str, start: int, end: int) -> list[int]:
    found = re.finditer(re.escape(words), text[start:end]) if words else ()
    return [start + match.start() for match in found]


def proposed(document: NoticeText, clause: str, figure: Range, label: Range) -> PolicyValue:
    """What the grammar makes of a figure that it missed, once a person has chosen the label."""
    page = Page.of(document)
    home = _clause(document, clause)
    read = chosen.figure_at(page, _span(figure), None)
    value = chosen.suggested(page, home, read, _span(label))
    value = built(document, value, {Part.LABEL: (label,)})
    return attach_years(page, [*extract_values(document, places()), value])[-1]


def built(document: NoticeText, base: PolicyValue, picks: Picks) -> PolicyValue:
    """A value with parts read from other characters; ``BadChoice`` says which says nothing."""
    page = Page.of(document)
    value = _figured(page, base, picks)
    clause = _clause(page.notice, value.clause)
    value = _grouped(page, value, clause, picks)
    value = _named(page, value, clause, base, picks)
    return _timed(page, value, clause, picks)


def _clause(document: NoticeText, ident: str) -> Clause:
    for clause in document.clauses:
        if clause.id == ident:
            return clause
    raise BadChoice("没有这一条。")


def _span(chosen_: Range) -> Span:
    return Span(chosen_.start, chosen_.end)


def _one(picks: Picks, part: Part, kept: Citation | None) -> Span | None:
    """The characters of a part: those chosen, or those that it has."""
    if part in picks:
        return _span(picks[part][0]) if picks[part] else None
    return Span(kept.start, kept.end) if kept else None


def _figured(page: Page, base: PolicyValue, picks: Picks) -> PolicyValue:
    """The value with figure, unit and bound; all three are read again when one is chosen."""
    if not picks.keys() & {Part.FIGURE, Part.UNIT, Part.BOUND}:
        return base
    cited = base.citations
    span, unit = _one(picks, Part.FIGURE, cited.value), _one(picks, Part.UNIT, cited.unit)
    if span is None:
        raise BadChoice("没有选数。")
    clause = page.clause_at(span.start, _clause(page.notice, base.clause))
    figure = chosen.figure_at(page, span, unit, base.bound)
    moved = span != (cited.value.start, cited.value.end)
    bound = _bound(page, clause, figure, None if moved else base, picks)
    per = chosen.per_at(page, unit) if unit else ()
    update = {
        "id": f"{clause.id}@{span.start - clause.start}",
        "clause": clause.id,
        "kind": figure.kind,
        "value": plain(figure.value) if isinstance(figure.value, Decimal) else figure.value,
        "unit": unit_text(figure.base, (*figure.per, *per)),
        "bound": bound.bound,
        "bound_text": bound.text,
        "delta": None if moved else base.delta,
    }
    cites = {
        "value": page.cite(span, clause),
        "unit": page.cite(unit, clause) if unit else None,
        "bound": page.cite(bound.span, clause) if bound.span else None,
    }
    return _cited(base.model_copy(update=update), cites)


def _bound(
    page: Page, clause: Clause, figure: Figure, kept: PolicyValue | None, picks: Picks
) -> BoundFound:
    """The bound chosen; else that of the value, or that which stands around the figure.

    A bound that stands there is never dropped.
    """
    near = chosen.bound_near(page, clause, figure)
    span = _one(picks, Part.BOUND, None)
    if span is not None:
        return near if span == near.span else chosen.bound_at(page, span, figure)
    at = kept.citations.bound if kept else None
    if kept is not None and (at is None or Part.BOUND not in picks):
        return BoundFound(kept.bound, kept.bound_text, Span(at.start, at.end) if at else None)
    if Part.BOUND in picks and near.span is not None:
        raise BadChoice(f"“{page.text(_span_of(figure))}”旁边写着“{near.text}”，界限不能去掉。")
    return near


def _span_of(figure: Figure) -> Span:
    return Span(figure.start, figure.end)


def _range(cited: Citation) -> Range:
    return Range(start=cited.start, end=cited.end)


def _cited(value: PolicyValue, cites: dict[str, Any]) -> PolicyValue:
    return value.model_copy(update={"citations": value.citations.model_copy(update=cites)})


def _grouped(page: Page, value: PolicyValue, clause: Clause, picks: Picks) -> PolicyValue:
    update: dict[str, Any] = {}
    if Part.GROUP in picks:
        span = _one(picks, Part.GROUP, None)
        update["group"] = chosen.group_at(page, span, clause) if span else None
    if Part.CONDITIONS in picks:
        known = {_range(c.citation): c for c in value.conditions}
        update["conditions"] = tuple(
            known.get(r) or chosen.condition_at(page, _span(r), clause)
            for r in picks[Part.CONDITIONS]
        )
    if Part.PLACE in picks:
        span = _one(picks, Part.PLACE, None)
        own = page.notice.notice.jurisdiction
        update["jurisdiction"] = chosen.place_at(page, span, places()) if span else own
    return value.model_copy(update=update)


def _named(
    page: Page, value: PolicyValue, clause: Clause, base: PolicyValue, picks: Picks
) -> PolicyValue:
    """The value with its label, and the key that this label has where the figure stands."""
    span = _one(picks, Part.LABEL, value.citations.label)
    if span is None:
        raise BadChoice("没有选名称。")
    label, at, was = page.text(span), value.citations.value, base.citations
    if (page.cite(span, clause), at, value.group) == (was.label, was.value, base.group):
        return value
    figure = Figure(value.kind, at.start, at.end, value.value)
    people = value.group.text if value.group else ""
    key = chosen.key_at(page, clause, figure, label, people)
    value = value.model_copy(update={"label": label, "key": key})
    return _cited(value, {"label": page.cite(span, clause)})


def _timed(page: Page, value: PolicyValue, clause: Clause, picks: Picks) -> PolicyValue:
    """The value with its years and its day of effect, each with its characters."""
    names = {Part.COLLECTION: "collection_year", Part.BENEFIT: "benefit_year"}
    update: dict[str, Any] = {}
    for part in picks.keys() & {*names, Part.SINCE}:
        span = _one(picks, part, None)
        if part is Part.SINCE:
            update["effective_from"] = chosen.day_at(page, span) if span else None
        else:
            update[names[part]] = chosen.year_at(page, span) if span else None
    if not update:
        return value
    new = [page.cite(_span(r), clause) for p in (*names, Part.SINCE) for r in picks.get(p, ())]
    cites = {(c.start, c.end): c for c in (*new, *value.citations.time)}
    return _cited(value.model_copy(update=update), {"time": tuple(cites.values())})
