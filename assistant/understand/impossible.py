"""What cannot be (不可能的输入): days, ages, years, head counts and amounts that nobody has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from re import Match

from assistant.model import Impossible
from assistant.understand.amounts import absurd_amounts
from assistant.understand.cues import Cues, read_patterns
from assistant.understand.lexicon import load_yaml, people
from assistant.understand.people_tokens import read_number
from corpus.extract.numerals import parse_number

MINUS = "-−负"
LARGE = frozenset("千万亿")
FILE = "impossible.yaml"


@dataclass(frozen=True)
class Bounds(Cues):
    """The patterns of the data file, and the least and greatest number of each kind."""

    limits: dict[str, tuple[int, int]]


@cache
def _bounds() -> Bounds:
    data = load_yaml(FILE)
    nouns = "|".join(sorted(people().nouns, key=len, reverse=True))
    limits = {name: (low, high) for name, (low, high) in data["limits"].items()}
    return Bounds(patterns=read_patterns(data, nouns), limits=limits)


def find_impossible(text: str, no_days: Iterable[str]) -> tuple[Impossible, ...]:
    """All impossible words of a text; ``no_days`` are those that no calendar has."""
    found = [Impossible(kind="day", words=w) for w in no_days]
    found += [Impossible(kind="age", words=w) for w in _beyond("age", text)]
    found += [Impossible(kind="year", words=w) for w in _beyond("year", text)]
    never = [_words(m) for p in _bounds().patterns["never"] for m in p.finditer(text)]
    found += [Impossible(kind="count", words=w) for w in (*never, *_beyond("persons", text))]
    found += [Impossible(kind="amount", words=w) for w in absurd_amounts(text)]
    return tuple(dict.fromkeys(found))


def _beyond(name: str, text: str) -> Iterator[str]:
    """The words whose number lies outside the limits of the named kind."""
    low, high = _bounds().limits[name]
    for pattern in _bounds().patterns[name]:
        for match in pattern.finditer(text):
            number = _number(match["n"])
            if number is not None and not low <= number <= high:
                yield _words(match)


def _words(match: Match[str]) -> str:
    return match.groupdict().get("words") or match.group()


def _number(said: str) -> Decimal | None:
    """The number said: -3, 68, 七八 (the lower of the two), 一百万; ``None`` for 一千千."""
    digits = said.lstrip(MINUS)
    sign = -1 if digits != said else 1
    plain = digits[0].isdigit() or LARGE & set(digits)
    try:
        return sign * (parse_number(digits) if plain else read_number(digits))
    except ValueError:  # 一千千
        return None
