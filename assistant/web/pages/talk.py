"""A conversation as the page keeps it (对话), and what each part of it shows."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from assistant.answer.texts import say
from assistant.calculate.figures import day_words
from assistant.model import Answer, Status
from assistant.service import Assistant
from assistant.web.pages.texts import words
from corpus.library import Library
from corpus.model import COUNTRY_ADCODE, Frozen

REMEMBERED = 6
"""Turns that a follow-up may refer to, as in the terminal."""

KEPT = 40
"""Exchanges of one conversation that are shown; each is sent anew with every answer."""

Rating = Literal["", "helpful", "wrong"]


class Exchange(Frozen):
    """One question with its answer; ``lines`` of it are shown so far, ``None`` for all.

    ``region`` is the code of the place, ``place`` its name.
    """

    question: str
    region: str = ""
    place: str
    as_of: dt.date
    answer: Answer | None = None
    trouble: str = ""
    lines: int | None = None
    rated: Rating = ""


class Talk(Frozen):
    """A conversation: its exchanges, oldest first; ``first`` is the number of the oldest kept."""

    exchanges: tuple[Exchange, ...] = ()
    first: int = 0

    @property
    def numbered(self) -> tuple[tuple[int, Exchange], ...]:
        """The exchanges with the numbers that the page's buttons name them by."""
        return tuple(enumerate(self.exchanges, self.first))

    @property
    def turns(self) -> tuple[str, ...]:
        """The questions that were answered and that the next one may refer to."""
        return tuple(e.question for e in self.exchanges if e.answer)[-(REMEMBERED - 1) :]

    def plus(self, exchange: Exchange) -> Talk:
        """The conversation with one more exchange, and without the oldest if it gets too long."""
        grown = (*self.exchanges, exchange)
        dropped = max(0, len(grown) - KEPT)
        return Talk(exchanges=grown[dropped:], first=self.first + dropped)

    def undone(self) -> Talk:
        """The conversation without its last exchange."""
        return Talk(exchanges=self.exchanges[:-1], first=self.first)

    def with_rating(self, number: int, rating: Rating) -> Talk:
        """The conversation with one exchange rated."""
        told = tuple(
            e.model_copy(update={"rated": rating}) if n == number else e for n, e in self.numbered
        )
        return Talk(exchanges=told, first=self.first)


class Told(Frozen):
    """The parts of an answer's text: the answer itself, and its caveats (提示)."""

    lead: tuple[str, ...]
    notes: tuple[str, ...]


def told(answer: Answer) -> Told:
    """The text of an answer in its parts; the basis line is left to the list of citations.

    What stands below it anyway is left out: the hotline, and the clauses that are nearest.
    """
    lead: list[str] = []
    notes: list[str] = []
    part = lead
    for line in answer.text.split("\n"):
        if line.startswith(tuple(words()["basis_marks"])):
            part = notes
            continue
        mark = next((m for m in words()["note_marks"] if line.startswith(m)), "")
        part = notes if mark else part
        part.append(line.removeprefix(mark))
    below = _stands_below if refers(answer) else lambda _: False
    return Told(lead=tuple(lead), notes=tuple(n for n in notes if n and not below(n)))


def _stands_below(note: str) -> bool:
    return note == say("hotline") or note.startswith(tuple(words()["listed_marks"]))


def refers(answer: Answer) -> bool:
    """Whether people are sent elsewhere: then what the corpus covers and the numbers are shown."""
    return answer.status in (Status.UNANSWERABLE, Status.REFUSED)


class Covered(Frozen):
    """A place that the corpus has notices of, with their benefit years."""

    place: str
    years: tuple[int, ...]


def coverage(library: Library) -> tuple[Covered, ...]:
    """What the corpus covers (收录范围), the widest place first."""
    years: dict[str, set[int]] = {}
    for notice in library.notices:
        years.setdefault(notice.jurisdiction, set()).update(notice.benefit_years)
    return tuple(
        Covered(place=place_words(library, code), years=tuple(sorted(years[code])))
        for code in sorted(years)
    )


def place_words(library: Library, code: str) -> str:
    """A place as people call it."""
    called: str = words()["country"]
    return called if code == COUNTRY_ADCODE else library.places.full_name(code)


def asked_at(place: str, as_of: dt.date) -> str:
    """Place and day of a question, in words."""
    at: str = words()["asked_at"]
    return at.format(place=place or words()["no_place"], day=day_words(as_of))


def answerable(assistant: Assistant, region: str, as_of: dt.date) -> tuple[str, ...]:
    """The example questions that the corpus answers at a place on a day."""
    asked: list[str] = words()["examples_asked"]
    found = (q for q in asked if _is_answered(assistant.ask([q], region, as_of)))
    return tuple(q for q, _ in zip(found, range(words()["examples_most"]), strict=False))


def _is_answered(answer: Answer) -> bool:
    return answer.status is Status.ANSWERED and bool(answer.citations)
