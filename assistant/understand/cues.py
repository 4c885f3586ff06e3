"""A data file of patterns (词表里的句式): what each name stands for is explained in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.understand.lexicon import load_yaml

Patterns = Mapping[str, tuple[re.Pattern[str], ...]]


@dataclass(frozen=True)
class Cues:
    """The patterns of one data file by name; a name with several means any of them."""

    patterns: Patterns

    def says(self, name: str, text: str) -> bool:
        """Whether a text says what the named pattern stands for."""
        return self.search(name, text) is not None

    def search(self, name: str, text: str) -> re.Match[str] | None:
        """The first place of the first of the named patterns that occurs in a text."""
        return next((m for p in self.patterns[name] if (m := p.search(text))), None)

    def one(self, name: str) -> re.Pattern[str]:
        """The only pattern of a name; ``ValueError`` where it has several."""
        (pattern,) = self.patterns[name]
        return pattern


@cache
def cues(file: str) -> Cues:
    """All patterns of a data file, read once."""
    return Cues(read_patterns(load_yaml(file)))


def read_patterns(data: Mapping[str, Any], nouns: str = "") -> Patterns:
    """The entries that are patterns or lists of them; tables of other things are left out.

    ``{n}`` in a pattern stands for the entry ``number`` of the file, ``{nouns}`` for ``nouns``.
    """
    number = data.get("number", "")
    listed = {n: [p] if isinstance(p, str) else p for n, p in data.items()}
    return {
        name: tuple(re.compile(p.replace("{n}", number).replace("{nouns}", nouns)) for p in found)
        for name, found in listed.items()
        if isinstance(found, list)
    }


def table(data: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """A table of patterns of one kind (grades, tiers of government), in the file's order."""
    return {name: re.compile(p) for name, p in data.items()}
