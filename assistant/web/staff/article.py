"""A checked text cut into passages (正文分段): what is a claim, and what stands between."""

from __future__ import annotations

from assistant.web.staff.model import Check
from corpus.model import Frozen

Span = tuple[int, int, int]
"""Start, end and the claim's number from 0."""


class Passage(Frozen):
    """Characters of the text; of the claim ``claim``, or of none."""

    text: str
    claim: int | None = None


def without_overlap(check: Check) -> list[Span]:
    """Where the claims stand; of characters that two claims share the earlier one has them.

    A claim that lies wholly in others has no characters of its own left, but it keeps its place.
    """
    spans, end = [], 0
    order = sorted(range(len(check.claims)), key=lambda n: check.claims[n].verdict.start)
    for number in order:
        found = check.claims[number].verdict
        start = max(found.start, end)
        end = max(found.end, end)
        spans.append((start, max(found.end, start), number))
    return spans


def passages(text: str, spans: list[Span]) -> list[Passage]:
    """The whole text in order; a claim without characters of its own is an empty passage."""
    found, done = [], 0
    for start, end, claim in spans:
        if done < start:
            found.append(Passage(text=text[done:start]))
        found.append(Passage(text=text[start:end], claim=claim))
        done = max(done, end)
    return [*found, Passage(text=text[done:])] if done < len(text) else found
