"""What every reader hands on: blocks of text in reading order, and what the page says around it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from corpus.errors import UnreadableFile
from corpus.model import Box, Frozen


class BlockKind(StrEnum):
    """How much the file itself says about where a paragraph ends."""

    LINE = "line"  # 一行，可能是折行
    PARAGRAPH = "paragraph"  # 完整的一段
    ROW = "row"  # 表格的一行


class Block(Frozen):
    """A piece of text as the file holds it. ``cells`` for a table row, ``indent`` for 首行缩进.

    ``page`` counts from 1; 0 where the format has no pages. ``box`` is where the block stands on
    that page. ``confidence`` (0 to 1) says how surely characters were recognised (OCR); ``None``
    where the file itself holds them as characters.
    """

    kind: BlockKind
    text: str
    cells: tuple[str, ...] = ()
    indent: bool = False
    table: int = 0
    page: int = 0
    box: Box | None = None
    confidence: float | None = None


class RawDocument(Frozen):
    """A file's text in reading order (原始文档), not yet cleaned.

    ``title_hint`` is the page's own title; ``meta`` holds particulars stated around the text, keyed
    as in ``meta_labels`` (``doc_number``, ``issuers``, ``issued_on`` …). ``remarks`` are Chinese
    sentences for the person who adds the file (隐藏的工作表没有读).
    """

    blocks: tuple[Block, ...]
    media: str
    encoding: str | None = None
    title_hint: str = ""
    meta: dict[str, str] = Field(default_factory=dict)
    remarks: tuple[str, ...] = ()


MAX_TEXT, MAX_BLOCKS = 1_000_000, 50_000
"""Characters and lines of a whole document: no notice comes near."""


def check_amount(characters: int, name: str) -> None:
    """Refuse more text than any notice has."""
    if characters > MAX_TEXT:
        raise UnreadableFile(f"“{name}”的文字太多，不像一份通知，没有读取。")


def check_lines(lines: int, name: str) -> None:
    """Refuse more lines, or rows of tables, than any notice has."""
    if lines > MAX_BLOCKS:
        raise UnreadableFile(f"“{name}”有 {lines} 行，不像一份通知，没有读取。")
