"""The clause tree (条款): numbered items, their headings and their exact places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.model import Clause, ClauseKind, Frozen
from corpus.readers.words import patterns
from corpus.structure import lines
from corpus.structure.grid import header_rows
from corpus.structure.reflow import CELL

PREAMBLE = "导语"
_ARTICLE = 3
_DOTTED = 6
_HEADING_MAX = 60
_LEAD_MIN = 8
_QUESTION = re.compile(r"问[：:][^。；]{3,58}[？?]")
_SENTENCE = re.compile(r"[^。；]*[。；]?")
# A list that begins and ends in one paragraph (下列人员：甲；乙。): nothing after it is in it.
_CLOSED = re.compile(r"[^。；：]*：[^。：]*；[^。：]*。")
_INLINE = re.compile(
    r"(?<=[。；：])(?:（(?P<cn>[一二三四五六七八九十]{1,3})）|（(?P<par>\d{1,2})）|(?P<dot>\d{1,2})[.．、](?=[^\d]|20\d\d年|\d{1,3}周?岁)|(?P<ring>[①-⑳]))"
)


class Passage(Frozen):
    """One paragraph of a section, placed: ``canonical_text[start:start + len(text)] == text``."""

    text: str
    start: int
    table: int = 0


class Section(Frozen):
    """A part of a notice: the body, an issued rule or an attachment (附件)."""

    prefix: str = ""
    headings: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    kind: ClauseKind | None = None  # where all its clauses are of one kind


class _Item:
    """An open item of the outline: its numbering and what its children inherit."""

    __slots__ = ("bare", "closed", "depth", "heading", "lead", "opens_list", "path")

    def __init__(
        self, depth: int, path: str, heading: str, opens_list: bool, bare: bool = False
    ) -> None:
        self.depth = depth
        self.path = path
        self.heading = heading
        self.lead = ""
        self.opens_list = opens_list
        self.bare = bare  # only a heading: the paragraphs after it are its text
        self.closed = False  # a whole list: a paragraph after it is no part of it


def clauses_of(notice: str, sections: Sequence[Section]) -> tuple[Clause, ...]:
    """Return the clauses of a notice in reading order; ids are unique, offsets exact."""
    found: list[Clause] = []
    counts: dict[str, int] = {}
    for section in sections:
        for draft in _SectionOutline(section).drafts():
            path = str(draft["path"])
            counts[path] = counts.get(path, 0) + 1
            suffix = f".p{counts[path]}" if counts[path] > 1 else ""
            found.append(Clause(id=f"{notice}#{path}{suffix}", notice=notice, **draft))
    return tuple(found)


def _marks(pieces: Sequence[Passage]) -> list[lines.Mark | None]:
    """The numbering of every piece; a doubtful 2.30元 counts where item 1 came before it."""
    found: list[lines.Mark | None] = []
    last: str | None = None
    for piece in pieces:
        mark = None if piece.table else lines.mark_of(_ANSWER.sub("", piece.text))
        if mark is None and not piece.table:
            mark = lines.next_mark(piece.text, last)
        if mark is not None and mark.depth <= _DOTTED:
            last = mark.number if mark.depth == _DOTTED else None
        found.append(mark)
    return found


def _following(marks: Sequence[lines.Mark | None]) -> list[lines.Mark | None]:
    """For every piece the next numbering, its own included."""
    found: list[lines.Mark | None] = []
    for mark in reversed(marks):
        found.append(mark or (found[-1] if found else None))
    return found[::-1]


# 答：（1）…: the first item of an answer stands behind the word.
_ANSWER = re.compile(r"^答[：:]\s*(?=[（(①-⑳\d])")


class _SectionOutline:
    """Walks one section and keeps the open items on a stack."""

    def __init__(self, section: Section) -> None:
        self._section = section
        self._stack: list[_Item] = []
        self._pieces = [piece for p in section.passages for piece in _split_inline(p)]
        self._marks = _marks(self._pieces)
        self._following = _following(self._marks)
        self._tables: dict[int, list[str]] = {}
        for piece in self._pieces:
            self._tables.setdefault(piece.table, []).append(piece.text)
        self._header: tuple[int, tuple[str, ...]] = (0, ())
        self._free_lead = ""
        self._caption = ""

    def drafts(self) -> Iterator[dict[str, object]]:
        for at, piece in enumerate(self._pieces):
            mark = self._marks[at]
            if not piece.table:
                self._caption = _caption(piece) if not mark else ""
            if piece.table:
                yield self._row(piece)
            elif mark:
                yield self._item(at, piece, mark)
            else:
                yield self._plain(at, piece)

    def _draft(
        self, piece: Passage, kind: ClauseKind, headings: tuple[str, ...], path: str
    ) -> dict[str, object]:
        return {
            "path": path,
            "headings": (*self._section.headings, *headings),
            "kind": self._section.kind or kind,
            "start": piece.start,
            "end": piece.start + len(piece.text),
            "text": piece.text,
        }

    def _headings(self, stack: Sequence[_Item]) -> tuple[str, ...]:
        return tuple(h for item in stack for h in (item.heading, item.lead) if h)

    def _path(self) -> str:
        articles = [i for i, item in enumerate(self._stack) if item.depth == _ARTICLE]
        parts = self._stack[articles[-1] :] if articles else self._stack
        path = "".join(item.path for item in parts)
        prefix = self._section.prefix
        return f"{prefix}·{path}" if prefix and path else prefix or path

    def _item(self, at: int, piece: Passage, mark: lines.Mark) -> dict[str, object]:
        while self._stack and self._stack[-1].depth >= mark.depth:
            self._stack.pop()
        above = self._headings(self._stack) or ((self._free_lead,) if self._free_lead else ())
        body = piece.text[mark.length :].strip()
        closed = bool(_CLOSED.fullmatch(piece.text))
        heading, opens = ("", False) if closed else _heading(piece.text)
        bare = bool(body) and not re.search("[。；：，]", body) and len(body) <= _HEADING_MAX
        self._stack.append(_Item(mark.depth, mark.path, heading, opens, bare))
        self._stack[-1].closed = closed
        kind = (
            ClauseKind.HEADING
            if bare and self._has_children(at, mark.depth)
            else ClauseKind.PARAGRAPH
        )
        return self._draft(piece, kind, above, self._path())

    def _has_children(self, at: int, depth: int) -> bool:
        if at + 1 >= len(self._pieces):
            return False
        following = self._marks[at + 1]
        return following is None or following.depth > depth

    def _plain(self, at: int, piece: Passage) -> dict[str, object]:
        if self._stack:
            self._close_list(at, piece)
        headings = self._headings(self._stack)
        if _QUESTION.fullmatch(piece.text):
            self._ask(piece.text)
        elif piece.text.endswith("："):
            if self._stack:
                self._stack[-1].lead = _last_sentence(piece.text)
            elif self._section.prefix or not _reports(piece.text):
                self._free_lead = _last_sentence(piece.text)
        if self._stack or self._section.prefix:
            kind = ClauseKind.PARAGRAPH if self._stack else ClauseKind.ATTACHMENT
            return self._draft(piece, kind, headings, self._path())
        if self._following[at]:
            return self._draft(piece, ClauseKind.PREAMBLE, headings, PREAMBLE)
        lead = (self._free_lead,) if self._free_lead and self._free_lead != piece.text else ()
        kind = ClauseKind.PREAMBLE if piece.text.endswith("：") else ClauseKind.PARAGRAPH
        return self._draft(piece, kind, lead, PREAMBLE if kind is ClauseKind.PREAMBLE else "正文")

    def _ask(self, question: str) -> None:
        """A question of a leaflet (问：…？) heads its answer."""
        if self._stack:
            self._stack[-1].lead = question
        else:
            self._free_lead = question

    def _close_list(self, at: int, piece: Passage) -> None:
        """A paragraph after the last item of a list belongs to what the list is under."""
        if self._stack[0].depth > _ARTICLE and self._concludes(at, piece):
            self._stack = [_Item(_ARTICLE + 1, "结语", "", opens_list=False)]
            return
        following = self._following[at]
        top = self._stack[-1]
        while (
            len(self._stack) > 1
            and (self._stack[-2].opens_list or self._stack[-2].lead or top.closed)
            and not (top.opens_list or top.bare)
            and not (following and following.depth >= top.depth)
        ):
            self._stack.pop()
            top = self._stack[-1]
            top.opens_list, top.lead = False, ""

    def _concludes(self, at: int, piece: Passage) -> bool:
        own = re.match("本(?:通知|意见|方案|办法|规定|细则|公告|标准|决定)", piece.text)
        return bool(own) and not self._following[at] and not self._stack[-1].bare

    def _row(self, piece: Passage) -> dict[str, object]:
        if self._header[0] != piece.table:
            self._header = (piece.table, _table_header(self._tables[piece.table]))
        header = "" if piece.text in self._header[1] else CELL.join(_columns(self._header[1]))
        headings = self._headings(self._stack)
        if self._caption and self._caption not in headings:
            headings = (*headings, self._caption)
        return self._draft(
            piece,
            ClauseKind.TABLE_ROW,
            (*headings, header) if header else headings,
            self._path() or "表",
        )


def _last_sentence(text: str) -> str:
    """The words that introduce a list; a bare 其中： takes the words before it along."""
    parts: list[str] = [s for s in _SENTENCE.findall(text) if s]
    lead = parts.pop()
    while parts and len(lead) < _LEAD_MIN:
        lead = parts.pop() + lead
    return lead


def _reports(text: str) -> bool:
    return bool(re.search("(?:如下|下列.{0,8}|以下.{0,8})：$", text)) and bool(
        re.search("现|通知|公告|意见", text[-30:])
    )


def _heading(text: str) -> tuple[str, bool]:
    """What the children of an item inherit, and whether the item introduces a list."""
    sentences = [s for s in _SENTENCE.findall(text) if s]
    first = sentences[0].rstrip("。；：") if sentences else ""
    last = _last_sentence(text) if sentences else ""
    opens = last.endswith("：")
    if opens and not last.startswith(first) and len(first) <= _HEADING_MAX and "，" not in first:
        return f"{first}。{last}", True
    if opens:
        return last, True
    if len(first) <= _HEADING_MAX and (
        "，" not in first or (len(sentences) > 1 and len(first) <= 20)
    ):
        return first, False
    mark = lines.mark_of(text)
    return (text[: mark.length] if mark and mark.depth <= _ARTICLE else ""), False


def _caption(piece: Passage) -> str:
    """The line right above a table, with its unit (单位：元), if it is short."""
    short = len(piece.text) <= _HEADING_MAX and "。" not in piece.text
    return piece.text if short else ""


def _table_header(rows: Sequence[str]) -> tuple[str, ...]:
    """The header rows of a table: the first, and those that repeat a spanned cell of it."""
    return tuple(rows[: header_rows([row.split(CELL) for row in rows])])


def _columns(rows: Sequence[str]) -> list[str]:
    """The name of each column, from the outer header to the inner (统筹基金限额/职工医保)."""
    if len(rows) < 2:
        return rows[0].split(CELL) if rows else []
    pairs = zip(rows[0].split(CELL), rows[1].split(CELL), strict=False)
    return [upper if upper == lower else f"{upper}/{lower}" for upper, lower in pairs]


def _split_inline(passage: Passage) -> list[Passage]:
    """Cut a paragraph at the items that follow one another inside it (（一）…；（二）…)."""
    cuts = [] if passage.table else _inline_cuts(passage.text)
    edges = [0, *cuts, len(passage.text)]
    pairs = pairwise(edges)
    return (
        [Passage(text=passage.text[a:b], start=passage.start + a) for a, b in pairs if a < b]
        if cuts
        else [passage]
    )


def _inline_cuts(text: str) -> list[int]:
    found = list(_INLINE.finditer(text))
    own = lines.mark_of(text)
    cuts: list[int] = []
    for kind in ("cn", "par", "dot", "ring"):
        numbers = [(m.start(), _inline_number(m[kind])) for m in found if m[kind]]
        expected = 1
        if own and numbers and numbers[0][1] == 2 and lines.mark_of(text[numbers[0][0] :]):
            same = lines.mark_of(text[numbers[0][0] :])
            expected = (
                2 if same and same.depth == own.depth and own.number in ("一", "1", "①") else 1
            )
        run = [(at, n) for i, (at, n) in enumerate(numbers) if n == expected + i]
        if len(run) + (expected - 1) >= 2 and len(run) == len(numbers):
            cuts += [at for at, _ in run]
    return sorted(cuts)


def _inline_number(text: str) -> int:
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else lines.number(text)


def is_closing(text: str) -> bool:
    """Tell whether a paragraph only closes the notice (特此通知)."""
    return bool(patterns().closing.fullmatch(text))
