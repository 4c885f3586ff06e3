"""Putting right what was recognised wrongly (改字): a person types what stands on the page.

The canonical text takes the characters, with what had been recognised, who typed and when beside
them (``Notice.retyped``); clauses, particulars and values are read again from it. Nothing is
written here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from corpus.carried import Values, carried, with_status
from corpus.errors import BadChoice, ValueChanged
from corpus.intake import values_of
from corpus.model import NoticeText, Placed, PolicyValue, Range, Retyped, ValueStatus
from corpus.retyped import recognised
from corpus.structure.again import read_again
from corpus.structure.chars import normalise
from corpus.structure.reflow import CELL, MAX_PARAGRAPH
from corpus.unsure import figures_behind, touches
from corpus.verify import verify_values

_LONG = 2_000
"""Characters: a longer stretch that differs is taken as one change."""


class Edit(NamedTuple):
    """The characters ``[start, end)`` become ``words``."""

    start: int
    end: int
    words: str


class Hand(NamedTuple):
    """Whose hand it is, and when."""

    by: str
    at: dt.datetime


def line_of(text: str, number: int) -> Range:
    """The line of a canonical text with this number, counted from 0."""
    lines = text.split("\n")
    if not 0 <= number < len(lines):
        raise ValueChanged("没有这一行了，请重新打开页面。")
    start = sum(len(line) + 1 for line in lines[:number])
    return Range(start=start, end=start + len(lines[number]))


def retyped(
    document: NoticeText, values: Sequence[PolicyValue], line: Range, words: str, hand: Hand
) -> tuple[NoticeText, Values]:
    """The notice and its values once ``words`` stand in a line that was compared with its page.

    Figures behind which characters changed are confirmed by that; the others of the line are no
    longer uncertain. ``BadChoice`` says what cannot be typed. The id is another when the 文号 is.
    """
    if not document.places:
        raise BadChoice("只有从页面认出来的字可以改；这份文件的字就是文件自己的。")
    edits = edits_of(document.text[line.start : line.end], canonical(words), line.start)
    _check(document.text, line, words, edits)
    made = _applied(document, line, edits, hand)
    fresh = carried(document, values, made, values_of(made)).values
    seen = [_after(edits, e) for e in edits]
    held = tuple(_confirmed(v, seen) for v in fresh)
    if not made.notice.title or verify_values(made, held):
        raise BadChoice("这样改以后，这份通知的标题或数值就读不出来了，没有改。")
    return made, held


def replaced(
    document: NoticeText, values: Sequence[PolicyValue], at: Range, words: str, hand: Hand
) -> tuple[NoticeText, Values]:
    """As :func:`retyped`, for some characters within a line."""
    text = document.text
    line = line_of(text, text.count("\n", 0, at.start))
    new = text[line.start : at.start] + words + text[at.end : line.end]
    return retyped(document, values, line, new, hand)


def place_of(text: str, was: str, which: int | None = None) -> Range:
    """Where characters stand in a text; ``which`` (from 1) of several places."""
    starts = [m.start() for m in re.finditer(re.escape(was), text)] if was.strip() else []
    if not starts:
        raise BadChoice(f"这份通知里没有“{was}”这几个字。")
    if which is None and len(starts) > 1:
        raise BadChoice(f"“{was}”有 {len(starts)} 处，请用 --which 写明是第几处。")
    if which is not None and not 0 < which <= len(starts):
        raise BadChoice(f"“{was}”有 {len(starts)} 处，没有第 {which} 处。")
    start = starts[(which or 1) - 1]
    return Range(start=start, end=start + len(was))


def canonical(words: str) -> str:
    """Typed characters as the canonical text has them."""
    joined = "".join(words.split("\n"))
    return CELL.join(normalise(cell) for cell in joined.split(CELL))


def _check(text: str, line: Range, words: str, edits: Sequence[Edit]) -> None:
    new = canonical(words)
    if not edits:
        raise BadChoice("没有改动：打的字和原来的一样。")
    if not new.replace(CELL, "") or len(new) > MAX_PARAGRAPH:
        raise BadChoice("这一行不能改成空的，也不能这么长。")
    cells = text[line.start : line.end].count(CELL)
    if new.count(CELL) != cells:
        raise BadChoice(f"这一行是表格，有 {cells + 1} 格，“{CELL}”不能多也不能少。")


def edits_of(old: str, new: str, start: int = 0) -> list[Edit]:
    """How one line becomes another, in as few characters as can be; ``start`` is where it is."""
    first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    if first is None:
        first = min(len(old), len(new))
    if old == new:
        return []
    if len(old) - first > _LONG or len(new) - first > _LONG:
        return [Edit(start + first, start + len(old), new[first:])]
    matched = SequenceMatcher(None, old[first:], new[first:], autojunk=False).get_opcodes()
    at = start + first
    return [
        Edit(at + a, at + b, new[first + c : first + d])
        for tag, a, b, c, d in matched
        if tag != "equal"
    ]


def moved(edits: Iterable[Edit], place: int, end: bool) -> int:
    """Where a place is after edits; what is put in exactly there counts as before an end."""
    by = 0
    for edit in edits:
        grown = len(edit.words) - (edit.end - edit.start)
        if place > edit.end or (place == edit.end and (edit.start < edit.end or end)):
            by += grown
        elif place > edit.start:
            return edit.start + by + min(place - edit.start, len(edit.words))
    return place + by


def _after(edits: Sequence[Edit], edit: Edit) -> Range:
    """Where the words of an edit stand once all are made."""
    start = moved((e for e in edits if e.start < edit.start), edit.start, True)
    return Range(start=start, end=start + len(edit.words))


def _applied(document: NoticeText, line: Range, edits: Sequence[Edit], hand: Hand) -> NoticeText:
    """The notice with its text changed, and everything that knows places in it."""
    text = document.text
    for edit in reversed(edits):
        text = text[: edit.start] + edit.words + text[edit.end :]

    def at(place: int, end: bool) -> int:
        # At the end of a line what is put in belongs to it, elsewhere to what begins there.
        return moved(edits, place, end and document.text[place : place + 1] in ("", "\n"))

    made = read_again(document, text, at)
    shifted = (p.model_copy(update=_range(at, p)) for p in document.places)
    places = tuple(p for p in shifted if p.start < p.end)
    unsure = tuple(
        r.model_copy(update=_range(at, r))
        for r in document.notice.unsure
        if not touches(r, (line,))
    )
    kept = Range(start=line.start, end=at(line.end, True))
    records = _records(document, line, text[kept.start : kept.end], places, hand)
    apart = (
        r.model_copy(update={"start": at(r.start, False), "end": at(r.end, False)})
        for r in document.notice.retyped
        if not _within(r, line)
    )
    update = {"unsure": unsure, "retyped": tuple(sorted((*apart, *records), key=_start))}
    return made.model_copy(
        update={"places": places, "notice": made.notice.model_copy(update=update)}
    )


def _range(at: object, span: Range | Placed) -> dict[str, int]:
    assert callable(at)
    return {"start": at(span.start, False), "end": at(span.end, True)}


def _start(span: Range) -> int:
    return span.start


def _within(span: Range, line: Range) -> bool:
    return line.start <= span.start and span.end <= line.end


def _records(
    document: NoticeText, line: Range, new: str, places: Sequence[Placed], hand: Hand
) -> Iterator[Retyped]:
    """What of a line is not as it was recognised; what was typed before keeps its hand."""
    old = document.text[line.start : line.end]
    own = [r for r in document.notice.retyped if _within(r, line)]
    known = {(r.was, old[r.start - line.start : r.end - line.start]): r for r in own}
    first = recognised(old, own, line.start)
    edits = edits_of(first, new)
    for edit in edits:
        was = first[edit.start : edit.end]
        span = _after(edits, edit)
        start, end = span.start + line.start, span.end + line.start
        same = known.get((was, edit.words))
        by = Hand(same.by, same.at) if same else hand
        page = next((p.page for p in places if p.start <= start < p.end), None)
        yield Retyped(start=start, end=end, was=was, by=by.by, at=by.at, page=page)


def _confirmed(value: PolicyValue, typed: Sequence[Range]) -> PolicyValue:
    """The value, confirmed when its figure was typed."""
    if value.status is not ValueStatus.EXTRACTED:
        return value
    if not any(touches(cited, typed) for cited in figures_behind(value)):
        return value
    return with_status(value, ValueStatus.CONFIRMED)
