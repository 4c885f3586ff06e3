"""Figures (数值): a number with its unit at exact characters, before it is known what it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.extract.numerals import parse_number
from corpus.model import Bound, DatePoint, DateRange, Duration, Start, ValueKind

FigureValue = Decimal | DatePoint | DateRange | Duration | Start | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One scanned figure: ``[start, end)`` covers number, base unit and a unit written after it.

    ``per`` are the parts of the unit after the figure (人, 年). ``bound`` is set for both ends of
    a range (1～3个月), which share their characters. ``label`` is set where the figure's own words
    say what it is (全额资助, 不设等待期).
    """

    kind: ValueKind
    start: int
    end: int
    value: FigureValue
    base: str = ""
    per: tuple[str, ...] = ()
    bound: Bound | None = None
    label: tuple[int, int] | None = None


def try_number(text: str) -> Decimal | None:
    """Return the number, or None where the characters only look like one (百 in 百元)."""
    try:
        return parse_number(text)
    except ValueError:
        return None


_PER_NAMES = {
    "天": "天",
    "日": "天",
    "床日": "床日",
    "孩": "孩",
    "名": "人",
    "位": "人",
    "生": "人",
}
_PER_PUPIL = r"生(?=每[学年月]|\d[\d.,]*万?元|$)"
_PER_PART = (
    rf"(?:人次|{_PER_PUPIL}|平方米|亩|辆|公里|学时|课时|床日"
    r"|学年|学期|人|名|位|户|例|胎|孩|次|年|月|周|日|天)"
)
PER_PREFIX = rf"(?:(?:每个?{_PER_PART})+|[年月]人均|人均(?:每[年月天日])?)"
PER_SUFFIX = rf"(?:[/／每]{_PER_PART}(?:[/／·•每]?{_PER_PART})*(?![度均]))"
_PER_ORDER = (
    *("平方米", "亩", "辆", "公里", "户", "人", "孩", "胎", "例", "人次", "次", "床日"),
    *("学时", "课时", "学年", "年", "学期", "月", "周", "天"),
)


def per_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a unit (每人每年 → 人, 年; 月人均 → 人, 月; /人/年 → 人, 年)."""
    found = [_PER_NAMES.get(p, p) for p in re.findall(_PER_PART, text)]
    return tuple(sorted(set(found), key=_PER_ORDER.index))


def unit_text(base: str, per: tuple[str, ...]) -> str:
    """Return the normal form of a unit: 元/人·年."""
    ordered = sorted(set(per), key=_PER_ORDER.index)
    return f"{base}/{'·'.join(ordered)}" if ordered else base
