"""Days in a question (日期): the day meant, read against the passed-in day, and what it is of."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from assistant.model import DayBound, DayRole, DaySlot
from assistant.understand.cues import cues
from assistant.understand.moments import grammar, moments
from assistant.understand.people_tokens import read_number

Period = tuple[dt.date, dt.date]
NEAR = 12  # characters ahead of a moment in which a cue may stand
AGO = dt.timedelta(days=60)
STOP = re.compile(r"[,，。;；?？!！\s]")
DAYS_OF = {"day": 1, "week": 7}
HALF = Decimal("0.5")
LONGEST_LAPSE = 20  # 25年没交 is a calendar year


def read_days(text: str, as_of: dt.date) -> tuple[list[DaySlot], list[str]]:
    """The moments of a text as day slots in their order, and the words of days that do not exist.

    A moment without a year: what has happened is the last one before ``as_of``, a festival that
    is still to come the next one, and any other the nearest one.
    """
    slots: list[DaySlot] = []
    impossible: list[str] = []
    found = moments(text)
    for n, match in enumerate(found):
        ahead = STOP.split(text[max(0, match.start() - NEAR) : match.start()])[-1]
        until = found[n + 1].start() if n + 1 < len(found) else len(text)
        behind = text[match.end() : until]
        bound = DayBound.AFTER if _remembered(match, behind) else _bound(ahead, behind)
        role = _role(ahead, _unbound(behind, bound))
        try:
            period = _when(match, as_of, bound, _happened(role, ahead, behind))
        except ValueError:
            impossible.append(match.group())
            continue
        if period:
            slots.append(_slot(match, period, bound, role))
    return slots, impossible


def _slot(match: re.Match[str], period: Period, bound: DayBound, role: DayRole) -> DaySlot:
    day, end = period
    return DaySlot(day=day, end=end, bound=bound, role=role, words=match.group())


def find_dates(text: str, as_of: dt.date) -> tuple[dt.date, ...]:
    """The single days named in the question, in its order."""
    return tuple(s.day for s in read_days(text, as_of)[0] if s.day == s.end)


def span_of(slot: DaySlot, as_of: dt.date) -> Period:
    """First and last day that the words leave open: 元旦前 is from ``as_of`` to 31 December."""
    one = dt.timedelta(days=1)
    if slot.bound is DayBound.BEFORE:
        return min(as_of, slot.day - one) if as_of < slot.day else slot.day - one, slot.day - one
    if slot.bound is DayBound.AFTER:
        return _one(max(slot.end + one, as_of))
    return slot.day, slot.end


def without_past(text: str, days: Iterable[DaySlot]) -> str:
    """The text without the days on which somebody was born, paid or was treated: their year is
    not the year asked about."""
    for slot in days:
        if slot.role is not DayRole.ASKED:
            text = text.replace(slot.words, "," * len(slot.words))
    return cues("timing.yaml").one("carried").sub(lambda m: "," * len(m.group()), text)


def last_of(days: Iterable[DaySlot], role: DayRole) -> DaySlot | None:
    """The last moment that plays the role."""
    return next((s for s in reversed(list(days)) if s.role is role), None)


def _remembered(match: re.Match[str], behind: str) -> bool:
    """「过年才想起来」: the festival is over."""
    return bool(match.groupdict().get("fest")) and bool(grammar().remembered.search(behind))


def _bound(ahead: str, behind: str) -> DayBound:
    for name, cue in grammar().bounds.items():
        if cue.holds(ahead, behind):
            return DayBound(name)
    return DayBound.ON


def _unbound(behind: str, bound: DayBound) -> str:
    """The text behind 前 and 后, which say nothing of what happened on the day."""
    cue = grammar().bounds[bound.value].behind if bound is not DayBound.ON else None
    match = cue.search(behind) if cue else None
    return behind[match.end() :] if match else behind


def _role(ahead: str, behind: str) -> DayRole:
    for name, cue in grammar().roles.items():
        if cue.holds(ahead, behind):
            return DayRole(name)
    return DayRole.ASKED


def _happened(role: DayRole, ahead: str, behind: str) -> bool:
    """Whether the words speak of something that has happened."""
    if grammar().future.search(ahead) or role is DayRole.ASKED:
        return False
    own = STOP.split(behind)[0]
    return role in (DayRole.BORN, DayRole.MISSED) or bool(grammar().past.search(ahead + own))


def _when(match: re.Match[str], as_of: dt.date, bound: DayBound, past: bool) -> Period | None:
    """First and last day meant; ``ValueError`` for a day that no calendar has."""
    said = {k: v for k, v in match.groupdict().items() if v}
    if "rel" in said:
        return _one(as_of + dt.timedelta(days=grammar().tables["days"][said["rel"]]))
    if "wd" in said:
        return _one(_weekday(said, as_of))
    if "n" in said:
        return _counted(said, as_of)
    if "rm" in said:
        months = grammar().tables["months"][said["rm"]]
        return _in_month(_shifted(as_of.replace(day=1), months), said)
    year = _year(said, as_of)
    if year is not None:
        return _in_year(year, said)
    if "m" not in said and "fest" not in said:  # 月底, 年底: of this month, of this year
        return _in_month(as_of, said) if match.group().startswith("月") else _edge(as_of.year, said)
    years = [as_of.year + n for n in (-1, 0, 1)]
    if "d" in said and not any(_exists(y, said) for y in (2024, *years)):
        raise ValueError(match.group())
    periods = [p for y in years if _exists(y, said) and (p := _in_year(y, said))]
    return _chosen(periods, as_of, bound, past, "fest" in said)


def _one(day: dt.date) -> Period:
    return day, day


def _year(said: dict[str, str], as_of: dt.date) -> int | None:
    if "ry" in said:
        return as_of.year + int(grammar().tables["years"][said["ry"]])
    if "y" not in said:
        return None
    year = int(said["y"])
    if year >= 100:
        return year
    return year + (1900 if year > as_of.year % 100 + 10 else 2000)


def _in_year(year: int, said: dict[str, str]) -> Period | None:
    if "fest" in said:
        return _festival(year, said["fest"])
    if "m" in said:
        return _in_month(dt.date(year, _number(said["m"]), 1), said)
    return _edge(year, said)


def _edge(year: int, said: dict[str, str]) -> Period:
    """年初 and 年底; without either the whole year."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    part = said.get("part")
    if part is None:
        return first, last
    return _one(first if grammar().tables["parts"][part][0] else last)


def _in_month(month: dt.date, said: dict[str, str]) -> Period:
    """The day, the part or the whole of a month."""
    if "d" in said:
        return _one(month.replace(day=_number(said["d"])))
    first, last = grammar().tables["parts"].get(said.get("part"), (1, 0))
    length = calendar.monthrange(month.year, month.month)[1]
    return month.replace(day=first or length), month.replace(day=last or length)


def _exists(year: int, said: dict[str, str]) -> bool:
    try:
        _in_year(year, said)
    except ValueError:
        return False
    return True


def _number(said: str) -> int:
    return int(read_number(said))


def _festival(year: int, name: str) -> Period | None:
    """The festival's day; ``None`` for a lunar one of a year that the table lacks."""
    tables = grammar().tables
    fixed = tables["festivals"].get(name)
    if fixed:
        return _one(dt.date(year, *fixed))
    days: list[Any] = tables["lunar"][tables["lunar_words"].get(name, "spring")]
    return next((_one(d) for s in days if (d := dt.date.fromisoformat(s)).year == year), None)


def _chosen(
    periods: list[Period], as_of: dt.date, bound: DayBound, past: bool, festival: bool
) -> Period | None:
    """Of the same moment in several years the one meant."""
    if past:
        return max((p for p in periods if p[0] <= as_of), default=None)
    if festival and bound is DayBound.AFTER:  # 国庆后, soon after it: the one just past
        periods = [p for p in periods if p[0] >= as_of - AGO][:1]
    elif festival:
        periods = [p for p in periods if p[0] >= as_of][:1]
    return min(periods, key=lambda p: _distance(p, as_of), default=None)


def _distance(period: Period, as_of: dt.date) -> int:
    return max((period[0] - as_of).days, (as_of - period[1]).days, 0)


def _weekday(said: dict[str, str], as_of: dt.date) -> dt.date:
    tables = grammar().tables
    monday = as_of - dt.timedelta(days=as_of.weekday())
    weeks, day = tables["weeks"][said["w"]], tables["weekdays"][said["wd"]]
    return monday + dt.timedelta(weeks=weeks, days=day)


def _counted(said: dict[str, str], as_of: dt.date) -> Period:
    """「3天后」「两个月前」, counted from ``as_of``."""
    tables = grammar().tables
    sign = -1 if said.get("way") in tables["ways"]["before"] else 1
    number, unit = sign * _number(said["n"]), tables["units"][said["unit"]]
    if unit in DAYS_OF:
        return _one(as_of + dt.timedelta(days=number * DAYS_OF[unit]))
    return _one(_shifted(as_of, number))


def _shifted(day: dt.date, months: int) -> dt.date:
    """The day some months on; the month's last day where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def missed_years(text: str) -> Decimal | None:
    """Years without cover (断缴年数): 断缴3年, 两年没交; ``None`` when unsaid or unclear."""
    lexicon = grammar()
    for pattern in lexicon.missed_years:
        match = pattern.search(text)
        if match is None or lexicon.unclear_years.fullmatch(match.group("n")):
            continue
        if (number := read_number(match.group("n"))) <= LONGEST_LAPSE:
            return number + (HALF if match.group("half") else 0)
    return None
