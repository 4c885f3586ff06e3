"""A notice as staff compare it (对照): its clauses with values, and where they are on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answer.wording import BOUND_WORDS, figure_of, phrase
from assistant.web.staff.words import words
from corpus.extract.lexicon import key_name
from corpus.jurisdictions import places
from corpus.model import (
    Box,
    Clause,
    Frozen,
    NoticeText,
    Placed,
    PolicyValue,
    Range,
    Retyped,
    Role,
    ValueStatus,
)
from corpus.review import mark_of
from corpus.unsure import open_ranges, touches


class Piece(Frozen):
    """Characters of one sort: the figure of the value with this number, or hard to read."""

    text: str
    value: int | None = None
    unsure: bool = False


class Card(Frozen):
    """A value as a person checks it (数值卡): ``number`` counts from 0 through the notice.

    ``figure`` is the notice's own words, ``read`` what the program takes it for. ``mark`` goes with
    every decision on it: what changed meanwhile is not decided on unseen. ``held``: confirmed, but
    its line has another figure that nobody has compared, and is not quoted until then.
    """

    number: int
    value: PolicyValue
    mark: str
    name: str
    figure: str
    read: str
    place: str
    held: bool

    @property
    def waits(self) -> bool:
        """Whether no answer uses it until a person has compared it."""
        return self.value.uncertain and self.value.status is ValueStatus.EXTRACTED

    @property
    def open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.value.status is ValueStatus.EXTRACTED


class Typed(Frozen):
    """Characters that a person typed from the page, and what had been recognised there."""

    record: Retyped
    now: str


class Passage(Frozen):
    """A clause with its values: ``number`` counts from 0, ``page`` is where it begins.

    ``line`` is the line of the text that it stands in, ``typed`` what people put right in it.
    """

    number: int
    clause: Clause
    pieces: tuple[Piece, ...]
    cards: tuple[Card, ...]
    page: int | None
    unsure: tuple[Range, ...]
    line: int
    typed: tuple[Typed, ...]


class Line(Frozen):
    """A line of the text that belongs to no clause (标题、文号、落款): ``line`` counts from 0."""

    line: int
    text: str
    unsure: tuple[Range, ...]
    typed: tuple[Typed, ...]


class Mark(Frozen):
    """A rectangle on a page, of the clause with this number."""

    box: Box
    clause: int
    unsure: bool


class Sheet(Frozen):
    """All that is shown of a notice; ``pages`` are the numbers of its pages."""

    passages: tuple[Passage, ...]
    around: tuple[Line, ...]
    pages: tuple[int, ...]
    marks: tuple[Mark, ...]
    waiting: int

    @property
    def cards(self) -> list[Card]:
        """All values in their order."""
        return [card for passage in self.passages for card in passage.cards]


def sheet(document: NoticeText, values: Sequence[PolicyValue], page: int) -> Sheet:
    """The whole notice, with the marks of one page."""
    ranges = open_ranges(document.notice, values)
    cards = [_card(n, value, document, ranges) for n, value in enumerate(values)]
    passages = tuple(
        _passage(n, c, document, cards, ranges) for n, c in enumerate(document.clauses)
    )
    pages = tuple(sorted({p.page for p in document.places}))
    marks = tuple(_marks(document, page, ranges))
    return Sheet(
        passages=passages,
        around=tuple(_around(document, ranges)) if pages else (),
        pages=pages,
        marks=marks,
        waiting=sum(card.waits for card in cards),
    )


def _around(document: NoticeText, ranges: Sequence[Range]) -> Iterable[Line]:
    """The lines that no clause holds."""
    start = 0
    for number, text in enumerate(document.text.split("\n")):
        span = Range(start=start, end=start + len(text))
        start = span.end + 1
        if not any(touches(clause, (span,)) for clause in document.clauses):
            unsure = tuple(r for r in ranges if touches(r, (span,)))
            yield Line(line=number, text=text, unsure=unsure, typed=_typed(document, span))


def _typed(document: NoticeText, span: Clause | Range) -> tuple[Typed, ...]:
    """What people typed in these characters; it may be no character at all."""
    return tuple(
        Typed(record=r, now=document.text[r.start : r.end])
        for r in document.notice.retyped
        if span.start <= r.start and r.end <= span.end
    )


def _card(number: int, value: PolicyValue, document: NoticeText, ranges: Sequence[Range]) -> Card:
    elsewhere = value.jurisdiction != document.notice.jurisdiction
    confirmed = value.status is ValueStatus.CONFIRMED
    return Card(
        number=number,
        value=value,
        mark=mark_of(value),
        name=key_name(value.key) if value.key else "",
        figure=phrase(value) if value.role is not Role.CHANGE else value.citations.value.quote,
        read=_read(value),
        place=places().get(value.jurisdiction).name if elsewhere else "",
        held=confirmed and touches(value.citations.value, ranges),
    )


def _read(value: PolicyValue) -> str:
    """What the program takes the figure for."""
    figure, unit = figure_of(value)
    return f"{BOUND_WORDS[value.bound]}{figure or ''} {words('units').get(unit, unit)}".strip()


def _passage(
    number: int,
    clause: Clause,
    document: NoticeText,
    cards: Sequence[Card],
    ranges: Sequence[Range],
) -> Passage:
    own = tuple(card for card in cards if card.value.clause == clause.id)
    inside = tuple(r for r in ranges if touches(clause, (r,)))
    pages = [p.page for p in document.places if p.start < clause.end and clause.start < p.end]
    return Passage(
        number=number,
        clause=clause,
        pieces=tuple(_pieces(clause, cards, inside)),
        cards=own,
        page=min(pages, default=None),
        unsure=inside,
        line=document.text.count("\n", 0, clause.start),
        typed=_typed(document, clause),
    )


def _pieces(clause: Clause, cards: Iterable[Card], unsure: Sequence[Range]) -> Iterable[Piece]:
    """The clause cut where the sort of its characters changes; an earlier value goes first."""
    size = clause.end - clause.start
    figure: list[int | None] = [None] * size
    for card in cards:
        cited = card.value.citations.value
        if cited.clause == clause.id and card.value.status is not ValueStatus.REJECTED:
            for at in range(cited.start - clause.start, min(cited.end - clause.start, size)):
                figure[at] = card.number if figure[at] is None else figure[at]
    doubt = [any(r.start <= clause.start + at < r.end for r in unsure) for at in range(size)]
    begin = 0
    for at in range(1, size + 1):
        if at == size or (figure[at], doubt[at]) != (figure[begin], doubt[begin]):
            text = clause.text[begin:at]
            yield Piece(text=text, value=figure[begin], unsure=doubt[begin])
            begin = at


def marks_of(document: NoticeText, span: Range) -> list[Placed]:
    """The places on the pages of the characters of a span."""
    return [p for p in document.places if touches(span, (Range(start=p.start, end=p.end),))]


def _marks(document: NoticeText, page: int, ranges: Sequence[Range]) -> Iterable[Mark]:
    for placed in document.places:
        if placed.page != page or placed.box is None:
            continue
        line = Range(start=placed.start, end=placed.end)
        for number, clause in enumerate(document.clauses):
            if touches(clause, (line,)):
                yield Mark(box=placed.box, clause=number, unsure=touches(line, ranges))
                break
