"""Rows of a set (一行一条): what question sets and claims sets have in common.

One JSON object a line, UTF-8. Every fault is reported with the file, the row and the field, and
all of them at once; the content hash is the version of a set.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, Field, ValidationError, model_validator

from corpus.model import Frozen
from eval.errors import BadSet

MOST_FAULTS = 20


class SetRow(Frozen):
    """A row of a set; its number (编号) is unique in the set."""

    id: str = Field(min_length=1)


Row = TypeVar("Row", bound=SetRow)


class ClauseRef(Frozen):
    """A clause as people cite it: 文号 (or the title of a notice without one) and path (一（一）).

    Written ``聊医保发〔2024〕27号#一（一）``. ``covers`` is true for the clause itself and for its
    sub-items, so ``第六条`` covers ``第六条（一）`` but not ``第六十条``. ``#全文`` is the notice
    as a whole: its number, issuers and date stand outside the clauses.
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
        if self.notice not in (notice, title):
            return False
        if self.path == WHOLE:
            return True
        rest = path.removeprefix(self.path)
        return path.startswith(self.path) and not (rest[:1].isdigit() and self.path[-1].isdigit())

    def __str__(self) -> str:
        """Write the reference as in the sets."""
        return f"{self.notice}#{self.path}"


WHOLE = "全文"


def read_rows(path: Path) -> list[tuple[str, object]]:
    """(where, fields) of the lines that aren't blank; ``BadSet`` when the file can't be read.

    A line that is no JSON is given as a ``BadSet``, so that ``checked`` reports it with the rest.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSet(f"读不到 {path}：请检查文件名，文件应是 UTF-8。") from error
    filled = [(row, line) for row, line in enumerate(lines, 1) if line.strip()]
    return [(f"{path.name} 第{row}行", _json(line)) for row, line in filled]


def checked(rows: Iterable[tuple[str, object]], name: str, kind: type[Row]) -> list[Row]:
    """Rows of (where, fields), of the set ``name``; BadSet lists the faults of all rows.

    A field that could not be read may be given as a BadSet: its words are the row's fault.
    """
    good: list[Row] = []
    faults: list[str] = []
    seen: set[str] = set()
    for where, fields in rows:
        try:
            row = _row(fields, where, kind)
        except BadSet as error:
            faults.append(str(error))
            continue
        if row.id in seen:
            faults.append(f"{where}的编号 {row.id} 出现了两次。")
        seen.add(row.id)
        good.append(row)
    _refuse(faults, good, name)
    return good


def content_hash(rows: Iterable[BaseModel]) -> str:
    """The version of a set, 12 hexadecimal characters, of what its rows say in their order."""
    lines = (row.model_dump_json() for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def _json(line: str) -> object:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        return BadSet(f"不是完整的 JSON（第{error.colno}个字符处）。")


def _row(fields: object, where: str, kind: type[Row]) -> Row:
    if isinstance(fields, BadSet):
        raise BadSet(f"{where}{fields}")
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "整行"
        said = first["msg"].removeprefix("Value error, ")
        raise BadSet(f"{where}的 {field} 有误：{said}。") from error


def listed(faults: Sequence[str]) -> str:
    """One fault a line, the first 20 of them and how many there are besides."""
    more = f"\n……另有 {len(faults) - MOST_FAULTS} 处。" if len(faults) > MOST_FAULTS else ""
    return "\n".join(faults[:MOST_FAULTS]) + more


def _refuse(faults: list[str], good: list[Row], name: str) -> None:
    if faults:
        raise BadSet(listed(faults))
    if not good:
        raise BadSet(f"{name} 是空的，一行也没有。")
