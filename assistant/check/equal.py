"""Whether a claimed figure is the notice's (数值相同): number, unit, bound and change, exactly."""

from __future__ import annotations

import calendar
import re
from decimal import Decimal
from enum import StrEnum

from assistant.check.lexicon import check_words
from assistant.understand.cues import cues
from corpus.model import (
    Bound,
    DatePoint,
    DateRange,
    Duration,
    DurationUnit,
    PolicyValue,
    Role,
    Start,
    ValueKind,
)

CEILINGS = frozenset({"cap", "serious_illness_cap"})
FULL, HALF, NOTHING = Decimal(100), Decimal(50), Decimal(0)
INCENTIVE, INCENTIVE_LIMIT = "coverage_incentive", "incentive_limit"
"""Keys of sums that something grows by, and the most that it grows by: never the thing itself."""
_AMOUNTS = (ValueKind.MONEY, ValueKind.RATIO, ValueKind.POINTS, ValueKind.MULTIPLE)
END, LEAPLESS = "end", 2025
MONTHS, SIZE, TEN_THOUSAND = 12, 50, 10000
EACH_MOST = re.compile("(?:每[次天日]|单[次日]).{0,3}最[高多]")
NO_SLASH = str.maketrans("天", "日", "/·个每单一")
CHANGES = {ValueKind.POINTS, ValueKind.RATIO}
"""Kinds of a change that are mixed up: 提高5%, 提高5个百分点."""


"""What a table says behind a sum that is all that there is to pay (420元（全额）)."""


class Gap(StrEnum):
    """In what a claimed figure differs from a notice's (差别)."""

    VALUE = "value"
    BOUND = "bound"
    UNIT = "unit"
    DELTA = "delta"


def gap_between(said: PolicyValue, stated: PolicyValue, around: str) -> Gap | None:
    """What differs; ``None`` when nothing does. ``around`` are the words of the stated figure."""
    if said.role is Role.CHANGE and stated.role is not Role.CHANGE and stated.delta:
        same = _same_change(said, stated.delta.amount)
        loose = Gap.BOUND if said.bound is not Bound.EXACT else None
        return loose if same else Gap.DELTA
    full = cues("claims.yaml").one("full").pattern
    if is_full(said) and f"{stated.citations.value.quote}{full}" in around:
        return None
    if {said.kind, stated.kind} == CHANGES:
        return Gap.UNIT if said.value == stated.value else Gap.VALUE
    if not _same_number(said, stated):
        return Gap.VALUE
    if _other_unit(said, stated, around):
        return Gap.UNIT
    if not same_bound(said, stated):
        return Gap.BOUND
    changes = said.role is Role.CHANGE is stated.role  # the change is the very figure
    if (
        said.delta
        and not changes
        and (stated.delta is None or stated.delta.amount != said.delta.amount)
    ):
        return Gap.DELTA
    return None


def other_size(one: PolicyValue, other: PolicyValue) -> bool:
    """Whether a sum is so much larger that something else must be meant (40万元 beside 420元)."""
    if not one.kind is other.kind is ValueKind.MONEY:
        return False
    small, large = sorted((Decimal(str(one.value)), Decimal(str(other.value))))
    return 0 < small * SIZE <= large and large != small * TEN_THOUSAND  # 1.2元 for 1.2万元


def same_case(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether a figure that only says when another holds is the notice's (200元以上, 超过200元)."""
    gap = gap_between(said, stated, "")
    over = {said.bound, stated.bound} == {Bound.AT_LEAST, Bound.MORE_THAN}
    return gap is None or (gap is Gap.BOUND and over)


def _same_change(said: PolicyValue, amount: Decimal) -> bool:
    """Whether a change is as large as one, and the same way."""
    turned = said.delta is not None and (said.delta.amount > 0) is not (amount > 0)
    return said.value == abs(amount) and not turned


def _same_number(said: PolicyValue, stated: PolicyValue) -> bool:
    one, other = said.value, stated.value
    if isinstance(one, DatePoint) and isinstance(other, DateRange):
        return any(_same_day(one, p) for p in _ends(said, other))
    if isinstance(one, DateRange) and isinstance(other, DateRange):
        return _same_range(one, other)
    if isinstance(one, DatePoint) and isinstance(other, DatePoint):
        return _same_day(one, other)
    if isinstance(one, Duration) and isinstance(other, Duration):
        return _length(one) == _length(other)
    if isinstance(one, Start) and isinstance(other, Start):
        return _same_start(one, other)
    if said.kind is ValueKind.WAIVER:  # 自己不用交 beside 个人实际缴纳 0
        nothing = stated.kind is ValueKind.MONEY and other == NOTHING
        return nothing or stated.kind is ValueKind.WAIVER
    return type(one) is type(other) and said.kind is stated.kind and one == other


def _same_start(one: Start, other: Start) -> bool:
    waits = one.wait is None and other.wait is None
    same = waits or (one.wait and other.wait and _length(one.wait) == _length(other.wait))
    return one.event is other.event and bool(same) and (not waits or one.turn is other.turn)


def _ends(said: PolicyValue, period: DateRange) -> list[DatePoint]:
    """The end of a period that a single day is meant for: its first for 起, its last for 前."""
    first, last = period.start, period.end
    wanted = {Bound.AT_LEAST: [first], Bound.AT_MOST: [last], Bound.LESS_THAN: [last]}
    return [p for p in wanted.get(said.bound, [last, first]) if p]


def _same_range(one: DateRange, other: DateRange) -> bool:
    start = one.start and _first_day(one.start)
    end = one.end and _last_day(one.end)
    pairs = ((start, other.start), (end, other.end))
    return all(a is None or (b is not None and _same_day(a, b)) for a, b in pairs)


def _same_day(one: DatePoint, other: DatePoint) -> bool:
    """What the claim leaves out (the year) it doesn't get wrong; the day it must say."""
    one, other = (_last_day(p) if p.part == END else p for p in (one, other))
    if one.year and other.year and one.year != other.year:
        return False
    return (one.month, one.day, one.part) == (other.month, other.day, other.part)


def _first_day(point: DatePoint) -> DatePoint:
    """The day that a period begins with where only its month is told (10月至12月31日)."""
    told = point.month is None or point.day is not None or point.part
    return point if told else point.model_copy(update={"day": 1})


def _last_day(point: DatePoint) -> DatePoint:
    """The day that a month, or what ends with it (年底、9月底), ends with."""
    if point.day is not None or point.part not in ("", END) or (not point.month and not point.part):
        return point
    month = point.month or MONTHS
    day = calendar.monthrange(point.year or LEAPLESS, month)[1]
    return point.model_copy(update={"month": month, "day": day, "part": ""})


def _length(length: Duration) -> tuple[Decimal, DurationUnit]:
    if length.unit is DurationUnit.YEAR:
        return length.amount * MONTHS, DurationUnit.MONTH
    return length.amount, length.unit


def _other_unit(said: PolicyValue, stated: PolicyValue, around: str) -> bool:
    """Whether a claim says 每月 of what the notice says 每年 of."""
    words = check_words()
    mine, theirs = f"{said.unit}{said.label}", f"{stated.unit}{stated.label}"
    if _other_turn(mine, theirs, around):
        return True
    monthly, yearly = (bool(p.search(mine)) for p in (words.monthly, words.yearly))
    if monthly == yearly:
        return False
    for text in (theirs, around):
        month, year = bool(words.monthly.search(text)), bool(words.yearly.search(text))
        if month or year:
            return not month if monthly else not year
    return monthly  # a sum of which nothing is said is a year's


def other_time(claim: str, stated: PolicyValue, around: str) -> bool:
    """Whether a claim says 一次住院 of what the notice gives a year."""
    words, theirs = check_words(), f"{stated.unit}{stated.label}"
    once = words.by_time.search(claim) and not words.yearly.search(claim)
    return bool(once and words.yearly.search(theirs) and not words.by_time.search(around))


def told_as_paid(claim: str, said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether a claim tells the most that is paid as what is paid (一年报12万元)."""
    words = check_words()
    exact = said.bound is Bound.EXACT and _is_ceiling(stated) and not _is_ceiling(said)
    return exact and bool(words.paid_out.search(claim)) and not words.most.search(claim)


def other_end(claim: str, said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether a claim takes the last day of a period for its first (12月25日开始), or turned."""
    if not isinstance(said.value, DatePoint) or not isinstance(stated.value, DateRange):
        return False
    first, last = (bool(side.search(claim)) for side in check_words().contrasts["begin"])
    wanted = stated.value.start if first else stated.value.end
    return first is not last and wanted is not None and not _same_day(said.value, wanted)


def _other_turn(mine: str, theirs: str, around: str) -> bool:
    """Whether a claim says 每次 of what the notice gives once (一次性), or a pregnancy."""
    per = check_words().per
    said, stated = set(per.findall(mine)), set(per.findall(theirs) or per.findall(around))
    plain = ({p.translate(NO_SLASH) for p in found} for found in (said, stated))
    one, other = plain
    return bool(one and other) and not one & other


def same_bound(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether the bound survives: 不低于400元 is no 400元, nor 70%左右 70%."""
    if stated.kind in (ValueKind.DATE, ValueKind.PERIOD, ValueKind.START, ValueKind.WAIVER):
        return _same_side(said, stated) and _kept_soft(said, stated)
    if stated.kind is ValueKind.DURATION and said.bound is Bound.EXACT:
        if check_words().floor.search(stated.bound_text):
            return False
        return stated.bound in (Bound.EXACT, Bound.AT_MOST, Bound.AT_LEAST)
    mine, theirs = said.bound, stated.bound
    if stated.kind is ValueKind.DURATION and {mine, theirs} == {Bound.LESS_THAN, Bound.AT_MOST}:
        return True  # 出院不到20天, 出院后20日内
    if mine is theirs is Bound.EXACT and EACH_MOST.search(stated.label) and not _is_ceiling(said):
        return False  # 每次最高报销30元 is no 每次报30元
    if _is_ceiling(stated) and theirs is Bound.EXACT and mine is Bound.AT_MOST:
        return True
    if _is_ceiling(said) and mine is Bound.EXACT and theirs is Bound.AT_MOST:
        return True  # 每天最多报40元, 单日支付不超过40元
    return mine is theirs and _kept_soft(said, stated)


def _is_ceiling(stated: PolicyValue) -> bool:
    """Whether a sum is a most by what it is called (每次最多报)."""
    if stated.role is Role.CHANGE:
        return False  # what a limit grows by is no limit
    return stated.key in CEILINGS or bool(check_words().most.search(stated.label))


def _same_side(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether a day that something begins with (以后、起) is not told of one that it ends with."""
    if not said.kind is stated.kind is ValueKind.DATE:
        return True
    if {said.bound, stated.bound} == {Bound.AT_LEAST, Bound.AT_MOST}:
        return False
    if said.bound is stated.bound:
        return True
    _, ends = check_words().contrasts["begin"]
    return said.bound is not Bound.AT_LEAST or not ends.search(f"{stated.label}{stated.bound_text}")


def _kept_soft(said: PolicyValue, stated: PolicyValue) -> bool:
    soft = check_words().soft
    return not soft.search(stated.bound_text) or bool(soft.search(said.bound_text))


def is_full(value: PolicyValue) -> bool:
    """Whether everything is granted (全额资助); 全额承担 says who pays."""
    if value.kind is not ValueKind.RATIO or value.value != FULL:
        return False
    return bool(check_words().granted.search(value.citations.value.quote))


def says_the_same(one: PolicyValue, other: PolicyValue) -> bool:
    """Whether one grants in full what the other of its clause waives (全额资助，无需缴费)."""
    waives = ValueKind.WAIVER in (one.kind, other.kind) and (is_full(one) or is_full(other))
    return waives and one.clause == other.clause


def comparable(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether one of the two figures can gainsay the other."""
    if stated.role in (Role.EXAMPLE, Role.STATISTIC):
        return False
    kinds = {said.kind, stated.kind}
    if kinds <= {ValueKind.DATE, ValueKind.PERIOD}:
        return True
    if ValueKind.WAIVER in kinds or is_full(said) or is_full(stated):
        return kinds <= {ValueKind.WAIVER, *_AMOUNTS, ValueKind.DURATION}
    if kinds == CHANGES:
        return said.role is Role.CHANGE is stated.role
    return said.kind is stated.kind


def of_another_sort(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether one waives or grants in full and the other sets a figure."""
    waives = (said.kind is ValueKind.WAIVER) is not (stated.kind is ValueKind.WAIVER)
    return waives or is_full(said) is not is_full(stated)


def other_role(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether one is a change (提高5个百分点) and the other a standard."""
    if said.kind is stated.kind is ValueKind.POINTS:
        return False  # points are always a change
    amounts = said.kind in _AMOUNTS and stated.kind in _AMOUNTS
    if stated.key in (INCENTIVE, INCENTIVE_LIMIT):
        return False  # what a limit grows by, told as a change or not
    if _halves(said) and _halves(stated):
        return False  # 减半, 降低50%
    if said.role is Role.CHANGE and stated.delta:
        return False  # the change of a standard (提高30元，达到580元)
    return amounts and (said.role is Role.CHANGE) is not (stated.role is Role.CHANGE)


def is_rise(key: str | None, value: PolicyValue) -> bool:
    """Whether the claim tells what something grows by, and the value is the thing itself."""
    return key == INCENTIVE and value.key != INCENTIVE and value.role is not Role.CHANGE


def _halves(value: PolicyValue) -> bool:
    """Whether a share is half of what was."""
    return value.value == HALF and bool(check_words().halved.search(value.citations.value.quote))
