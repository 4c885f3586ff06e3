"""What figures of other schemes come to for several persons or months (几个人、几个月合计)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.answer.context import Context, Draft
from assistant.answer.texts import say
from assistant.answer.wording import computed_value
from assistant.calculate.figures import plain
from assistant.matching.groups import Fit, fit
from assistant.model import CitedStep, Computed
from assistant.understand.cues import cues
from assistant.understand.phrasing import phrasing
from corpus.extract.numerals import parse_number
from corpus.model import Bound, PolicyValue, ValueKind

FILE, MONTH = "flows.yaml", "月"
HALF, WHOLE = Decimal(6), Decimal(12)
Part = tuple[PolicyValue, int]


def added_up(draft: Draft, context: Context, values: Sequence[PolicyValue]) -> None:
    """Add the sum for all persons and months of the question, where each has one exact figure."""
    parts = _parts(context, values)
    if not parts or not _alike([v for v, _ in parts]):
        return
    months = _months(context.slots.text) if MONTH in parts[0][0].unit else None
    several = len(parts) > 1 or parts[0][1] > 1
    if not months and not several:
        return
    first = parts[0][0]
    words = [_times(plain(_amount(v)), count) for v, count in parts]
    text = " + ".join(words)
    text = _times(f"（{text}）" if len(words) > 1 and months else text, months or 1)
    total = sum((_amount(v) * n for v, n in parts), Decimal(0)) * (months or 1)
    unit = "元" if months else _of_all(first.unit)
    step = f"{text} = {plain(total)}（{unit}）"
    cited = tuple(v.citations.value for v, _ in parts)
    draft.steps.append(CitedStep(text=step, citations=cited))
    draft.lines.append(say("comes_to", total=plain(total), unit=unit, steps=step))
    outcome = Computed(value=total, unit=unit, bound=first.bound)
    draft.values.append(computed_value(outcome, first, context.place_of(first.jurisdiction)))


def _parts(context: Context, values: Sequence[PolicyValue]) -> list[Part]:
    """Each person's figure with how many they are; nothing where one of them has none or two."""
    slots = context.slots
    summed = bool(phrasing().sums.search(slots.text))
    if not summed or not slots.persons:
        return [(values[0], 1)] if len(values) == 1 else []
    found: list[Part] = []
    for person in slots.persons:
        own = [v for v in values if fit(v, person.keys, person.age) is Fit.YES]
        own = own or [v for v in values if len(values) == 1 and v.group is None]
        if len(own) != 1:
            return []
        found.append((own[0], person.count))
    return found


def _alike(values: Sequence[PolicyValue]) -> bool:
    """Whether figures can be added: sums of money in one unit, all exact or all limits."""
    money = all(v.kind is ValueKind.MONEY and isinstance(v.value, Decimal) for v in values)
    bounds, units = {v.bound for v in values}, {v.unit for v in values}
    return money and len(units) == 1 and bounds in ({Bound.EXACT}, {Bound.AT_MOST})


def _amount(value: PolicyValue) -> Decimal:
    return value.value if isinstance(value.value, Decimal) else Decimal(0)


def _times(words: str, count: Decimal | int) -> str:
    return words if count == 1 else f"{words} × {plain(Decimal(count))}"


def _of_all(unit: str) -> str:
    """The unit of a sum over persons: 元/人·年 is 元/年."""
    return unit.replace("人·", "").replace("/人", "").replace("户·", "").replace("/户", "")


def _months(text: str) -> Decimal | None:
    """How many months the question asks for together (半年能领多少); ``None`` where it does not."""
    found = cues(FILE).search("months_asked", text)
    if found is None:
        return None
    if found["n"]:
        return parse_number(found["n"])
    return HALF if found["half"] else WHOLE
