"""Lengths of time that a question tells (所说的时长), in months: 交了十二年, 断缴半年, 一年半."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.understand.cues import cues
from corpus.extract.numerals import parse_number
from corpus.extract.scan import scan
from corpus.model import Duration, DurationUnit

MONTHS = {DurationUnit.YEAR: Decimal(12), DurationUnit.MONTH: Decimal(1)}
NEAR = 8  # characters between the figure and what it is of
LITTLE = Decimal("0.01")


def told_spans(text: str) -> list[tuple[Decimal, int, int]]:
    """Months with their characters; what is told as 不到一年 lies a little below the year."""
    halves = list(_halves(text))
    found = [*halves]
    for figure in scan(text, None):
        value = figure.value
        inside = any(a <= figure.start < b for _, a, b in halves)
        if isinstance(value, Duration) and value.unit in MONTHS and not inside:
            found.append((value.amount * MONTHS[value.unit], figure.start, figure.end))
    below = cues("rungs.yaml").one("below")
    return [(m - LITTLE if below.search(text[:a]) else m, a, b) for m, a, b in found]


def _halves(text: str) -> list[tuple[Decimal, int, int]]:
    return [(_half(m), m.start(), m.end()) for m in cues("rungs.yaml").one("half").finditer(text)]


def _half(match: re.Match[str]) -> Decimal:
    if match["alone"]:
        return Decimal(6) if match["alone"] == "半年" else Decimal("0.5")
    unit = MONTHS[DurationUnit.YEAR if match["unit"] == "年" else DurationUnit.MONTH]
    whole = parse_number(match["whole"]) or Decimal(0)
    return (whole + Decimal("0.5")) * unit
