"""Word files (DOCX): what a reader of the final text sees, read from the XML without running it.

Numbering is written out, tracked changes are taken as accepted, and what is not text of the notice
(headers, footers, comments, hidden and struck-out text, macros) is left out. Footnotes (脚注) come
as paragraphs of their own behind the paragraph or table that points to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.readers.base import Block, BlockKind, RawDocument
from corpus.readers.grid import places_text, rows_of
from corpus.readers.marks import raised, settled
from corpus.readers.numbering import Numbering, W, attribute, number
from corpus.readers.ooxml import Package

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LINE = "\n"
_OFF = frozenset(("0", "false", "off", "none"))
_DELETED = frozenset(W + tag for tag in ("del", "moveFrom"))
_TRANSPARENT = frozenset(
    W + tag
    for tag in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "bdo",
        "dir",
        "ruby",
        "rubyBase",
    )
)
_MARKS = {W + "tab": " ", W + "br": _LINE, W + "cr": _LINE, W + "noBreakHyphen": "-"}
_MAX_SPAN = 200
_NOTES = ("footnote", "endnote")
_NOTE = "注："
_SENTENCE = re.compile("[。；：]")


def read_docx(data: bytes, name: str) -> RawDocument:
    """Read a Word file; ``UnreadableFile`` if it is encrypted, damaged or no Word file."""
    package = Package(data, name)
    root = package.xml(_MAIN)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise UnreadableFile(f"“{name}”不是 Word 文件，或已损坏。")
    notes = {what: package.xml(f"word/{what}s.xml") for what in _NOTES}
    walk = _Walk(_Styles(package.xml("word/styles.xml")), package.xml("word/numbering.xml"), notes)
    try:
        blocks = tuple(walk.document(body))
    except RecursionError as error:
        raise UnreadableFile(f"“{name}”的结构嵌套过深，无法读取。") from error
    return RawDocument(blocks=blocks, media=MEDIA)


def _is_on(properties: etree._Element | None, tag: str) -> bool:
    """Tell whether a property that is on by its mere presence is on."""
    found = None if properties is None else properties.find(W + tag)
    return found is not None and found.get(W + "val", "1") not in _OFF


class _Styles:
    """What paragraph and character styles say: a list, a level, hidden text."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.get(W + "styleId", ""): style for style in found}

    def chain(self, ident: str | None) -> Iterator[tuple[str, etree._Element]]:
        """A style and those it is based on, nearest first."""
        seen: set[str] = set()
        while ident and ident in self._styles and ident not in seen:
            seen.add(ident)
            yield ident, self._styles[ident]
            ident = attribute(self._styles[ident], "basedOn")

    def hides(self, ident: str | None) -> bool:
        """Tell whether text of this style is hidden."""
        return any(_is_on(style.find(f"{W}rPr"), "vanish") for _, style in self.chain(ident))


class _Cell(NamedTuple):
    """A place in a table: its text, and its blocks where the cell begins."""

    text: str = ""
    blocks: tuple[Block, ...] = ()


class _Walk:
    """Turns the body into paragraphs and table rows in reading order."""

    def __init__(
        self,
        styles: _Styles,
        numbering: etree._Element | None,
        notes: dict[str, etree._Element | None],
    ) -> None:
        self._styles = styles
        self._notes = {
            (f"{W}{what}Reference", note.get(W + "id")): note
            for what, root in notes.items()
            if root is not None
            for note in root.findall(W + what)
        }
        self._noted: list[etree._Element] = []
        self._within = 0  # tables
        self._numbering = Numbering(numbering)
        self._tables = 0
        self._held = ""  # a paragraph whose end was deleted goes on in the next
        self._boxes: list[etree._Element] = []

    def document(self, body: etree._Element) -> Iterator[Block]:
        """All that the document says, and the notes that are left."""
        yield from self.blocks(body)
        yield from self._footnotes()

    def blocks(self, body: etree._Element) -> Iterator[Block]:
        for child in body:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _TRANSPARENT:
                yield from self.blocks(child)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self.blocks(_chosen(child))

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        if self._styles.hides(attribute(paragraph, "pPr/pStyle")):
            return
        text = "".join(self._inline(child) for child in paragraph)
        if not self._held and (text.strip() or not _is_gone(paragraph)):
            numbered = self._number(paragraph) + text
            text = numbered if text.strip() else ""
        self._held += text
        if not _end_is_deleted(paragraph):
            held, self._held = self._held, ""
            for line in settled(held).split(_LINE):
                if line.strip():
                    yield Block(kind=BlockKind.PARAGRAPH, text=line)
            if _SENTENCE.search(held):
                yield from self._footnotes()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box)

    def _footnotes(self) -> Iterator[Block]:
        """The notes that were pointed to; those of a table wait for its end.

        Those of a title wait for the first sentence: the particulars stand between.
        """
        noted, self._noted = ([], self._noted) if self._within else (self._noted, [])
        for note in noted:
            said = "".join(block.text for block in self.blocks(note)).strip()
            if said:
                yield Block(kind=BlockKind.PARAGRAPH, text=_NOTE + said)

    def _number(self, paragraph: etree._Element) -> str:
        ident, at = self._list(paragraph)
        said = self._numbering.next(ident, at) if ident and ident != "0" else ""
        return f"{said} " if said else ""

    def _list(self, paragraph: etree._Element) -> tuple[str | None, int]:
        """The list a paragraph belongs to and its level, of its own or through its style."""
        own = attribute(paragraph, "pPr/numPr/numId")
        if own is not None:
            return own, number(attribute(paragraph, "pPr/numPr/ilvl"))
        for name, style in self._styles.chain(attribute(paragraph, "pPr/pStyle")):
            ident = attribute(style, "pPr/numPr/numId")
            if ident is not None:
                level = attribute(style, "pPr/numPr/ilvl")
                at = number(level) if level else self._numbering.level_of_style(ident, name)
                return ident, at
        return None, 0

    def _inline(self, child: etree._Element) -> str:
        if child.tag == f"{W}r":
            return self._run(child)
        if child.tag in _TRANSPARENT:
            return "".join(self._inline(part) for part in child)
        if child.tag == f"{_MC}AlternateContent":
            return "".join(self._inline(part) for part in _chosen(child))
        if isinstance(child.tag, str) and child.tag.startswith(_MATH):
            return "".join(t.text or "" for t in child.iter(f"{_MATH}t"))
        return ""

    def _run(self, run: etree._Element) -> str:
        properties = run.find(f"{W}rPr")
        hidden = any(_is_on(properties, tag) for tag in ("vanish", "strike", "dstrike"))
        if hidden or self._styles.hides(attribute(run, "rPr/rStyle")):
            return ""
        text = "".join(self._piece(child) for child in run)
        above = attribute(properties, "vertAlign") == "superscript"
        return raised(text) if above else text

    def _piece(self, child: etree._Element) -> str:
        if child.tag == f"{W}t":
            return re.sub(r"[\r\n]+", "", child.text or "")
        if child.tag == f"{W}br" and child.get(W + "type") in ("page", "column"):
            return ""
        if child.tag in _MARKS:
            return _MARKS[child.tag]
        if child.tag == f"{_MC}AlternateContent":
            return "".join(self._piece(part) for part in _chosen(child))
        if child.tag == f"{W}ruby":
            return self._inline(child)
        if (note := self._notes.pop((child.tag, child.get(W + "id")), None)) is not None:
            self._noted.append(note)
        self._boxes += child.iter(f"{W}txbxContent")
        return ""

    def _table(self, table: etree._Element) -> Iterator[Block]:
        self._within += 1
        grid = self._grid(table)
        self._within -= 1
        texts = [[cell.text for cell in row] for row in grid]
        if places_text(texts) or table.find(f".//{W}tc//{W}tbl") is not None:
            yield from (block for row in grid for cell in row for block in cell.blocks)
        else:
            self._tables += 1
            yield from rows_of(texts, self._tables)
        yield from self._footnotes()

    def _grid(self, table: etree._Element) -> list[list[_Cell]]:
        """The rows of a table; a merged cell is repeated in every place that it covers."""
        rows: list[list[_Cell]] = []
        for row in _within(table, "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [_Cell()] * min(number(attribute(row, "trPr/gridBefore")), _MAX_SPAN)
            for cell in _within(row, "tc"):
                cells += self._cell(cell, rows[-1] if rows else [], len(cells))
            rows.append(cells)
        return rows

    def _cell(self, cell: etree._Element, above: list[_Cell], at: int) -> list[_Cell]:
        span = min(max(number(attribute(cell, "tcPr/gridSpan"), 1), 1), _MAX_SPAN)
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(W + "val") != "restart" and at < len(above):
            return [_Cell(above[at].text)] * span
        blocks = tuple(self.blocks(cell))
        text = re.sub(r"\s+", " ", "".join(b.text or " ".join(b.cells) for b in blocks)).strip()
        return [_Cell(text, blocks), *[_Cell(text)] * (span - 1)]


def _chosen(alternate: etree._Element) -> etree._Element:
    """The newer form of what a file holds twice, or nothing."""
    choice = alternate.find(f"{_MC}Choice")
    return alternate.makeelement("none") if choice is None else choice


def _within(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows or cells of a table, those in content controls too, without deleted ones."""
    for child in element:
        if child.tag == W + tag and child.find(f"{W}tcPr/{W}cellDel") is None:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _within(child, tag)


def _is_gone(paragraph: etree._Element) -> bool:
    """Tell whether a paragraph was deleted: it then has no number either."""
    return any(paragraph.find(tag) is not None for tag in _DELETED) or _end_is_deleted(paragraph)


def _end_is_deleted(paragraph: etree._Element) -> bool:
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    return marks is not None and any(marks.find(tag) is not None for tag in _DELETED)
