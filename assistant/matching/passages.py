"""Sentences of a notice that say how a rule works (条文), found by the patterns of a data file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.calculate.rule import Passage
from assistant.understand.cues import cues
from corpus.library import Library
from corpus.model import Citation

SENTENCE = re.compile(r"[^。；\n]+")


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
        match = cues("passages.yaml").search(name, sentence.group())
        if match is None:
            continue
        start = offset + sentence.start()
        quote = sentence.group()
        cited = Citation(
            notice=notice, clause=clause, start=start, end=start + len(quote), quote=quote
        )
        found.append((cited, match.groups()))
    return found
