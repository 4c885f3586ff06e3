"""Notices built from paragraphs (numbering gives the paths), and values compared with tables."""

import datetime as dt
import re

from corpus.model import (
    Clause,
    ClauseKind,
    DatePoint,
    DateRange,
    Duration,
    Notice,
    NoticeText,
    Source,
    Start,
)

_NUMBERING = (
    r"(?P<n1>[一二三四五六七八九十]+)、|(?P<n1b>第[一二三四五六七八九十]+条)|（(?P<n2>[一二三四五六七八九十]+)）"
    r"|(?P<n3>\d+)[.．](?!\d+(?!\d|周?岁))|（(?P<n4>\d+)）"
)


def _kind(paragraph, path):
    if "｜" in paragraph:
        return ClauseKind.TABLE_ROW
    return ClauseKind.PREAMBLE if path == "导语" else ClauseKind.PARAGRAPH


def build(paragraphs, *, issued=dt.date(2024, 9, 5), place="371500", title=""):
    """Return a notice; a paragraph with ｜ is a table row; the title stands above the clauses."""
    notice = Notice(
        id="n",
        title=title or "试验通知",
        doc_number=None,
        issuers=(),
        jurisdiction=place,
        issued_on=issued,
        source=Source(file="n.txt", sha256="0"),
    )
    text, clauses, levels, seen = title, [], [], {}
    for paragraph in paragraphs:
        text += "\n" if text else ""
        start = len(text)
        text += paragraph
        match = re.match(_NUMBERING, paragraph)
        if match:
            name = match.lastgroup
            number = {"n2": f"（{match['n2']}）", "n4": f"（{match['n4']}）"}.get(name, match[name])
            levels = [x for x in levels if x[0] < name[:2]] + [(name[:2], number, paragraph)]
        path = "".join(x[1] for x in levels) or "导语"
        seen[path] = seen.get(path, 0) + 1
        tail = f".p{seen[path]}" if seen[path] > 1 else ""
        clauses.append(
            Clause(
                id=f"n#{path}{tail}",
                notice="n",
                path=path,
                headings=tuple(x[2].split("。")[0] for x in levels[:-1]),
                kind=_kind(paragraph, path),
                start=start,
                end=len(text),
                text=paragraph,
            )
        )
    return NoticeText(notice=notice, text=text, clauses=tuple(clauses))


def _point(point):
    if point is None:
        return ""
    parts = [point.year or "", point.month or "", point.day or point.part]
    return "-".join(str(p) for p in parts).rstrip("-")


def _value(value):
    if isinstance(value, DatePoint):
        return _point(value)
    if isinstance(value, DateRange):
        return f"{_point(value.start)}..{_point(value.end)}"
    if isinstance(value, Duration):
        return f"{value.amount} {value.unit.value}"
    if isinstance(value, Start):
        parts = [value.event, value.wait and _value(value.wait), value.turn]
        return " ".join(str(p) for p in parts if p)
    return None if value is None else str(value)


def _yearly(value):
    point = value.start if isinstance(value, DateRange) else value
    return point.yearly


FIELDS = {
    "value": lambda v: _value(v.value),
    "yearly": lambda v: _yearly(v.value),
    "delta": lambda v: str(v.delta.amount) if v.delta else None,
    "min_age": lambda v: v.group and v.group.min_age,
    "max_age": lambda v: v.group and v.group.max_age,
    "excludes": lambda v: [m.name for m in v.group.excludes] if v.group else [],
    "group_keys": lambda v: [m.key for m in v.group.members if m.key] if v.group else [],
}


def fits(value, expected):
    for field, wanted in expected.items():
        if field == "label_has":
            good = wanted in value.label
        elif field == "conditions":
            texts = {c.text for c in value.conditions}
            good = set(wanted) <= texts if wanted else not texts
        elif field == "conditions_not":
            good = not set(wanted) & {c.text for c in value.conditions}
        else:
            got = FIELDS[field](value) if field in FIELDS else getattr(value, field)
            good = got == wanted
        if not good:
            return False
    return True


def shown_value(value):
    group, conditions = value.group and value.group.text, [c.text for c in value.conditions]
    return (
        f"{value.kind} {_value(value.value)} {value.unit} {value.bound}[{value.bound_text}]"
        f" {value.role} 「{value.label}」 {value.key} 人群={group} {conditions}"
        f" {value.collection_year}/{value.benefit_year}/{value.effective_from}"
    )
