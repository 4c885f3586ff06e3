"""How history and comparisons are told (历史和比较的样子): as lines for a person, as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from corpus.compare import Comparison, NoticeChange
from corpus.differences import Differences
from corpus.history import Event, Kept, State, What, state_of
from corpus.listing import figure_words, name_words, value_row
from corpus.model import PolicyValue, ValueStatus

WORDS = {
    What.FIRST: "最初",
    What.ADD: "加入",
    What.REPLACE: "替换",
    What.REMOVE: "移除",
    What.RESTORE: "恢复",
    What.CONFIRM: "审核数值",
    What.RETYPE: "按原件改字",
    What.RELATE: "登记文件关系",
    What.EXTRACT: "重新抽取",
    What.BY_HAND: "手工修改",
    What.PRODUCT: "产品更新",
    What.BUILD: "建索引",
    What.FORGET: "抹去历史",
}
BECAME = {"added": "新有", "changed": "改了", "removed": "移除"}
STATUS = {
    ValueStatus.EXTRACTED: "待核",
    ValueStatus.CONFIRMED: "已确认",
    ValueStatus.REJECTED: "已否定",
}
NO_HISTORY = "还没有历史：第一次 build 或改动时开始记。"
NO_DIFFERENCE = "两个版本相同。"


def event_rows(events: Collection[Event], only: str | None = None) -> list[dict[str, Any]]:
    """The changes as scripts read them, oldest first; with ``only``, those of one notice."""
    rows, state = [], state_of(())
    for event in events:
        notices = [_notice_row(i, state.get(i), kept) for i, kept in event.notices.items()]
        wanted = [row for row in notices if only in (None, row["id"])]
        if wanted or only in (None, event.note):
            own = event.model_dump(mode="json", exclude={"notices", "stored"})
            rows.append({**own, "notices": wanted})
        state = _after(state, event)
    return rows


def _after(state: State, event: Event) -> State:
    known = {i: kept for i, kept in state.items() if i not in event.notices}
    return known | {i: kept for i, kept in event.notices.items() if kept is not None}


def _notice_row(ident: str, before: Kept | None, after: Kept | None) -> dict[str, Any]:
    became = "removed" if after is None else "added" if before is None else "changed"
    named = after or before
    return {
        "id": ident,
        "change": became,
        "title": named.title if named else "",
        "doc_number": named.doc_number if named else None,
        "forgotten": bool(named and named.forgotten),
    }


def event_lines(rows: Collection[dict[str, Any]]) -> Iterator[str]:
    """The changes for a person, newest first."""
    for row in reversed(list(rows)):
        when = row["at"].replace("T", " ")[:19]
        versions = f"{row['before'] or '（无）'} → {row['after']}"
        note = f"（{row['note']}）" if row["note"] else ""
        yield f"{row['number']}\t{when}\t{row['by']}\t{WORDS[What(row['what'])]}{note}\t{versions}"
        for notice in row["notices"]:
            title = "（内容已抹去）" if notice["forgotten"] else notice["title"]
            yield f"  {BECAME[notice['change']]} {notice['id']} {title}".rstrip()


def comparison_lines(found: Comparison) -> Iterator[str]:
    """What differs, for a person."""
    yield f"版本 {found.before} → {found.after}"
    if not found.notices:
        yield NO_DIFFERENCE
    for change in found.notices:
        yield from _change_lines(change)


def _change_lines(change: NoticeChange) -> Iterator[str]:
    notice = change.after or change.before
    became = "removed" if change.after is None else "added" if change.before is None else "changed"
    yield f"{BECAME[became]} {change.id} {notice.title if notice else ''}".rstrip()
    found = change.differences

    def said(value: PolicyValue) -> str:
        return f"{change.paths[value.clause]} {name_words(value)}：{figure_words(value)}"

    yield from (f"  改 {said(c.before)} → {said(c.after)}" for c in found.changed)
    yield from (f"  少 {said(v)}" for v in found.lost)
    yield from (f"  多 {said(v)}" for v in found.gained)
    for decided in change.decisions:
        statuses = f"{STATUS[decided.before.status]} → {STATUS[decided.after.status]}"
        yield f"  {said(decided.after)}：{statuses}"
    if became == "changed" and not found and not change.decisions:
        yield f"  {'文字不同，' if change.text_differs else ''}数值都一样"


def comparison_row(found: Comparison) -> dict[str, Any]:
    """A comparison as scripts read it."""
    return {
        "before": found.before,
        "after": found.after,
        "notices": [_change_row(change) for change in found.notices],
    }


def _change_row(change: NoticeChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "before": change.before.model_dump(mode="json") if change.before else None,
        "after": change.after.model_dump(mode="json") if change.after else None,
        "text_differs": change.text_differs,
        **differences_row(change.differences),
        "decisions": [
            {"before": value_row(d.before), "after": value_row(d.after)} for d in change.decisions
        ],
    }


def differences_row(found: Differences) -> dict[str, Any]:
    """Differing values as scripts read them."""
    return {
        "gained": [value_row(v) for v in found.gained],
        "lost": [value_row(v) for v in found.lost],
        "changed": [
            {"before": value_row(c.before), "after": value_row(c.after)} for c in found.changed
        ],
    }
