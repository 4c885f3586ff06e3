"""The report (网页报告) as one self-contained page: no script, nothing from outside."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

from eval.compare import Comparison
from eval.report.plots import dot, histogram, stacked, tag_dots
from eval.results import REPORT, Results, read_results
from eval.tags import taxonomy
from eval.templates import environment
from eval.words import word, words

MOST_SHOWN = 300  # failures on the page; all are in rows.jsonl


def _environment() -> Environment:
    made = environment("eval.report")
    made.filters["share"] = lambda value: f"{100 * value:.1f}%"
    made.filters["ms"] = lambda value: f"{value:.0f}" if value >= 10 else f"{value:.1f}"
    made.globals.update(word=word, words=words)
    return made


def write_report(out: Path) -> None:
    """Write the report of a scored run into its folder."""
    (out / REPORT).write_text(report_page(read_results(out)), encoding="utf-8")


def report_page(results: Results) -> str:
    """The page of a run; of held-out sets it shows totals only."""
    summary = results.summary
    shown = [row for row in results.rows if not row.score.passed and not row.held_out]
    held_out = {one.name for one in results.config.sets if one.held_out}
    page: str = (
        _environment()
        .get_template("run.html.j2")
        .render(
            config=results.config,
            summary=summary,
            dots=[
                dot(word("measures", name), one, words()["measures"][name]["meaning"])
                for name, one in summary.whole.measures.items()
            ],
            tags=tag_dots(summary.by_tag, taxonomy().meanings),
            held_out_tags=tag_dots(summary.held_out_tags, taxonomy().meanings),
            bars={name: stacked(group) for name, group in summary.by_set.items()},
            bins=histogram([row.ms for row in results.rows if row.answer is not None]),
            failures=shown[:MOST_SHOWN],
            failed=len(shown),
            hidden=sum(not row.score.passed and row.held_out for row in results.rows),
            problems=[one for one in results.problems if one.set not in held_out],
            held_out=held_out,
        )
    )
    return page


def write_comparison(path: Path, comparison: Comparison) -> None:
    """Write the page of a comparison."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page = _environment().get_template("compare.html.j2").render(made=comparison)
    path.write_text(page, encoding="utf-8")
