"""The threshold and the cap of a case (起付标准、最高支付限额), with what raises or lowers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculate.bands import WHOLE, ZERO, to_fen
from assistant.calculate.bounds import add_bounds
from assistant.calculate.cases import ACCIDENT, Case, Choice, choose, fits, is_group_rule, needs_age
from assistant.calculate.figures import plain
from assistant.calculate.readings import of_stay, reading, same_setting, says, says_after, sign
from assistant.calculate.rule import Facts, cites
from assistant.model import CitedStep
from corpus.model import Bound, PolicyValue, Role, ValueKind

PERIODS = ("月", "次", "日", "天", "季")
UNFILED = "unfiled"
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
    group, stay, general = _parted(fixed, case, facts)
    for among in (group, stay, general):
        choice = _stay(among, case, values, facts)
        if choice.missing:
            return Missing(choice.missing, choice.values, choice.alternatives)
        if aged := needs_age(choice.values, case):
            return Missing("age", aged)
        if choice.value is not None:
            base = _amount(choice.value, facts, income)
            if isinstance(base, Missing) or among is group:
                return base
            modifiers = _modifiers(choice.value, case, values, facts)
            if aged := needs_age(modifiers, case):
                return Missing("age", (*aged, *base.used))
            return _modified(base, modifiers, facts)
    if case.setting == ACCIDENT:  # a stay for an injury begins at a stay's threshold
        return threshold_of(replace(case, setting="inpatient"), values, facts, income)
    if case.away and case.filing == "unfiled":  # those who went on their own have no other one
        return threshold_of(replace(case, filing="filed"), values, facts, income)
    if case.away:  # without a threshold for elsewhere the one of the hospital holds there too
        return threshold_of(replace(case, away=False, filing=""), values, facts, income)
    return None


def _stay(
    among: Sequence[PolicyValue], case: Case, values: Sequence[PolicyValue], facts: Facts
) -> Choice:
    """The threshold of this stay; where a later one is only said as a change (第二次减半), the
    first stay's, which the change starts from."""
    choice = choose(among, case, facts)
    if choice.values or case.visit == 1:
        return choice
    later = [v for v in values if not _is_fixed(v, facts) and of_stay(v, facts)]
    changed = any(fits(v, replace(case, grades=frozenset()), facts) for v in later)
    return choose(among, replace(case, visit=1), facts) if changed else choice


def _parted(
    values: Sequence[PolicyValue], case: Case, facts: Facts
) -> tuple[list[PolicyValue], ...]:
    """The values that are this group's own rule, this stay's own, and those for everybody."""
    parts: tuple[list[PolicyValue], ...] = ([], [], [])
    for value in values:
        grouped = is_group_rule(value, case, facts)
        parts[0 if grouped else 1 if of_stay(value, facts) else 2].append(value)
    return parts


def _is_fixed(value: PolicyValue, facts: Facts) -> bool:
    """A sum, a waiver, or a share of the income; 按50%执行 only changes another threshold."""
    if value.role is not Role.STANDARD:
        return False
    if value.kind in OF_INCOME:
        return says(value, "income", facts)
    return value.kind in (ValueKind.MONEY, ValueKind.WAIVER)


def _modifiers(
    base: PolicyValue, case: Case, values: Sequence[PolicyValue], facts: Facts
) -> list[PolicyValue]:
    """What changes a threshold for the group or the stay of the case.

    A change of another setting leaves it alone, and so does one for later stays where the base is
    already a later stay's, or where the group's own change says 不再随住院次数降低.
    """
    found = [
        v
        for v in values
        if not _is_fixed(v, facts)
        and (v.role is Role.CHANGE or v.kind in OF_INCOME)
        and fits(v, case, facts, own=True)
        and same_setting(v, base, facts)
        and (case.filing == UNFILED or reading(v, facts.around(v)).filing != UNFILED)
    ]
    stays = [v for v in found if of_stay(v, facts)]
    others = [v for v in found if v not in stays]
    counted = case.visit > 1 and of_stay(base, facts) and _of_this(base, case, facts)
    settled = counted or any(says_after(v, "whichever_stay", facts) for v in (base, *others))
    return others if settled else found


def _of_this(base: PolicyValue, case: Case, facts: Facts) -> bool:
    """Whether a threshold names the very stay of the case."""
    return choose([base], case, facts).value is not None


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
    elif value.kind is ValueKind.MULTIPLE:  # 提高1倍 is twice as much, 按2倍 as well
        mark = "×" if not up else "+" if up > 0 else "−"
        new = amount * held if not up else amount + up * amount * held
        shown = f"{plain(amount)} {mark} {plain(held) if not up else plain(amount * held)}"
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
