"""What cannot be (不可能的输入): days, ages, head counts and amounts that nobody has."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from re import Match, Pattern, compile

from assistant.model import Impossible
from assistant.understand.amounts import absurd_amounts
from assistant.understand.lexicon import people
from assistant.understand.people_tokens import OLDEST, read_number


@cache
def _counts() -> tuple[Pattern[str], ...]:
    """Patterns of impossible head counts, before a word for a person."""
    lexicon = people()
    nouns = "|".join(sorted(lexicon.nouns, key=len, reverse=True))
    return tuple(compile(p.replace("{nouns}", nouns)) for p in lexicon.impossible_counts)


def find_impossible(text: str, no_days: Iterable[str]) -> tuple[Impossible, ...]:
    """All impossible words of a text; ``no_days`` are those that no calendar has."""
    found = [Impossible(kind="day", words=w) for w in no_days]
    ages = [m.group() for m in people().any_age.finditer(text) if not _is_age(m)]
    found += [Impossible(kind="age", words=w) for w in ages]
    counts = [m["words"] for p in _counts() for m in p.finditer(text)]
    found += [Impossible(kind="count", words=w) for w in counts]
    found += [Impossible(kind="amount", words=w) for w in absurd_amounts(text)]
    return tuple(dict.fromkeys(found))


def _is_age(match: Match[str]) -> bool:
    said = match["n"]
    negative = said.startswith(("-", "−", "负"))
    digits = said.lstrip("-−负")
    age = Decimal(digits) if digits[0].isdigit() else read_number(digits)
    return not negative and age <= OLDEST
