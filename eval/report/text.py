"""The printed report (文字报告) of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eval.results import Group, Problem, Row, Summary
from eval.stats import Estimate
from eval.words import word

SHOWN = 160  # characters of an answer


def report(rows: Sequence[Row], summary: Summary) -> str:
    """The failures one by one, then the table of figures; nothing of held-out sets but totals."""
    return "\n".join([*_failures(rows), *figures(summary)])


def _failures(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        if row.score.passed or row.held_out:
            continue
        place = row.case.region or "未说地方"
        yield f"✗ {row.case.id}  {' / '.join(row.case.turns)}  〔{place}，{row.case.as_of}〕"
        for fault in row.score.faults:
            yield f"    {word('faults', fault.kind)}：{fault.seen}"
        if row.answer is not None:
            yield f"    回答：{row.answer['text'][:SHOWN]!r}"


def figures(summary: Summary) -> Iterator[str]:
    """The figures of all sets, of each set, and the tags that are not all right."""
    share = 100 * summary.passed / summary.total
    yield f"\n系统 {summary.system}：{summary.total} 题，答对 {summary.passed} 题（{share:.1f}%）"
    yield f"用时：中位 {summary.p50_ms:.1f} 毫秒，95% 的题在 {summary.p95_ms:.1f} 毫秒内"
    for name, estimate in summary.whole.measures.items():
        yield f"  {word('measures', name)}：{percent(estimate)}"
    for kind, count in summary.faults.items():
        yield f"  {word('faults', kind)}：{count}"
    if len(summary.by_half) > 1:
        yield from _sets({word("halves", half): group for half, group in summary.by_half.items()})
    if len(summary.by_set) > 1:
        yield from _sets(summary.by_set)
    for tag, (passed, total) in summary.tags.items():
        if passed < total:
            yield f"  [{tag}] {passed}/{total}"


def _sets(sets: Mapping[str, Group]) -> Iterator[str]:
    for name, group in sets.items():
        yield f"  {name}：{group.passed}/{group.total}，{percent(group.measures['passed'])}"


def percent(estimate: Estimate) -> str:
    """A share with its interval: ``97.3%（95% 区间 95.1–98.9）``."""
    low, high = 100 * estimate.low, 100 * estimate.high
    return f"{100 * estimate.value:.1f}%（95% 区间 {low:.1f}–{high:.1f}，{estimate.cases} 题）"


def problem_lines(problems: Sequence[Problem], held_out: frozenset[str]) -> Iterator[str]:
    """Cases without an answer; of held-out sets only how many."""
    for one in problems:
        if one.set not in held_out:
            yield f"！{one.set}/{one.id} {word('problems', one.kind)}：{one.seen}"
    hidden = sum(one.set in held_out for one in problems)
    if hidden:
        yield f"！只评分的问题集里有 {hidden} 题没有回答。"
