"""Automatic numbering of Word (自动编号) written out: 一、 （一） 1. 第一条."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_FORMAL = dict(zip("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟", strict=True))
_ROMAN: tuple[tuple[int, str], ...] = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_LEVELS = 9


def attribute(element: etree._Element | None, path: str, name: str = "val") -> str | None:
    """An attribute of the first element at ``path`` (``pPr/numPr/numId``), if there is one."""
    if element is None:
        return None
    found = element.find("/".join(W + step for step in path.split("/"))) if path else element
    return None if found is None else found.get(W + name)


def number(text: str | None, otherwise: int = 0) -> int:
    """A whole number of an attribute, or ``otherwise`` where it is no sensible one."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


def chinese(value: int) -> str:
    """A whole number below ten thousand as Chinese numerals are counted (十一, 一百零二)."""
    out, zero = "", False
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // power % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + unit
        zero = not digit
    return re.sub("^一十", "十", out) or "零"


def _roman(value: int) -> str:
    out = ""
    for worth, letters in _ROMAN:
        out += letters * (value // worth)
        value %= worth
    return out


def _letters(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _circled(value: int) -> str:
    return chr(ord("①") + value - 1) if 1 <= value <= 20 else str(value)


def _formal(value: int) -> str:
    return "".join(_FORMAL[c] for c in chinese(value))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "chineseLegalSimplified": _formal,
    "ideographTraditional": lambda n: "甲乙丙丁戊己庚辛壬癸"[(n - 1) % 10],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda n: f"{n:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda n: _letters(n).lower(),
}
_SILENT = frozenset(("bullet", "none"))


class Level(NamedTuple):
    """One level of a list: its first number, how numbers are written, and the words around."""

    start: int
    form: str
    text: str
    digits: bool  # isLgl: every number of the text in digits
    restart: int  # the level (from 1) whose number starts this one anew; 0 for never
    style: str | None


class Numbering:
    """The lists of a document, and the numbers reached in each so far."""

    def __init__(self, root: etree._Element | None) -> None:
        """``root`` is the numbering part; ``None`` for a document without lists."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        linked, links = {}, {}
        for item in root.iterfind(f"{W}abstractNum"):
            ident = item.get(W + "abstractNumId", "")
            self._abstract[ident] = dict(_level(lvl) for lvl in item.iterfind(f"{W}lvl"))
            if style := attribute(item, "styleLink"):
                linked[style] = ident
            if style := attribute(item, "numStyleLink"):
                links[ident] = style
        for ident, style in links.items():
            self._abstract[ident] = self._abstract.get(linked.get(style, ""), {})
        for item in root.iterfind(f"{W}num"):
            ident = item.get(W + "numId", "")
            self._of[ident] = attribute(item, "abstractNumId") or ""
            self._starts[ident] = dict(_overrides(item))

    def level_of_style(self, ident: str, style: str) -> int:
        """The level of a list that a paragraph style is tied to."""
        levels = self._abstract.get(self._of.get(ident, ""), {})
        return next((at for at, level in levels.items() if level.style == style), 0)

    def next(self, ident: str, at: int) -> str:
        """Count one paragraph of list ``ident`` on level ``at`` and return its number's text."""
        levels = self._abstract.get(self._of.get(ident, ""), {})
        if at not in levels:
            return ""
        counts = self._counts.setdefault(self._of[ident], [None] * _LEVELS)
        self._count(ident, at, levels, counts)
        for deeper in range(at + 1, _LEVELS):
            if deeper not in levels or levels[deeper].restart > at:
                counts[deeper] = None
        return _said(levels, counts, at)

    def _count(
        self, ident: str, at: int, levels: dict[int, Level], counts: list[int | None]
    ) -> None:
        forced = self._starts.get(ident, {}).get(at)
        before = counts[at]
        if forced is not None and (ident, at) not in self._begun:
            counts[at] = forced
        elif before is None:
            counts[at] = levels[at].start
        else:
            counts[at] = before + 1
        self._begun.add((ident, at))


def _level(item: etree._Element) -> tuple[int, Level]:
    at = number(item.get(W + "ilvl"))
    restart = attribute(item, "lvlRestart")
    level = Level(
        start=number(attribute(item, "start"), 1),
        form=attribute(item, "numFmt") or "decimal",
        text=attribute(item, "lvlText") or "",
        digits=item.find(f"{W}isLgl") is not None,
        restart=at if restart is None else number(restart),
        style=attribute(item, "pStyle"),
    )
    return min(max(at, 0), _LEVELS - 1), level


def _overrides(item: etree._Element) -> list[tuple[int, int]]:
    found = []
    for override in item.iterfind(f"{W}lvlOverride"):
        start = attribute(override, "startOverride")
        if start is not None:
            found.append((number(override.get(W + "ilvl")), number(start, 1)))
    return found


def _said(levels: dict[int, Level], counts: list[int | None], at: int) -> str:
    if levels[at].form in _SILENT:
        return ""

    def figure(match: re.Match[str]) -> str:
        of = int(match[1]) - 1
        level = levels.get(of)
        if level is None or level.form in _SILENT:
            return ""
        reached = counts[of]
        value = level.start if reached is None else reached
        form = None if levels[at].digits else _FORMATS.get(level.form)
        return form(value) if form and 0 < value < 10_000 else str(value)

    return re.sub(r"%([1-9])", figure, levels[at].text)
