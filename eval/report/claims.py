"""The report of a claims set (声明集报告): measures, verdicts, the confusion table, what failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.checking import KINDS, MISSED, CheckedText, ClaimsSummary
from eval.templates import environment
from eval.words import word, words

PAGE = "claims.html"
MOST_SHOWN = 40


def claims_text(summary: ClaimsSummary, texts: Sequence[CheckedText], held_out: bool) -> str:
    """The report as plain text; of a held-out set, totals only."""
    lines = [f"声明集 {summary.name}：{summary.texts} 段文本，{summary.claims} 条声明"]
    for name, one in summary.measures.items():
        share = f"{100 * one.value:.1f}%（{100 * one.low:.1f}–{100 * one.high:.1f}）"
        lines.append(f"  {word('measures', name)}：{share}")
    lines.append(f"  说错的说成相符：{summary.false_support} 条；多报 {summary.extra} 条")
    lines += ["  结论　　查准　查全　F1", *map(_verdict_line, summary.by_verdict.items())]
    lines.append("  应有＼报出　" + "　".join(word("verdicts", g) for g in (*KINDS, MISSED)))
    for kind, row in summary.confusion.items():
        lines.append(f"  {word('verdicts', kind)}　" + "　".join(str(n) for n in row.values()))
    return "\n".join([*lines, *([] if held_out else _failures(texts))])


def _verdict_line(item: tuple[str, tuple[float, float, float]]) -> str:
    kind, scores = item
    return f"  {word('verdicts', kind)}　" + "　".join(f"{s:.3f}" for s in scores)


def _failures(texts: Sequence[CheckedText]) -> Iterator[str]:
    shown = 0
    for text in texts:
        wrong = [c for c in text.claims if not c.right]
        for claim in wrong:
            shown += 1
            if shown <= MOST_SHOWN:
                pair = f"{word('verdicts', claim.expected)}→{word('verdicts', claim.got)}"
                yield f"  ✗ {text.id} {pair}：{claim.text}"
        for extra in (*text.extra, *text.broken):
            yield f"  ✗ {text.id} 多报：{extra}"


def write_claims_page(
    out: Path, checked: Sequence[tuple[ClaimsSummary, Sequence[CheckedText], bool]]
) -> Path:
    """Write the page of all checked sets into the folder of the run."""
    made = environment("eval.report")
    made.filters["share"] = lambda value: f"{100 * value:.1f}%"
    made.globals.update(word=word, words=words, kinds=KINDS, missed=MISSED)
    page = out / PAGE
    page.write_text(made.get_template("claims.html.j2").render(checked=checked), encoding="utf-8")
    return page
