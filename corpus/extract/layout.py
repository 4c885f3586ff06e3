"""Where a figure stands (位置): parts of a sentence, and the passages above that speak for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from corpus.extract.lexicon import schemes
from corpus.extract.scan import BLANK, mask
from corpus.extract.spoken import plainly
from corpus.model import Citation, Clause, ClauseKind, NoticeText

_NUMERALS = "零〇一二三四五六七八九十百千"
_ITEM_NUMBER = re.compile(
    r"(?:^|(?<=\n))\d{1,2}(?:\.\d{1,2}){1,2}(?=\s*[一-龥《“（])(?!\s*[万亿元倍个%％年月日天周岁级折成])"
    r"|(?:^|(?<=[\n。；：]))\s*(?:（[一二三四五六七八九十百\d]{1,3}）|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]{1,2}[级类档等])"
    r"|\d{1,2}[.．、](?!\d)|[①-⑳]|第[一二三四五六七八九十百零]{1,5}[章条节])"
)


_HEADING_MAX = 24
_LED = re.compile(rf"{BLANK}+(?P<head>[^，；：。、（）\d{BLANK}]{{2,10}})：")


class Span(NamedTuple):
    """Absolute characters ``[start, end)`` of the canonical text."""

    start: int
    end: int


class Scope(NamedTuple):
    """A passage that may speak for a figure; ``near`` is 0 within the figure's own sentence."""

    span: Span
    near: int


@dataclass(frozen=True)
class Page:
    """A notice ready for extraction: ``work`` is its text with non-figures blanked."""

    notice: NoticeText
    work: str
    _cache: dict[int, tuple[Scope, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, notice: NoticeText) -> Page:
        """Blank titles, document numbers and item numbers of the notice."""
        work = _ITEM_NUMBER.sub(lambda m: BLANK * len(m[0]), mask(plainly(notice.text)))
        for clause in notice.clauses:
            # A number right before a figure (2.18周岁) is known by the clause's own path.
            match = re.match(r"(\d{1,2})[.．、](?=\d)", clause.text)
            if match and clause.path.endswith(match[1]):
                end = clause.start + match.end()
                work = work[: clause.start] + BLANK * match.end() + work[end:]
        return cls(notice, work)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The start offset of every clause."""
        return tuple(c.start for c in self.notice.clauses)

    @cached_property
    def subject(self) -> tuple[str, ...]:
        """What the whole notice is about: its title, or its first words where that names no scheme.

        致全县居民的一封信 says nothing of insurance; 「2027年度居民医保开始缴费」 below it does.
        """
        title = self.notice.notice.title
        if any(pattern.search(title) for _name, pattern in schemes()):
            return (title,)
        opening = (c.text for c in self.notice.clauses if c.kind is ClauseKind.PREAMBLE)
        said = (t for t in opening if any(pattern.search(t) for _name, pattern in schemes()))
        return (title, *islice(said, 1))

    def text(self, span: tuple[int, int]) -> str:
        """Return the notice's own characters."""
        return self.notice.text[span[0] : span[1]]

    def plain(self, span: tuple[int, int]) -> str:
        """Return the characters with spoken words as written ones."""
        return self.said[span[0] : span[1]]

    @cached_property
    def said(self) -> str:
        """The notice's text with spoken words as written ones."""
        return plainly(self.notice.text)

    def clause_at(self, offset: int, default: Clause) -> Clause:
        """Return the innermost clause that covers ``offset``."""
        covering = [c for c in self.notice.clauses if c.start <= offset < c.end]
        return min(covering, key=lambda c: c.end - c.start, default=default)

    def cite(self, span: tuple[int, int], clause: Clause) -> Citation:
        """Return the citation of these characters, in whichever clause they lie."""
        if not (clause.start <= span[0] and span[1] <= clause.end):
            clause = self.clause_at(span[0], clause)
        return Citation(
            notice=self.notice.notice.id,
            clause=clause.id,
            start=span[0],
            end=span[1],
            quote=self.text(span),
        )

    def lead_ins(self, clause: Clause) -> tuple[Scope, ...]:
        """Return the passages above a clause that introduce it, nearest first."""
        index = self.starts.index(clause.start)
        if index not in self._cache:
            self._cache[index] = tuple(_lead_ins(self, clause, index))
        return self._cache[index]


def split_parts(work: str, start: int, end: int, marks: str) -> list[Span]:
    """Cut ``[start, end)`` after each mark that is not inside （）."""
    return list(_parts(work, start, end, marks))


@lru_cache(maxsize=256)  # every value of a long paragraph asks for its sentences
def _parts(work: str, start: int, end: int, marks: str) -> tuple[Span, ...]:
    parts, depth, begin = [], 0, start
    for pos in range(start, end):
        char = work[pos]
        depth += (char == "（") - (char == "）" and depth > 0)
        if char in marks and not depth:
            parts.append(Span(begin, pos + 1))
            begin = pos + 1
    if begin < end:
        parts.append(Span(begin, end))
    return tuple(parts)


def sentences(work: str, start: int, end: int) -> list[Span]:
    """Cut a clause into sentences (。)."""
    return split_parts(work, start, end, "。！？\n")


def above_of(page: Page, clause: Clause) -> tuple[str, ...]:
    """Return the headings above a clause, nearest first, and what the whole notice is about."""
    own = own_heading(page.work, clause)
    return (
        *([page.plain(own)] if own else []),
        *map(plainly, reversed(clause.headings)),
        *map(plainly, page.subject),
    )


def own_heading(work: str, clause: Clause) -> Span | None:
    """Return the short words that head an item (（一）起付线。一个年度内… / （二）住院：…)."""
    first = sentences(work, clause.start, clause.end)[0]
    led = _LED.match(work, *first)
    if led and first.end < clause.end:
        return Span(*led.span("head"))
    short = first.end - first.start <= _HEADING_MAX and first.end < clause.end
    if not short or re.search(r"[\d，；：]", work[slice(*first)]):
        return None
    return Span(first.start, first.end - 1)


def is_above(outer: str, inner: str) -> bool:
    """Tell whether path ``outer`` is an ancestor of ``inner`` (一 of 一（一）, not of 一十)."""
    if len(outer) >= len(inner) or not inner.startswith(outer) or not outer:
        return False
    last, following = outer[-1], inner[len(outer)]
    same = (last in _NUMERALS and following in _NUMERALS) or (
        last.isdigit() and following.isdigit()
    )
    return not same


def _lead_ins(page: Page, clause: Clause, index: int) -> list[Scope]:
    spans: list[Span] = []
    path, own = clause.path, True
    for place in reversed(range(index)):
        other = page.notice.clauses[place]
        if other.kind is ClauseKind.TABLE_ROW or _captions_other(page, place, clause):
            continue
        same = other.path == path
        if same and other.text.rstrip().endswith("："):
            spans.append(_last_sentence(page, other))
        elif not same and is_above(other.path, path):
            path, own = other.path, False
            spans.append(_introduction(page, other))
        elif same and not own and page.text((other.start, other.end)).count("。") == 0:
            spans.append(Span(other.start, other.end))
    spans.extend(_headings(page, clause, spans))
    return [Scope(span, near + 1) for near, span in enumerate(spans) if span.end <= clause.start]


def _captions_other(page: Page, index: int, clause: Clause) -> bool:
    """Tell whether a short line is the caption of a table that the clause comes after."""
    line, below = page.notice.clauses[index : index + 2]
    heads_rows = below.kind is ClauseKind.TABLE_ROW and clause.kind is not ClauseKind.TABLE_ROW
    short = line.kind is ClauseKind.PARAGRAPH and not re.search("[。：]", line.text)
    return heads_rows and short


def _last_sentence(page: Page, clause: Clause) -> Span:
    return sentences(page.work, clause.start, clause.end)[-1]


def _introduction(page: Page, clause: Clause) -> Span:
    """Return what an upper item says for its sub-items: its closing 如下： or else its heading."""
    found = sentences(page.work, clause.start, clause.end)
    return found[-1] if clause.text.rstrip().endswith("：") else found[0]


def _headings(page: Page, clause: Clause, known: list[Span]) -> list[Span]:
    found = []
    for heading in reversed(clause.headings):
        start = page.notice.text.rfind(heading, 0, clause.start)
        if start >= 0 and not any(s.start <= start < s.end for s in known):
            found.append(Span(start, start + len(heading)))
    return found
