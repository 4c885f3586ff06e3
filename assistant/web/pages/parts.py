"""Parts of the pages as HTML (页面片段): each function gives one component its content."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assistant.calculate.figures import day_words
from assistant.model import Answer, AnswerCitation, Status
from assistant.service import Assistant
from assistant.understand.filled import MOST_ROWS
from assistant.web.pages.notice import notice_view
from assistant.web.pages.render import render
from assistant.web.pages.talk import Exchange, Talk, answerable, asked_at, coverage, refers, told
from assistant.web.pages.texts import forms, words
from assistant.web.place_search import PlaceHit, find_places, hit
from corpus.errors import UnknownRegion


def bar_html(place: PlaceHit | None, day: dt.date | None, today: dt.date) -> str:
    """Place and day; ``day`` is ``None`` for today."""
    held = day or today
    return render(
        "bar", place=place, other=day is not None, day=day_words(held), value=held.isoformat()
    )


def known_place(assistant: Assistant, adcode: str) -> PlaceHit | None:
    """The place of a code that the browser remembered; ``None`` when there is none."""
    try:
        return hit(assistant.library, adcode) if adcode else None
    except UnknownRegion:
        return None


def hits_html(assistant: Assistant, wanted: str) -> str:
    """The places that were found for the words typed so far."""
    return render("hits", asked=bool(wanted), hits=find_places(assistant.library, wanted))


def examples_html(assistant: Assistant, region: str, as_of: dt.date) -> str:
    """Questions that fit the place; without a place a hint to choose one."""
    questions = answerable(assistant, region, as_of) if region else ()
    return render("examples", questions=questions, placed=bool(region))


def talk_html(assistant: Assistant, talk: Talk) -> str:
    """The whole conversation."""
    shown = [_shown(number, e) for number, e in talk.numbered]
    return render("talk", exchanges=shown, covered=coverage(assistant.library))


def _shown(number: int, exchange: Exchange) -> dict[str, Any]:
    answer = exchange.answer
    parts = told(answer) if answer else None
    whole = exchange.lines is None
    if parts and not whole:
        parts = parts.model_copy(update={"lead": parts.lead[: exchange.lines], "notes": ()})
    return {
        "number": number,
        "exchange": exchange,
        "told": parts,
        "whole": whole,
        "refers": bool(answer and refers(answer)),
        "asks": bool(answer and answer.status is Status.CLARIFY),
        "at": asked_at(exchange.place, exchange.as_of),
    }


def spoken(exchange: Exchange) -> str:
    """What a screen reader says once an answer is there."""
    if exchange.answer is None:
        return exchange.trouble
    parts = told(exchange.answer)
    return " ".join((*parts.lead, *parts.notes))


def announce_html(text: str) -> str:
    """A text for screen readers alone."""
    return render("announce", text=text)


def cited(answer: Answer, place: str) -> AnswerCitation | None:
    """The citation of an answer at a place in its list, as a button names it."""
    return answer.citations[int(place)] if place.isdecimal() and _has(answer, place) else None


def _has(answer: Answer, place: str) -> bool:
    return int(place) < len(answer.citations)


def notice_html(assistant: Assistant, citation: AnswerCitation | None, back: str = "") -> str:
    """The notice of a citation, its characters marked; nothing without a citation."""
    if citation is None:
        return render("notice", notice=None, gone=False)
    return render("notice", notice=notice_view(assistant.library, citation, back), gone=True)


def form_html(ident: str) -> str:
    """A form to fill in, with the choice of the others."""
    return render(
        "form", form=forms()[ident], forms=list(forms().values()), numbers=range(1, MOST_ROWS + 1)
    )


def result_html(assistant: Assistant, title: str, exchange: Exchange, today: dt.date) -> str:
    """What a form came to, fit to be printed."""
    answer = exchange.answer
    return render(
        "result",
        answer=answer,
        told=told(answer) if answer else None,
        trouble=exchange.trouble,
        title=title,
        question=exchange.question,
        at=asked_at(exchange.place, exchange.as_of),
        refers=bool(answer and refers(answer)),
        covered=coverage(assistant.library),
        printed=words()["form_printed"].format(day=day_words(today)),
    )
