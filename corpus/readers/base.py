"""What every reader hands on: blocks of text in reading order, and what the page says around it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from corpus.model import Frozen


class BlockKind(StrEnum):
    """How much the file itself says about where a paragraph ends."""

    LINE = "line"  # 一行，可能是折行
    PARAGRAPH = "paragraph"  # 完整的一段
    ROW = "row"  # 表格的一行


class Block(Frozen):
    """A piece of text as the file holds it. ``cells`` for a table row, ``indent`` for 首行缩进."""

    kind: BlockKind
    text: str
    cells: tuple[str, ...] = ()
    indent: bool = False
    table: int = 0


class RawDocument(Frozen):
    """A file's text in reading order (原始文档), not yet cleaned.

    ``title_hint`` is the page's own title; ``meta`` holds particulars stated around the text, keyed
    as in ``meta_labels`` (``doc_number``, ``issuers``, ``issued_on`` …).
    """

    blocks: tuple[Block, ...]
    media: str
    encoding: str | None = None
    title_hint: str = ""
    meta: dict[str, str] = Field(default_factory=dict)
