"""What every step of the pipeline gets and gives (作答上下文)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from assistant.matching.choose import Found
from assistant.matching.match import Matcher
from assistant.model import AnswerValue, Ask, CitedStep, Question, Slots, Status
from assistant.understand.asks import BASIC
from assistant.understand.lexicon import concept
from corpus.library import Library
from corpus.model import COUNTRY_ADCODE, Citation, Clause, Notice, PolicyValue

QUESTION = "？"
RESIDENTS_INSURANCE = "居民医保"


class Searcher(Protocol):
    """Finds clauses for a text among the notices named, best first, with scores in [0, 1]."""

    def __call__(self, text: str, notices: list[str], k: int) -> list[tuple[Clause, float]]:
        """Clauses and scores."""
        ...


class Likeness(Protocol):
    """How close sentences are to a question in meaning: 0 as any two, above it closer."""

    def __call__(self, question: str, sentences: list[str]) -> list[float]:
        """One number a sentence; none where the model's scale is not known."""
        ...


@dataclass(frozen=True)
class Context:
    """One question with everything needed to answer it."""

    question: Question
    slots: Slots
    library: Library
    matcher: Matcher
    search: Searcher
    alike: Likeness
    notices: list[Notice]
    begun_later: list[Notice] = field(default_factory=list)  # not in force at the discharge
    english: bool = False  # the last turn was in English, and so is the answer

    @property
    def as_of(self) -> dt.date:
        """The day of the question."""
        return self.question.as_of

    @property
    def place_name(self) -> str:
        """The short full name of the asked place; empty when unknown."""
        return self.place_of(self.slots.place.at.adcode) if self.slots.place else ""

    def find(self, ask: Ask) -> Found:
        """Values that answer an ask at the place and on the day of the question."""
        return self.matcher.find(ask, self.slots, self.notices, self.as_of)

    def place_of(self, adcode: str) -> str:
        """The name of a place; 国家 for the whole country."""
        return "国家" if adcode == COUNTRY_ADCODE else self.library.places.get(adcode).name

    def whose(self, adcode: str) -> str:
        """The place as the head of a sentence: 聊城市…, 国家规定的…."""
        return "国家规定的" if adcode == COUNTRY_ADCODE else self.place_of(adcode)

    def scheme_of(self, value: PolicyValue) -> str:
        """What a value's scheme is called: 居民医保, unless its own words name another alone."""
        profile = self.matcher.profiler.of(value)
        if not profile.programmes or BASIC in profile.programmes:
            return RESIDENTS_INSURANCE
        own = "\n".join((profile.strong, profile.headings, profile.title))
        forms = (f for p in profile.programmes for f in concept(p).forms if f in own)
        return max(forms, key=len, default=RESIDENTS_INSURANCE)

    def notice_place(self, adcode: str) -> str:
        """The place as a person would choose it: a city's district stands for its city."""
        place = self.library.places.get(adcode)
        own = self.library.jurisdictions
        chain = [j.adcode for j in self.library.places.ancestors(place.adcode)]
        return next((a for a in chain if a in own), adcode)

    def notice(self, notice_id: str) -> Notice:
        """A notice of the library."""
        return self.library.entries[notice_id].notice


@dataclass
class Draft:
    """An answer in the making: lines of text, and what they rest on."""

    status: Status = Status.ANSWERED
    reason: str | None = None
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    values: list[AnswerValue] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    steps: list[CitedStep] = field(default_factory=list)
    follow_ups: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)  # a table cell with its header's unit: 500元
    rested: list[PolicyValue] = field(default_factory=list)  # the values behind the lines

    def note(self, text: str) -> None:
        """Add a caveat once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def ask(self, question: str) -> None:
        """Ask back, behind all that is said; one question at a time (一次只问一个)."""
        if not any(line.endswith(QUESTION) for line in self.lines):
            self.lines.append(question)

    def cite(self, *citations: Citation) -> None:
        """Add citations once, in order."""
        for citation in citations:
            if citation not in self.citations:
                self.citations.append(citation)

    def add(self, other: Draft) -> None:
        """Append another draft: a question may ask two things."""
        said = [line for line in (*self.lines, *other.lines) if not line.endswith(QUESTION)]
        questions = [line for line in (*self.lines, *other.lines) if line.endswith(QUESTION)]
        self.lines = [*dict.fromkeys(said), *questions[:1]]
        for text in other.notes:
            self.note(text)
        self.values += other.values
        self.cite(*other.citations)
        self.steps += [s for s in other.steps if s not in self.steps]
        self.cells += other.cells
        self.rested += [v for v in other.rested if v not in self.rested]
        self.follow_ups += [f for f in other.follow_ups if f not in self.follow_ups]


Step = Callable[[Context], Draft | None]
