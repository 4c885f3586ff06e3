"""The chat page (问一问): the questions go to the assistant, its answers are shown line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator

from assistant.errors import BadQuestion
from assistant.web.feedback import Feedback, Opinion
from assistant.web.front import Front
from assistant.web.pages.parts import known_place, spoken
from assistant.web.pages.talk import Exchange, Talk, told
from assistant.web.pages.texts import words
from assistant.web.problems import TOLD, said_of

INTERFACE = "page"
"""What the page's answers are counted as."""


async def asked(
    front: Front, talk: Talk, question: str, region: str, as_of: dt.date
) -> AsyncIterator[Talk]:
    """The conversation as it grows: the question, the checked answer line by line, the rest."""
    place = known_place(front.live.held, region)
    exchange = Exchange(
        question=question, place=place.name if place else "", region=region, as_of=as_of
    )
    yield talk.plus(exchange)
    try:
        answer = await front.ask(INTERFACE, [*talk.turns, question], region, as_of)
    except TOLD as error:
        yield talk.plus(exchange.model_copy(update={"trouble": said_of(error)}))
        return
    for lines in range(1, len(told(answer).lead)):
        yield talk.plus(exchange.model_copy(update={"answer": answer, "lines": lines}))
    yield talk.plus(exchange.model_copy(update={"answer": answer}))


def last_spoken(talk: Talk) -> str:
    """What a screen reader says after a question."""
    return spoken(talk.exchanges[-1]) if talk.exchanges else ""


def exchange_at(talk: Talk, number: str) -> Exchange | None:
    """The exchange that a button of the page names; ``None`` when it is gone."""
    return next((e for n, e in talk.numbered if str(n) == number), None)


def opinion_of(talk: Talk, number: str, opinion: Opinion, note: str) -> Feedback:
    """What is kept of a rating; ``BadQuestion`` when the rated answer is gone."""
    exchange = exchange_at(talk, number)
    if exchange is None or exchange.answer is None:
        raise BadQuestion(words()["rate_failed"])
    before = tuple(e.question for n, e in talk.numbered if n < int(number) and e.answer)
    return Feedback(
        verdict=opinion,
        turns=(*before, exchange.question),
        region=exchange.region or None,
        answer=exchange.answer,
        note=note,
    )
