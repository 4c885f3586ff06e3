"""Sentences of a notice that say how a rule works (条文), found by the patterns of a data file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import yaml

from assistant.calculate.rule import Passage
from assistant.understand.lexicon import FOLDER
from corpus.library import Library
from corpus.model import Citation

SENTENCE = re.compile(r"[^。；\n]+")


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    raw = yaml.safe_load((FOLDER / "passages.yaml").read_text("utf-8"))
    return {name: tuple(re.compile(p) for p in found) for name, found in raw.items()}


def find_passages(library: Library, notice: str, names: Sequence[str]) -> list[Passage]:
    """The passages of these names in a notice, in reading order; each once a sentence."""
    if not names:
        return []
    clauses = library.entries[notice].document.clauses
    return [
        Passage(name=name, citation=citation, words=words)
        for clause in clauses
        for name in names
        for citation, words in _in_clause(clause.text, clause.id, clause.start, notice, name)
    ]


def _in_clause(
    text: str, clause: str, offset: int, notice: str, name: str
) -> list[tuple[Citation, tuple[str, ...]]]:
    found = []
    for sentence in SENTENCE.finditer(text):
        match = next((m for p in _patterns()[name] if (m := p.search(sentence.group()))), None)
        if match is None:
            continue
        start = offset + sentence.start()
        quote = sentence.group()
        cited = Citation(
            notice=notice, clause=clause, start=start, end=start + len(quote), quote=quote
        )
        found.append((cited, match.groups()))
    return found
