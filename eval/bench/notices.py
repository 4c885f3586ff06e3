"""Invented notices for the bench (虚构文件): any number of them, the same for the same seed.

Every notice has a place and a year of its own from the real place tree; its sentences are drawn
from ``notices.yaml`` with its own figures, and it goes the product's own way from text to values.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from corpus.jurisdictions import Places, places
from corpus.model import Frozen, Jurisdiction, Level

WORDS = Path(__file__).parent / "notices.yaml"
SEED = 20241015
FIRST_YEAR = 2025
NUMERALS = "一二三四五六七八九十"


class Section(Frozen):
    """A part of a notice: its heading, and its items with the wordings to choose from (a|b)."""

    heading: str
    items: tuple[str, ...]


class Wording(Frozen):
    """What the notices are made of; ``figures`` are (lowest, highest, step)."""

    figures: Mapping[str, tuple[int, int, int]]
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    sections: tuple[Section, ...]


class Invented(Frozen):
    """One invented notice: its file name, its text and the place that it is of (adcode)."""

    name: str
    text: str
    place: str
    year: int


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The sentences, read once."""
    return Wording.model_validate(yaml.safe_load(WORDS.read_text(encoding="utf-8")))


def invented(count: int, seed: int = SEED) -> Iterator[Invented]:
    """``count`` notices; the first ones are the same whatever the count."""
    tree = places()
    order = where(tree, seed)
    for number in range(count):
        turn, at = divmod(number, len(order))
        chance = random.Random(f"{seed}/{number}")
        yield _notice(tree, order[at], FIRST_YEAR + turn, number, chance)


def where(tree: Places, seed: int) -> list[Jurisdiction]:
    """The places that issue notices, in the order of the seed: cities and counties of one name.

    A name that several places share would have to be written with its city; they are left out.
    """
    found = [p for p in tree.all() if p.level in (Level.CITY, Level.COUNTY) and _plain(tree, p)]
    random.Random(seed).shuffle(found)
    return found


def _plain(tree: Places, place: Jurisdiction) -> bool:
    said = [(p.adcode, start) for p, start, _ in tree.find_all(f"{place.name}医疗保障局")]
    return said == [(place.adcode, 0)]


def _notice(
    tree: Places, place: Jurisdiction, year: int, number: int, chance: random.Random
) -> Invented:
    words = wording()
    filled = {name: _drawn(span, chance) for name, span in words.figures.items()}
    filled |= {"place": place.name, "year": str(year), "before": str(year - 1)}
    issuer = f"{place.name}医疗保障局"
    signed = dt.date(year - 1, 8, chance.randint(1, 28))
    lines = [
        issuer,
        f"{tree.short_name(place.adcode)}医保发〔{year - 1}〕{number + 1}号",
        chance.choice(words.titles).format_map(filled),
        "各有关单位：",
        chance.choice(words.openings).format_map(filled),
        *_body(words.sections, filled, chance),
        issuer,
        f"{signed.year}年{signed.month}月{signed.day}日",
    ]
    return Invented(
        name=f"{place.adcode}-{year}.txt", text="\n".join(lines), place=place.adcode, year=year
    )


def _drawn(span: tuple[int, int, int], chance: random.Random) -> str:
    low, high, step = span
    return str(chance.randrange(low, high + 1, step))


def _body(
    sections: Sequence[Section], filled: Mapping[str, str], chance: random.Random
) -> Iterator[str]:
    """Headings 一、二、 and items （一）（二） counted through, as notices do."""
    for at, section in enumerate(sections):
        yield f"{NUMERALS[at]}、{section.heading}"
        for count, choices in enumerate(section.items):
            chosen = chance.choice(choices.split("|"))
            yield f"（{NUMERALS[count]}）{chosen.format_map(filled)}"
