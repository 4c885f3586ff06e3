"""Words of benefits (待遇词表) that the rules read cases by, from one data file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.understand.lexicon import load_yaml


@dataclass(frozen=True)
class Benefits:
    """Patterns of the data file ``benefits.yaml``; the flags are explained there."""

    grades: dict[str, re.Pattern[str]]
    ladder: tuple[str, ...]
    settings: dict[str, re.Pattern[str]]
    within: dict[str, str]
    numbers: dict[str, int]
    babies: dict[str, int]
    patterns: dict[str, re.Pattern[str]]

    def says(self, name: str, text: str) -> bool:
        """Whether a text says what the named pattern stands for."""
        return bool(self.patterns[name].search(text))

    @property
    def from_threshold(self) -> re.Pattern[str]:
        """A band that begins at the threshold."""
        return self.patterns["from_threshold"]


@cache
def benefits() -> Benefits:
    """The data file, read once."""
    data = load_yaml("benefits.yaml")
    single = {n: re.compile(p) for n, p in data.items() if isinstance(p, str)}
    return Benefits(
        grades={n: re.compile(p) for n, p in data["grades"].items()},
        ladder=tuple(data["ladder"]),
        settings={n: re.compile(p) for n, p in data["settings"].items()},
        within=data["within"],
        numbers=data["numbers"],
        babies=data["babies"],
        patterns=single,
    )
