"""Slots of a question (槽位), and what a follow-up turn inherits."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from assistant.model import Person, Place, Question, Slots
from assistant.understand.amounts import find_amounts
from assistant.understand.asks import (
    BASIC,
    build_asks,
    content_words,
    cue_spans,
    default_ask,
    find_concepts,
    find_topics,
)
from assistant.understand.lexicon import alternation, people, words
from assistant.understand.normalise import normalise
from assistant.understand.people import find_groups, find_persons
from assistant.understand.places import find_places, goes_away
from assistant.understand.time import DAY, EXPLICIT, find_dates, find_year
from corpus.jurisdictions import Places
from corpus.model import COUNTRY_ADCODE, Jurisdiction, Level

DOC_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:发|函|办|规|字|规字|办规|办发|办函|财|通)*[〔\[(（【]?(20\d{2})[〕\])）】]?年?第?(\d{1,4})号"
)
FIGURE = re.compile(r"(?<![\d.])(\d{1,9}(?:\.\d{1,2})?)(?:元|块|%)?(?![\d.年月日号岁个口])")
SHORT_FOLLOW_UP = 14
FOLLOW_UP_CUE = re.compile(
    r"^(那|那么|如果|要是|假如|换成|改成|还有|再问|不对|我是说)|呢[?？!。]*$|这个|那个|它"
)


def read_slots(question: Question, places: Places) -> Slots:
    """Slots of the last turn, with what it inherits from the turns before it."""
    chosen = _chosen(question.region, places)
    slots = _read(question.turns[0], question.as_of, places, chosen)
    for turn in question.turns[1:]:
        slots = _inherit(_read(turn, question.as_of, places, chosen), slots)
    return slots


def _chosen(region: str | None, places: Places) -> Place | None:
    return Place(at=places.resolve(region), source="region") if region else None


def _read(raw: str, as_of: dt.date, places: Places, chosen: Place | None) -> Slots:
    text = normalise(raw)
    named, unclear = find_places(text, places, chosen)
    held, denied, spoken = find_groups(text)
    persons = find_persons(text)
    change = any(t.id == "change" for t in find_topics(text))
    content = content_words(text, _covered(text, named, places))
    unknown = tuple(w for w, noun in content if noun)
    away = goes_away(text, places, _place(text, named, chosen, places))
    asks = build_asks(text, held, unknown, bool(persons), away)
    if not asks and _is_bare(text, persons, held, unknown):
        asks = (default_ask(text),)
    return Slots(
        text=text,
        raw=raw,
        asks=asks,
        place=_place(text, named, chosen, places),
        year=None if change and not EXPLICIT.search(text) else find_year(text, as_of),
        persons=persons,
        groups=held,
        not_groups=denied,
        group_words=spoken,
        dates=find_dates(text, as_of),
        doc_numbers=tuple(m.group() for m in DOC_NUMBER.finditer(text)),
        unclear_places=unclear,
        unknown_terms=unknown,
        content_words=tuple(w for w, _ in content),
        figures=tuple(Decimal(m.group(1)) for m in FIGURE.finditer(text)),
        amounts=find_amounts(text),
        change=change,
        family=len(persons) > 1 or sum(p.count for p in persons) > 1,
    )


def _place(
    text: str, named: list[tuple[Jurisdiction, int, int]], chosen: Place | None, places: Places
) -> Place | None:
    """A place in the text wins over the chosen one; the narrowest of several is meant."""
    order = {Level.COUNTRY: 0, Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3}
    if not named:
        whole = any(p.search(text) for p in words().country)
        return Place(at=places.get(COUNTRY_ADCODE), source="text") if whole else chosen
    # Of two cities the one named last is meant: 户口在聊城，人在厦门.
    return Place(at=max(named, key=lambda n: (order[n[0].level], n[1]))[0], source="text")


def _is_bare(
    text: str, persons: tuple[Person, ...], groups: tuple[str, ...], unknown: object
) -> bool:
    """「阳谷县学生」「高唐 大人 医保」: a person and a place, and nothing that asks otherwise."""
    found = [c for c, _, _ in find_concepts(text)]
    plain = all(c.id == BASIC or c.soft for c in found)
    return (
        bool(persons)
        and plain
        and not groups
        and not unknown
        and not find_topics(text)
        and not opens(text)
    )


def opens(text: str) -> bool:
    """Whether the question asks how or who decides, or whether something may be done."""
    return any(p.search(text) for p in words().open) or "吗" in text or "能" in text


def _covered(
    text: str, named: list[tuple[Jurisdiction, int, int]], places: Places
) -> list[tuple[int, int]]:
    """Characters that some slot has understood."""
    spans = [(start, end) for _, start, end in named]
    spans += [(m.start, m.end) for m in places.mentions(text)]
    spans += [(start, end) for _, start, end in find_concepts(text)]
    lexicon = people()
    for forms in (lexicon.nouns, lexicon.stages, lexicon.groups):
        spans += [m.span() for m in alternation(tuple(forms)).finditer(text)]
    spans += cue_spans(text)
    spans += [m.span() for p in (DAY, EXPLICIT, DOC_NUMBER) for m in p.finditer(text)]
    return spans


def _inherit(now: Slots, before: Slots) -> Slots:
    """What a follow-up leaves unsaid it takes from the turn before; a new topic takes the place.

    「那孩子呢」 keeps the topic, place and year; 「厦门的呢」 keeps topic, persons and year.
    """
    follows = _is_follow_up(now)
    keep: dict[str, object] = {}
    unplaced = now.place is None or now.place.source == "region"
    if before.place and unplaced and before.place.source != "region":
        keep["place"] = Place(at=before.place.at, source="history")
    if follows:
        keep |= _inherited_subject(now, before)
    return now.model_copy(update=keep)


def _inherited_subject(now: Slots, before: Slots) -> dict[str, object]:
    keep: dict[str, object] = {}
    if not now.asks and not now.doc_numbers and not opens_topic(now.text):
        keep["asks"] = before.asks
        keep["unknown_terms"] = now.unknown_terms or before.unknown_terms
        keep["text"] = now.text if before.asks else f"{before.text} {now.text}"
        keep["figures"] = ()
    if now.year is None:
        keep["year"] = before.year
    if not now.persons and not now.groups:
        keep |= {"persons": before.persons, "groups": before.groups, "family": before.family}
    elif now.groups and not now.persons and len(before.persons) == 1:
        keep["persons"] = before.persons
    return keep


def _is_follow_up(slots: Slots) -> bool:
    short = len(slots.text) <= SHORT_FOLLOW_UP
    return bool(FOLLOW_UP_CUE.search(slots.text)) or (short and not slots.asks)


def opens_topic(text: str) -> bool:
    """Whether the turn asks something of its own, more than a basis or a change."""
    heard = find_topics(text)
    aside = {"meta", "change"} | ({"any"} if any(t.slot == "change" for t in heard) else set())
    return any(t.slot not in aside for t in heard)
