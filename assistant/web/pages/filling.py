"""The form page (算一算): what was filled in goes to the assistant as exact fields."""

from __future__ import annotations

import datetime as dt

from assistant.web.front import Front
from assistant.web.pages.fields import Fields, read_sheet
from assistant.web.pages.parts import known_place
from assistant.web.pages.talk import Exchange
from assistant.web.pages.texts import forms, words
from assistant.web.problems import TOLD, said_of

INTERFACE = "form"
"""What the answers to forms are counted as."""


async def filled(front: Front, fields: Fields, region: str, as_of: dt.date) -> tuple[str, Exchange]:
    """The title of the form, and its answer or what is wrong with the fields."""
    form = forms().get((fields.get("form") or [""])[0]) or next(iter(forms().values()))
    place = known_place(front.live.held, region)
    if place is None:
        return form.title, _trouble("", as_of, words()["form_place_first"])
    try:
        sheet = read_sheet(form, fields)
        answer = await front.answer(
            INTERFACE, lambda a: a.fill(sheet.question, sheet.filled, sheet.told, region, as_of)
        )
    except TOLD as error:
        return form.title, _trouble(place.name, as_of, said_of(error))
    shown = Exchange(
        question=sheet.told, region=region, place=place.name, as_of=as_of, answer=answer
    )
    return form.title, shown


def _trouble(place: str, as_of: dt.date, words: str) -> Exchange:
    return Exchange(question="", place=place, as_of=as_of, trouble=words)
