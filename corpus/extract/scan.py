"""All scanners together (扫描): the figures of a text, without overlaps."""

from __future__ import annotations

import datetime as dt
import re

from corpus.extract.dates import scan_dates
from corpus.extract.figures import Figure
from corpus.extract.lexicon import patterns
from corpus.extract.phrases import scan_phrases
from corpus.extract.quantities import scan_quantities
from corpus.extract.spoken import plainly
from corpus.extract.starts import scan_starts
from corpus.model import ValueKind

BLANK = "\x00"
_ORDER = (
    ValueKind.PERIOD,
    ValueKind.DATE,
    ValueKind.MONEY,
    ValueKind.POINTS,
    ValueKind.RATIO,
    ValueKind.MULTIPLE,
    ValueKind.AGE,
    ValueKind.DURATION,
    ValueKind.WAIVER,
    ValueKind.COUNT,
)


def mask(text: str) -> str:
    """Return ``text`` with titles, document numbers and the like blanked; same length."""
    for pattern in patterns("masked_patterns"):
        text = pattern.sub(lambda m: BLANK * len(m[0]), text)
    return text


def scan(text: str, issued_on: dt.date | None = None) -> list[Figure]:
    """Return the figures of a (masked) text in reading order; of overlapping ones the sounder kind.

    The two ends of a range stay together: they share their characters on purpose.
    """
    found = [*scan_dates(text, issued_on), *scan_quantities(text), *scan_phrases(text, issued_on)]
    found.sort(key=lambda f: (_ORDER.index(f.kind), f.start))
    taken = bytearray(len(text) + 1)
    kept: dict[tuple[int, int], list[Figure]] = {}
    for figure in found:
        span = (figure.start, figure.end)
        if span in kept and kept[span][0].kind is figure.kind and figure.bound is not None:
            kept[span].append(figure)
        elif not any(taken[figure.start : figure.end]):
            kept[span] = [figure]
            taken[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)
    return [f for span in sorted(kept) for f in kept[span]]


def parse_figures(quote: str, issued_on: dt.date | None = None) -> list[Figure]:
    """Return the figures that fill ``quote`` exactly: the way back from a citation to its value."""
    # Some figures are figures only beside a word that is not part of them (2025年|起, 每|两次).
    for before, after in (("", ""), ("", "起"), ("每", "")):
        whole = (len(before), len(before) + len(quote))
        text = before + plainly(quote) + after
        figures = [*scan(text, issued_on), *scan_starts(text)]
        if found := [f for f in figures if (f.start, f.end) == whole]:
            return found
    return []


def has_figure(text: str) -> bool:
    """Tell whether a stretch of masked text holds a figure or a digit."""
    return bool(re.search(r"\d", text)) or bool(scan(text))
