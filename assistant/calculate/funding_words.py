"""Words of public money (财政补助词表): which governments a text names, and what is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.understand.cues import Cues, read_patterns, table
from assistant.understand.lexicon import load_yaml


@dataclass(frozen=True)
class FundingWords(Cues):
    """Patterns of the data file ``funding.yaml``; they are explained there."""

    tiers: dict[str, re.Pattern[str]]

    def tiers_in(self, text: str) -> frozenset[str]:
        """The tiers of government (各级财政) that a text names: 市县财政 names two."""
        return frozenset(name for name, pattern in self.tiers.items() if pattern.search(text))


@cache
def funding_words() -> FundingWords:
    """The data file, read once."""
    data = load_yaml("funding.yaml")
    return FundingWords(patterns=read_patterns(data), tiers=table(data["tiers"]))
