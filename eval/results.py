"""What a run leaves behind (结果): types, and the files of its folder.

``config.json`` what was run; ``answers.jsonl`` what was answered, a line a case, written as it
comes; ``rows.jsonl`` ``summary.json`` ``problems.json`` the scores; ``report.html`` for people.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from corpus.model import Frozen
from eval.cases import Case
from eval.errors import BadRun
from eval.measures import Part
from eval.score import Score
from eval.stats import Estimate
from eval.systems.base import Found

CONFIG, ANSWERS, ROWS = "config.json", "answers.jsonl", "rows.jsonl"
SUMMARY, PROBLEMS, REPORT = "summary.json", "problems.json", "report.html"


class SetEntry(Frozen):
    """A set of a run: its file, content hash, size, and the corpus that it was asked on.

    ``held_out`` sets (只评分) are totalled; their failures are not shown.
    """

    name: str
    path: str
    sha256: str
    cases: int
    corpus: str
    notices: tuple[str, ...] = ()
    held_out: bool = False


class RunConfig(Frozen):
    """The resolved configuration of a run. ``code`` is a digest of the code and lexicons."""

    system: str
    url: str = ""
    model: str = ""
    embedder: str
    seed: int
    sets: tuple[SetEntry, ...]
    code: str
    python: str
    packages: dict[str, str]
    started: str

    def same_run(self, other: RunConfig) -> bool:
        """Whether a stopped run may be continued: everything but the time is equal."""
        return self.model_copy(update={"started": other.started}) == other


class Asked(Frozen):
    """One case as asked: the answer or the error, milliseconds, and what its search found.

    ``question`` is what was put; ``trace`` the last lines of a crash. ``found`` is None where
    the system has no search or the case names no clause.
    """

    set: str
    id: str
    question: str
    answer: dict[str, Any] | None = None
    error: str | None = None
    trace: str = ""
    ms: float = 0.0
    found: tuple[Found, ...] | None = None

    @property
    def key(self) -> str:
        """The case among all sets of the run."""
        return f"{self.set}/{self.id}"


class Row(Frozen):
    """One case with its answer (None when it failed), score, measures and milliseconds."""

    set: str
    case: Case
    answer: dict[str, Any] | None
    score: Score
    ms: float
    parts: dict[str, Part] = Field(default_factory=dict)
    outcome: str = ""
    held_out: bool = False

    @property
    def key(self) -> str:
        """The case among all sets of the run."""
        return f"{self.set}/{self.case.id}"


class Problem(Frozen):
    """A case that could not be scored as an answer, and why; it counts as zero."""

    set: str
    id: str
    kind: str
    seen: str


class Group(Frozen):
    """The figures of some cases: of all, of one set, or of one tag."""

    total: int
    passed: int
    outcomes: dict[str, int]
    measures: dict[str, Estimate]
    p50: Estimate | None = None
    p95: Estimate | None = None


class Summary(Frozen):
    """The figures of a run: counts, faults by kind, passed/total by tag, milliseconds, groups."""

    system: str
    total: int
    passed: int
    faults: dict[str, int]
    tags: dict[str, tuple[int, int]]
    p50_ms: float
    p95_ms: float
    whole: Group
    by_set: dict[str, Group]
    by_tag: dict[str, Group]
    by_half: dict[str, Group] = Field(default_factory=dict)
    held_out_tags: dict[str, Group] = Field(default_factory=dict)


class Results(Frozen):
    """A scored run as it stands in its folder."""

    config: RunConfig
    summary: Summary
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def write_json(path: Path, value: Frozen) -> None:
    """Write one value, readable by people."""
    path.write_text(value.model_dump_json(indent=2) + "\n", encoding="utf-8")


def write_lines(path: Path, rows: Iterable[Frozen]) -> None:
    """Write one value a line."""
    lines = (json.dumps(row.model_dump(mode="json"), ensure_ascii=False) for row in rows)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def write_problems(path: Path, problems: Sequence[Problem]) -> None:
    """Write the list of problems, also when there is none."""
    plain = [problem.model_dump(mode="json") for problem in problems]
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_config(out: Path) -> RunConfig:
    """The configuration of a run; ``BadRun`` when the folder holds none."""
    try:
        return RunConfig.model_validate_json((out / CONFIG).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadRun(f"{out} 里没有 {CONFIG}：这不是一次评测的结果文件夹。") from error
    except ValidationError as error:
        raise BadRun(f"{out / CONFIG} 读不懂：可能是别的版本写的，请重新跑一次。") from error


def read_answers(out: Path) -> dict[str, Asked]:
    """What was answered, by key. A last line that was cut off by a stop is left out."""
    path = out / ANSWERS
    if not path.is_file():
        return {}
    lines = path.read_bytes().split(b"\n")
    asked = (Asked.model_validate_json(line) for line in lines[:-1] if line.strip())
    try:
        return {one.key: one for one in asked}
    except ValidationError as error:
        raise BadRun(f"{path} 里有读不懂的行，请换一个 --out 重新跑。") from error


def read_results(out: Path) -> Results:
    """A scored run; ``BadRun`` when it isn't there or isn't scored yet."""
    config = read_config(out)
    try:
        summary = Summary.model_validate_json((out / SUMMARY).read_text(encoding="utf-8"))
        rows = tuple(_rows(out / ROWS))
        listed = json.loads((out / PROBLEMS).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadRun(f"{out} 还没有评分：先运行 python -m eval score {out}") from error
    except (ValidationError, json.JSONDecodeError) as error:
        raise BadRun(f"{out} 里的结果读不懂：先运行 python -m eval score {out}") from error
    problems = tuple(Problem.model_validate(one) for one in listed)
    return Results(config=config, summary=summary, rows=rows, problems=problems)


def _rows(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Row.model_validate_json(line)
