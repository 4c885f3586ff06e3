"""Plain text (纯文本) in UTF-8, UTF-16, GB18030 or Big5."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.errors import UnreadableFile
from corpus.readers.base import Block, BlockKind, RawDocument, check_amount, check_lines

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_COMMON = frozenset(
    "的一是在和有人为通知医保关于按国市省个缴费标准不以及年月日规定工作、，。：（）為醫關於國個繳費標準規"
)
_CELL_MAX = 40
_COMMA = re.compile("[,，]")
# Prose has commas too: rows of a table are short cells throughout, with figures after the header.
_COMMA_ROW = re.compile("[^，,。；：、]{1,14}(?:[,，][^，,。；：、]{1,14}){2,}")
# What stands in a table instead of a figure; what no cell has.
_GRANTED = re.compile("[，,](?:全额|不设|免|无|不限|不予)[^，,]{0,8}(?=[，,]|$)")
_PROSE = re.compile("[；：;:。]")
# How cells are told apart, and how many rows alike make a table.
# Columns set with blanks: three or more on three lines alike, for two blanks are common in prose.
_BLANKS = re.compile("[ \u3000\xa0]{2,}")
# One blank is enough where every line has so many short cells and figures below the first.
_BLANK = re.compile("[ \u3000\xa0]+")
_SPLITS = (
    (re.compile(r"\t+"), 2),
    (re.compile(r"[|｜]"), 2),
    (_COMMA, 3),
    (_BLANKS, 3),
    (_BLANK, 3),
)
_NOTES = re.compile("备 ?注|说 ?明")
_MARGIN = " |｜\r\u3000\xa0"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode the bytes of a text file; return the text and its encoding.

    UTF-8 is tried strictly, then UTF-16 where the zero bytes or the words say so, then the likelier
    of GB18030 and Big5.
    Raises ``UnreadableFile`` for binary data.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(data, encoding, name), encoding
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        text = _attempt(data, encoding)
        if text is not None:
            return text, encoding
    # Most bytes of the one can be read as the other: the likelier characters decide.
    both = [(text, e) for e in ("gb18030", "big5") if (text := _attempt(data, e)) is not None]
    if both:
        return max(both, key=lambda found: _likeness(found[0]))
    raise UnreadableFile(
        f"“{name}”不是文本文件，或编码无法识别（支持 UTF-8、UTF-16、GB18030、Big5）。"
    )


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text):
        return None
    # Nearly any bytes decode as UTF-16 or GB18030; real Chinese text uses common characters.
    if encoding != "utf-8" and not _reads_as_chinese(text):
        return None
    return text


def _likeness(text: str) -> float:
    """The share of common characters among the Chinese ones."""
    wide = [c for c in text if ord(c) > 0x7F]
    return sum(c in _COMMON for c in wide) / max(len(wide), 1)


def _reads_as_chinese(text: str) -> bool:
    letters = [c for c in text if not c.isspace()]
    return (
        bool(letters)
        and sum(c in _COMMON or c.isascii() for c in letters) / len(letters) > 0.1
        and any(c in _COMMON for c in letters)
    )


def _checked(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"“{name}”的编码标记是 {encoding}，内容却无法按它读出。") from error
    if _CONTROL.search(text):
        raise UnreadableFile(f"“{name}”含有二进制内容，不是文本文件。")
    return text


def read_plain(data: bytes, name: str) -> RawDocument:
    """Read a text file into one block a line; blank lines are dropped."""
    text, encoding = decode(data, name)
    lines = re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)
    kept = [line for line in lines if line.strip(" \t\u3000\xa0\ufeff\u200b")]
    check_amount(sum(map(len, kept)), name)
    check_lines(len(kept), name)
    return RawDocument(blocks=tuple(_blocks(kept)), media="text/plain", encoding=encoding)


class Run(NamedTuple):
    """Lines ``[start, end)``: rows of one table, each as its cells, or one line of text."""

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...] = ()


def table_runs(lines: list[str]) -> Iterator[Run]:
    """The lines, with runs of equally many cells (tabs, bars, commas, blanks) as tables."""
    at = 0
    while at < len(lines):
        runs = [(_run(lines, at, split, least), split) for split, least in _SPLITS]
        end, by = max(runs, key=lambda run: run[0])
        if end == at:
            yield Run(at, at + 1)
            at += 1
            continue
        yield Run(at, end, tuple(_padded([_cells(line, by) for line in lines[at:end]])))
        at = end


def _blocks(lines: list[str]) -> Iterator[Block]:
    table = 0
    for run in table_runs(lines):
        table += bool(run.rows)
        for cells in run.rows:
            if not all(set(c) <= set("-: ") for c in cells):  # the rule under a Markdown header
                yield Block(kind=BlockKind.ROW, text="", cells=cells, table=table)
        if not run.rows:
            yield _line(lines[run.start])


def _run(lines: list[str], start: int, split: re.Pattern[str], least: int) -> int:
    """The end of the run of table rows that starts here; ``start`` itself if there is none."""
    end, count, noted = start, 0, False
    while end < len(lines):
        cells = [c.strip() for c in split.split(lines[end].strip(_MARGIN))]
        short = all(len(c) <= _CELL_MAX for c in cells) and "。" not in lines[end]
        few = count and len(cells) != count and not (noted and len(cells) == count - 1)
        if len(cells) < 2 or not short or few:
            break
        if split is _COMMA and not _is_comma_row(lines[end], lines[start] if end > start else ""):
            break
        if split in (_BLANKS, _BLANK) and not _is_blank_row(cells, first=end == start):
            break
        if end == start:
            count, noted = len(cells), _NOTES.fullmatch(cells[-1]) is not None
        end += 1
    return end if end - start >= least else start


def _is_comma_row(line: str, first: str) -> bool:
    """Tell whether cells set apart by commas are a row, the first one or one below ``first``."""
    bare = line.strip()
    if not first:
        return bool(_COMMA_ROW.fullmatch(bare))
    if not (re.search(r"\d", bare) or _GRANTED.search(bare)):
        return False
    headed = not re.search(r"\d", first)  # below a row of headings a cell may be a list
    return bool(_COMMA_ROW.fullmatch(bare)) or (headed and not _PROSE.search(bare))


def _is_blank_row(cells: list[str], *, first: bool) -> bool:
    """Tell whether cells set apart by blanks are a row: words in the first, then figures."""
    figures = [bool(re.fullmatch(r"[\d.,万%％元]+", c)) for c in cells]
    return len(cells) >= 3 and (not any(figures) if first else sum(figures) >= 1)


def _cells(line: str, split: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(c.strip() for c in split.split(line.strip(_MARGIN)))


def _padded(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The rows as wide as the first: a column of notes is empty where nothing is to be noted."""
    return ((*row, *[""] * (len(rows[0]) - len(row))) for row in rows)


def _line(line: str) -> Block:
    # Two full-width spaces are the usual 首行缩进; plain spaces are mostly stray.
    return Block(kind=BlockKind.LINE, text=line, indent=line.startswith("\u3000\u3000"))
