"""The two sides of a comparison (比较的两边), each as a question of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answer.context import Context
from assistant.answer.wording import bare
from assistant.matching.groups import group_name
from assistant.model import Ask, Need, NeedRole, Person, Place, YearAsk
from assistant.understand.lexicon import concept


@dataclass(frozen=True)
class Side:
    """One side: its name, and the question it stands for."""

    name: str
    context: Context
    ask: Ask


def sides(context: Context, ask: Ask) -> list[Side]:
    """The sides of a question, by what differs; empty when it has fewer than two."""
    if context.slots.places:
        return [_at(context, ask, place) for place in context.slots.places]
    if not context.slots.compares:
        return []
    ways: tuple[Callable[[Context, Ask], list[Side]], ...] = (_years, _groups, _persons, _cases)
    return next((found for way in ways if len(found := way(context, ask)) > 1), [])


def _at(context: Context, ask: Ask, place: Place) -> Side:
    slots = context.slots.model_copy(update={"place": place, "places": ()})
    notices = context.library.governing(place.at.adcode, context.as_of)
    there = replace(context, slots=slots, notices=notices)
    return Side(name=context.place_of(place.at.adcode), context=there, ask=ask)


def _years(context: Context, ask: Ask) -> list[Side]:
    return [_in(context, ask, year) for year in context.slots.years]


def _in(context: Context, ask: Ask, year: YearAsk) -> Side:
    slots = context.slots.model_copy(update={"year": year})
    return Side(name=year.words, context=replace(context, slots=slots), ask=ask)


def _persons(context: Context, ask: Ask) -> list[Side]:
    """Two sorts of persons, one of each; a family of four is not compared."""
    persons = context.slots.persons
    if len(persons) != 2 or persons[0].keys == persons[1].keys:
        return []
    return [_of(context, ask, p) for p in persons]


def _of(context: Context, ask: Ask, person: Person) -> Side:
    one = person.model_copy(update={"count": 1})
    slots = context.slots.model_copy(update={"persons": (one,), "family": False})
    return Side(name=person.words, context=replace(context, slots=slots), ask=ask)


def _groups(context: Context, ask: Ask) -> list[Side]:
    return [_in_group(context, ask, g) for g in context.slots.groups]


def _in_group(context: Context, ask: Ask, group: str) -> Side:
    needs = tuple(n for n in ask.needs if n.role is not NeedRole.SUBJECT or n.id == group)
    slots = context.slots.model_copy(update={"groups": (group,)})
    one = ask.model_copy(update={"needs": needs})
    return Side(name=group_name(group), context=replace(context, slots=slots), ask=one)


def _cases(context: Context, ask: Ask) -> list[Side]:
    """「二级和三级医院」: alternatives of one need, each by itself."""
    for need in ask.needs:
        ids = need.id.split("+")
        if need.role is NeedRole.RESTRICTOR and len(ids) > 1:
            return [_case(context, ask, need, i) for i in _in_order(context, ids)]
    return []


def _in_order(context: Context, ids: list[str]) -> list[str]:
    """As the question names them."""
    text = context.slots.text

    def place(name: str) -> int:
        known = concept(name)
        found = [text.find(f) for f in (*known.forms, *known.say) if f in text]
        return min(found, default=len(text))

    return sorted(ids, key=place)


def _case(context: Context, ask: Ask, need: Need, name: str) -> Side:
    known = concept(name)
    said = tuple(w for w in known.say if w in context.slots.text)
    own = need.model_copy(update={"id": name, "forms": (*known.forms, *said)})
    needs = tuple(own if n is need else n for n in ask.needs)
    words = next((f for f in (*known.say, *known.forms) if f in context.slots.text), known.forms[0])
    return Side(name=bare(words), context=context, ask=ask.model_copy(update={"needs": needs}))
