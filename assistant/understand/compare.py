"""Two sides of a question (比较的两边): 「聊城和厦门哪个交得多」「比大人便宜多少」."""

from __future__ import annotations

from itertools import pairwise

from assistant.model import Person, Place, Slots, YearAsk
from assistant.understand.lexicon import people, words
from assistant.understand.people import ADULT, find_persons
from assistant.understand.places import Named


def compares(text: str) -> bool:
    """Whether the question holds two sides against each other."""
    return any(p.search(text) for p in words().compares)


def find_sides(text: str, named: Named) -> tuple[Place, ...]:
    """Two or more places asked about together, in the order of the text; else none.

    「户口在聊城，人在厦门」 names two places and asks about one.
    """
    ordered = sorted(named, key=lambda n: n[1])
    joined = [words().beside.match(text[a[2] : b[1]]) is not None for a, b in pairwise(ordered)]
    each = words().apiece.search(text) is not None  # 我在泉州，爱人在聊城，各交多少
    alike = len({n[0].adcode for n in ordered}) < len(ordered)
    if not joined or alike or not (each or all(joined)):
        return ()
    return tuple(Place(at=n[0], source="text") for n in ordered)


def persons_compared(text: str, found: tuple[Person, ...]) -> tuple[Person, ...]:
    """「大人比老人」: one person on each side of the word that compares; else those found."""
    if len(found) > 1 or not compares(text):
        return found
    for match in words().between.finditer(text):
        parts = (_one_side(text[: match.start()]), _one_side(text[match.end() :]))
        if all(len(p) == 1 and p[0].keys for p in parts) and parts[0] != parts[1]:
            return parts[0] + parts[1]
    return found


def _one_side(text: str) -> tuple[Person, ...]:
    """Who stands on one side; 普通居民 are the grown-ups of whom nothing else is told."""
    found = find_persons(text)
    plain = None if found else people().grammar["unmarked"].search(text)
    return (Person(words=plain.group(), keys=(ADULT,)),) if plain else found


def years_compared(text: str) -> tuple[YearAsk, ...]:
    """「2026比2025」: the two years, the first named first."""
    match = words().year_pair.search(text)
    if match is None or match[1] == match[2]:
        return ()
    return tuple(YearAsk(year=int(y), words=f"{y}年度", benefit_only=True) for y in match.groups())


def other_side(now: Slots, before: Slots) -> dict[str, object]:
    """「比大人便宜多少」 names one side; the other, and what is asked, are the turn before's."""
    if not now.compares or now.places or not words().one_sided.search(now.text):
        return {}
    asked = {"asks": before.asks} if before.asks else {}
    here, there = before.place, now.place
    if here and there and there.source == "text" and here.at != there.at:
        return {**asked, "places": (here, there), "persons": now.persons or before.persons}
    if len(now.persons) == 1 and len(before.persons) == 1 and not now.groups:
        return {**asked, "persons": (*before.persons, *now.persons)}
    return {}
