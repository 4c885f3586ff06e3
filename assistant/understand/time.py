"""Years in a question (年份), read against the passed-in day."""

from __future__ import annotations

import datetime as dt
import re

from assistant.model import YearAsk
from assistant.understand.phrasing import phrasing

RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "上一年": -1, "明年": 1, "后年": 2, "下一年": 1}
# Two digits are a year (25年的医保) unless they are a length of time: 交了10年, 满15年, 10年前.
LENGTH_BEFORE = "了满过够足共达第约近每续计少于"
LENGTH_AFTER = "前|来|多|间|级|期|限|龄|半|左右|或|才|就|可|能享|退"
EXPLICIT = re.compile(
    r"(?<!\d)(?:(20\d{2})\s*(年度|年)(?!后|内|以|之)"
    rf"|(?<![{LENGTH_BEFORE}])(\d{{2}})\s*(年度|年)(?!后|内|以|之|{LENGTH_AFTER}))"
)
BARE = re.compile(r"(?<![\d.])(20[0-4]\d)(?=呢|的|那|[?？!。]?$)")  # 「2025呢」
NEAR_YEARS = (8, 3)  # two digits name a year from eight years back to three ahead
PHRASE_END = re.compile(r"[,，。;；\s]+(?:那|现在|想|打算)?")
NOW = re.compile(r"[,，。;；\s]+(?:那|想|打算)?(?:我|他|她)?(?:现在|如今|眼下|这会)")
THIS = re.compile(r"今年|本年|当年|这年")


def find_year(text: str, as_of: dt.date) -> YearAsk | None:
    """The year asked about: an explicit one first, then 明年/去年, then 今年."""
    dated = [(m, y) for m in EXPLICIT.finditer(text) if (y := _year(m, as_of))]
    if dated:
        best, year = dated[-1]
        return YearAsk(year=year, words=best.group(), benefit_only=best.group().endswith("年度"))
    bare = BARE.search(text)
    if bare:
        return YearAsk(year=int(bare.group(1)), words=bare.group(1))
    for word, offset in RELATIVE.items():
        match = re.search(rf"{word}(?!\d{{1,2}}月)", text)
        if match and not (offset < 0 and _left_behind(text, match)):
            return YearAsk(year=as_of.year + offset, words=word)
    if THIS.search(text):
        return YearAsk(year=as_of.year, explicit=False)
    return None


def _left_behind(text: str, past: re.Match[str]) -> bool:
    """「去年选的一档，今年想改」: a past year is told, and a phrase later this year is asked."""
    later = THIS.search(text, past.end())  # 去年交380的今年涨到400了，那我交多少
    if later and not phrasing().asking.search(text[past.start() : later.start()]):
        return True
    undone = phrasing().past_told.match(text[past.start() :])  # 去年没用过医保, 封顶线提高多少
    pause = PHRASE_END.search(text, past.end())
    if pause and NOW.match(text, pause.start()) and not _asks(text, past, pause):
        return True
    if pause is None:
        return bool(undone)  # 去年没生病有啥奖励
    if _asks(text, past, pause):
        return False
    return bool(undone or THIS.match(text, pause.end()))


def _asks(text: str, past: re.Match[str], pause: re.Match[str]) -> bool:
    return phrasing().asking.search(text[past.start() : pause.start()]) is not None


def _year(match: re.Match[str], as_of: dt.date) -> int:
    """The calendar year that was said; 0 where two digits name none near ``as_of``."""
    if match.group(1):
        return int(match.group(1))
    year = 2000 + int(match.group(3))
    back, ahead = NEAR_YEARS
    return year if as_of.year - back <= year <= as_of.year + ahead else 0
