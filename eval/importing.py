"""Import question sets that offices keep as tables (导入): CSV, TSV and XLSX, with a column map.

The map (a YAML file) says which column holds which field; ``eval/sets/README.md`` shows one.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import yaml
from pydantic import Field, ValidationError

from corpus.model import Frozen
from eval.cases import Case
from eval.errors import BadMap, BadSet
from eval.rows import checked
from eval.spoken import spoken_values

ENCODINGS = ("utf-8-sig", "gb18030")  # what Excel and offices write
EXPECTED = ("status", "reason", "must", "must_not", "citations", "labels", "values")
LISTED = (*EXPECTED, "turns", "tags")
_DAY = re.compile(r"^(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?(?:\s+00:00:00)?$")


class ColumnMap(Frozen):
    """Which column is which field (列的对应).

    ``columns``: field → column heading, or several for ``turns``. ``separators``: field → what
    parts several entries of one cell. ``defaults``: field → value for an empty or absent cell.
    ``words``: field → how the table says it → how the sets say it. ``sheet``: of an XLSX file.
    """

    columns: dict[str, str | list[str]]
    separators: dict[str, str] = Field(default_factory=dict)
    defaults: dict[str, Any] = Field(default_factory=dict)
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    sheet: str | None = None
    header: int = Field(default=1, ge=1)

    def headings(self, field: str) -> list[str]:
        """The columns of a field; none when the field isn't mapped."""
        named = self.columns.get(field, [])
        return [named] if isinstance(named, str) else named


def load_map(path: Path) -> ColumnMap:
    """Read a column map; ``BadMap`` names the fault."""
    try:
        mapped = ColumnMap.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadMap(f"读不到列对应表 {path}：请检查文件名和 YAML 写法。") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "整个文件"
        raise BadMap(f"列对应表 {path.name} 的 {field} 有误：{first['msg']}。") from error
    unknown = set(mapped.columns) - {*LISTED, "id", "region", "as_of"}
    if unknown:
        raise BadMap(f"列对应表 {path.name} 里没有这些字段：{'、'.join(sorted(unknown))}。")
    return mapped


def import_cases(path: Path, mapped: ColumnMap) -> list[Case]:
    """The cases of a table; BadSet lists every faulty row with its number and fault."""
    rows = _table(path, mapped)
    heading = (
        [_plain(cell) for cell in rows[mapped.header - 1]] if len(rows) >= mapped.header else []
    )
    wanted = {name for field in mapped.columns for name in mapped.headings(field)}
    missing = sorted(wanted - set(heading))
    if missing:
        raise BadMap(f"{path.name} 第{mapped.header}行没有这些列：{'、'.join(missing)}。")
    numbered = enumerate(rows[mapped.header :], start=mapped.header + 1)
    filled = [
        (row, dict(zip(heading, cells, strict=False))) for row, cells in numbered if _any(cells)
    ]
    return checked(
        ((f"{path.name} 第{row}行", _fields(row, c, mapped)) for row, c in filled), path.name, Case
    )


def write_cases(path: Path, cases: Iterable[Case]) -> None:
    """Write a set as JSONL, without the fields that say nothing."""
    lines = (case.model_dump(mode="json", exclude_defaults=True) for case in cases)
    text = "".join(json.dumps(_short(line), ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def _short(line: dict[str, Any]) -> dict[str, Any]:
    """Clauses as people write them, 文号#条款; the place also where it is unknown."""
    expect = line["expect"]
    if "labels" in expect:
        expect["labels"] = [f"{ref['notice']}#{ref['path']}" for ref in expect["labels"]]
    if "citations" in expect:
        groups = expect["citations"]
        expect["citations"] = [[f"{r['notice']}#{r['path']}" for r in group] for group in groups]
    return line


def _table(path: Path, mapped: ColumnMap) -> list[Sequence[Any]]:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _sheet(path, mapped.sheet)
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise BadMap(f"{path.name} 不是 CSV、TSV 或 XLSX；请先另存为其中一种。")
    text = _decoded(path)
    first = text.splitlines()[0] if text else ""
    comma = "\t" if first.count("\t") > first.count(",") else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=comma))


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadMap(f"读不到 {path}：请检查文件名。") from error
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadMap(f"{path.name} 的编码认不出来，请另存为 UTF-8 的 CSV。")


def _sheet(path: Path, name: str | None) -> list[Sequence[Any]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, BadZipFile, InvalidFileException) as error:
        raise BadMap(f"打不开 {path}：请检查文件名，确认它是没有加密的 XLSX。") from error
    try:
        if name is not None and name not in book.sheetnames:
            raise BadMap(f"{path.name} 没有名为“{name}”的表，只有：{'、'.join(book.sheetnames)}。")
        sheet = book[name] if name is not None else book.worksheets[0]
        return [tuple(row) for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _any(cells: Sequence[Any]) -> bool:
    return any(_plain(cell) for cell in cells)


def _plain(cell: Any) -> str:
    """A cell as words: whole numbers without .0, days as YYYY-MM-DD."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _fields(row: int, cells: Mapping[str, Any], mapped: ColumnMap) -> object:
    """The fields of one row as the sets have them, or the fault as a BadSet."""
    try:
        got = {field: _field(field, cells, mapped) for field in (*LISTED, "id", "region", "as_of")}
    except BadSet as fault:
        return fault
    expect = {field: got.pop(field) for field in EXPECTED}
    got["id"] = got["id"] or f"row-{row}"
    got["as_of"] = _day(str(got["as_of"] or ""))
    return {**got, "expect": {field: value for field, value in expect.items() if value}}


def _field(field: str, cells: Mapping[str, Any], mapped: ColumnMap) -> Any:
    given = [words for name in mapped.headings(field) if (words := _plain(cells.get(name)))]
    if not given:
        return mapped.defaults.get(field, [] if field in LISTED else None)
    if field not in LISTED:
        return _said(field, given[0], mapped)
    separator = mapped.separators.get(field)
    parts = [
        part.strip() for one in given for part in (one.split(separator) if separator else [one])
    ]
    said = [_said(field, part, mapped) for part in parts if part]
    if field == "values":
        return [value for part in said for value in _values(part)]
    return [[ref] for ref in said] if field == "citations" else said


def _said(field: str, words: str, mapped: ColumnMap) -> str:
    return mapped.words.get(field, {}).get(words, words)


def _values(cell: str) -> Iterator[dict[str, Any]]:
    """Figures of a cell with their bounds (不低于400元 → 400, at_least)."""
    found = spoken_values(cell)
    if not found:
        raise BadSet(f"的 values 有误：“{cell}”里没有数值。")
    for value in found:
        yield {"value": value["value"], "bound": value["bound"]}


def _day(words: str) -> str:
    match = _DAY.match(words)
    return "-".join(part.zfill(2) for part in match.groups()) if match else words
