"""Scanner for dates (日期) and periods (起止期间), with any part missing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal

from corpus.extract.figures import Figure, try_number
from corpus.extract.numerals import RANGE_SIGN
from corpus.model import DatePoint, DateRange, ValueKind

_PARTS: dict[str, Literal["start", "early", "mid", "late", "end"]] = {
    "上旬": "early",
    "中旬": "mid",
    "下旬": "late",
    "月初": "start",
    "年初": "start",
    "初": "start",
    "底": "end",
    "末": "end",
}
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_THIS, _COMING = "今年|本年", "明年|来年"  # from the day the notice is issued
_RELATIVE = "次年|第二年|下一年|翌年|当年|同年"
_Y = r"(?:(?:19|20)\d{2}|[一二][零〇九][零〇一二三四五六七八九]{2})"
_PART = "|".join(_PARTS)
_EDGE = r"起|前|以前|之前|后|以后|之后|份|至|—|-|～|到|开始|止"


def _forms(tag: str, relative: str) -> str:
    """Return the alternatives of one date; group names end in ``tag``."""
    year = rf"(?:(?P<rel{tag}>每年|(?:{relative})的?|入学当年)|(?P<y{tag}>{_Y})年)?"
    month = rf"(?P<m{tag}>{_N})月份?"
    day = rf"(?P<d{tag}>{_N})[日号](?!常)"
    part = rf"(?P<p{tag}>{_PART})"
    tail = rf"(?:{month}(?:{day}|{part}|(?<=月)(?={_EDGE}))|{{year_only}})"
    only = rf"(?P<p2{tag}>初|底|末|年初)|度?(?=起|以前|之前|前|以后|之后)"
    with_year = rf"(?P<y3{tag}>{_Y})年(?:(?P<m3{tag}>{_N})月|{only})"
    next_month = (
        rf"(?P<nm{tag}>次月|每月|当月)(?:(?P<d4{tag}>{_N})[日号]|(?P<p4{tag}>底|初|上旬|中旬|下旬))"
    )
    return rf"(?:{year}{tail.replace('|{year_only}', '')}|{with_year}|{next_month})"


# 自9月15日开始，12月20日结束: one period where the second half says that it is the end.
_HOUR = r"(?:(?:零|\d{1,2})[时点]整?)?"
_DUE = "(?P<due>(?:缴费|交费|征缴|参保|参保缴费)?(?:截至|截止到?|止于))"  # 9月10日开始，缴费截至…
_BEGUN = (
    rf"(?P<begun>{_HOUR}(?:开始|起|开通|启动)(?:[收缴交]费?|征收|收缴|办理|受理)?[，,]"
    rf"(?:{_DUE}|于|(?:一直)?[收缴交办]?[到至])?)"
)
_ENDED = (  # a quote stops before that word
    rf"(?(due)|(?(begun)(?={_HOUR}(?:结束|截止|截至|为止|止|关闭|$))))"
)


def _date(relative: str) -> re.Pattern[str]:
    second = rf"(?:{_forms('z', relative)}){_ENDED}"
    return re.compile(
        rf"(?<![\d.])(?:{_forms('', relative)})(?:(?:日?起?(?:{RANGE_SIGN})|{_BEGUN}){second})?"
    )


# Only in a notice that is dated 今年 and 明年 are years, and part of the date.
_DATE, _DATED = _date(_RELATIVE), _date(f"{_RELATIVE}|{_THIS}|{_COMING}")


_NEXT_YEAR = re.compile("次年|第二年|下一年|翌年")


def _number(text: str | None) -> int | None:
    number = try_number(text) if text else None
    return None if number is None else int(number)


def _said_year(words: str, issued: dt.date | None) -> int | None:
    """Return the year that 今年 or 明年 means in a notice of that day."""
    if issued is None or not words or words[:2] not in f"{_THIS}|{_COMING}".split("|"):
        return None
    return issued.year + (words[:2] in _COMING)


def _point(match: re.Match[str], tag: str, issued: dt.date | None) -> DatePoint | None:
    got = {
        k: match[k + tag] for k in ("rel", "y", "m", "d", "p", "y3", "m3", "p2", "nm", "d4", "p4")
    }
    month, day = _number(got["m"] or got["m3"]), _number(got["d"] or got["d4"])
    part = got["p"] or got["p2"] or got["p4"]
    year = _number(got["y"] or got["y3"]) or _said_year(got["rel"] or "", issued)
    if not (1 <= (month or 1) <= 12 and 1 <= (day or 1) <= 31):
        return None
    if (year, month, day, part) == (None, None, None, None):
        return None
    yearly = got["rel"] == "每年"
    return DatePoint(
        year=year, month=month, day=day, part=_PARTS[part] if part else "", yearly=yearly
    )


def _has_second(match: re.Match[str]) -> bool:
    return any(match[k + "z"] for k in ("m", "y3", "nm"))


def _range(match: re.Match[str], start: DatePoint, issued: dt.date | None) -> DateRange | None:
    end = _point(match, "z", issued)
    if end is None:
        return None
    # 2024年9月6日至12月31日: the year is said once; 次年 says that it is another one.
    if end.year is None and match["relz"] is None and (end.month or 0) >= (start.month or 0):
        end = end.model_copy(update={"year": start.year, "yearly": start.yearly})
    if end.year is None and _NEXT_YEAR.match(match["relz"] or "") and start.year is not None:
        end = end.model_copy(update={"year": start.year + 1})
    return DateRange(start=start, end=end)


def scan_dates(text: str, issued: dt.date | None = None) -> Iterator[Figure]:
    """Yield the dates and periods of ``text``; a year alone is a date only before 起/前/后/底."""
    for match in (_DATED if issued else _DATE).finditer(text):
        start = _point(match, "", issued)
        if start is None:
            continue
        if not _has_second(match):
            yield Figure(ValueKind.DATE, *match.span(), start)
            continue
        period = _range(match, start, issued)
        if period is not None:
            yield Figure(ValueKind.PERIOD, *match.span(), period)
