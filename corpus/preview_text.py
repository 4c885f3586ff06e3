"""How a preview is told (预览的样子): as lines for a person, as a row for scripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from corpus.alarms import Alarm
from corpus.jurisdictions import places
from corpus.listing import differing_lines, figure_words, name_words, value_row
from corpus.model import Notice, PolicyValue, RelationKind
from corpus.preview import Outcome, Preview

OUTCOMES = {
    Outcome.NEW: "将加入",
    Outcome.SAME: "已在库中，不会改变",
    Outcome.REPLACES: "将替换同文号的文件",
    Outcome.REFUSED: "不会加入",
}
RELATIONS = {
    RelationKind.FORWARDS: "转发",
    RelationKind.BASED_ON: "依据",
    RelationKind.REPEALS: "废止",
    RelationKind.AMENDS: "修改",
    RelationKind.ISSUES: "印发",
}
NOTHING_WRITTEN = "以上只是预览，什么也没有写入。"


def preview_lines(preview: Preview) -> Iterator[str]:
    """What was understood and what would happen, a line each."""
    document, notice = preview.document, preview.document.notice
    yield f"{OUTCOMES[preview.outcome]}：{notice.title}"
    if preview.why:
        yield f"  原因：{preview.why}"
    yield from _particulars(notice)
    for relation in notice.relations:
        if relation.kind in RELATIONS:
            title = f"《{relation.title}》" if relation.title else ""
            yield f"  {RELATIONS[relation.kind]}：{title}{relation.doc_number or ''}"
    for remark in document.remarks:
        yield f"  注意：{remark}"
    yield f"  条款 {len(document.clauses)}；数值 {len(preview.values)}"
    paths = {c.id: c.path for c in document.clauses}
    yield from (f"    {paths[v.clause]} {_value_words(v)}" for v in preview.values)
    yield from _beside_known(preview)
    yield from (f"  {alarm_line(alarm)}" for alarm in preview.alarms)


def alarm_line(alarm: Alarm) -> str:
    """An alarm as a line: a warning, or something worth knowing."""
    return f"{'说明' if alarm.information else '提醒'}：{alarm.text}"


def _particulars(notice: Notice) -> Iterator[str]:
    issuers = "、".join(notice.issuers) or "不详"
    yield f"  编号 {notice.id}；文号 {notice.doc_number or '无'}；发文 {issuers}"
    place = places().full_name(notice.jurisdiction)
    years = "、".join(str(y) for y in notice.benefit_years) or "没有写明"
    yield f"  适用 {place}；成文 {_day(notice.issued_on)}；年度 {years}"
    if notice.effective_from or notice.effective_to:
        yield f"  施行 {_day(notice.effective_from)}；有效期止 {_day(notice.effective_to)}"


def _day(day: dt.date | None) -> str:
    return str(day) if day else "没有写明"


def _value_words(value: PolicyValue) -> str:
    unsure = "（识别得不清楚，核对确认以前不用来回答）" if value.uncertain else ""
    return f"{name_words(value)}：{figure_words(value)}{unsure}"


def _beside_known(preview: Preview) -> Iterator[str]:
    """What differs from the notice of the same 文号 that is there."""
    if preview.known is None or preview.outcome is Outcome.SAME:
        return
    yield "  与库里同文号的文件相比："
    yield from (f"    {name}不同" for name in preview.facts)
    yield from (f"    {line}" for line in differing_lines(preview.differences))
    if preview.text_differs and not preview.differences:
        yield "    文字不同，数值都一样"


def preview_row(preview: Preview) -> dict[str, Any]:
    """A preview as scripts read it."""
    found = preview.differences
    return {
        "file": preview.file,
        "outcome": preview.outcome.value,
        "why": preview.why or None,
        "notice": preview.document.notice.model_dump(mode="json"),
        "remarks": list(preview.document.remarks),
        "clauses": len(preview.document.clauses),
        "values": [value_row(v) for v in preview.values],
        "uncertain": [v.id for v in preview.uncertain],
        "known": preview.known.model_dump(mode="json") if preview.known else None,
        "text_differs": preview.text_differs,
        "facts": list(preview.facts),
        "gained": [value_row(v) for v in found.gained],
        "lost": [value_row(v) for v in found.lost],
        "changed": [
            {"before": value_row(c.before), "after": value_row(c.after)} for c in found.changed
        ],
        "alarms": [a.model_dump(mode="json") for a in preview.alarms],
    }
