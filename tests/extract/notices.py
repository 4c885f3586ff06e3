"""Build a NoticeText from paragraphs, without the readers: numbering gives the paths."""

import datetime as dt
import re

from corpus.model import Clause, ClauseKind, Notice, NoticeText, Source

_NUMBERING = (
    r"(?P<n1>[一二三四五六七八九十]+)、|(?P<n1b>第[一二三四五六七八九十]+条)|（(?P<n2>[一二三四五六七八九十]+)）"
    r"|(?P<n3>\d+)[.．](?!\d)|（(?P<n4>\d+)）"
)


def build(paragraphs, *, issued=dt.date(2024, 9, 5), place="371500"):
    """Return a notice; a paragraph with ｜ is a table row."""
    notice = Notice(
        id="n",
        title="试验通知",
        doc_number=None,
        issuers=(),
        jurisdiction=place,
        issued_on=issued,
        source=Source(file="n.txt", sha256="0"),
    )
    text, clauses, levels, seen = "", [], [], {}
    for paragraph in paragraphs:
        text += "\n" if text else ""
        start = len(text)
        text += paragraph
        match = re.match(_NUMBERING, paragraph)
        if match:
            name = match.lastgroup
            number = {"n2": f"（{match['n2']}）", "n4": f"（{match['n4']}）"}.get(name, match[name])
            levels = [x for x in levels if x[0] < name[:2]] + [(name[:2], number, paragraph)]
        path = "".join(x[1] for x in levels) or "导语"
        seen[path] = seen.get(path, 0) + 1
        tail = f".p{seen[path]}" if seen[path] > 1 else ""
        clauses.append(
            Clause(
                id=f"n#{path}{tail}",
                notice="n",
                path=path,
                headings=tuple(x[2].split("。")[0] for x in levels[:-1]),
                kind=ClauseKind.TABLE_ROW if "｜" in paragraph else ClauseKind.PARAGRAPH,
                start=start,
                end=len(text),
                text=paragraph,
            )
        )
    return NoticeText(notice=notice, text=text, clauses=tuple(clauses))
