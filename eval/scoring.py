"""Score the answers of a run (评分) and sum them up, apart from asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.cases import Case, CaseSet, load_set
from eval.errors import BadRun, NoData
from eval.measures import NAMES, Parts, outcome, parts_of
from eval.results import (
    PROBLEMS,
    ROWS,
    SUMMARY,
    Asked,
    Group,
    Problem,
    Row,
    RunConfig,
    Summary,
    read_answers,
    read_config,
    write_json,
    write_lines,
    write_problems,
)
from eval.retrieval import retrieval_measures
from eval.score import Fault, Score, score
from eval.stats import quantile, ratio

TAG_MEASURES = ("passed", "status", "values", "citation_recall", "grounded", "recall@4")
HALVES = {"dev": False, "test": True}
TECHNICAL = ":"  # a tag with a colon says what a case needs, and is no kind of question


def score_asked(
    asked: Sequence[tuple[Case, Asked]], held_out: frozenset[str] = frozenset()
) -> list[Row]:
    """Score every case; ``held_out`` names the sets of which only totals are shown."""
    searched = {one.key: (case, one.found) for case, one in asked if one.found is not None}
    ranks = retrieval_measures(
        {key: case.wanted for key, (case, _) in searched.items()},
        {key: found or () for key, (_, found) in searched.items()},
    )
    return [_row(case, one, ranks.get(one.key, {}), held_out) for case, one in asked]


def _row(case: Case, asked: Asked, ranks: dict[str, float], held_out: frozenset[str]) -> Row:
    if asked.answer is None:
        result = Score(faults=(Fault(kind="error", seen=asked.error or "没有回答。"),))
    else:
        result = score(case, asked.answer)
    parts: Parts = parts_of(case, asked.answer, result)
    parts |= {name: (value, 1.0) for name, value in ranks.items()}
    return Row(
        set=asked.set,
        case=case,
        answer=asked.answer,
        score=result,
        ms=asked.ms,
        parts=parts,
        outcome=outcome(case, asked.answer, result),
        held_out=asked.set in held_out,
    )


def summarise(system: str, rows: Sequence[Row]) -> Summary:
    """Count what passed and what was wrong; NoData when there is no row.

    Tags are counted for each half apart.
    """
    if not rows:
        raise NoData("没有可评分的题。")
    kinds = Counter(kind for row in rows for kind in {fault.kind for fault in row.score.faults})
    halves = {half: [row for row in rows if row.held_out is out] for half, out in HALVES.items()}
    tagged = {half: _by_tag(some) for half, some in halves.items()}
    whole = group_of(rows, NAMES, timed=True)
    sets = dict.fromkeys(row.set for row in rows)
    return Summary(
        system=system,
        total=whole.total,
        passed=whole.passed,
        faults=dict(kinds.most_common()),
        tags={tag: _count(some) for tag, some in tagged["dev"].items()},
        p50_ms=whole.p50.value if whole.p50 else 0.0,
        p95_ms=whole.p95.value if whole.p95 else 0.0,
        whole=whole,
        by_set={
            name: group_of([r for r in rows if r.set == name], NAMES, timed=True) for name in sets
        },
        by_tag={tag: group_of(some, TAG_MEASURES) for tag, some in tagged["dev"].items()},
        by_half={half: group_of(some, NAMES, timed=True) for half, some in halves.items() if some},
        held_out_tags={tag: group_of(some, TAG_MEASURES) for tag, some in tagged["test"].items()},
    )


def _by_tag(rows: Sequence[Row]) -> dict[str, list[Row]]:
    tags = sorted({tag for row in rows for tag in row.case.tags if TECHNICAL not in tag})
    return {tag: [row for row in rows if tag in row.case.tags] for tag in tags}


def group_of(rows: Sequence[Row], measures: Iterable[str], timed: bool = False) -> Group:
    """The figures of some rows; measures that concern none of them are left out."""
    passed, total = _count(rows)
    estimates = {
        name: ratio([row.parts[name] for row in rows if name in row.parts]) for name in measures
    }
    times = [row.ms for row in rows if row.answer is not None] if timed else []
    return Group(
        total=total,
        passed=passed,
        outcomes=dict(Counter(row.outcome for row in rows)),
        measures={name: value for name, value in estimates.items() if value is not None},
        p50=quantile(times, 0.5) if times else None,
        p95=quantile(times, 0.95) if times else None,
    )


def _count(rows: Sequence[Row]) -> tuple[int, int]:
    return sum(row.score.passed for row in rows), len(rows)


def score_run(out: Path, paths: Sequence[Path] = ()) -> tuple[list[Row], Summary, list[Problem]]:
    """Score the answers in a results folder and write the scores beside them.

    The sets are read from where they were, or from ``paths``; what a set expects may have changed
    since, what it asks may not. A case without an answer counts as zero and is listed.
    """
    config = read_config(out)
    answers = read_answers(out)
    pairs = list(_pairs(_sets(config, paths), answers))
    held_out = frozenset(entry.name for entry in config.sets if entry.held_out)
    rows = score_asked(pairs, held_out)
    summary = summarise(config.system, rows)
    problems = [
        Problem(set=one.set, id=one.id, kind="crash" if one.trace else "error", seen=one.error)
        for _, one in pairs
        if one.error
    ]
    _write(out, rows, summary, problems)
    return rows, summary, problems


def _sets(config: RunConfig, paths: Sequence[Path]) -> list[CaseSet]:
    given = {path.stem: path for path in paths}
    unknown = set(given) - {entry.name for entry in config.sets}
    if unknown:
        raise BadRun(f"这次评测没有跑过问题集 {'、'.join(sorted(unknown))}。")
    return [load_set(given.get(entry.name, Path(entry.path))) for entry in config.sets]


def _pairs(sets: Sequence[CaseSet], answers: dict[str, Asked]) -> Iterable[tuple[Case, Asked]]:
    for case_set in sets:
        for case in case_set.cases:
            missing = Asked(set=case_set.name, id=case.id, question=case.question)
            asked = answers.get(missing.key)
            if asked is None:
                yield case, missing.model_copy(update={"error": "没有回答：这一题还没有跑。"})
            elif asked.question != case.question:
                yield case, missing.model_copy(update={"error": "问题在跑题以后改过，请重新跑。"})
            else:
                yield case, asked


def _write(out: Path, rows: Sequence[Row], summary: Summary, problems: Sequence[Problem]) -> None:
    write_lines(out / ROWS, rows)
    write_problems(out / PROBLEMS, problems)
    write_json(out / SUMMARY, summary)


def write_results(out: Path, rows: Sequence[Row], summary: Summary) -> None:
    """Write rows and summary of a run that was made without files."""
    out.mkdir(parents=True, exist_ok=True)
    problems = [
        Problem(set=row.set, id=row.case.id, kind="error", seen=row.score.faults[0].seen)
        for row in rows
        if row.answer is None
    ]
    _write(out, rows, summary, problems)
