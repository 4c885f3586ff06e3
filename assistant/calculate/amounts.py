"""Shared arithmetic of figures (数值运算): amounts of values, differences with their bounds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assistant.calculate.bounds import DOWN, UP, subtract_bounds
from assistant.calculate.figures import plain
from assistant.calculate.rule import cites
from assistant.model import CitedStep, Computed, NoRule, Outcome
from corpus.model import Bound, Citation, PolicyValue, ValueKind

MONEY, PERCENT, POINTS = "元", "%", "个百分点"
UNIT_WORDS = {ValueKind.MONEY: MONEY, ValueKind.RATIO: PERCENT, ValueKind.POINTS: POINTS}
ABOVE, BELOW, EQUAL = "above", "below", "equal"


def amount_of(value: PolicyValue) -> Decimal:
    """The number of a value; ``TypeError`` when it carries none."""
    if not isinstance(value.value, Decimal):
        raise TypeError(f"{value.id} carries no number")
    return value.value


def unit_of(value: PolicyValue) -> str:
    """The plain unit of a figure: 元, %, 倍, without the per-person part."""
    return UNIT_WORDS.get(value.kind) or value.unit.partition("/")[0]


def stated(value: PolicyValue, label: str = "") -> Computed:
    """A value as it stands, as one side of a calculation."""
    amount = amount_of(value)
    step = CitedStep(text=f"{value.label} {plain(amount)} {unit_of(value)}", citations=cites(value))
    return Computed(
        value=amount,
        unit=unit_of(value),
        bound=value.bound,
        steps=(step,),
        used=(value,),
        label=label,
    )


def cited_by(*parts: Computed) -> tuple[Citation, ...]:
    """The characters behind the steps of results, each once."""
    return tuple(dict.fromkeys(c for p in parts for s in p.steps for c in s.citations))


def all_used(parts: Iterable[Computed]) -> tuple[PolicyValue, ...]:
    """The values behind results, each once."""
    return tuple(dict.fromkeys(v for p in parts for v in p.used))


def difference(first: Computed, second: Computed) -> Outcome:
    """How much the first lies above or below the second, as ``state`` says.

    ``NoRule("unit")`` for figures of different kinds; ``NoRule("bound")`` where a bound leaves
    open which of the two is greater (410 against at least 400).
    """
    one, two = first.value, second.value
    if not isinstance(one, Decimal) or not isinstance(two, Decimal):
        return NoRule(why="figure")
    if first.unit != second.unit:
        return NoRule(why="unit")
    above = one >= two
    more, less = (first, second) if above else (second, first)
    bound = _gap_bound(Bound(more.bound), Bound(less.bound), one == two)
    if bound is None:
        return NoRule(why="bound")
    return Computed(
        value=abs(one - two),
        unit=POINTS if first.unit == PERCENT else first.unit,
        bound=bound,
        steps=(*_own_steps(first, second), _gap_step(more, less)),
        used=all_used((first, second)),
        state=EQUAL if one == two else (ABOVE if above else BELOW),
        parts=(first, second),
    )


def _gap_bound(more: Bound, less: Bound, same: bool) -> Bound | None:
    """The greater may only be greater still, the lesser only lesser: else the order is open."""
    if same and (more, less) != (Bound.EXACT, Bound.EXACT):
        return None
    if more not in {Bound.EXACT, *UP} or less not in {Bound.EXACT, *DOWN}:
        return None
    return subtract_bounds(more, less)


def _own_steps(*parts: Computed) -> tuple[CitedStep, ...]:
    """Steps of the sides that calculate something; a figure as it stands needs none."""
    return tuple(dict.fromkeys(s for p in parts for s in p.steps if "=" in s.text))


def _gap_step(more: Computed, less: Computed) -> CitedStep:
    one, two = more.amount, less.amount
    unit = POINTS if more.unit == PERCENT else more.unit
    figures = (one, two) if more.unit != PERCENT else (f"{plain(one)}%", f"{plain(two)}%")
    left, right = (plain(f) if isinstance(f, Decimal) else f for f in figures)
    text = f"{left} − {right} = {plain(one - two)}（{unit}）"
    return CitedStep(text=text, citations=cited_by(more, less))
