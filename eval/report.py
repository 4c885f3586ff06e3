"""The printed report (报告) of a run, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.run import Row, Summary

KINDS = {
    "status": "状态不对",
    "reason": "原因不对",
    "value": "数值不对",
    "must": "缺少该说的",
    "must_not": "说了不该说的",
    "citation": "引文不对",
    "ungrounded": "数字没有出处",
    "error": "出错",
}


def report(rows: Sequence[Row], summary: Summary) -> str:
    """The failures one by one, then the table of figures."""
    return "\n".join([*_failures(rows), *_figures(summary)])


def _failures(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        if row.score.passed:
            continue
        place = row.case.region or "未说地方"
        yield f"✗ {row.case.id}  {' / '.join(row.case.turns)}  〔{place}，{row.case.as_of}〕"
        for fault in row.score.faults:
            yield f"    {KINDS.get(fault.kind, fault.kind)}：{fault.seen}"
        if row.answer is not None:
            yield f"    回答：{row.answer['text'][:160]!r}"


def _figures(summary: Summary) -> Iterator[str]:
    share = 100 * summary.passed / summary.total
    yield f"\n系统 {summary.system}：{summary.total} 题，答对 {summary.passed} 题（{share:.1f}%）"
    yield f"用时：中位 {summary.p50_ms:.1f} 毫秒，95% 的题在 {summary.p95_ms:.1f} 毫秒内"
    for kind, count in summary.faults.items():
        yield f"  {KINDS.get(kind, kind)}：{count}"
    for tag, (passed, total) in summary.tags.items():
        if passed < total:
            yield f"  [{tag}] {passed}/{total}"
