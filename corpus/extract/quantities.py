"""Scanners for 金额, 比例, 百分点, 倍数, 年龄, 时长 and 次数: one table row a kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from corpus.extract.figures import PER_SUFFIX, Figure, FigureValue, per_parts, try_number
from corpus.extract.lexicon import any_of
from corpus.extract.numerals import ARABIC, CHINESE, NUMBER, RANGE_SIGN
from corpus.model import Bound, Duration, DurationUnit, ValueKind

_DURATION_UNITS = {
    "个工作日": DurationUnit.WORKDAY,
    "工作日": DurationUnit.WORKDAY,
    "个自然日": DurationUnit.DAY,
    "自然日": DurationUnit.DAY,
    "个自然月": DurationUnit.MONTH,
    "个月": DurationUnit.MONTH,
    "个小时": DurationUnit.HOUR,
    "小时": DurationUnit.HOUR,
    "个星期": DurationUnit.WEEK,
    "周": DurationUnit.WEEK,
    "天": DurationUnit.DAY,
    "日": DurationUnit.DAY,
    "年": DurationUnit.YEAR,
}
_SCALES = {"‰": Decimal(10), "千分之": Decimal(10), "万分之": Decimal(100)}
_COUNT_UNIT = (
    "平方米|人次|户次|万人|个病种|个疗程|个试点|次|人|名|家|个|种|户|项|例|张|床|所|台|岗|宗|件|胎"
)
_COUNT_STOP = "月|工作日|自然|小时|星期|百分|年度|方面|层面|环节|民|才|员|均|社|庭|口|目|次"


class _Form(NamedTuple):
    """How a kind of figure is written: groups ``a`` and (range) ``b``, the unit ``u``."""

    kind: ValueKind
    pattern: re.Pattern[str]
    make: Callable[[Decimal, re.Match[str]], FigureValue]
    base: Callable[[re.Match[str]], str]


def _plain(number: Decimal, _match: re.Match[str]) -> FigureValue:
    return number


def _ratio(number: Decimal, match: re.Match[str]) -> FigureValue:
    groups = match.groupdict()
    if groups.get("tenth"):
        return number * 10 + (5 if groups.get("half") else 0)
    for mark, scale in _SCALES.items():
        if mark in match[0]:
            return number / scale
    return number


def _duration(number: Decimal, match: re.Match[str]) -> FigureValue:
    return Duration(amount=number, unit=_DURATION_UNITS[match["u"]])


def _span(unit: str, tail: str = "") -> str:
    return rf"(?P<a>{NUMBER})(?:(?:{unit})?{RANGE_SIGN}(?P<b>{NUMBER}))?(?P<u>{unit}){tail}"


_WHOLE = "(?![度级龄初终末底报代]|{})"


@cache
def _forms() -> tuple[_Form, ...]:
    names = any_of("name_tails")
    durations = "|".join(sorted(_DURATION_UNITS, key=len, reverse=True))
    percent = rf"(?P<a>{NUMBER})[%％‰]?(?:{RANGE_SIGN}(?P<b>{NUMBER}))?(?P<u>[%％‰])"
    spoken = (
        rf"(?P<u>百分之|千分之|万分之)(?P<a>{ARABIC}|{CHINESE})"
        rf"(?:{RANGE_SIGN}(?:百分之)?(?P<b>{ARABIC}|{CHINESE}))?"
    )
    # 一成 to 九成, but not 完成, 分成, 成员, 成本.
    tenths = (
        r"(?<![完分组生现构建变])(?P<a>[一二三四五六七八九])(?P<tenth>成)(?P<half>[半五])?"
        r"(?![员立为果本年人功长])"
    )
    rows: tuple[tuple[ValueKind, str, Callable[..., FigureValue], str], ...] = (
        (ValueKind.MONEY, _span("元", rf"(?![化素旦件])(?:{PER_SUFFIX})?"), _plain, "元"),
        (ValueKind.POINTS, _span("个百分点"), _plain, "个百分点"),
        (ValueKind.RATIO, percent, _ratio, "%"),
        (ValueKind.RATIO, spoken + "(?!点)", _ratio, "%"),
        (ValueKind.RATIO, tenths, _ratio, "%"),
        (ValueKind.MULTIPLE, _span("倍"), _plain, "倍"),
        (ValueKind.AGE, _span("周岁|岁"), _plain, "岁"),
        (ValueKind.DURATION, _span(durations, _WHOLE.format(names)), _duration, ""),
        (ValueKind.COUNT, _count_pattern(), _plain, ""),
    )
    return tuple(_Form(k, re.compile(p), make, _base(base)) for k, p, make, base in rows)


def _count_pattern() -> str:
    number = rf"(?<![A-Za-z0-9.〔/第]){ARABIC}(?:万|亿)?"
    spoken = r"(?<=[低少超高多过每])[一二两三四五六七八九十]+(?=次|家|种|人|名)"
    return (
        rf"(?P<a>{number}|{spoken})(?:{RANGE_SIGN}(?P<b>{number}))?"
        rf"(?P<u>{_COUNT_UNIT})(?!{_COUNT_STOP})(?:{PER_SUFFIX})?"
    )


def _base(fixed: str) -> Callable[[re.Match[str]], str]:
    return lambda match: fixed or (match["u"] if match["u"] not in _DURATION_UNITS else "")


def _is_ordinal(text: str, start: int, end: int) -> bool:
    """Tell whether 第2天 is a day (缴费第2天起), not a limit (出生第90天内)."""
    return text[:start].endswith("第") and not re.match("[之以]?[内前]|止|（|、|，", text[end:])


def scan_quantities(text: str) -> Iterator[Figure]:
    """Yield every quantity of ``text``; the offsets are into ``text``. Kinds may overlap."""
    for form in _forms():
        for match in form.pattern.finditer(text):
            yield from _figures(form, match)


def _figures(form: _Form, match: re.Match[str]) -> Iterator[Figure]:
    if form.kind is ValueKind.DURATION and (
        re.match(r"\d{4}年", match[0]) or _is_ordinal(match.string, *match.span())
    ):
        return
    ends = [match["a"], match.groupdict().get("b")]
    low, high = (try_number(end) if end else None for end in ends)
    if low is None:
        return
    per = per_parts(match[0][match.end("u") - match.start() :]) if "u" in match.groupdict() else ()
    base = form.base(match)
    if high is None:
        yield Figure(form.kind, *match.span(), form.make(low, match), base, per)
        return
    # 1.5—2万元: a multiplier after the second end counts for the first as well.
    scale = re.search(r"[万亿]+$", match["b"] or "")
    if scale and not re.search(r"[万亿元]", match[0][: match.start("b") - match.start()]):
        low = try_number(match["a"] + scale[0]) or low
    for number, bound in ((low, Bound.AT_LEAST), (high, Bound.AT_MOST)):
        yield Figure(form.kind, *match.span(), form.make(number, match), base, per, bound)
