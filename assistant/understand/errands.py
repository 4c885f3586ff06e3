"""Errands in a question (办事): deadlines, materials, handling times, penalties, refunds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.understand.lexicon import load_yaml
from corpus.model import ValueKind


@dataclass(frozen=True)
class Errand:
    """One thing that people ask about doing something; the fields are told in the data file."""

    id: str
    ask: tuple[re.Pattern[str], ...]
    tell: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...] = ()
    kinds: tuple[ValueKind, ...] = ()
    alone: bool = False
    whole: bool = False
    timely: bool = False
    strict: bool = False
    own: bool = False
    instead: bool = False
    first: bool = False
    plain: bool = False
    over: tuple[str, ...] = ()
    aside: re.Pattern[str] | None = None

    def heard(self, text: str) -> bool:
        """Whether the text asks this."""
        asked = any(p.search(text) for p in self.ask)
        return asked and not any(p.search(text) for p in self.unless)

    def told_by(self, sentence: str, question: str) -> bool:
        """Whether a sentence answers it, and is not for a case that the question leaves out."""
        other = self.aside and self.aside.search(sentence) and not self.aside.search(question)
        return bool(self.tell.search(sentence)) and not other


@cache
def errands() -> tuple[Errand, ...]:
    """All errands, in the order in which they are told."""
    return tuple(
        Errand(
            id=entry["id"],
            ask=tuple(map(re.compile, entry["ask"])),
            tell=re.compile(entry["tell"]),
            unless=tuple(map(re.compile, entry.get("unless", ()))),
            kinds=tuple(map(ValueKind, entry.get("kinds", ()))),
            alone=bool(entry.get("alone")),
            whole=bool(entry.get("all")),
            timely=bool(entry.get("timely")),
            strict=bool(entry.get("strict")),
            own=bool(entry.get("own")),
            instead=bool(entry.get("instead")),
            first=bool(entry.get("first")),
            plain=bool(entry.get("plain")),
            over=tuple(entry.get("over", ())),
            aside=re.compile(entry["aside"]) if "aside" in entry else None,
        )
        for entry in load_yaml("errands.yaml")["errands"]
    )


def find_errands(text: str) -> tuple[Errand, ...]:
    """The errands that a question asks about."""
    return tuple(e for e in errands() if e.heard(text))


@cache
def _alike() -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, load_yaml("errands.yaml")["alike"]))


def alike_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of words for one thing of which the text uses one."""
    return tuple(row for row in _alike() if any(word in text for word in row))
