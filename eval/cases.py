"""Question sets (问题集): the type of one case, and the strict reader of the JSONL files.

The Chinese description of every field is ``eval/sets/README.md``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from corpus.model import Bound, Frozen
from eval.errors import BadSet

Status = Literal["answered", "clarify", "unanswerable", "refused"]
MOST_FAULTS = 20
REASONS = ("no_source", "other_region", "other_year", "out_of_scope", "unsafe", "missing:")


class ClauseRef(Frozen):
    """A clause as people cite it: 文号 (or the title of a notice without one) and path (一（一）).

    Written ``聊医保发〔2024〕27号#一（一）``. ``covers`` is true for the clause itself and for its
    sub-items, so ``第六条`` covers ``第六条（一）`` but not ``第六十条``.
    """

    notice: str = Field(min_length=1)
    path: str = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        notice, mark, path = value.partition("#")
        if not mark:
            raise ValueError(f"条款“{value}”缺少“#”，应写成“文号#条款”")
        return {"notice": notice, "path": path}

    def covers(self, notice: str, title: str, path: str) -> bool:
        """Whether a citation of ``path`` in the notice is this clause or lies inside it."""
        if self.notice not in (notice, title) or not path.startswith(self.path):
            return False
        rest = path[len(self.path) :]
        return not (rest[:1].isdigit() and self.path[-1].isdigit())

    def __str__(self) -> str:
        """Write the reference as in the sets."""
        return f"{self.notice}#{self.path}"


class ExpectedValue(Frozen):
    """A figure that the answer must give: Decimal text in base units (``12000``, not 1.2万).

    ``unit`` and ``bound`` are compared only where stated. ``group_any`` are words of which one
    must stand in the value's group. A ``computed`` figure may stand in the steps instead.
    """

    value: str = Field(min_length=1)
    unit: str | None = None
    bound: Bound | None = None
    group_any: tuple[str, ...] = ()
    computed: bool = False


class Expectation(Frozen):
    """What a careful official would answer.

    ``must`` and ``must_not`` are words of the answer text; ``a|b`` means one of them.
    ``citations`` is a list of groups: from every group at least one clause must be cited.
    ``labels`` are the clauses that retrieval should put first (any of them is right).
    """

    status: tuple[Status, ...] = Field(min_length=1)
    reason: tuple[str, ...] = ()
    values: tuple[ExpectedValue, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    citations: tuple[tuple[ClauseRef, ...], ...] = ()
    labels: tuple[ClauseRef, ...] = ()

    @field_validator("reason")
    @classmethod
    def _known_reasons(cls, reasons: tuple[str, ...]) -> tuple[str, ...]:
        for reason in reasons:
            if not reason.startswith(REASONS):
                raise ValueError(f"没有“{reason}”这种原因")
        return reasons


class Case(Frozen):
    """One question (用例): ``turns`` are what the person typed, the last one is scored."""

    id: str = Field(min_length=1)
    turns: tuple[str, ...] = Field(min_length=1)
    region: str | None
    as_of: dt.date
    expect: Expectation
    tags: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """What was put to the system, as one line of JSON: an answer holds for exactly this."""
        asked = [list(self.turns), self.region, self.as_of.isoformat()]
        return json.dumps(asked, ensure_ascii=False)

    @property
    def wanted(self) -> tuple[ClauseRef, ...]:
        """The clauses that a search should find: the labels, else those that must be cited."""
        return self.expect.labels or tuple(ref for group in self.expect.citations for ref in group)


class CaseSet(Frozen):
    """A question set (问题集) with its version: the hash of what its cases say."""

    name: str
    path: Path
    cases: tuple[Case, ...]

    @property
    def sha256(self) -> str:
        """Content hash, 12 hexadecimal characters; blank lines and key order don't change it."""
        lines = (case.model_dump_json() for case in self.cases)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def load_set(path: Path) -> CaseSet:
    """Read a set with its name (the file's name without ending) and hash; BadSet as below."""
    return CaseSet(name=path.stem, path=path, cases=tuple(load_cases(path)))


def load_cases(path: Path) -> list[Case]:
    """Read a set; raise BadSet naming the file and, for every faulty row, the row and the fault."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSet(f"读不到问题集 {path}：请检查文件名，文件应是 UTF-8。") from error
    rows = [(f"{path.name} 第{row}行", line) for row, line in enumerate(lines, 1) if line.strip()]
    return checked(((where, _json(line)) for where, line in rows), path.name)


def checked(rows: Iterable[tuple[str, object]], name: str) -> list[Case]:
    """Cases of (where, fields) rows, of the set ``name``; BadSet lists the faults of all rows.

    A field that could not be read may be given as a BadSet: its words are the row's fault.
    """
    cases: list[Case] = []
    faults: list[str] = []
    seen: set[str] = set()
    for where, fields in rows:
        try:
            case = _case(fields, where)
        except BadSet as error:
            faults.append(str(error))
            continue
        if case.id in seen:
            faults.append(f"{where}的编号 {case.id} 出现了两次。")
        seen.add(case.id)
        cases.append(case)
    _refuse(faults, cases, name)
    return cases


def _json(line: str) -> object:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        return BadSet(f"不是完整的 JSON（第{error.colno}个字符处）。")


def _case(fields: object, where: str) -> Case:
    if isinstance(fields, BadSet):
        raise BadSet(f"{where}{fields}")
    try:
        return Case.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "整行"
        raise BadSet(f"{where}的 {field} 有误：{first['msg']}。") from error


def listed(faults: Sequence[str]) -> str:
    """One fault a line, the first 20 of them and how many there are besides."""
    more = f"\n……另有 {len(faults) - MOST_FAULTS} 处。" if len(faults) > MOST_FAULTS else ""
    return "\n".join(faults[:MOST_FAULTS]) + more


def _refuse(faults: list[str], cases: list[Case], name: str) -> None:
    if faults:
        raise BadSet(listed(faults))
    if not cases:
        raise BadSet(f"问题集 {name} 是空的。")
