"""Tables of Excel and CSV (表格): rows keep their cells; what stands alone around them is text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from lxml import etree

from corpus.errors import NoNoticeFound, UnreadableFile
from corpus.readers.base import Block, BlockKind, RawDocument
from corpus.readers.grid import rows_of
from corpus.readers.ooxml import Package
from corpus.readers.plain import decode

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_CELLS = 200_000
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.I)
_PLACES = re.compile(r"\.(0+)")
_ERRORS = re.compile(r"#(?:REF|N/A|VALUE|DIV/0|NAME|NULL|NUM)[!?]?")
_BROKEN = (
    *(zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError),
    *(etree.XMLSyntaxError, SyntaxError, EOFError, OverflowError),
)


def read_sheet(data: bytes, name: str) -> RawDocument:
    """Read a workbook with the figures its formulas had; hidden sheets are told, not read."""
    from openpyxl import load_workbook

    package = Package(data, name)
    if "xl/workbook.xml" not in package.names:
        raise UnreadableFile(f"“{name}”不是 Excel 文件，或已损坏。")
    for part in package.names:
        if part.endswith(".xml"):
            package.xml(part)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        tables = [_grid(sheet, name) for sheet in shown]
    except _BROKEN as error:
        raise UnreadableFile(f"“{name}”已损坏或不完整，无法读取。") from error
    hidden = [sheet.title for sheet in book.worksheets if sheet not in shown]
    return _document(
        [(sheet.title, grid) for sheet, grid in zip(shown, tables, strict=True)],
        name,
        tuple(f"隐藏的工作表“{title}”没有读。" for title in hidden),
    )


def read_csv(data: bytes, name: str) -> RawDocument:
    """Read a table of comma-separated cells, in any common Chinese encoding."""
    text, encoding = decode(data, name)
    comma = max(",\t;", key=text[:10_000].count)
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=comma)
        ]
    except csv.Error as error:
        raise UnreadableFile(f"“{name}”不是表格，或已损坏。") from error
    document = _document([("", rows)], name, ())
    return document.model_copy(update={"media": "text/csv", "encoding": encoding})


def _document(
    tables: Sequence[tuple[str, list[list[str]]]], name: str, remarks: tuple[str, ...]
) -> RawDocument:
    blocks: list[Block] = []
    for number, (title, grid) in enumerate(tables, 1):
        found = list(_blocks(grid, number))
        named = title and not _UNNAMED.fullmatch(title) and len(tables) > 1
        if named and found and found[0].kind is BlockKind.ROW:
            blocks.append(Block(kind=BlockKind.PARAGRAPH, text=title))
        blocks += found
    if not blocks:
        raise NoNoticeFound(f"“{name}”里没有内容。")
    return RawDocument(blocks=tuple(blocks), media=MEDIA, remarks=remarks)


def _blocks(grid: Sequence[Sequence[str]], table: int) -> Iterator[Block]:
    """The rows of the table; what stands alone in its row above or below it is text."""
    wide = [at for at, row in enumerate(grid) if len(set(row) - {""}) > 1]
    first, last = (wide[0], wide[-1] + 1) if len(wide) > 1 else (len(grid), len(grid))
    yield from _texts(grid[:first])
    yield from rows_of(_filled(grid[first:last]), table)
    yield from _texts(grid[last:])


def _texts(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    for row in rows:
        for text in dict.fromkeys(row):
            if text:
                yield Block(kind=BlockKind.PARAGRAPH, text=text)


def _filled(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows without columns that are empty throughout, all of one length."""
    longest = max((len(row) for row in rows), default=0)
    even = [[*row, *[""] * (longest - len(row))] for row in rows]
    kept = [at for at in range(longest) if any(row[at] for row in even)]
    return [[row[at] for at in kept] for row in even]


def _grid(sheet: Worksheet, name: str) -> list[list[str]]:
    """The text of every place; a merged cell is repeated in every place that it covers."""
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        raise UnreadableFile(f"“{name}”的工作表“{sheet.title}”太大，没有读取。")
    grid = [[_text(cell) for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        said = grid[area.min_row - 1][area.min_col - 1]
        for row in grid[area.min_row - 1 : area.max_row]:
            row[area.min_col - 1 : area.max_col] = [said] * (area.max_col - area.min_col + 1)
    return grid


def _text(cell: Cell | MergedCell) -> str:
    """What a cell shows: a share in per cent, a day in words, a number without a float's tail."""
    value = cell.value
    if value is None or isinstance(value, bool) or _ERRORS.fullmatch(str(value)):
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float):
        return _figure(Decimal(repr(value)), cell.number_format or "")
    return re.sub(r"\s+", " ", str(value)).strip()


def _figure(value: Decimal, form: str) -> str:
    per_cent = "%" in form
    shown = value * 100 if per_cent else value
    places = _PLACES.search(form)
    if places:
        return f"{shown:.{len(places[1])}f}{'%' if per_cent else ''}"
    plain = format(round(shown, 8).normalize(), "f")
    return f"{plain}{'%' if per_cent else ''}"
