"""The assistant as one object (助手): open it once, ask it many times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property, partial
from threading import Lock

from assistant.answer.context import Context, Draft
from assistant.answer.heard import Heard, hear, unheard
from assistant.answer.pipeline import answer
from assistant.answer.refuse import impossible
from assistant.answer.spoken import fixed
from assistant.answer.texts import say
from assistant.calculator import Calculator
from assistant.check.checker import Checker
from assistant.errors import BadQuestion, UngroundedAnswer
from assistant.matching.apart import MOST_WITHOUT_PLACE
from assistant.matching.match import Matcher
from assistant.model import Answer, Question, Slots, Status
from assistant.understand import read_slots
from assistant.understand.filled import Filled, filled_slots
from corpus.index import Index, open_index
from corpus.index.embedders.base import Embedder
from corpus.library import Library, load_library
from corpus.model import COUNTRY_ADCODE, Clause, Notice
from corpus.settings import Settings
from corpus.transaction import view

CLAUSES_WITHOUT_PLACE = 100
PLACES_OFFERED = 12
WARMING = "预热"


class Assistant:
    """Answers questions over one corpus version. Safe to share between threads for reading."""

    def __init__(
        self, settings: Settings, library: Library, embedder: Embedder | None = None
    ) -> None:
        """``embedder``: one that is loaded already, where several assistants share it."""
        self.settings = settings
        self.library = library
        self._matcher = Matcher(library)
        self._embedder = embedder
        self._index: Index | None = None
        self._opening = Lock()

    @cached_property
    def calculator(self) -> Calculator:
        """The rules over the same corpus version."""
        return Calculator(self.library, self._matcher)

    @cached_property
    def checker(self) -> Checker:
        """The fact checker over the same corpus version."""
        return Checker(self.library, self._matcher)

    def prepare(self) -> Index | None:
        """Open the index and load what the first question would wait for; the index if any."""
        if not self.library.entries:
            return None
        self._opened().search(WARMING, 1)
        return self._index

    def close(self) -> None:
        """Let go of the index, if it was opened."""
        with self._opening:
            if self._index is not None:
                self._index.close()
                self._index = None

    def check_index(self) -> None:
        """Raise what a question would meet: an index that is gone, a server that is silent."""
        index = self._opened()
        if index.info.chroma_url:
            index.store.size()

    def ask(self, turns: Sequence[str], region: str | None, as_of: dt.date) -> Answer:
        """Answer the last of ``turns``; ``UnknownRegion`` names the nearest places."""
        if not turns:
            raise BadQuestion("没有问题：turns 是空的。")
        heard = hear(turns, region, self.library.places)
        question = Question(turns=heard.turns, region=region, as_of=as_of)
        refused = unheard(turns[-1], heard, self.library.places)
        if refused is not None:
            return self._refusal(question, refused, heard)
        return self._answer(question, heard)

    def fill(
        self, question: str, fields: Filled, told: str, region: str | None, as_of: dt.date
    ) -> Answer:
        """Answer a form: its fixed question and its exact fields (填表).

        ``told`` says the fields in words, as the person gave them: the answer may repeat them.
        ``UnknownRegion`` names the nearest places.
        """
        asked = Question(turns=(question,), region=region, as_of=as_of)
        slots = filled_slots(read_slots(asked, self.library.places), fields)
        return self._told(Question(turns=(told,), region=region, as_of=as_of), slots)

    def _answer(self, question: Question, heard: Heard) -> Answer:
        slots = read_slots(question, self.library.places)
        return self._told(question, slots, heard.english)

    def _told(self, question: Question, slots: Slots, english: bool = False) -> Answer:
        context = self._context(question, slots, english)
        absurd = impossible(slots)
        if absurd is not None:
            return fixed(absurd, context)
        try:
            return answer(context)
        except UngroundedAnswer:
            draft = Draft(status=Status.UNANSWERABLE, reason="no_source")
            draft.lines = [say("no_source"), say("hotline")]
            return fixed(draft, context)

    def _refusal(self, question: Question, draft: Draft, heard: Heard) -> Answer:
        slots = Slots(text=question.turns[-1], raw=question.turns[-1])
        return fixed(draft, self._context(question, slots, heard.english))

    def _context(self, question: Question, slots: Slots, english: bool = False) -> Context:
        left = slots.discharged_on
        held = self.library.on(min(question.as_of, left.day) if left else question.as_of)
        return Context(
            question=question,
            slots=slots,
            library=held,
            matcher=self._matcher.on(held),
            search=partial(self.search, library=held),
            alike=self.alike,
            **self._governing(slots, question.as_of),
            english=english,
        )

    def _governing(self, slots: Slots, as_of: dt.date) -> dict[str, list[Notice]]:
        """The notices of the place; for a stay, those in force on the day of discharge.

        Those that began after it are ``begun_later``: known, but they don't hold.
        """
        left = slots.discharged_on
        case = left.day if left else None
        if slots.place is None:
            found = self.library.in_force(self.library.notices, as_of, case)
            found = self._worth_reading(found, slots.text)
        else:
            found = self.library.governing(slots.place.at.adcode, as_of, case)
        held = [n for n in found if left is None or _began_by(n, left.day)]
        return {"notices": held, "begun_later": [n for n in found if n not in held]}

    def _worth_reading(self, notices: list[Notice], text: str) -> list[Notice]:
        """Of very many notices, the country's and those that the words lead to.

        Without a place no place's figure is told; the others only show that places differ.
        """
        if len(notices) <= MOST_WITHOUT_PLACE:
            return notices
        hits = self._opened().search(text, CLAUSES_WITHOUT_PLACE)
        near = list(dict.fromkeys(h.notice for h in hits))[:PLACES_OFFERED]
        return [n for n in notices if n.jurisdiction == COUNTRY_ADCODE or n.id in near]

    def _opened(self) -> Index:
        """The index, opened at the first search; by one thread while the others wait."""
        with self._opening:
            if self._index is None:
                documents = self.library.documents
                self._index = open_index(
                    self.settings, documents, embedder=self._embedder, still=self._is_current
                )
            return self._index

    def _is_current(self) -> bool:
        """Whether no change was published since the library was loaded."""
        return self.library.view is None or self.library.view == view(self.settings.data)

    def search(
        self, text: str, notices: list[str], k: int, library: Library | None = None
    ) -> list[tuple[Clause, float]]:
        """Clauses for a text; the index is opened at the first search.

        ``library``: as it holds on the day of the question; what has ended is left out.
        """
        if not notices:
            return []
        held = library or self.library
        hits = self._opened().search(text, k, notices)
        found = [(held.clause(h.clause_id), h.score) for h in hits]
        return [(c, score) for c, score in found if not (held.is_unsure(c) or held.is_ended(c))]

    def alike(self, question: str, sentences: list[str]) -> list[float]:
        """How close sentences are to a question, for those that no search has weighed."""
        return self._opened().alike(question, sentences)


def _began_by(notice: Notice, day: dt.date) -> bool:
    return notice.effective_from is None or notice.effective_from <= day


def open_assistant(settings: Settings) -> Assistant:
    """Load the corpus of a data folder. The index is opened when first needed."""
    return Assistant(settings, load_library(settings))
