"""The report as a Word file (文档)."""

from __future__ import annotations

import io
import re
from collections import Counter

from docx import Document
from docx.document import Document as Whole
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from assistant.web.staff.export.rows import Row
from assistant.web.staff.model import Check
from assistant.web.staff.words import local, words

FONT, SIZE = "宋体", 10.5
COLUMNS = ("number", "claim", "verdict", "difference", "correction", "clauses", "decision")
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_report(check: Check, rows: list[Row]) -> bytes:
    """What was checked, how much of it holds, one row a claim, and the text itself."""
    document = Document()
    _set_up(document)
    document.add_heading(_plain(words("report")["title"]), 0)
    for name, said in _head(check, rows):
        document.add_paragraph(f"{words('report')[name]}：{_plain(said)}")
    document.add_heading(words("report")["claims"], 1)
    _fill(document.add_table(rows=1 + len(rows), cols=len(COLUMNS)), rows)
    document.add_heading(words("report")["source"], 1)
    for line in check.text.splitlines():
        document.add_paragraph(_plain(line))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Whole) -> None:
    """A Chinese font, and a page on its side: the clauses are long."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def _head(check: Check, rows: list[Row]) -> list[tuple[str, str]]:
    counts = Counter(row.verdict for row in rows)
    return [
        ("source", check.name),
        ("region", check.region or words("report")["nowhere"]),
        ("as_of", check.as_of.isoformat()),
        ("who", check.who),
        ("at", local(check.at)),
        ("corpus", check.corpus),
        ("summary", "，".join(f"{name} {count}" for name, count in counts.items()) or "0"),
    ]


def _fill(table: Table, rows: list[Row]) -> None:
    table.style = "Table Grid"
    lines = [list(line.cells) for line in table.rows]
    for cell, name in zip(lines[0], COLUMNS, strict=True):
        cell.text = words("report")[name]
    for row, line in zip(rows, lines[1:], strict=True):
        decided = [row.decision, row.decided_by, row.decided_at, row.note]
        told = row.model_copy(
            update={
                "clauses": "\n".join(row.clauses),
                "decision": "\n".join(part for part in decided if part),
            }
        )
        for cell, name in zip(line, COLUMNS, strict=True):
            cell.text = _plain(str(getattr(told, name)))


def _plain(text: str) -> str:
    """Without characters that no Word file may hold."""
    return ILLEGAL.sub("", text)
