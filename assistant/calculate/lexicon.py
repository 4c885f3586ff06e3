"""Words of benefits (待遇词表) that the rules read cases by, from one data file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.understand.cues import Cues, read_patterns, table
from assistant.understand.lexicon import load_yaml


@dataclass(frozen=True)
class Benefits(Cues):
    """Patterns and tables of the data file ``benefits.yaml``; they are explained there."""

    grades: dict[str, re.Pattern[str]]
    ladder: tuple[str, ...]
    sorts: dict[str, re.Pattern[str]]
    settings: dict[str, re.Pattern[str]]
    beyond: dict[str, re.Pattern[str]]
    within: dict[str, str]
    numbers: dict[str, int]
    babies: dict[str, int]


@cache
def benefits() -> Benefits:
    """The data file, read once."""
    data = load_yaml("benefits.yaml")
    return Benefits(
        patterns=read_patterns(data),
        grades=table(data["grades"]),
        ladder=tuple(data["ladder"]),
        sorts=table(data["sorts"]),
        settings=table(data["settings"]),
        beyond=table(data["beyond"]),
        within=data["within"],
        numbers=data["numbers"],
        babies=data["babies"],
    )
