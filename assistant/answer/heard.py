"""What was said, in the language of the pipeline (听取): English turns are read into Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.context import Draft
from assistant.answer.refuse import refuse
from assistant.answer.texts import say
from assistant.model import Status
from assistant.understand.english import Reading, is_english, read_english
from assistant.understand.pinyin import pinyin_places, roman_name
from corpus.jurisdictions import Places
from corpus.model import Jurisdiction

LATIN = re.compile(r"[A-Za-z ,.'’-]+[?!.]*")


@dataclass(frozen=True)
class Heard:
    """All turns in Chinese; ``english`` when the last one was not, and how it was read."""

    turns: tuple[str, ...]
    english: bool = False
    reading: Reading | None = None


def hear(turns: Sequence[str], region: str | None, places: Places) -> Heard:
    """Read every turn by itself; the last one decides the language of the answer."""
    in_english: list[bool] = []
    for turn in turns:  # a bare name goes on in the language of the talk
        goes_on = bool(in_english and in_english[-1]) and LATIN.fullmatch(turn.strip()) is not None
        in_english.append(is_english(turn) or goes_on)
    if not any(in_english):
        return Heard(turns=tuple(turns))
    chosen = places.resolve(region) if region else None
    readings = [
        read_english(t, places, chosen) if e else Reading(t)
        for t, e in zip(turns, in_english, strict=True)
    ]
    said = tuple(r.text for r in readings)
    return Heard(turns=said, english=in_english[-1], reading=readings[-1])


def unheard(raw: str, heard: Heard, places: Places) -> Draft | None:
    """The answer to a turn that is refused, or whose words or place are not clear."""
    refused = refuse(raw)
    if refused is not None or not heard.english or heard.reading is None:
        return refused
    return refuse(heard.turns[-1]) or _unclear(heard.reading, places)


def _unclear(reading: Reading, places: Places) -> Draft | None:
    if reading.unclear:
        draft = Draft(status=Status.CLARIFY, reason="missing:region")
        named = "、".join(places.full_name(p.adcode) for p in reading.unclear)
        draft.lines.append(say("unclear_place", name=reading.name.title(), places=named))
        draft.follow_ups += [_in_province(p, reading.name, places) for p in reading.unclear]
        return draft
    if reading.unknown and reading.understood:
        draft = Draft(status=Status.CLARIFY, reason="missing:question")
        draft.lines.append(say("unknown_words", words="、".join(reading.unknown)))
        near = [n for w in reading.unknown for n in pinyin_places(places).like(w)]
        draft.follow_ups += [n.capitalize() for n in near]
        return draft
    return None


def _in_province(place: Jurisdiction, name: str, places: Places) -> str:
    """「Fuzhou, Fujian」: the name with the one above it that tells it apart."""
    above = places.ancestors(place.adcode)[1:-1]
    return ", ".join([name.title(), *(roman_name(places, p) for p in above[-1:])])
