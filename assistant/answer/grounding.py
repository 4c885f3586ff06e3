"""Figures of a text and what carries them (数字的依据): a number counts with its unit.

27 of a document number carries no 27元, and 410元 carries no 410%. Chinese numerals are figures
like all others; 一老一小 and 统一 hold none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.extract.numerals import parse_number
from corpus.extract.scan import mask, scan
from corpus.model import Duration, DurationUnit, ValueKind

Day = tuple[int, int]

_WIDTHS = str.maketrans("０１２３４５６７８９％．，", "0123456789%.,")
_GAP = re.compile(r"(?<=[\d年月]) +(?=[\d年月日元万亿%倍个天])")
_CHARS = "零〇一二两三四五六七八九十百千万亿"
_DATE = re.compile(
    r"(?<!\d)(\d{1,2})月份?(\d{1,2})(?:[日号]|(?![\d.元%万个]))"
    r"|(?<=\d{4}[-/.])(\d{1,2})[-/.](\d{1,2})(?!\d)"
)
_UNITS = {
    "元": "元",
    "块": "元",
    "%": "%",
    "‰": "‰",
    "个百分点": "点",
    "成": "成",
    "倍": "倍",
    "个月": "个月",
    "个自然月": "个月",
    "月": "月",
    "个工作日": "工作日",
    "工作日": "工作日",
    "日": "日",
    "号": "号",
    "天": "天",
    "年": "年",
    "周岁": "岁",
    "岁": "岁",
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
# 元旦 is no money, 成年人 no tenth.
_NO_UNIT = "(?!元[化素旦件]|成[员立为果本年人功长])"
_TOKEN = re.compile(
    rf"(?P<percent>百分之)?"
    rf"(?:(?P<digits>(?<![\d.])(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?[十百千]?[万亿]{{0,2}})"
    rf"|(?P<words>(?<![{_CHARS}])[{_CHARS}]+(?:点[零一二三四五六七八九]+)?))"
    rf"(?:[（(]?{_NO_UNIT}(?P<unit>{_UNIT}))?"
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
# 670和400元: a number takes the unit of the next one in its list or range.
_LISTED = re.compile(r"[、,和与及或至到—–~～/\-]{1,2}")
# Behind these a Chinese numeral is part of a word, before those of a name (二七区).
_WORD_BEFORE = frozenset("统唯同之第专单逐划进不")
_NAME_AFTER = frozenset("区县市乡镇村路街大")
_ALONE = frozenset(("元", "%", "成", "倍", "个月", "点", "天"))
_YEAR = 1900


@dataclass(frozen=True)
class Token:
    """One figure of a text: its number, its unit (empty: none stands behind it), its place."""

    number: Decimal
    unit: str
    start: int
    end: int


@dataclass
class Carried:
    """All that sources carry: numbers with units, numbers at all, and days of the year."""

    figures: set[tuple[Decimal, str]] = field(default_factory=set)
    numbers: set[Decimal] = field(default_factory=set)
    bare: set[Decimal] = field(default_factory=set)
    days: set[Day] = field(default_factory=set)

    def take(self, texts: Iterable[str]) -> None:
        """Take in the figures of texts."""
        for text in texts:
            days, tokens = read(text)
            self.days |= set(days)
            self.figures |= {(t.number, t.unit) for t in tokens}
            self.numbers |= {t.number for t in tokens}
            self.numbers |= {Decimal(n) for n in _PLAIN.findall(text.translate(_WIDTHS))}

    def take_steps(self, texts: Iterable[str]) -> None:
        """Take in steps: the bare numbers of a calculation are amounts."""
        for text in texts:
            self.take([text])
            self.bare |= {t.number for t in read(text)[1] if not t.unit}

    def take_quotes(self, quotes: Iterable[str]) -> None:
        """Take in what the grammar of the notices reads from quotes (减半 is 50%)."""
        for quote in quotes:
            for figure in scan(mask(quote)):
                number = figure.value
                if isinstance(number, Duration):
                    self._add(number.amount, _DURATIONS.get(number.unit, ()))
                elif isinstance(number, Decimal):
                    self._add(number, _KINDS.get(figure.kind, ()))

    def _add(self, number: Decimal, units: tuple[str, ...]) -> None:
        self.numbers.add(number)
        self.figures |= {(number, unit) for unit in units}

    def has(self, token: Token) -> bool:
        """Whether a figure stands in the sources, with its unit if it has one."""
        if not token.unit or (token.unit == "年" and token.number >= _YEAR):
            return token.number in self.numbers
        if token.unit == "月" and any(m == token.number for m, _ in self.days):
            return True
        return (token.number, token.unit) in self.figures or token.number in self.bare

    def has_day(self, day: Day) -> bool:
        """Whether a day of the year stands in the sources."""
        return day in self.days


_KINDS: dict[ValueKind, tuple[str, ...]] = {
    ValueKind.MONEY: ("元",),
    ValueKind.RATIO: ("%",),
    ValueKind.POINTS: ("点",),
    ValueKind.MULTIPLE: ("倍",),
    ValueKind.AGE: ("岁",),
}
_DURATIONS: dict[DurationUnit, tuple[str, ...]] = {
    DurationUnit.DAY: ("日", "天"),
    DurationUnit.WORKDAY: ("工作日",),
    DurationUnit.MONTH: ("个月",),
    DurationUnit.YEAR: ("年",),
}


def read(text: str) -> tuple[list[Day], list[Token]]:
    """The days of the year (month, day) and the figures of a text, in reading order."""
    text = _GAP.sub("", text.translate(_WIDTHS))
    days: list[Day] = []

    def keep(match: re.Match[str]) -> str:
        month, day = (int(part) for part in match.groups() if part)
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return match[0]
        days.append((month, day))
        return "；" * len(match[0])

    text = _DATE.sub(keep, text)
    return days, _shared_units(text, list(_tokens(text)))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        unit = "%" if match["percent"] else _UNITS.get(match["unit"] or "", "")
        if match["words"] and not _is_numeral(match, unit, text):
            continue
        try:
            number = parse_number(match["digits"] or match["words"])
        except ValueError:
            continue
        if unit in ("成", "‰"):
            number, unit = (number * 10 if unit == "成" else number / 10), "%"
        yield Token(number, "" if unit == "号" else unit, *match.span())


def _is_numeral(match: re.Match[str], unit: str, text: str) -> bool:
    """Whether Chinese numeral characters are a number here and not part of a word."""
    start, end = match.span("words")
    before = "" if match["percent"] else text[max(start - 1, 0) : start]
    if before in _WORD_BEFORE or text[end : end + 1] in _NAME_AFTER:
        return False
    if len(match["words"]) > 1 or match["percent"]:
        return True
    # 哪一天 and 最后一天 count nothing.
    return unit in _ALONE and not (unit == "天" and match["words"] == "一")


def _shared_units(text: str, tokens: list[Token]) -> list[Token]:
    shared: list[Token] = []
    after: Token | None = None
    for token in reversed(tokens):
        if not token.unit and after and _LISTED.fullmatch(text[token.end : after.start]):
            token = Token(token.number, after.unit, token.start, token.end)
        shared.append(token)
        after = token
    return shared[::-1]


def loose_figures(text: str, carried: Carried) -> list[str]:
    """The figures of a text that the sources do not carry, readable."""
    days, tokens = read(text)
    missing = [f"{m}月{d}日" for m, d in days if not carried.has_day((m, d))]
    return missing + [f"{t.number:f}{t.unit}" for t in tokens if not carried.has(t)]
