"""A claim laid beside a sentence (逐字对照): where the two differ, with what stands around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache

from assistant.check.lexicon import check_words

DROPPED = re.compile(r"[，,、。；：:\s“”‘’「」（）()《》·]|第[一二三四五六七八九十百]+条")
BAND = re.compile(r"(?:以上)?[至到—-](?=\d)")
DIGIT = re.compile(r"\d+(?:\.\d+)?")
FIGURE = "◇"
"""Stands for the figure that is compared apart."""
NEAR = 0.6
"""Least share of a claim that stands in the sentence in its order, for the two to be compared."""
AROUND, AT_EDGE, WINDOW, SHORTEST = 3, 2, 12, 2
"""Characters that are looked at around a difference, beside one at the claim's edge, and at both
sides of the claim's longest run of the sentence's characters; a run of one is chance."""


@dataclass(frozen=True)
class Span:
    """The stretch ``[start, end)`` of a text, which may be empty."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """What stands in it."""
        return self.text[self.start : self.end]

    @property
    def inner(self) -> bool:
        """Whether the text goes on before and behind it."""
        return self.start > 0 and self.end < len(self.text)

    @property
    def number(self) -> str:
        """The number that stands in it in part or whole, where it is one."""
        found = [m.group() for m in DIGIT.finditer(self.text) if self._touches(m)]
        return found[0] if len(found) == 1 else ""

    def holds(self, word: re.Pattern[str]) -> bool:
        """Whether a word stands in it in part or whole; across it where it is empty."""
        near = max(self.start - AROUND, 0)
        return any(map(self._touches, word.finditer(self.text, near, self.end + AROUND)))

    def _touches(self, found: re.Match[str]) -> bool:
        return found.start() < self.end and self.start < found.end()


@dataclass(frozen=True)
class Slot:
    """Words of a claim where the sentence has others; either may be none."""

    mine: Span
    theirs: Span


@dataclass(frozen=True)
class Laid:
    """A claim beside a sentence: where they differ, and the share of the claim that is the same."""

    mine: str
    theirs: str
    share: float
    slots: tuple[Slot, ...]


def bare(text: str) -> str:
    """A text without punctuation and the number of its article."""
    return DROPPED.sub("", BAND.sub("至", text))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The same with one word for all that say the same."""
    return bare(check_words().plain(text))


def laid(mine: str, theirs: str) -> Laid | None:
    """The two side by side; ``None`` where they have too little in common."""
    at = theirs.find(mine)
    if at >= 0:
        before = (Slot(Span(mine, 0, 0), Span(theirs, 0, at)),) if at else ()
        return Laid(mine, theirs, 1.0, before)
    near = _window(mine, theirs)
    if FIGURE in mine and FIGURE not in near:
        near = theirs
    return _compared(mine, near, theirs) or _compared(mine, theirs, theirs)


def _window(mine: str, theirs: str) -> str:
    """The stretch of a sentence around what the claim has longest of it."""
    run = SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match()
    first = run.b - run.a
    return theirs[max(first - WINDOW, 0) : first + len(mine) + WINDOW]


def _compared(mine: str, near: str, theirs: str) -> Laid | None:
    runs = [run for run in _runs(mine, near) if run.size >= SHORTEST or FIGURE in mine[run.a :][:1]]
    kept = sum(run.size for run in runs) / max(len(mine), 1)
    return Laid(mine, theirs, kept, tuple(_slots(mine, near, runs))) if kept >= NEAR else None


def _runs(mine: str, near: str) -> list[Match]:
    return SequenceMatcher(None, mine, near, autojunk=False).get_matching_blocks()


def _slots(mine: str, theirs: str, runs: Sequence[Match]) -> Iterator[Slot]:
    """Where the two differ; at the claim's edges, beside as much of the sentence as it says."""
    i, k = 0, 0
    for run in (*runs, Match(len(mine), len(theirs), 0)):
        j, m = run.a, run.b
        if j > i or m > k:
            first = max(k, m - j - AT_EDGE) if i == 0 and j else k
            last = min(m, k + j - i + AT_EDGE) if j == len(mine) and i < j and i else m
            yield Slot(Span(mine, i, j), Span(theirs, first, last))
        i, k = j + run.size, m + run.size
