"""Words of public money (财政补助词表): which governments a text names, and what is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.understand.lexicon import load_yaml


@dataclass(frozen=True)
class FundingWords:
    """Patterns of the data file ``funding.yaml``; they are explained there."""

    tiers: dict[str, re.Pattern[str]]
    patterns: dict[str, re.Pattern[str]]

    def says(self, name: str, text: str) -> bool:
        """Whether a text says what the named pattern stands for."""
        return self.patterns[name].search(text) is not None

    def tiers_in(self, text: str) -> frozenset[str]:
        """The tiers of government (各级财政) that a text names: 市县财政 names two."""
        return frozenset(name for name, pattern in self.tiers.items() if pattern.search(text))


@cache
def funding_words() -> FundingWords:
    """The data file, read once."""
    data = load_yaml("funding.yaml")
    single = {n: re.compile(p) for n, p in data.items() if isinstance(p, str)}
    return FundingWords({n: re.compile(p) for n, p in data["tiers"].items()}, single)
