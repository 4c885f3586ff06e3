"""Years and days in a question (年份与日期), read against the passed-in day."""

from __future__ import annotations

import datetime as dt
import re

from assistant.model import YearAsk

RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "上一年": -1, "明年": 1, "后年": 2, "下一年": 1}
EXPLICIT = re.compile(r"(?<!\d)((?:20)?\d{2})\s*(年度|年)(?!后|内|以|之)")
THIS = re.compile(r"今年|本年|当年|这年")
DAY = re.compile(r"(?:(?<!\d)(20\d{2})年)?(?<!\d)(\d{1,2})月(\d{1,2})[日号]?")
ISO_DAY = re.compile(r"(20\d{2})[-/.](\d{1,2})[-/.](\d{1,2})")


def find_year(text: str, as_of: dt.date) -> YearAsk | None:
    """The year asked about: an explicit one first, then 明年/去年, then 今年."""
    dated = [m for m in EXPLICIT.finditer(text) if _year(m.group(1))]
    if dated:
        best = dated[-1]
        return YearAsk(
            year=_year(best.group(1)), words=best.group(), benefit_only=best.group(2) == "年度"
        )
    for word, offset in RELATIVE.items():
        if word in text:
            return YearAsk(year=as_of.year + offset, words=word)
    if THIS.search(text):
        return YearAsk(year=as_of.year, explicit=False)
    return None


def _year(digits: str) -> int:
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return year if 2000 <= year <= 2099 else 0


def find_dates(text: str, as_of: dt.date) -> tuple[dt.date, ...]:
    """Days named in the question; a day without a year is taken in the year of ``as_of``."""
    found = []
    for m in [*DAY.finditer(text), *ISO_DAY.finditer(text)]:
        try:
            found.append(dt.date(int(m.group(1) or as_of.year), int(m.group(2)), int(m.group(3))))
        except ValueError:
            continue  # 2月30日: not a day, so nothing is read from it
    return tuple(found)
