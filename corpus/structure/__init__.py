"""From a file to notices (公文结构化): canonical text, particulars and clauses."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import BadSetting, NoNoticeFound, UnreadableFile
from corpus.jurisdictions import places
from corpus.model import Notice, NoticeText, Relation, RelationKind, Source
from corpus.readers import Block, RawDocument, load_bytes, read_bytes
from corpus.store import RESERVED
from corpus.structure import lines, metadata
from corpus.structure.anatomy import Anatomy, dissect, split_notices
from corpus.structure.chars import normalise
from corpus.structure.outline import clauses_of
from corpus.structure.placing import places_of
from corpus.structure.reflow import MAX_LINES, MAX_PARAGRAPH, Paragraph, reflow
from corpus.structure.relations import relations_of

__all__ = ["checked_number", "notice_of", "read_notices", "structure"]

_MIN_BODY, _MIN_ROWS = 40, 2


def read_notices(
    path: Path,
    *,
    region: str | None = None,
    doc_number: str | None = None,
    issued: dt.date | None = None,
    progress: bool = False,
) -> list[NoticeText]:
    """Read all notices of one file, outer (转发) before inner.

    ``region`` (name or adcode), ``doc_number`` and ``issued`` correct what the text says about the
    first notice; ``region`` also serves any other notice whose own place cannot be seen.
    ``progress`` shows a bar of the pages that are read.
    """
    data = load_bytes(path)
    raw = read_bytes(data, path.name, progress)
    source = Source(
        # A source may not take the place of the folder's own files.
        file=f"原件-{path.name}" if path.name in RESERVED else path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=raw.encoding,
        media=raw.media,
    )
    return structure(raw, source, region=region, doc_number=doc_number, issued=issued)


def structure(
    raw: RawDocument,
    source: Source,
    *,
    region: str | None = None,
    doc_number: str | None = None,
    issued: dt.date | None = None,
) -> list[NoticeText]:
    """Turn a read document into its notices; ``NoNoticeFound`` if it holds none."""
    adcode = places().resolve(region).adcode if region else None
    parts = split_notices(_paragraphs(raw, source))
    found = []
    for at, part in enumerate(parts):
        anatomy = dissect(part, normalise(raw.title_hint) if at == 0 else "")
        if not _has_body(anatomy):
            continue
        found.append(
            _notice(
                part,
                anatomy,
                raw.blocks,
                source.model_copy(update={"part": at + 1}),
                page={k: normalise(v) for k, v in raw.meta.items()} if at == 0 else {},
                adcode=adcode,
                given=(None if doc_number is None else checked_number(doc_number), issued)
                if at == 0
                else (None, None),
                first=at == 0,
            )
        )
    if not found:
        raise NoNoticeFound(f"“{source.file}”里没有找到政策文件的正文。")
    found[0] = found[0].model_copy(update={"remarks": raw.remarks})
    return _linked(found)


def notice_of(
    paragraphs: Sequence[Paragraph], title: str, source: Source, adcode: str
) -> NoticeText:
    """What the words of one notice say; ``adcode`` serves where they do not say its place."""
    anatomy = dissect(paragraphs, title)
    given = (None, None)
    return _notice(
        paragraphs, anatomy, (), source, page={}, adcode=adcode, given=given, first=False
    )


def _paragraphs(raw: RawDocument, source: Source) -> tuple[Paragraph, ...]:
    long = any(len(block.text) > MAX_PARAGRAPH for block in raw.blocks)
    found = () if long else reflow(raw.blocks)
    if long or any(len(p.text) > MAX_PARAGRAPH or len(p.pieces) > MAX_LINES for p in found):
        raise UnreadableFile(f"“{source.file}”有一段过长，不像一份通知，没有读取。")
    return found


def _has_body(anatomy: Anatomy) -> bool:
    passages = [p for s in anatomy.sections for p in s.passages]
    says = any(p.table or re.search("[。；]", p.text) for p in passages)
    rows = sum(bool(p.table) and bool(re.search(r"\d", p.text)) for p in passages)
    long = sum(len(p.text) for p in passages) >= _MIN_BODY or rows >= _MIN_ROWS
    return long and says and bool(anatomy.title)


def checked_number(text: str) -> str:
    """A 文号 that a person states, in its usual writing; ``BadSetting`` when it is none."""
    number = lines.doc_number_line(normalise(text))
    if number is None:
        raise BadSetting(f"文号“{text}”写法不对，应像“闽医保〔2024〕70号”。")
    return number


def _notice(
    part: Sequence[Paragraph],
    anatomy: Anatomy,
    blocks: Sequence[Block],
    source: Source,
    *,
    page: dict[str, str],
    adcode: str | None,
    given: tuple[str | None, dt.date | None],
    first: bool,
) -> NoticeText:
    text = "\n".join(p.text for p in part)
    meta = {**page, **anatomy.meta}
    number = given[0] or anatomy.doc_number or lines.doc_number_line(meta.get("doc_number", ""))
    issued = given[1] or anatomy.signed_on or _issued(meta)
    issuers = metadata.issuers_of(anatomy, meta)
    place = _place(anatomy, issuers, number, adcode, first)
    start, end = metadata.in_force(text, issued, meta)
    ident = metadata.notice_id(number, place, issued, text)
    clauses = clauses_of(ident, anatomy.sections)
    notice = Notice(
        id=ident,
        title=anatomy.title,
        doc_number=number,
        issuers=issuers,
        addressees=anatomy.addressees,
        jurisdiction=place,
        issued_on=issued,
        effective_from=start,
        effective_to=end,
        benefit_years=metadata.benefit_years(text),
        relations=relations_of(anatomy.title, text, clauses),
        source=source,
    )
    return NoticeText(
        notice=notice,
        text=text,
        clauses=clauses,
        places=places_of(part, blocks),
    )


def _issued(meta: dict[str, str]) -> dt.date | None:
    return lines.first_date(meta.get("issued_on", "")) or lines.first_date(
        meta.get("published_on", "")
    )


def _place(
    anatomy: Anatomy,
    issuers: tuple[str, ...],
    number: str | None,
    adcode: str | None,
    first: bool,
) -> str:
    if adcode and first:
        return adcode
    if adcode is None:
        return metadata.place_of(anatomy, issuers, number)
    return metadata.place_or(anatomy, issuers, number, adcode)


def _linked(found: list[NoticeText]) -> list[NoticeText]:
    """Say of the first notice that it forwards the others, where its words have not said so."""
    outer, known = found[0], {r.doc_number for r in found[0].notice.relations}
    extra = tuple(
        Relation(kind=RelationKind.FORWARDS, doc_number=n.notice.doc_number, title=n.notice.title)
        for n in found[1:]
        if n.notice.doc_number not in known
    )
    if not extra:
        return found
    notice = outer.notice.model_copy(update={"relations": (*outer.notice.relations, *extra)})
    return [outer.model_copy(update={"notice": notice}), *found[1:]]
