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
PARTS = re.compile(r"(?<=\d)[:∶](?=\d)")
COUNTY = re.compile(r"县（[^（）]{1,4}）级")
COUNTS = "二三四五六七八九"
YOUNGER = re.compile(r"(?:[未不]满|年?满|(?<!\d)0至)(?=\d+周岁)|(?<=\d周岁)(?:及?以[下内上])")
DIGIT = re.compile(r"\d+(?:\.\d+)?")
FIGURE = "◇"
"""Stands for the figure that is compared apart."""
NEAR = 0.6
"""Least share of a claim that stands in the sentence in its order, for the two to be compared."""
AROUND, AT_EDGE, WINDOWS, SHORTEST, MOST = 3, 2, (2, 12), 2, 4
"""Characters that are looked at around a difference, beside one at the claim's edge, and at both
sides of the claim's longest run of the sentence's characters; a run of one is chance; of a
run that comes again so many places are tried."""


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
    """A text without punctuation and the number of its article, its counts in digits (两年)."""
    text = COUNTY.sub("县级", text)
    text = YOUNGER.sub("", PARTS.sub("比", text))  # ages are compared apart
    return DROPPED.sub("", check_words().counts.sub(_counted, BAND.sub("至", text)))


def _counted(found: re.Match[str]) -> str:
    return str(COUNTS.index(found.group().replace("两", "二")) + 2)


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
    found = [_compared(mine, theirs, *near) for near in _windows(mine, theirs)]
    best = max(found, key=lambda told: told.share)  # of equal ones, that of the narrowest stretch
    return best if best.share >= NEAR else _near(_compared(mine, theirs, 0, len(theirs)))


def _near(told: Laid) -> Laid | None:
    return told if told.share >= NEAR else None


def _windows(mine: str, theirs: str) -> Iterator[tuple[int, int]]:
    """Stretches of a sentence around what the claim has longest of it, the narrowest first."""
    run = SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match()
    told, whole = re.escape(mine[run.a : run.a + run.size]), (0, len(theirs))
    places = [m.start() - run.a for m in re.finditer(told, theirs)] if run.size else [0]
    for more in WINDOWS:
        for first in places[:MOST]:
            start, end = max(first - more, 0), first + len(mine) + more
            yield whole if FIGURE in mine and FIGURE not in theirs[start:end] else (start, end)


def _compared(mine: str, theirs: str, start: int, end: int) -> Laid:
    """The claim beside the stretch ``[start, end)`` of a sentence."""
    runs = SequenceMatcher(None, mine, theirs[start:end], autojunk=False).get_matching_blocks()
    long = [Match(run.a, run.b + start, run.size) for run in runs if _counts(mine, run)]
    kept = sum(run.size for run in long) / max(len(mine), 1)
    return Laid(mine, theirs, kept, tuple(_slots(mine, theirs, long)))


def _counts(mine: str, run: Match) -> bool:
    """Whether a run of the same characters is no chance."""
    return run.size >= SHORTEST or (run.size > 0 and mine[run.a] == FIGURE)


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
