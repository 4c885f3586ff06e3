"""Run question sets through a system (跑题), score every answer, and sum up."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from corpus.errors import CorpusError
from corpus.model import Frozen
from eval.cases import Case
from eval.score import Fault, Score, score
from eval.systems import System


class Row(Frozen):
    """One case with its answer, score and time in milliseconds; ``answer`` is None on an error."""

    set: str
    case: Case
    answer: dict[str, Any] | None
    score: Score
    ms: float


class Summary(Frozen):
    """The figures of a run: counts, faults by kind, passed/total by tag, milliseconds."""

    system: str
    total: int
    passed: int
    faults: dict[str, int]
    tags: dict[str, tuple[int, int]]
    p50_ms: float
    p95_ms: float


def run_case(system: System, set_name: str, case: Case) -> Row:
    """Ask one case; an error that a person would be told about counts as a fault."""
    began = time.perf_counter()
    answer: dict[str, Any] | None = None
    try:
        answer = system.ask(case.turns, case.region, case.as_of)
        result = score(case, answer)
    except CorpusError as error:
        result = Score(faults=(Fault(kind="error", seen=str(error)),))
    ms = (time.perf_counter() - began) * 1000
    return Row(set=set_name, case=case, answer=answer, score=result, ms=round(ms, 2))


def run_sets(system: System, sets: Iterable[tuple[str, Sequence[Case]]]) -> list[Row]:
    """Ask every case of every (name, cases) in order."""
    return [run_case(system, name, case) for name, cases in sets for case in cases]


def summarise(system: str, rows: Sequence[Row]) -> Summary:
    """Count what passed and what was wrong."""
    times = sorted(row.ms for row in rows)
    kinds = Counter(kind for row in rows for kind in {fault.kind for fault in row.score.faults})
    tags = sorted({tag for row in rows for tag in row.case.tags})
    return Summary(
        system=system,
        total=len(rows),
        passed=sum(row.score.passed for row in rows),
        faults=dict(kinds.most_common()),
        tags={tag: _count([row for row in rows if tag in row.case.tags]) for tag in tags},
        p50_ms=round(median(times), 2),
        p95_ms=times[int(0.95 * (len(times) - 1))],
    )


def _count(rows: Sequence[Row]) -> tuple[int, int]:
    return sum(row.score.passed for row in rows), len(rows)


def write_results(out: Path, rows: Sequence[Row], summary: Summary) -> None:
    """Write ``rows.jsonl`` and ``summary.json`` into the folder."""
    out.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row.model_dump(mode="json"), ensure_ascii=False) for row in rows)
    (out / "rows.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (out / "summary.json").write_text(summary.model_dump_json(indent=2) + "\n", encoding="utf-8")
