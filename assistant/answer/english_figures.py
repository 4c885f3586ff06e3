"""Figures of the notices in English (英文数值): unit, bound, day and length of time are kept."""

from __future__ import annotations

from decimal import Decimal

from assistant.answer.english_texts import english_texts, own
from assistant.calculate.figures import plain
from assistant.model import AnswerValue
from corpus.model import Bound, DatePoint, DateRange, Duration, PolicyValue, Role, ValueKind

QUOTED_KINDS = (ValueKind.MULTIPLE,)  # they mean nothing without what they are multiples of


def figure(value: PolicyValue, passage: str = "") -> str:
    """「about 70%」: the figure of a notice; its passage where a figure alone would mislead."""
    if value.role is Role.CHANGE:
        return own("passage", quote=passage or value.citations.value.quote)
    said = _plain_figure(value)
    if said is None:
        return f"“{value.citations.value.quote}”"
    said = _bounded(said, value)
    if value.kind in QUOTED_KINDS and passage:
        said = f"{said}, {own('passage', quote=passage)}"
    return said


def _plain_figure(value: PolicyValue) -> str | None:
    """The figure without its bound; ``None`` where only the notice's own words will do."""
    held = value.value
    if isinstance(held, Decimal):
        return _number(held, value)
    if isinstance(held, DatePoint):
        return day(held)
    if isinstance(held, DateRange):
        return period(held)
    if isinstance(held, Duration):
        return _length(held)
    return _waived(value.citations.value.quote)


def _number(number: Decimal, value: PolicyValue) -> str | None:
    if value.kind is ValueKind.MONEY:
        return money(number, value.unit)
    if value.kind is ValueKind.RATIO:
        return f"{plain(number)}%"
    if value.kind is ValueKind.POINTS:
        return f"{plain(number)} percentage points"
    if value.kind is ValueKind.MULTIPLE:
        return f"{plain(number)} times"
    if value.kind is ValueKind.AGE:
        return f"{plain(number)} years of age"
    counted = english_texts().counted.get(value.unit)
    return f"{plain(number)} {counted}" if counted else None


def money(amount: Decimal, unit: str = "元") -> str:
    """「CNY 12,000 per person per year」; a part of the unit that is not known stays Chinese."""
    text = plain(amount)
    whole, point, rest = text.partition(".")
    said = f"CNY {int(whole):,}{point}{rest}"
    parts = [p for p in unit.partition("/")[2].replace("·", "/").split("/") if p]
    words = [english_texts().units.get(p, f"per “{p}”") for p in parts]
    return " ".join([said, *words])


def _length(held: Duration) -> str:
    unit = english_texts().lengths[held.unit.value]
    amount = plain(held.amount)
    return f"{amount} {unit.removesuffix('s') if amount == '1' else unit}"


def day(point: DatePoint) -> str | None:
    """「6 September 2024」, 「the end of February 2025」; ``None`` when it hangs on another day."""
    texts = english_texts()
    if point.month is None or (point.year is None and not point.yearly):
        return str(point.year) if point.year and not point.part else None
    month = texts.months[point.month - 1]
    number = f"{point.day} " if point.day else ""
    year = f" {point.year}" if point.year else ""
    part = f"{texts.parts[point.part]} " if point.part else ""
    return f"{part}{number}{month}{year}{' of every year' if point.yearly else ''}"


def period(held: DateRange) -> str | None:
    """「from 6 September 2024 to 31 December 2024」; ``None`` when an end is not told by itself."""
    start = day(held.start) if held.start else ""
    end = day(held.end) if held.end else ""
    if start is None or end is None:
        return None
    ends = [f"from {start}" if start else "", f"{'to' if start else 'until'} {end}" if end else ""]
    return " ".join(e for e in ends if e)


def _waived(quote: str) -> str:
    known = (en for zh, en in english_texts().waived.items() if zh in quote)
    meant = next(known, "")
    return f"{meant} (“{quote}”)" if meant else f"“{quote}”"


def _bounded(said: str, value: PolicyValue) -> str:
    """The figure with its bound, and with what the notice says beside it (原则上)."""
    texts = english_texts()
    tables = {ValueKind.DATE: texts.day_bounds, ValueKind.DURATION: texts.length_bounds}
    table = tables.get(value.kind, texts.bounds)
    bound = "" if value.kind is ValueKind.PERIOD else table.get(value.bound.value, "")
    hedges = [en for zh, en in texts.hedges.items() if zh in value.bound_text]
    words = " ".join(w for w in (*hedges, bound, said) if w)
    own_words = value.bound_text and value.bound_text not in texts.plain_bounds
    return f"{words} (“{value.bound_text}”)" if own_words else words


def computed(value: AnswerValue) -> str:
    """The figure of a reckoned value with its bound."""
    texts = english_texts()
    bound = texts.bounds.get(value.bound, "")
    said = value.value or ""
    if value.unit.startswith("元") and _is_number(said):
        said = money(Decimal(said), value.unit)
    elif value.unit:
        said = f"{said}{_unit(value.unit)}"
    return f"{bound} {said}".strip() if value.bound != Bound.EXACT.value else said


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _unit(unit: str) -> str:
    """「%」 as it is; other units in English where they are known."""
    texts = english_texts()
    words = texts.lengths.get(unit) or texts.counted.get(unit)
    return unit if unit == "%" else f" {words or f'“{unit}”'}"
