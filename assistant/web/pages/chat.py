"""The chat page (问一问): the questions go to the assistant, its answers are shown line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Protocol

from assistant.model import Answer
from assistant.service import Assistant
from assistant.web.pages.parts import known_place, spoken
from assistant.web.pages.talk import Exchange, Talk, told
from assistant.web.pages.texts import words
from corpus.errors import CorpusError


class Current(Protocol):
    """Gives the assistant of the newest corpus."""

    def current(self) -> Assistant:
        """The assistant to answer with."""
        ...


class Keeps(Protocol):
    """Keeps what people say about an answer (反馈)."""

    def __call__(
        self, turns: tuple[str, ...], region: str, answer: Answer, helpful: bool, note: str
    ) -> None:
        """Keep it; ``CorpusError`` when that cannot be done."""
        ...


Today = Callable[[], dt.date]


def asked(
    assistant: Assistant, talk: Talk, question: str, region: str, as_of: dt.date
) -> Iterator[Talk]:
    """The conversation as it grows: the question, the checked answer line by line, the rest."""
    place = known_place(assistant, region)
    exchange = Exchange(question=question, place=place.name if place else "", as_of=as_of)
    yield talk.plus(exchange)
    try:
        answer = assistant.ask([*talk.turns, question], region or None, as_of)
    except CorpusError as error:
        yield talk.plus(exchange.model_copy(update={"trouble": str(error)}))
        return
    for lines in range(1, len(told(answer).lead)):
        yield talk.plus(exchange.model_copy(update={"answer": answer, "lines": lines}))
    yield talk.plus(exchange.model_copy(update={"answer": answer}))


def last_spoken(talk: Talk) -> str:
    """What a screen reader says after a question."""
    return spoken(talk.exchanges[-1]) if talk.exchanges else ""


def exchange_at(talk: Talk, number: str) -> Exchange | None:
    """The exchange that a button of the page names; ``None`` when it is gone."""
    if not number.isdecimal() or int(number) >= len(talk.exchanges):
        return None
    return talk.exchanges[int(number)]


def rated(talk: Talk, number: str, helpful: bool, note: str, region: str, keep: Keeps) -> Talk:
    """The conversation with an exchange rated and the rating kept; ``CorpusError`` when not."""
    exchange = exchange_at(talk, number)
    if exchange is None or exchange.answer is None:
        raise CorpusError(words()["rate_failed"])
    before = tuple(e.question for e in talk.exchanges[: int(number)] if e.answer)
    keep((*before, exchange.question), region, exchange.answer, helpful, note)
    return talk.with_rating(int(number), "helpful" if helpful else "wrong")
