"""Numbers and dates in Chinese text (数字与日期), for checking that an answer is grounded.

This reader is written apart from the one that extracts values, so that one mistake cannot hide
in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

DateParts = tuple[int | None, int | None, int | None]

_FULL_WIDTH = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:年度?|-|/|\.)(?P<m>\d{1,2})(?:月份?|-|/|\.)(?P<d>\d{1,2})(?:日|(?!\d))"
    r"|(?<!\d)(?P<y2>(?:19|20)\d\d)(?:年|-)(?P<m2>\d{1,2})(?:月|(?![\d.]))"
    r"|(?<!\d)(?P<m3>\d{1,2})月(?P<d3>\d{1,2})(?:日|号)"
    r"|(?<!\d)(?P<y4>(?:19|20)\d\d)(?=年|〕|\]|\))"
    r"|(?<![\d个])(?P<m5>\d{1,2})月"
)
_NUMBER = re.compile(
    r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>[万亿千百]?)(?P<pct>%?)"
)
_HAN = re.compile(
    r"(?P<pct>百分之)?(?P<n>[零〇一二两三四五六七八九十百千万亿俩仨]+)(?=万?元|块|个?百分点|个月|倍|周?岁|年|天|次|家)"
    r"|百分之(?P<n2>[零〇一二两三四五六七八九十百千]+)"
)
_ENGLISH_YEAR = re.compile(r"(?i)\byear ((?:19|20)\d\d)\b")
_LIST_MARK = re.compile(r"(?m)(?:^|(?<=“))[ \t]*\d{1,2}[.、．)）](?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)([23]\d)年")
_YEAR_WORDS = {"前年": -2, "去年": -1, "上年": -1, "明年": 1, "来年": 1, "下一年": 1, "后年": 2}
_SHARES = {"全额": Decimal(100), "减半": Decimal(50)}
_HAN_RUN = re.compile(r"[零一二两三四五六七八九十百千万]{2,}")
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = dict(
    zip("零〇一二两三四五六七八九俩仨", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3), strict=True)
)


@dataclass
class Numbers:
    """The figures of a text: ``plain`` numbers, ``percents``, and ``dates`` as (y, m, d) parts."""

    plain: set[Decimal] = field(default_factory=set)
    percents: set[Decimal] = field(default_factory=set)
    dates: set[DateParts] = field(default_factory=set)

    def add(self, other: Numbers) -> None:
        """Take in the figures of another text."""
        self.plain |= other.plain
        self.percents |= other.percents
        self.dates |= other.dates

    def has_date(self, parts: DateParts) -> bool:
        """Whether the date, or its day and its year apart, are here; a part of a date counts."""
        year, month, day = parts
        if any(_within(parts, known) for known in self.dates):
            return True
        rest = (None, month, day)
        years = {known[0] for known in self.dates}
        return month is not None and year in years and any(_same_day(rest, k) for k in self.dates)


def _within(parts: DateParts, known: DateParts) -> bool:
    return all(part is None or part == of for part, of in zip(parts, known, strict=True))


def _same_day(rest: DateParts, known: DateParts) -> bool:
    return known[0] is None and _within(rest, known)


def han_number(text: str) -> Decimal | None:
    """Read a Chinese numeral (四百一十 → 410); None where it isn't one."""
    total, section, digit = 0, 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        elif char in "万亿":
            total = (total + section + digit) * _SCALES[char]
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit)


def _take_dates(text: str, into: Numbers) -> str:
    def keep(match: re.Match[str]) -> str:
        got = match.groupdict()
        parts = [next((got[k] for k in keys if got[k]), None) for keys in _DATE_KEYS]
        year, month, day = (int(part) if part else None for part in parts)
        into.dates.add((year, month, day))
        return "，"

    return _DATE.sub(keep, text)


_DATE_KEYS = (("y", "y2", "y4"), ("m", "m2", "m3", "m5"), ("d", "d3"))


def _take_han(text: str, into: Numbers, generous: bool) -> None:
    for match in _HAN.finditer(text):
        numeral = match["n"] or match["n2"]
        value = han_number(numeral)
        # 一年、一块儿 are mostly words: they make no claim, but they can carry one.
        if value is not None and (generous or numeral != "一"):
            (into.percents if match["pct"] or match["n2"] else into.plain).add(value)
    if generous:
        runs = (han_number(run) for run in _HAN_RUN.findall(text))
        into.plain |= {value for value in runs if value is not None}


def read_numbers(text: str, generous: bool = False) -> Numbers:
    """All figures of a text; numbers with 万/亿 count in base units, list numbering not at all.

    ``generous`` reads sources: there any Chinese numeral counts, in a claim only one with a unit.
    """
    found = Numbers()
    rest = _ENGLISH_YEAR.sub(r"\1年", text.translate(_FULL_WIDTH))
    rest = _LIST_MARK.sub("", rest.replace(" ", ""))
    rest = _take_dates(rest, found)
    for match in _NUMBER.finditer(rest):
        value = Decimal(match["n"].replace(",", "")) * _SCALES[match["scale"]]
        (found.percents if match["pct"] else found.plain).add(value.normalize())
    _take_han(_NUMBER.sub("", rest), found, generous)
    found.percents |= {share for word, share in _SHARES.items() if word in rest}
    return found


def asked_years(turns: Iterable[str], as_of_year: int) -> list[str]:
    """The years that a question names in its own way: 26年 → 2026年, and 明年, 去年."""
    text = "，".join(turns)
    years = [2000 + int(short) for short in _SHORT_YEAR.findall(text)]
    years += [as_of_year + shift for word, shift in _YEAR_WORDS.items() if word in text]
    return [f"{year}年" for year in years]


def ungrounded(text: str, sources: Iterable[str], exempt: Iterable[str] = ()) -> list[str]:
    """Figures of ``text`` that stand in none of ``sources`` (没有出处的数字), readable."""
    wanted, known = read_numbers(text), Numbers()
    for source in sources:
        known.add(read_numbers(source, generous=True))
    free = {Decimal(number) for number in exempt}
    plain = {n for n in wanted.plain if n not in known.plain | known.percents | free}
    percents = wanted.percents - known.percents
    dates = [d for d in wanted.dates if not known.has_date(d)]
    return [
        *(f"{n:f}" for n in sorted(plain)),
        *(f"{n:f}%" for n in sorted(percents)),
        *sorted("-".join("?" if p is None else str(p) for p in d) for d in dates),
    ]


def count_figures(text: str) -> int:
    """How many different figures and dates the text says."""
    found = read_numbers(text)
    return len(found.plain) + len(found.percents) + len(found.dates)
