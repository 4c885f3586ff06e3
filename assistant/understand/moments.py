"""Moments in a question (日期的词): how they are written, from the data file, and their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.understand.lexicon import load_yaml


@dataclass(frozen=True)
class Around:
    """A cue beside a moment: ``behind`` it, or right ``ahead`` of it; either may be missing."""

    behind: re.Pattern[str] | None
    ahead: re.Pattern[str] | None

    def holds(self, ahead: str, behind: str) -> bool:
        """Whether the text on either side carries the cue."""
        after = self.behind is not None and self.behind.search(behind)
        return bool(after or (self.ahead is not None and self.ahead.search(ahead)))


@dataclass(frozen=True)
class Grammar:
    """The patterns of moments and the tables of their words."""

    forms: tuple[re.Pattern[str], ...]
    tables: dict[str, Any]
    bounds: dict[str, Around]
    roles: dict[str, Around]
    past: re.Pattern[str]
    future: re.Pattern[str]
    remembered: re.Pattern[str]
    missed_years: tuple[re.Pattern[str], ...]
    unclear_years: re.Pattern[str]


@cache
def grammar() -> Grammar:
    """The grammar of ``moments.yaml``."""
    data = load_yaml("moments.yaml")
    lists = ("years", "months", "days", "weeks", "parts", "units")
    words = {name: _any(data[name]) for name in lists}
    words["festivals"] = _any({**data["festivals"], **data["lunar_words"]})
    words |= {"num": data["num"], "count": data["count"], "years_count": data["years_count"]}
    year = _filled(data["year"], words)
    forms = (_filled(form, words | {"year": year}) for form in data["forms"])
    turn = f"(?P<fest>{data['year_turn']})"
    return Grammar(
        forms=tuple(re.compile(f) for f in (*forms, turn)),
        tables=data,
        bounds={name: _around(cue) for name, cue in data["bounds"].items()},
        roles={name: _around(cue) for name, cue in data["roles"].items()},
        past=re.compile(data["past"]),
        future=re.compile(data["future"]),
        remembered=re.compile(data["remembered"]),
        missed_years=tuple(re.compile(_filled(p, words)) for p in data["missed_years"]),
        unclear_years=re.compile(data["unclear_years"]),
    )


def _any(table: dict[str, Any]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


def _filled(pattern: str, words: dict[str, str]) -> str:
    for name, source in words.items():
        pattern = pattern.replace(f"{{{name}}}", source)
    return pattern


def _around(cue: dict[str, str]) -> Around:
    sides = (cue.get("behind"), cue.get("ahead"))
    behind, ahead = (re.compile(s) if s else None for s in sides)
    return Around(behind=behind, ahead=ahead)


def moments(text: str) -> list[re.Match[str]]:
    """The moments of a text in their order; of two that overlap the earlier, then the longer."""
    found = [m for form in grammar().forms for m in form.finditer(text) if m.group()]
    kept: list[re.Match[str]] = []
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept
