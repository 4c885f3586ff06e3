"""The threshold and the cap of a case (起付标准、最高支付限额), with what raises or lowers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculate.bands import WHOLE, ZERO, to_fen
from assistant.calculate.bounds import add_bounds
from assistant.calculate.cases import Case, choose, fits, is_own, says, sign
from assistant.calculate.figures import plain
from assistant.calculate.rule import Facts, cites
from assistant.model import CitedStep
from corpus.model import Bound, PolicyValue, Role, ValueKind

PERIODS = ("月", "次", "日", "天", "季")
OF_INCOME = (ValueKind.RATIO, ValueKind.MULTIPLE)


@dataclass(frozen=True)
class Missing:
    """An input that decides and is not known, with the values that it decides among."""

    slot: str
    values: tuple[PolicyValue, ...] = ()
    alternatives: tuple[tuple[str, PolicyValue], ...] = ()


@dataclass(frozen=True)
class Threshold:
    """A threshold in yuan for one person; ``base`` is the general one before any change."""

    amount: Decimal
    base: Decimal
    bound: Bound
    used: tuple[PolicyValue, ...]
    steps: tuple[CitedStep, ...] = ()


@dataclass(frozen=True)
class Cap:
    """A cap in yuan, or none at all for this person (``held`` is ``None``: 取消封顶线)."""

    value: PolicyValue
    held: Decimal | None
    bound: Bound = Bound.EXACT
    periodic: bool = False
    steps: tuple[CitedStep, ...] = ()


def threshold_of(
    case: Case, values: Sequence[PolicyValue], facts: Facts, income: Decimal | None
) -> Threshold | Missing | None:
    """The threshold of a case; ``None`` when the notice states none for it."""
    fixed = [v for v in values if _is_fixed(v, facts)]
    own, general = _parted(fixed, case, facts)
    for among, special in ((own, True), (general, False)):
        choice = choose(among, case, facts)
        if choice.missing:
            return Missing(choice.missing, choice.values, choice.alternatives)
        if choice.value is not None:
            base = _amount(choice.value, facts, income)
            if isinstance(base, Missing) or special:
                return base
            return _modified(base, _modifiers(case, values, facts), facts)
    if case.away:  # without a threshold for elsewhere the one of the hospital holds there too
        return threshold_of(replace(case, away=False, filing=""), values, facts, income)
    return None


def _parted(
    values: Sequence[PolicyValue], case: Case, facts: Facts
) -> tuple[list[PolicyValue], list[PolicyValue]]:
    """The values that are this group's or stay's own rule, and those for everybody."""
    own: list[PolicyValue] = []
    general: list[PolicyValue] = []
    for value in values:
        (own if is_own(value, case, facts) else general).append(value)
    return own, general


def _is_fixed(value: PolicyValue, facts: Facts) -> bool:
    """A sum, a waiver, or a share of the income; 按50%执行 only changes another threshold."""
    if value.role is not Role.STANDARD:
        return False
    if value.kind in OF_INCOME:
        return says(value, "income", facts)
    return value.kind in (ValueKind.MONEY, ValueKind.WAIVER)


def _modifiers(case: Case, values: Sequence[PolicyValue], facts: Facts) -> list[PolicyValue]:
    return [
        v
        for v in values
        if not _is_fixed(v, facts)
        and (v.role is Role.CHANGE or v.kind is ValueKind.RATIO)
        and fits(v, replace(case, grades=frozenset()), facts, own=True)
    ]


def _amount(value: PolicyValue, facts: Facts, income: Decimal | None) -> Threshold | Missing:
    if value.kind is ValueKind.WAIVER:
        step = CitedStep(text=value.citations.value.quote, citations=cites(value))
        return Threshold(ZERO, ZERO, Bound.EXACT, (value,), (step,))
    held = value.value
    if not isinstance(held, Decimal):
        raise TypeError(f"{value.id} carries no number")
    if value.kind is ValueKind.MONEY:
        return Threshold(held, held, value.bound, (value,))
    if income is None:
        return Missing("income", (value,))
    amount, step = of_income(value, income)
    return Threshold(amount, amount, value.bound, (value,), (step,))


def of_income(value: PolicyValue, income: Decimal) -> tuple[Decimal, CitedStep]:
    """A share or a multiple of the income, in yuan, with its step."""
    held = value.value
    if not isinstance(held, Decimal):
        raise TypeError(f"{value.id} carries no number")
    ratio = value.kind is ValueKind.RATIO
    amount = to_fen(income * held / WHOLE if ratio else income * held)
    times = f"{plain(held)}%" if ratio else plain(held)
    text = f"{plain(income)} × {times} = {plain(amount)}（元）"
    return amount, CitedStep(text=text, citations=cites(value))


def _modified(
    base: Threshold, modifiers: Sequence[PolicyValue], facts: Facts
) -> Threshold | Missing:
    """The threshold after the change for the group or the stay.

    Of several changes the notice does not say whether they add up: with the best of them alone
    the threshold is at most so much.
    """
    made = [m for v in modifiers if (m := _one_change(base, v, facts)) is not None]
    if len(made) < len(modifiers):
        return Missing("conflict", (*base.used, *modifiers))
    if not made:
        return base
    lowest = min(made, key=lambda t: t.amount)
    same = len({t.amount for t in made}) == 1 and len(made) == 1
    return lowest if same else replace(lowest, bound=Bound.AT_MOST)


def _one_change(base: Threshold, value: PolicyValue, facts: Facts) -> Threshold | None:
    held, amount = value.value, base.amount
    bound = add_bounds(base.bound, value.bound)
    up = sign(value, facts) if value.role is Role.CHANGE else 0
    if not isinstance(held, Decimal) or bound is None or (value.role is Role.CHANGE and not up):
        return None
    if value.kind is ValueKind.RATIO and not up:
        new, shown = amount * held / WHOLE, f"{plain(amount)} × {plain(held)}%"
    elif value.kind is ValueKind.RATIO:
        new = amount + up * amount * held / WHOLE
        mark = "+" if up > 0 else "−"
        shown = f"{plain(amount)} {mark} {plain(amount)} × {plain(held)}%"
    elif value.kind is ValueKind.MONEY:
        new, shown = amount + up * held, f"{plain(amount)} {'+' if up > 0 else '−'} {plain(held)}"
    else:
        return None
    new = to_fen(max(new, ZERO))
    step = CitedStep(text=f"{shown} = {plain(new)}（元）", citations=cites(*base.used, value))
    return Threshold(new, base.base, bound, (*base.used, value), (*base.steps, step))


def cap_of(
    case: Case, values: Sequence[PolicyValue], facts: Facts, income: Decimal | None
) -> Cap | Missing | None:
    """The cap of a case; ``None`` when the notice states none for it."""
    standards = [v for v in values if v.role is Role.STANDARD]
    at_home = replace(case, away=False, filing="")  # the fund's cap is one, wherever one is treated
    for among in _parted(standards, case, facts):
        choice = choose(among, at_home, facts, shared=True)
        if choice.missing:
            return Missing(choice.missing, choice.values, choice.alternatives)
        if choice.value is not None:
            return _cap(choice.value, facts, income)
    return None


def _cap(value: PolicyValue, facts: Facts, income: Decimal | None) -> Cap | Missing:
    held = value.value
    if value.kind is ValueKind.WAIVER:
        return Cap(value, None)
    if not isinstance(held, Decimal):
        raise TypeError(f"{value.id} carries no number")
    if value.kind is ValueKind.MONEY:
        periodic = any(f"/{p}" in value.unit or f"·{p}" in value.unit for p in PERIODS)
        return Cap(value, held, value.bound, periodic)
    if not says(value, "income", facts) or income is None:
        return Missing("income", (value,))
    amount, step = of_income(value, income)
    return Cap(value, amount, value.bound, steps=(step,))


__all__ = ["Cap", "Missing", "Threshold", "cap_of", "of_income", "threshold_of"]
