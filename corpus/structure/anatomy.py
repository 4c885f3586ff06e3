"""The parts of a document (公文结构): masthead, title, addressees, body, signature, attachments."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from corpus.model import ClauseKind, Frozen
from corpus.readers.words import patterns
from corpus.structure import lines
from corpus.structure.chars import is_joint
from corpus.structure.outline import Passage, Section, is_closing
from corpus.structure.reflow import Paragraph

_FRONT_SPAN = 14
_REMARKS = 4
_TITLE_MIN = 8
_ASIDE_LINE = re.compile("（[^（）]*）|【[^【】]*】")
_REMARK_MAX = 40
# 题注 of a rule: （…2026年2月2日民政部令第83号公布 自2026年4月1日起施行）
_ISSUED_BY = re.compile(
    r"(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?P<no>(?P<org>[一-鿿]{2,14})令第\d{1,4}号)(?:公布|发布)"
)
_IN_FORCE = re.compile("起(?:施行|实施|执行|生效)。$")


class Anatomy(Frozen):
    """What was found where in one notice. Line numbers refer to its paragraphs."""

    title: str
    doc_number: str | None
    meta: dict[str, str]
    head_issuers: tuple[str, ...]  # 版头
    sign_issuers: tuple[str, ...]  # 落款
    addressees: tuple[str, ...]
    signed_on: dt.date | None
    sections: tuple[Section, ...]


class _Before:
    """How many sentences end, and how many dates stand alone, before each line of a file."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stops = [0, *accumulate("。" in text for text in texts)]
        self._dates = [0, *accumulate(lines.date_line(text) is not None for text in texts)]

    def speaks(self, start: int, end: int) -> bool:
        """Tell whether the lines ``[start, end)`` hold a sentence."""
        return self._stops[end] > self._stops[start]

    def signed(self, start: int, end: int) -> bool:
        """Tell whether one of the lines is a date alone."""
        return self._dates[end] > self._dates[start]


ARTICLE, FIRST_ARTICLES = 3, ("第一条", "第1条")


def split_notices(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Cut a file that holds several notices (转发) at the head of each."""
    starts = [0]
    before = _Before([p.text for p in paragraphs])
    for at in range(1, len(paragraphs)):
        if lines.is_title(paragraphs[at].text):
            head = _head_start(paragraphs, at)
            if _opens_notice(paragraphs, at, head, (starts[-1], before)):
                starts.append(head)
    edges = [*starts, len(paragraphs)]
    return [list(paragraphs[a:b]) for a, b in pairwise(edges)]


def _opens_notice(
    paragraphs: Sequence[Paragraph], at: int, head: int, earlier: tuple[int, _Before]
) -> bool:
    start, before = earlier
    if head < start or not before.speaks(start, head):
        return False
    numbered = any(lines.doc_number_line(p.text) for p in paragraphs[head : at + 4])
    addressed = any(lines.is_addressee(p.text) for p in paragraphs[at + 1 : at + 4])
    return numbered or (before.signed(start, head) and addressed)


def _head_start(paragraphs: Sequence[Paragraph], at: int) -> int:
    while at > 0 and _is_masthead(paragraphs[at - 1].text):
        at -= 1
    return at


def _is_masthead(text: str) -> bool:
    return text == "文件" or lines.is_org_line(text) or lines.doc_number_line(text) is not None


def dissect(paragraphs: Sequence[Paragraph], title_hint: str = "") -> Anatomy:
    """Find the parts of one notice's paragraphs; offsets are into the joined lines."""
    texts = [p.text for p in paragraphs]
    placed = _place(paragraphs)
    tables = (at for at, p in enumerate(paragraphs) if p.table)
    at = _title_at(texts[: next(tables, len(texts))], title_hint)
    title, first = _title(texts, at, title_hint)
    body = _skip_front(texts, at + 1)
    addressees: tuple[str, ...] = ()
    if body < len(texts) and lines.is_addressee(texts[body]):
        addressees = (texts[body].rstrip("："),)
        body += 1
    head = [*texts[: max(first, 0)], *texts[at + 1 : body]]
    sign, after = _signature(texts, body)
    # An article is dated under its title.
    dated = (d for t in (*texts[sign:after], *texts[at + 1 : body]) if (d := lines.date_line(t)))
    signed = next(dated, None)
    note = _promulgated(texts[at + 1 : at + 1 + _REMARKS])
    return Anatomy(
        title=title,
        doc_number=next((n for t in head if (n := lines.doc_number_line(t))), None),
        meta=note | dict(row for t in head for row in lines.meta_rows(t)),
        head_issuers=tuple(t for t in head if lines.is_org_line(t)),
        sign_issuers=tuple(t for t in texts[sign:after] if lines.is_org_line(t)),
        addressees=addressees,
        signed_on=signed,
        sections=_sections(placed[body:sign], placed[after:]),
    )


def _promulgated(texts: Sequence[str]) -> dict[str, str]:
    """What the note in brackets under the title of a rule says (题注): order, body and day."""
    for text in texts:
        found = _ISSUED_BY.search(text) if text.startswith("（") else None
        if found:
            return {
                "doc_number": found["no"],
                "issuers": found["org"],
                "issued_on": found["day"],
            }
    return {}


def _place(paragraphs: Sequence[Paragraph]) -> list[Passage]:
    placed, start = [], 0
    for p in paragraphs:
        placed.append(Passage(text=p.text, start=start, table=p.table))
        start += len(p.text) + 1
    return placed


def _title_at(texts: Sequence[str], hint: str) -> int:
    """The last line before the body that can be the title; -1 if there is none."""
    found = -1
    for at, text in enumerate(texts[:_FRONT_SPAN]):
        if "。" in text or lines.is_addressee(text) or lines.mark_of(text):
            break
        hinted = bool(hint) and text.replace(" ", "") == hint.replace(" ", "")
        if hinted or (lines.is_title(text) and not lines.is_org_line(text)):
            found = at
    return found if found >= 0 or hint else _plain_title_at(texts)


def _plain_title_at(texts: Sequence[str]) -> int:
    """The first line that heads the text without a word for a kind of document; -1 if none does.

    An article (2027年居民医保怎么交？) has such a title; what stands in brackets alone is none.
    """
    for at, text in enumerate(texts[:_FRONT_SPAN]):
        if "。" in text or text.endswith("：") or lines.mark_of(text):
            break
        beside = _is_masthead(text) or lines.date_line(text) or lines.meta_rows(text)
        if len(text) >= _TITLE_MIN and not beside and not _ASIDE_LINE.fullmatch(text):
            return at
    return -1


def _title(texts: Sequence[str], at: int, hint: str) -> tuple[str, int]:
    """The whole title with the joint issuers on the lines above it, and its first line."""
    if at < 0:
        return hint or (texts[0][:60] if texts else ""), 0
    first = at
    while first > 0 and _joins_title(texts[first - 1]):
        first -= 1
    heads = [t for t in texts[first:at] if not texts[at].startswith(t)]
    if first > 0 and texts[first - 1] == "文件" and not heads:
        first = at
    title = " ".join([*heads, texts[at]]) if heads else texts[at]
    if heads and not is_joint(heads[-1], texts[at]):
        title = " ".join(heads) + texts[at]
    return title, first if heads else at


def _joins_title(text: str) -> bool:
    return lines.is_org_line(text) and not text.endswith("文件")


def _skip_front(texts: Sequence[str], at: int) -> int:
    while at < len(texts) and (
        _is_masthead(texts[at])
        or lines.date_line(texts[at])
        or lines.meta_rows(texts[at])
        or lines.is_footer(texts[at])
    ):
        at += 1
    further = _front_after_remarks(texts, at)
    return _skip_front(texts, further) if further > at else at


def _front_after_remarks(texts: Sequence[str], at: int) -> int:
    """Pass short remarks (（某某版）) where a document number or the addressees come after them."""
    for later in range(at, min(at + _REMARKS + 1, len(texts))):
        text = texts[later]
        if lines.doc_number_line(text) or lines.is_addressee(text):
            return later
        if len(text) > _REMARK_MAX or re.search("[。；：]", text) or lines.mark_of(text):
            break
    return at


def _signature(texts: Sequence[str], start: int) -> tuple[int, int]:
    """The first and the line after the last of the signature (落款): issuers, then the date."""
    for at in range(start, len(texts)):
        if not (lines.is_org_line(texts[at]) or lines.date_line(texts[at])):
            continue
        end = at
        while end < len(texts) and lines.is_org_line(texts[end]):
            end += 1
        if end < len(texts) and lines.date_line(texts[end]):
            return at, end + 1
        if end == len(texts) and end > at:
            return at, end
    return _without_footers(texts, start), len(texts)


def _without_footers(texts: Sequence[str], start: int) -> int:
    end = len(texts)
    while end > start and lines.is_footer(texts[end - 1]):
        end -= 1
    return end


def _sections(body: Sequence[Passage], rest: Sequence[Passage]) -> tuple[Section, ...]:
    listed = next(
        (
            i
            for i, p in enumerate(body)
            if i and lines.attachment_line(p.text) and not p.table and _only_list(body[i:])
        ),
        len(body),
    )
    main = [p for p in body[:listed] if not is_closing(p.text) and not lines.is_footer(p.text)]
    sections = _cut_attachments(main)
    if body[listed:]:
        sections.append(
            Section(prefix="附件目录", passages=tuple(body[listed:]), kind=ClauseKind.CLOSING)
        )
    keep = [p for p in rest if not lines.is_footer(p.text) and not _residue(p.text)]
    if any(_says(p) for p in keep):
        sections += _cut_attachments(keep)
    trimmed = [s.model_copy(update={"passages": _without_tail(s.passages)}) for s in sections]
    return _plain_articles([s for s in trimmed if s.passages])


def _without_tail(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Passages up to the article that puts a rule in force, if only scraps come after it."""
    end = len(passages)
    while end and not _says(passages[end - 1]):
        end -= 1
    last = passages[end - 1].text if end else ""
    ends = last.startswith("第") and lines.mark_of(last) and _IN_FORCE.search(last)
    return passages[:end] if ends else passages


def _says(passage: Passage) -> bool:
    """Tell whether a line after the signature is text of the notice: an attachment always is."""
    text = passage.text
    if passage.table or "。" in text or "；" in text:
        return True
    return lines.mark_of(text) is not None or lines.attachment_line(text) is not None


def _plain_articles(sections: list[Section]) -> tuple[Section, ...]:
    """Articles of the only rule in a file are cited without 附件 (第三条)."""
    ruled = [s for s in sections if any(p.text.startswith("第一条") for p in s.passages)]
    if len(ruled) != 1:
        return tuple(sections)
    return tuple(s.model_copy(update={"prefix": ""}) if s is ruled[0] else s for s in sections)


def _residue(text: str) -> bool:
    return lines.is_org_line(text) or bool(lines.date_line(text)) or is_closing(text)


def _only_list(passages: Sequence[Passage]) -> bool:
    """Tell whether the lines from 附件 on only name the attachments."""
    return len(passages) <= 20 and all(
        len(p.text) < 90 and "。" not in p.text and not p.table for p in passages
    )


def _cut_attachments(passages: Sequence[Passage]) -> list[Section]:
    """Cut at lines that open an attachment or the text of an issued rule."""
    sections: list[Section] = []
    prefix = ""
    headings: tuple[str, ...] = ()
    held: list[Passage] = []
    for at, passage in enumerate(passages):
        opened = None if passage.table else lines.attachment_line(passage.text)
        if opened and _articles_go_on(passages, at):
            opened = None
        titled = not passage.table and not held and _is_caption(passage.text, prefix)
        if opened:
            sections.append(Section(prefix=prefix, headings=headings, passages=tuple(held)))
            prefix, held = f"附件{opened[0]}", []
            headings = (f"附件{opened[0]} {opened[1]}".strip(),)
        elif titled and len(passage.text) < 80:
            headings = _with_title(headings, passage.text)
        else:
            held.append(passage)
    sections.append(Section(prefix=prefix, headings=headings, passages=tuple(held)))
    return sections


def _articles_go_on(passages: Sequence[Passage], at: int) -> bool:
    """Whether the articles before a line go on behind it: 附表 only names a table between them."""
    before, behind = (
        [m.number for p in part if (m := lines.mark_of(p.text)) and m.depth == ARTICLE]
        for part in (passages[:at], passages[at:])
    )
    return bool(before and behind) and behind[0] not in FIRST_ARTICLES


def _is_caption(text: str, prefix: str) -> bool:
    """Tell whether the first line of an attachment or issued rule is its title."""
    if lines.is_title(text):
        return True
    return bool(prefix) and not re.search("[。；：，]", text) and lines.mark_of(text) is None


def _with_title(headings: tuple[str, ...], title: str) -> tuple[str, ...]:
    if headings and re.fullmatch(r"附件\S*", headings[-1]):
        return (f"{headings[-1]} {title}",)
    return (*headings, title)


def national_body(name: str) -> bool:
    """Tell whether an issuing body is one of the State (国家机关)."""
    return bool(patterns().national.fullmatch(name))
