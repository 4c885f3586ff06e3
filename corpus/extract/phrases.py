"""Scanner for figures in words (文字数值): 全额资助, 减半, 不设等待期, 印发之日起."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.extract.figures import Figure
from corpus.extract.lexicon import patterns
from corpus.model import DatePoint, ValueKind

_ISSUED = re.compile(r"(?:印发|发布|公布|发文|下发|颁布)之日(?=起(?!第?[\d一二三四五六七八九十]))")


def scan_phrases(text: str, issued_on: dt.date | None = None) -> Iterator[Figure]:
    """Yield ratios and waivers said in words; 印发之日 is the notice's own date where known."""
    for pattern in patterns("full_patterns"):
        for match in pattern.finditer(text):
            full = match.groupdict().get("full") is not None
            said = full or match.groupdict().get("spoken") is not None
            value, label = Decimal(100 if full else 50), match.span() if said else None
            yield Figure(ValueKind.RATIO, *match.span(), value, "%", label=label)
    for pattern in patterns("waiver_patterns"):
        for match in pattern.finditer(text):
            yield Figure(ValueKind.WAIVER, *match.span(), None, label=match.span())
    if issued_on is None:
        return
    point = DatePoint(year=issued_on.year, month=issued_on.month, day=issued_on.day)
    for match in _ISSUED.finditer(text):
        yield Figure(ValueKind.DATE, *match.span(), point)
