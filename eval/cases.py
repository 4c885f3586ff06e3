"""Question sets (问题集): the type of one case, and the strict reader of the JSONL files.

The Chinese description of every field is ``eval/sets/README.md``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from corpus.model import Bound, Frozen
from eval.errors import BadSet

Status = Literal["answered", "clarify", "unanswerable", "refused"]
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


def load_cases(path: Path) -> list[Case]:
    """Read a set; raise BadSet naming the file, the row and the fault."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadSet(f"读不到问题集 {path}：请检查文件名。") from error
    cases = [
        _parse(line, f"{path.name} 第{row}行")
        for row, line in enumerate(lines, start=1)
        if line.strip()
    ]
    if not cases:
        raise BadSet(f"问题集 {path.name} 是空的。")
    _refuse_twins(cases, path.name)
    return cases


def _parse(line: str, where: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadSet(f"{where}不是完整的 JSON（第{error.colno}个字符处）。") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "整行"
        raise BadSet(f"{where}的 {field} 有误：{first['msg']}。") from error


def _refuse_twins(cases: Iterable[Case], name: str) -> None:
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise BadSet(f"问题集 {name} 里编号 {case.id} 出现了两次。")
        seen.add(case.id)
