"""The report as CSV (表格): opens in Excel and WPS with its Chinese right, and runs nothing."""

from __future__ import annotations

import csv
import io

from assistant.web.staff.export.rows import Row
from assistant.web.staff.words import words

FORMULA = "=+-@＝＋－＠\t\r\n"
COLUMNS = (
    "number",
    "claim",
    "verdict",
    "difference",
    "correction",
    "clauses",
    "decision",
    "decided_by",
    "decided_at",
    "note",
)


def csv_report(rows: list[Row]) -> bytes:
    """One row a claim, UTF-8 with the mark that Excel looks for."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([words("report")[name] for name in COLUMNS])
    for row in rows:
        cells = row.model_copy(update={"clauses": "\n".join(row.clauses)})
        table.writerow([_inert(str(getattr(cells, name))) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig", "replace")


def _inert(cell: str) -> str:
    """A cell that no table program takes for a formula."""
    return f"'{cell}" if cell.lstrip(" \u3000\xa0")[:1] in tuple(FORMULA) else cell
