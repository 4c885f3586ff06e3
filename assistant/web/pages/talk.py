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
from corpus.model import Frozen

REMEMBERED = 6
"""Turns that a follow-up may refer to, as in the terminal."""

Rating = Literal["", "helpful", "wrong"]


class Exchange(Frozen):
    """One question with its answer; ``lines`` of it are shown so far, ``None`` for all."""

    question: str
    place: str
    as_of: dt.date
    answer: Answer | None = None
    trouble: str = ""
    lines: int | None = None
    rated: Rating = ""


class Talk(Frozen):
    """A conversation: its exchanges, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def turns(self) -> tuple[str, ...]:
        """The questions that were answered and that the next one may refer to."""
        return tuple(e.question for e in self.exchanges if e.answer)[-(REMEMBERED - 1) :]

    def plus(self, exchange: Exchange) -> Talk:
        """The conversation with one more exchange."""
        return Talk(exchanges=(*self.exchanges, exchange))

    def with_rating(self, number: int, rating: Rating) -> Talk:
        """The conversation with one exchange rated."""
        rated = self.exchanges[number].model_copy(update={"rated": rating})
        return Talk(exchanges=(*self.exchanges[:number], rated, *self.exchanges[number + 1 :]))


class Told(Frozen):
    """The parts of an answer's text: the answer itself, and its caveats (提示)."""

    lead: tuple[str, ...]
    notes: tuple[str, ...]


def told(answer: Answer) -> Told:
    """The text of an answer in its parts; the basis line is left to the list of citations.

    The hotline's sentence is left out where the numbers stand below it anyway.
    """
    lead: list[str] = []
    notes: list[str] = []
    part = lead
    for line in answer.text.split("\n"):
        if line.startswith(tuple(words()["basis_marks"])):
            part = notes
            continue
        mark = next((m for m in words()["note_marks"] if line.startswith(m)), None)
        if mark is not None:
            part = notes
        part.append(line.removeprefix(words()["note_marks"][0]))
    hotline = say("hotline") if refers(answer) else ""
    return Told(lead=tuple(lead), notes=tuple(n for n in notes if n and n != hotline))


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
        Covered(place=library.places.full_name(code), years=tuple(sorted(years[code])))
        for code in sorted(years)
    )


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
