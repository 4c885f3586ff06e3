"""How values are listed on the command line (数值清单)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from corpus.differences import Differences
from corpus.library import Library
from corpus.model import Notice, PolicyValue, Relation, RelationKind
from corpus.standing import Ending

TOLD_AT_MOST = 5
"""Differences that one sentence tells; the rest it counts."""


ENDINGS = {
    RelationKind.REPEALS: "废止",
    RelationKind.AMENDS: "修改",
    RelationKind.REPLACES: "代替",
}


def notice_row(notice: Notice, library: Library, as_of: dt.date) -> dict[str, Any]:
    """All particulars of a notice, and whether it holds on a day, in words."""
    return notice.model_dump(mode="json") | {"standing": standing_words(notice, library, as_of)}


def standing_words(notice: Notice, library: Library, as_of: dt.date) -> str:
    """Whether a notice holds on a day, and what has ended it or will."""
    whole = [e for e in library.endings if e.of == notice.id and e.whole]
    if ended := [e for e in whole if e.works(as_of)]:
        return _by(ended[0], library, "已" + ENDINGS[ended[0].relation.kind])
    if notice.effective_to and notice.effective_to < as_of:
        return f"有效期已满（{notice.effective_to}）"
    first = notice.effective_from or notice.issued_on
    words = [f"尚未施行（自 {first} 起）" if first and first > as_of else "现行"]
    for ending in library.endings:
        if ending.of == notice.id and not ending.whole and ending.works(as_of):
            articles = "、".join(ending.relation.articles)
            words.append(_by(ending, library, f"{articles}已{ENDINGS[ending.relation.kind]}"))
    words += [_by(e, library, f"将{ENDINGS[e.relation.kind]}") for e in whole]
    return "；".join(words)


def _by(ending: Ending, library: Library, what: str) -> str:
    by = library.entries[ending.by].notice
    day = f"自 {ending.since} 起，" if ending.since else ""
    return f"{what}（{day}{by.doc_number or by.title}）"


def related_words(notice: Notice, relation: Relation, since: dt.date | None) -> str:
    """A relation of a notice in one breath, with the day from which it works."""
    day = f"，自 {since} 起" if since else ""
    return f"{notice.doc_number or notice.title} {relation_words(relation)}{day}"


def relation_words(relation: Relation) -> str:
    """What is done to which document, and to which of its provisions."""
    title = f"《{relation.title}》" if relation.title else ""
    articles = "、".join(relation.articles)
    return f"{ENDINGS[relation.kind]} {title}{relation.doc_number or ''}{articles}"


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
