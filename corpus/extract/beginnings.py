"""Values of when cover begins (待遇起算): which rule of a notice the words belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extract.figures import Figure
from corpus.extract.labels import KeyContext, key_of
from corpus.extract.layout import Page, Span, above_of, sentences, split_parts
from corpus.extract.people import build_group, find_group
from corpus.extract.starts import scan_starts
from corpus.model import Clause, PolicyValue, ValueCitations, ValueKind

_POINTS_BACK = re.compile("(?:上述|以上|前述)(?:各类)?(?:人员|对象|人群)")
_LIST = re.compile("(?:下列|以下|如下)[^。：]{0,24}：(?P<list>[^。：]{4,})")
_OF_GROUPS = {"special_start", "coverage_start"}


def start_values(page: Page, clause: Clause) -> Iterator[PolicyValue]:
    """Yield a value for every beginning of cover in a clause, in reading order."""
    for sentence in sentences(page.work, clause.start, clause.end):
        for figure in scan_starts(page.work[slice(*sentence)]):
            yield _value(page, clause, sentence, figure)


def _value(page: Page, clause: Clause, sentence: Span, figure: Figure) -> PolicyValue:
    span = Span(sentence.start + figure.start, sentence.start + figure.end)
    parts = split_parts(page.work, *sentence, "；")
    part = next(p for p in parts if p.start <= span.start < p.end)
    quoted = page.cite(span, clause)
    key = key_of(ValueKind.START, page.plain(span), _context(page, clause, part, span))
    group = _group(page, clause, part, span) if key in _OF_GROUPS else None
    return PolicyValue(
        id=f"{clause.id}@{span.start - clause.start}-start",
        notice=page.notice.notice.id,
        clause=clause.id,
        key=key,
        label=quoted.quote,
        kind=ValueKind.START,
        value=figure.value,
        group=build_group(page, group, clause) if group else None,
        jurisdiction=page.notice.notice.jurisdiction,
        citations=ValueCitations(value=quoted, label=quoted),
    )


def _context(page: Page, clause: Clause, part: Span, span: Span) -> KeyContext:
    return KeyContext(
        part=page.work[part.start : span.end],
        before=page.work[clause.start : span.start],
        above=above_of(page, clause),
    )


def _group(page: Page, clause: Clause, part: Span, span: Span) -> Span | None:
    """All that is listed after a colon behind the words, or the group named before them."""
    if page.work[span.end : span.end + 1] == "：":
        return Span(span.end + 1, part.end - (page.work[part.end - 1] in "；。"))
    found = find_group(page.work, part.start, span.start)
    return _listed_before(page, clause, found) if found else None


def _listed_before(page: Page, clause: Clause, group: Span) -> Span:
    """The list that 上述人员 points back to (下列人员：…。上述人员…); else the words themselves."""
    if not _POINTS_BACK.fullmatch(page.text(group)):
        return group
    above = page.work[clause.start : group.start]
    listed = list(_LIST.finditer(above))
    return Span(*(clause.start + at for at in listed[-1].span("list"))) if listed else group
