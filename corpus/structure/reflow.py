"""Rejoining wrapped lines (断行重排): physical lines become paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.model import Frozen
from corpus.readers.base import Block, BlockKind
from corpus.readers.words import patterns
from corpus.structure import lines
from corpus.structure.chars import is_joint, normalise, width
from corpus.structure.flat_tables import flat_tables
from corpus.structure.pages import page_numbers

CELL = "｜"
MAX_PARAGRAPH = 20_000
"""Characters: no notice has so long a paragraph, and reading its figures takes minutes."""

MAX_LINES = 2_000
"""Lines of one paragraph."""

_STOP = re.compile(r"[。！？；][”’」』）》]*$")
_INNER = re.compile("[，。；：、]")
_OPEN_END = re.compile(r"[\d至的和及或与在按为由]$")  # no heading ends so
_NUMBERED = re.compile(r"\d{1,2}[.．、]\d")  # an item whose text begins with a figure
_WINDOW = 12
_FULL = 0.8  # of the usual width nearby: such a line was wrapped, not ended
_HEADING_MAX = 60
_BROKEN_MIN = 40
_TITLE_MAX = 120
_UNLIMITED = 10**6
_JOINT = 120  # characters before a joint that the writing at it can depend on
_WORDS = re.compile("[一-鿿]{3}")
_STANDS = 400  # a longer paragraph is no line of the frame
_END = 40  # characters that tell whether a sentence is over
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?")
_DATE_CUT = re.compile(r"\d年\n\d{1,2}月|\d月\n\d{1,2}日")
# What stands right above a table: its name, and the unit of its figures.
_OVER_TABLE = re.compile(
    r"（?单位：[^，。；]{1,20}|[^，。；：、]{4,58}(?:标准|比例|一览|明细|对照|目录)表"
)
_HASHES = re.compile(r"^\s*#{1,6}\s+")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_RULE = re.compile(r"\s*(?:-{2,}|={3,}|\*{3,}|_{3,})\s*")


class Piece(NamedTuple):
    """Where in a paragraph the text of one block of the source begins."""

    start: int
    block: int


class Paragraph(Frozen):
    """One paragraph of canonical text; ``table`` numbers the table a row belongs to (0: none)."""

    text: str
    table: int = 0
    pieces: tuple[Piece, ...] = ()


class _Line(Frozen):
    text: str
    width: int
    indent: bool
    whole: bool  # the file itself says that the paragraph is complete
    table: int = 0
    pieces: tuple[Piece, ...] = ()


def reflow(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a document's blocks in canonical characters."""
    kept = [(at, b) for at, b in enumerate(blocks) if not _is_banner(blocks, at)]
    found = [r for at, b in kept if (r := _line(b, at)) is not None]
    rows = _with_tables(_without_pages(found))
    limits = _usual_widths(rows)
    return tuple(_numbers_with_text(list(_join(rows, limits))))


def _is_banner(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether a line is the name of a web site, which has its address right below."""
    if at + 1 >= len(blocks) or not _ADDRESS.fullmatch(blocks[at + 1].text.strip()):
        return False
    return lines.is_org_line(normalise(blocks[at].text))


def _line(block: Block, at: int) -> _Line | None:
    own = (Piece(0, at),)
    if block.kind is BlockKind.ROW:
        text = CELL.join(normalise(cell) for cell in block.cells)
        blank = not text.replace(CELL, "").strip()
        return None if blank else _row(text, block.table, own)
    text = normalise(_unmarked(block.text))
    if not text or patterns().residue.fullmatch(text):
        return None
    whole = block.kind is BlockKind.PARAGRAPH
    return _Line(text=text, width=width(text), indent=block.indent, whole=whole, pieces=own)


def _row(text: str, table: int, pieces: tuple[Piece, ...]) -> _Line:
    return _Line(text=text, width=0, indent=True, whole=True, table=table, pieces=pieces)


def _unmarked(text: str) -> str:
    """A line without the marks of Markdown (# 标题, **加粗**, a rule of dashes)."""
    if _RULE.fullmatch(text):
        return ""
    return _BOLD.sub(r"\1", _HASHES.sub("", text))


def _without_pages(rows: list[_Line]) -> list[_Line]:
    """Drop the lines that are only the number of a page."""
    pages = page_numbers(_untabled(rows))
    return [row for at, row in enumerate(rows) if at not in pages]


def _with_tables(rows: list[_Line]) -> list[_Line]:
    """Join the cells of tables that were written one a line to rows."""
    known = max((row.table for row in rows), default=0)
    out, done = [], 0
    for number, table in enumerate(flat_tables(_untabled(rows)), known + 1):
        out += rows[done : table.start]
        for row in table.rows:
            out.append(_flat_row([[rows[at] for at in cell] for cell in row], number))
        done = table.end
    return out + rows[done:]


def _flat_row(cells: Sequence[Sequence[_Line]], table: int) -> _Line:
    """One row of the lines of its cells."""
    text, pieces = "", list[Piece]()
    for at, cell in enumerate(cells):
        text += CELL if at else ""
        for line in cell:
            pieces += _moved(line.pieces, len(text))
            text += line.text
    return _row(text, table, tuple(pieces))


def _moved(pieces: Sequence[Piece], by: int) -> Iterator[Piece]:
    return (Piece(max(piece.start + by, 0), piece.block) for piece in pieces)


def _untabled(rows: list[_Line]) -> list[str]:
    """The texts of the lines; a row of a known table counts as empty."""
    return ["" if row.table else row.text for row in rows]


def _usual_widths(rows: list[_Line]) -> list[int]:
    """The width of a full line around each line: pages of one file may differ.

    Where nearly every long line ends a sentence the text is not wrapped, and no line is full.
    """
    usual = _widths_nearby(rows)
    long = [r for r, limit in zip(rows, usual, strict=True) if r.width >= _FULL * limit > 0]
    stopped = sum(bool(_STOP.search(r.text)) for r in long)
    return [_UNLIMITED] * len(rows) if stopped > 0.6 * len(long) else usual


def _widths_nearby(rows: list[_Line]) -> list[int]:
    limits = []
    for at in range(len(rows)):
        near = sorted(r.width for r in rows[max(0, at - _WINDOW) : at + _WINDOW + 1])
        limits.append(near[int(len(near) * 0.8)] if near else 0)
    return limits


def _join(rows: list[_Line], limits: list[int]) -> Iterator[Paragraph]:
    text, pieces = "", list[Piece]()
    for at, row in enumerate(rows):
        text = _glue(text, row.text) if text else row.text
        # Gluing changes only the characters at the joint, so the end is where it was.
        pieces += _moved(row.pieces, len(text) - len(row.text))
        following = rows[at + 1] if at + 1 < len(rows) else None
        long = len(text) > MAX_PARAGRAPH or len(pieces) > MAX_LINES
        if long or following is None or _ends(text, row, following, limits[at]):
            yield Paragraph(text=text, table=row.table, pieces=tuple(pieces))
            text, pieces = "", []
        if long:
            return  # nobody reads on


def _glue(left: str, right: str) -> str:
    space = is_joint(left, right) or (
        left[-1].isascii() and left[-1].isalpha() and right[0].isalpha() and right[0].isascii()
    )
    # Gluing changes characters near the joint alone; the rest is in canonical characters already.
    cut = _seam(left)
    return left[:cut] + normalise(f"{left[cut:]} {right}" if space else f"{left[cut:]}{right}")


def _seam(left: str) -> int:
    """Where a long text can be cut before its end so that both parts keep their characters."""
    last = len(left) - _JOINT
    return next((at for at in range(last, 0, -1) if _WORDS.fullmatch(left, at - 1, at + 2)), 0)


def _ends(text: str, row: _Line, following: _Line, limit: int) -> bool:
    """Tell whether the paragraph ``text``, whose last line is ``row``, is complete."""
    if row.table or following.table:
        return True
    if _DATE_CUT.search(f"{text[-2:]}\n{following.text[:4]}"):
        return False
    if row.whole or following.whole:
        return not _broken(text, following)
    if following.indent:
        return True
    if _stands_alone(text) or _stands_alone(following.text):
        return True
    full = row.width >= _FULL * limit
    stopped = bool(_STOP.search(text[-_END:]))
    if lines.mark_of(following.text) and (
        stopped or not full or text.endswith("：") or _is_heading(text)
    ):
        return True
    if stopped and _NUMBERED.match(following.text):
        return True
    if _is_heading(text):
        return not full or (following.width > limit * _FULL and row.width < 0.92 * limit)
    return _ends_unmarked(text, row, full, stopped)


def _broken(text: str, following: _Line) -> bool:
    """Tell whether a web page cut a paragraph in the middle of a sentence."""
    if len(text) < _BROKEN_MIN or not _INNER.search(text) or lines.mark_of(following.text):
        return False
    if not re.search(r"[一-鿿，、]$", text) or lines.is_title(text):
        return False
    return not (_stands_alone(following.text) or lines.attachment_line(following.text))


def _ends_unmarked(text: str, row: _Line, full: bool, stopped: bool) -> bool:
    if lines.is_title(text):
        return True
    if lines.is_addressee(text):
        return True
    if stopped:
        return not full
    if _open_title(text) or full or (len(text) > 10 and _OPEN_END.search(text)):
        return False
    return not _INNER.search(row.text)


def _stands_alone(text: str) -> bool:
    return len(text) <= _STANDS and (
        text == "文件"
        or _is_remark(text)
        or _OVER_TABLE.fullmatch(text) is not None
        or lines.is_org_line(text)
        or lines.date_line(text) is not None
        or lines.doc_number_line(text) is not None
        or lines.is_footer(text)
        or bool(lines.meta_rows(text))
        or lines.attachment_line(text) is not None
        or patterns().closing.fullmatch(text) is not None
    )


def _is_remark(text: str) -> bool:
    """Tell whether a line is one remark in brackets, other than the end of a title (（试行）)."""
    return bool(re.fullmatch("（[^（）]*）", text)) and text not in patterns().words["title_tails"]


def _is_heading(text: str) -> bool:
    if len(text) > _HEADING_MAX or lines.mark_of(text) is None or _INNER.search(text[3:]):
        return False
    return not _OPEN_END.search(text)


def _open_title(text: str) -> bool:
    opened = len(text) < _TITLE_MAX and patterns().title_open.search(text)
    return bool(opened) and not _INNER.search(re.sub("《[^》]*》?", "", text))


def _numbers_with_text(found: list[Paragraph]) -> Iterator[Paragraph]:
    """Put an article's number that stands on its own line before its text (第一条 为…)."""
    held: Paragraph | None = None
    for item in found:
        if held is not None:
            item = _headed(held, item)
            held = None
        mark = lines.mark_of(item.text)
        if mark and mark.length == len(item.text) and not item.table:
            held = item
        else:
            yield item
    if held is not None:
        yield held


def _headed(head: Paragraph, body: Paragraph) -> Paragraph:
    text = normalise(f"{head.text} {body.text}")
    pieces = (*head.pieces, *_moved(body.pieces, len(text) - len(body.text)))
    return Paragraph(text=text, table=body.table, pieces=pieces)
