"""The figures of a pasted text (文中的数), read by the grammar of the notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.check.parts import Part
from assistant.check.pasted import CELL
from assistant.understand.cues import cues
from corpus.extract import extract_values
from corpus.extract.scan import mask, scan
from corpus.model import (
    COUNTRY_ADCODE,
    Clause,
    ClauseKind,
    Notice,
    NoticeText,
    PolicyValue,
    Role,
    Source,
    ValueKind,
)

LINE = re.compile(r"[^\n]+")
STANDS_FOR = "标准"
ITSELF = "pasted"


def at_of(value: PolicyValue) -> int:
    """Where a figure begins."""
    return value.citations.value.start


def values_in(text: str, parts: Sequence[Part]) -> list[PolicyValue]:
    """Every figure of the text as the grammar of the notices reads it."""
    document = _document(text, parts)
    found = [v for v in extract_values(document) if not _inside_longer(v, v.citations.value.quote)]
    taken = {n for v in found for n in range(at_of(v), v.citations.value.end)}
    for part in parts:
        if any(f.start + part.start not in taken for f in scan(mask(part.text))):
            found += [v for v in _named(part) if at_of(v) not in taken]
    return [_standing(text, v) for v in _outermost(sorted(found, key=at_of))]


def _standing(text: str, value: PolicyValue) -> PolicyValue:
    """A most in a piece of its own is no change, whatever grows before it (，最高5400元)."""
    piece = re.split("[，。；：\n]", text[: at_of(value)])[-1]
    if value.role is not Role.CHANGE or not cues("claims.yaml").says("most_alone", piece):
        return value
    return value.model_copy(update={"role": Role.STANDARD})


def _inside_longer(value: PolicyValue, quote: str) -> bool:
    return value.kind is ValueKind.DATE and quote in ("", "印发之日")


def _named(part: Part) -> list[PolicyValue]:
    """The figures of a part that doesn't say what they are, under what was said before it."""
    said = part.before.rstrip("？?。；！，：呢")
    lead = re.split(r"[。；！!？?，]", said)[-1] or STANDS_FOR
    for label in (f"{lead}{STANDS_FOR}", STANDS_FOR):
        text = f"{label}{part.text}"
        shift = part.start - len(label)
        whole = Part(0, len(text), text, part.headings)
        found = [v for v in extract_values(_document(text, [whole])) if at_of(v) >= len(label)]
        if found:
            return [_shifted(v, shift) for v in found]
    return []


def _shifted(value: PolicyValue, shift: int) -> PolicyValue:
    cited = value.citations
    moved = cited.value.model_copy(
        update={"start": cited.value.start + shift, "end": cited.value.end + shift}
    )
    citations = cited.model_copy(update={"value": moved, "label": None})
    return value.model_copy(update={"citations": citations, "delta": None})


def _outermost(values: Sequence[PolicyValue]) -> list[PolicyValue]:
    """Leave out a length of time that stands in a beginning of cover (满30日享受待遇)."""
    starts = [v.citations.value for v in values if v.kind is ValueKind.START]
    once = {(at_of(v), v.kind, repr(v.value)): v for v in reversed(values)}.values()
    return [
        v
        for v in reversed(once)  # what is said of two places is told once
        if v.kind is ValueKind.START or not any(s.start <= at_of(v) < s.end for s in starts)
    ]


def _document(text: str, parts: Sequence[Part]) -> NoticeText:
    notice = Notice(
        id=ITSELF,
        title="",
        doc_number=None,
        issuers=(),
        jurisdiction=COUNTRY_ADCODE,
        issued_on=None,
        source=Source(file=ITSELF, sha256=""),
    )
    return NoticeText(notice=notice, text=text, clauses=tuple(_clauses(text, parts)))


def _clauses(text: str, parts: Sequence[Part]) -> Iterator[Clause]:
    """One clause a line, headed by the lines above; the rows of a table are rows."""
    headed = {part.start: part.headings for part in parts}
    for number, line in enumerate(LINE.finditer(text)):
        starts = [at for at in headed if line.start() <= at < line.end()]
        if not starts:
            continue
        yield Clause(
            id=f"{ITSELF}#{number}",
            notice=ITSELF,
            path=str(number),
            headings=headed[min(starts)],
            kind=ClauseKind.TABLE_ROW if CELL in line.group() else ClauseKind.PARAGRAPH,
            start=line.start(),
            end=line.end(),
            text=line.group(),
        )
