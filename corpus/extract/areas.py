"""Classes of places (地区分类): 「一类地区：A市、B市；二类地区：其他市」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.extract.conditions import Places
from corpus.extract.lexicon import pattern_source, pattern_sources, words
from corpus.jurisdictions import Places as PlaceTree
from corpus.model import Citation, Clause, Frozen, NoticeText

_JOINERS = re.compile(r"[、，和及与以（(\s]*(?:以及|包括|其中)?")


class AreaClass(Frozen):
    """One class: its name, the places (adcodes) it lists, and whether it takes all the others."""

    name: str
    core: str
    places: frozenset[str]
    rest: bool
    citation: Citation


def core_of(text: str) -> str:
    """What is left of a class's name in every wording: 一类地区 and 一类区 are 一类; else empty."""
    match = _core().match(text.removeprefix("第"))
    return match.group() if match else ""


def is_area_class(text: str) -> bool:
    """Whether words are the full name of a class of places (一类区): 一类 alone may be anything."""
    named = re.fullmatch(pattern_source("area_class_name_pattern"), text)
    return named is not None and text != core_of(text)


def area_names(text: str) -> list[str]:
    """The full names of classes of places in a text (一类区, 二类地区)."""
    found = re.finditer(pattern_source("area_class_name_pattern"), text)
    return [m.group() for m in found if is_area_class(m.group())]


def area_classes(document: NoticeText, places: Places) -> tuple[AreaClass, ...]:
    """The classes that a notice divides its places into, in reading order."""
    return tuple(c for clause in document.clauses for c in _in_clause(document, clause, places))


def class_at(
    classes: Sequence[AreaClass], outer: str, place: str, tree: PlaceTree
) -> AreaClass | None:
    """The class of a place inside ``outer``: the one that lists it or the nearest place above it,
    else the one that takes the rest."""
    if place == outer or not tree.contains(outer, place):
        return None
    for above in tree.ancestors(place):
        for known in classes:
            if above.adcode in known.places:
                return known
    others = [c for c in classes if c.rest]
    return others[0] if len(others) == 1 else None


def _in_clause(document: NoticeText, clause: Clause, places: Places) -> Iterator[AreaClass]:
    outer = document.notice.jurisdiction
    for pattern in _patterns():
        for match in pattern.finditer(clause.text):
            listed = _listed(match["list"], outer, places)
            rest = _takes_rest(match["list"])
            if listed or rest:
                yield AreaClass(
                    name=match["name"],
                    core=core_of(match["name"]),
                    places=frozenset(listed),
                    rest=rest and not listed,
                    citation=_cite(clause, match),
                )


def _listed(text: str, outer: str, places: Places) -> list[str]:
    """The places of a list that begins with one; words that merely hold a place are no list."""
    lead = _JOINERS.match(text)
    found = [
        m
        for m in places.mentions(text, outer)
        if len(m.candidates) == 1 and places.contains(outer, m.candidates[0].adcode)
    ]
    begins = bool(found) and lead is not None and found[0].start <= lead.end()
    return [m.candidates[0].adcode for m in found] if begins else []


def _takes_rest(text: str) -> bool:
    return text.startswith(words("area_rest_words"))


def _cite(clause: Clause, match: re.Match[str]) -> Citation:
    return Citation(
        notice=clause.notice,
        clause=clause.id,
        start=clause.start + match.start(),
        end=clause.start + match.end(),
        quote=match.group(),
    )


@cache
def _core() -> re.Pattern[str]:
    return re.compile(pattern_source("area_class_core_pattern"))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    name = pattern_source("area_class_name_pattern")
    return tuple(
        re.compile(p.replace("{name}", name)) for p in pattern_sources("area_class_patterns")
    )
