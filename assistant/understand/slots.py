"""Slots of a question (槽位), and what a follow-up turn inherits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

from assistant.model import Ask, DayRole, DaySlot, Person, Place, Question, Slots, YearAsk
from assistant.understand.amounts import find_amounts, find_money, income_of
from assistant.understand.asks import (
    BARE_AMOUNT,
    BASIC,
    build_asks,
    content_words,
    cue_spans,
    default_ask,
    find_concepts,
    find_topics,
)
from assistant.understand.births import with_birth
from assistant.understand.compare import compares, find_sides, persons_compared, years_compared
from assistant.understand.cues import cues
from assistant.understand.days import last_of, missed_years, read_days, without_past
from assistant.understand.errands import find_errands
from assistant.understand.follow import follow
from assistant.understand.group_words import find_groups
from assistant.understand.impossible import find_impossible
from assistant.understand.lexicon import alternation, people, words
from assistant.understand.moments import moments
from assistant.understand.normalise import normalise
from assistant.understand.own_groups import with_own_groups
from assistant.understand.people import find_household, find_persons
from assistant.understand.phrasing import phrasing
from assistant.understand.places import find_places, goes_away
from assistant.understand.tiers import with_own_tiers
from assistant.understand.time import EXPLICIT, find_year
from corpus.jurisdictions import Places
from corpus.model import COUNTRY_ADCODE, Jurisdiction, Level

DOC_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:发|函|办|规|字|规字|办规|办发|办函|财|通)*[〔\[(（【]?(20\d{2})[〕\])）】]?年?第?(\d{1,4})号"
)
# What one chooses or is, beside which a person alone still asks about the fee: 「俩大人都选二档」.
CHOSEN = ("tier", "disability")
FIGURE = re.compile(r"(?<![\d.])(\d{1,9}(?:\.\d{1,2})?)(?:元|块|%)?(?![\d.年月日号岁个口])")


def read_slots(question: Question, places: Places) -> Slots:
    """Slots of the last turn, with what it inherits from the turns before it."""
    chosen = _chosen(question.region, places)
    first, *later = question.turns
    slots = _priced(_read(first, question.as_of, places, chosen))
    for turn in later:
        said = f"{slots.raw},{turn}" if only_tells(slots) else turn
        slots = follow(_read(said, question.as_of, places, chosen), slots)
    return slots


def only_tells(slots: Slots) -> bool:
    """Whether a turn tells something and asks nothing: the next turn is its second half."""
    told = slots.persons or slots.groups or slots.days or slots.money or find_concepts(slots.text)
    asks = slots.asks or slots.compares or phrasing().asking.search(slots.text)
    whether = any(p.search(slots.text) for p in words().yes_no)
    return bool(told) and not asks and not whether and not find_topics(slots.text)


def _chosen(region: str | None, places: Places) -> Place | None:
    return Place(at=places.resolve(region), source="region") if region else None


def _read(raw: str, as_of: dt.date, places: Places, chosen: Place | None) -> Slots:
    text = normalise(raw)
    named, unclear = find_places(text, places, chosen)
    content = content_words(text, _covered(text, named, places))
    about = _about(text, as_of)
    lead = cues("timing.yaml").one("number_lead")
    known: dict[str, object] = {
        "places": find_sides(text, named),
        "years": years_compared(text),
        "compares": compares(text),
        "place": _place(text, named, chosen, places),
        "unclear_places": unclear,
        "doc_numbers": tuple(lead.sub("", m.group()) for m in DOC_NUMBER.finditer(text)),
    }
    slots = Slots(text=text, raw=raw, asked=text).model_copy(update=known | about)
    away = goes_away(text, places, slots.place)
    if away:  # which hospital it is there (西京医院) is no word of a notice
        content = [(w, noun) for w, noun in content if not w.endswith("医院")]
    heard = {
        "unknown_terms": tuple(w for w, noun in content if noun),
        "content_words": tuple(w for w, _ in content),
    }
    slots = slots.model_copy(update=heard)
    return slots.model_copy(update={"asks": _asks(slots, away)})


def _about(text: str, as_of: dt.date) -> dict[str, object]:
    """Persons, days and amounts of a text, as fields of the slots."""
    held, denied, spoken = find_groups(text)
    days, no_days = read_days(text, as_of)
    born = last_of(days, DayRole.BORN)
    named = persons_compared(text, find_persons(text))
    persons = with_own_groups(text, with_birth(named, born, as_of), held)
    persons = with_own_tiers(text, persons)
    change = any(t.id == "change" for t in find_topics(text))
    return _of_days(text, tuple(days)) | {
        "year": _year(text, days, change, as_of),
        "persons": persons,
        "household": None if persons else find_household(text),
        "family": sum(p.count for p in persons) > 1,
        "groups": held,
        "not_groups": denied,
        "group_words": spoken,
        "impossible": find_impossible(text, no_days),
        "change": change,
        "figures": tuple(Decimal(m.group(1)) for m in FIGURE.finditer(text)),
        "amounts": find_amounts(text),
        "money": (money := find_money(text)),
        "income": income_of(money),
    }


def _of_days(text: str, days: tuple[DaySlot, ...]) -> dict[str, object]:
    return {
        "days": days,
        "dates": tuple(s.day for s in days if s.day == s.end),
        "paid_on": last_of(days, DayRole.PAID),
        "born_on": last_of(days, DayRole.BORN),
        "discharged_on": last_of(days, DayRole.DISCHARGED),
        "on_day": last_of(days, DayRole.ASKED),
        "missed_years": missed_years(text),
    }


def _year(text: str, days: Iterable[DaySlot], change: bool, as_of: dt.date) -> YearAsk | None:
    """The year asked about; 去年 beside a change is what is compared with."""
    if change and not EXPLICIT.search(text):
        return None
    return find_year(without_past(text, days), as_of)


def _asks(slots: Slots, away: bool) -> tuple[Ask, ...]:
    asks = build_asks(
        slots.text,
        slots.groups,
        slots.unknown_terms,
        bool(slots.persons),
        away,
        slots.content_words,
    )
    if not asks and _is_bare(slots.text, slots.persons, slots.groups, slots.unknown_terms):
        return (default_ask(slots.text),)
    if _is_plain_price(slots, asks):
        return (default_ask(slots.text),)
    tiers = [c for c, _, _ in find_concepts(slots.text) if c.family == "tier"]
    sided = slots.places or slots.years or len(slots.persons) > 1 or tiers
    if slots.compares and sided and all(a.topic == BARE_AMOUNT for a in asks):
        return (default_ask(slots.text),)  # 「大人和学生差几块」
    return asks


def _place(
    text: str, named: list[tuple[Jurisdiction, int, int]], chosen: Place | None, places: Places
) -> Place | None:
    """A place in the text wins over the chosen one; the narrowest of several is meant."""
    order = {Level.COUNTRY: 0, Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3}
    if not named:
        cues = words().country if chosen else (*words().country, *words().nation)
        whole = any(p.search(text) for p in cues)
        return Place(at=places.get(COUNTRY_ADCODE), source="text") if whole else chosen
    # Of two cities the one named last is meant: 户口在聊城，人在厦门.
    return Place(at=max(named, key=lambda n: (order[n[0].level], n[1]))[0], source="text")


def _is_bare(
    text: str, persons: tuple[Person, ...], groups: tuple[str, ...], unknown: object
) -> bool:
    """「阳谷县学生」「高唐 大人 医保」: a person and a place, and nothing that asks otherwise."""
    found = [c for c, _, _ in find_concepts(text)]
    plain = all(c.id == BASIC or c.soft or c.family in CHOSEN for c in found)
    return (
        bool(persons)
        and plain
        and not groups
        and not unknown
        and not find_topics(text)
        and not opens(text)
        and not find_money(text)
        and not any(e.alone for e in find_errands(text))
    )


def _priced(slots: Slots) -> Slots:
    """「临清多少钱」 as a first turn: the fee of that place, since nothing says of what."""
    named = slots.place is not None and slots.place.source == "text"
    if not named or slots.unclear_places or not _names_nothing(slots, slots.asks):
        return slots
    return slots.model_copy(update={"asks": (default_ask(slots.text),)})


def _is_plain_price(slots: Slots, asks: tuple[Ask, ...]) -> bool:
    """「泰州多少钱一年」「娃也是380不」: a price and nothing that says of what."""
    priced = (words().yearly_price, words().held_up)
    return _names_nothing(slots, asks) and any(p.search(slots.text) for p in priced)


def _names_nothing(slots: Slots, asks: tuple[Ask, ...]) -> bool:
    """Whether a sum is asked for and no word says of what."""
    bare = [c for c, _, _ in find_concepts(slots.text) if c.id != BASIC and not c.soft]
    said = bare or slots.content_words or slots.groups or slots.money
    money = bool(asks) and all(a.topic == BARE_AMOUNT for a in asks)
    return money and not said


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
    spans += [m.span() for p in words().masked for m in p.finditer(text)]
    spans += [m.span() for p in (EXPLICIT, DOC_NUMBER) for m in p.finditer(text)]
    spans += [m.span() for m in moments(text)]
    return spans
