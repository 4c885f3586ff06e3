"""How long one waits (待遇等待期): fixed, more for each year missed, less for each year paid up."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from assistant.calculate.figures import plain
from assistant.calculate.rule import Facts, Inputs, Insured, Rule, cites
from assistant.matching.groups import Fit, above, fit, keys_in
from assistant.model import (
    CitedStep,
    Computed,
    Conflict,
    NeedsInput,
    NoRule,
    NotApplicable,
    Outcome,
)
from assistant.understand.timing import says
from corpus.model import Bound, ConditionKind, Duration, DurationUnit, PolicyValue, Role, ValueKind

FIXED, MORE, LESS = "waiting_period", "waiting_increment", "waiting_repair"
FLOOR, FLOOR_YEARS, CAP, PER = "waiting_floor", "waiting_floor_years", "waiting_cap", "waiting_per"
FROM_YEARS, BEYOND = "waiting_from_years", "waiting_beyond_years"
KEYS = (FIXED, MORE, LESS, FLOOR, FLOOR_YEARS, FROM_YEARS, BEYOND, CAP, PER)
ROLES = ("standard", "change")
UNITS = {DurationUnit.MONTH: "个月", DurationUnit.DAY: "天"}
ZERO = Decimal(0)
COUNT, FULL = "waiting_count", "满"


class WaitingInputs(Inputs):
    """Who pays outside the collection window, and how many years he missed and pays up."""

    person: Insured = Insured()
    missed_years: int | None = Field(None, ge=0, le=80, description="断缴了几年")
    repaid_years: int = Field(0, ge=0, le=80, description="补缴（修复）了几年")


def waiting_period(keys: tuple[str, ...], missed: int | None, repaid: int, facts: Facts) -> Outcome:
    """The wait of a person of group ``keys`` in months or days (个月、天).

    ``NeedsInput(("missed_years",))`` where the wait grows with years that are not known;
    ``NotApplicable`` for groups that the rule leaves out (除新生儿外).
    """
    free = _free(keys, facts)
    if free is not None:
        return free
    fixed = [v for v in facts.of(FIXED) if _months(v) and fit(v, keys) is not Fit.NO] or [
        v for v in facts.of(FIXED) if _months(v)
    ]
    if not fixed:
        return NoRule(why="waiting_period")
    if len({v.value for v in fixed}) > 1:
        return Conflict(values=tuple(fixed))
    grows = facts.of(MORE)
    if grows and missed is None:
        option = _fixed_only(fixed[0]).model_copy(update={"label": "没有断缴"})
        return NeedsInput(slots=("missed_years",), used=(fixed[0], *grows), options=(option,))
    return _waited(fixed[0], missed or 0, repaid, facts)


def _free(keys: tuple[str, ...], facts: Facts) -> Outcome | None:
    """No wait for a group that is said to have none, or that the wait is not set for."""
    if not keys:
        return None
    for value in facts.of(FIXED):
        if value.kind is ValueKind.WAIVER and _names(
            value.group.text if value.group else None, keys
        ):
            step = CitedStep(text=value.citations.value.quote, citations=cites(value))
            if value.group:
                cited = (value.group.citation, value.citations.value)
                step = CitedStep(text=value.citations.value.quote, citations=cited)
            return Computed(value=ZERO, unit="个月", state="waived", steps=(step,), used=(value,))
    for value in facts.of(FIXED):
        excepted = [c for c in value.conditions if c.kind is ConditionKind.EXCEPT]
        if any(_names(c.text, keys) for c in excepted):
            return NotApplicable(why="excepted", used=(value,))
    return None


def _names(text: str | None, keys: tuple[str, ...]) -> bool:
    """Whether a list of groups names one of these."""
    return bool(text) and any(above(k) & keys_in(text or "") for k in keys)


def _waited(fixed: PolicyValue, missed: int, repaid: int, facts: Facts) -> Outcome:
    if not missed or not facts.of(MORE):
        return _fixed_only(fixed)
    more = facts.of(MORE)[0]
    if len({v.value for v in facts.of(MORE)}) > 1:
        return Conflict(values=facts.of(MORE))
    if not _yearly(facts) or _counts_later(more, facts) or not _alike(fixed, more):
        return NoRule(why=COUNT)
    repair = facts.of(LESS)[0] if facts.of(LESS) and repaid else None
    if repaid and (repair is None or not _alike(more, repair)):
        return NoRule(why="waiting_repair")
    beyond = _beyond(more, facts)
    counted = max(missed - sum(int(_amount(v)) for v in beyond), 0)
    if not counted:
        return _fixed_only(fixed, *beyond)
    grown = _grown(fixed, more, (missed, counted), (repair, min(repaid, counted)))
    return _limited(_resting(grown, beyond), missed, facts)


def _beyond(more: PolicyValue, facts: Facts) -> tuple[PolicyValue, ...]:
    """The years that do not count yet (断缴年数超过1年的，每多断缴1年…): one figure or none."""
    ahead = [
        v
        for v in facts.of(BEYOND)
        if v.clause == more.clause and v.citations.value.start < more.citations.value.start
    ]
    return tuple(ahead[-1:])


def _resting(grown: Computed, more: tuple[PolicyValue, ...]) -> Computed:
    """The result with further values that it rests on."""
    cited = cites(*more)
    steps = (s.model_copy(update={"citations": (*s.citations, *cited)}) for s in grown.steps)
    return grown.model_copy(update={"steps": tuple(steps), "used": (*grown.used, *more)})


def _grown(
    fixed: PolicyValue,
    more: PolicyValue,
    missed: tuple[int, int],
    repair: tuple[PolicyValue | None, int],
) -> Computed:
    """Fixed + years × increment − years paid up × what each takes off, never below the fixed.

    Of the years missed only those beyond a stated number may count.
    """
    base, each = _amount(fixed), _amount(more)
    whole, counted = missed
    years_said = str(whole) if whole == counted else f"({whole} − {whole - counted})"
    total, text, used = (
        base + counted * each,
        f"{plain(base)} + {years_said} × {plain(each)}",
        [fixed, more],
    )
    less, years = repair
    if less is not None:
        total -= min(years * _amount(less), counted * each)
        text += f" − {years} × {plain(_amount(less))}"
        used.append(less)
    unit = _unit(fixed)
    step = CitedStep(text=f"{text} = {plain(total)}（{unit}）", citations=cites(*used))
    bound = _bound(fixed)
    return Computed(
        value=total, unit=unit, bound=bound, state="waits", steps=(step,), used=tuple(used)
    )


def _limited(grown: Computed, missed: int, facts: Facts) -> Computed:
    """The floor after repair (修复后不少于6个月) and the cap (合计不超过9个月).

    Whether a cap is taken before or after the repair is not said: then it stays a ceiling.
    """
    repaired = any(v.key == LESS for v in grown.used)
    long = [v for v in facts.of(FLOOR_YEARS) if missed >= _amount(v)]
    late = sum(int(_amount(v)) for v in grown.used if v.key == BEYOND)
    whole = _amount(grown.used[0]) + (missed - late) * _amount(grown.used[1])
    for value in (v for v in facts.of(FLOOR, CAP) if _unit(v) == grown.unit):
        limit = _amount(value) + _beside(value, grown)
        if value.key == FLOOR and repaired and long and _total(grown) < limit:
            return _at(grown, limit, Bound.AT_LEAST, (*long[:1], value))
        if value.key == CAP and whole > limit:
            total = min(limit, _total(grown))
            return _at(grown, total, Bound.AT_MOST if repaired else grown.bound, (value,))
    return grown


def _beside(limit: PolicyValue, grown: Computed) -> Decimal:
    """The fixed wait, which a limit of what is added to it (增加的等待期) does not take in."""
    added = limit.key == CAP and says(limit.label, "of_increments")
    return _amount(grown.used[0]) if added else ZERO


def _total(grown: Computed) -> Decimal:
    return grown.value if isinstance(grown.value, Decimal) else ZERO


def _at(grown: Computed, limit: Decimal, bound: str, why: tuple[PolicyValue, ...]) -> Computed:
    """The result held at a limit, with the step that says so."""
    words = why[-1].bound_text + why[-1].citations.value.quote
    beside = _beside(why[-1], grown)
    words = f"{why[-1].label}{words}，加上固定的{plain(beside)}{grown.unit}" if beside else words
    text = f"{plain(_total(grown))}{grown.unit}，规定{words}：按{plain(limit)}{grown.unit}"
    step = CitedStep(text=text, citations=cites(*why))
    return grown.model_copy(
        update={
            "value": limit,
            "bound": str(bound),
            "steps": (*grown.steps, step),
            "used": (*grown.used, *why),
        }
    )


def _fixed_only(fixed: PolicyValue, *why: PolicyValue) -> Computed:
    amount, unit = _amount(fixed), _unit(fixed)
    step = CitedStep(text=f"等待期 {plain(amount)} {unit}", citations=cites(fixed, *why))
    return Computed(
        value=amount,
        unit=unit,
        bound=_bound(fixed),
        state="waits",
        steps=(step,),
        used=(fixed, *why),
    )


def _bound(fixed: PolicyValue) -> str:
    """The bound of a wait; 满60日方可享受 is a wait of just 60 days."""
    return (Bound.EXACT if fixed.bound_text.endswith(FULL) else fixed.bound).value


def _yearly(facts: Facts) -> bool:
    """Whether the increment is for each single year (每断缴1年), not for each two."""
    return all(_amount(v) == 1 for v in facts.of(PER))


def _counts_later(more: PolicyValue, facts: Facts) -> bool:
    """Whether a number of years stands before the increment (断缴1年以上的，固定3个月；每多断1年):
    then the words leave open which years count."""
    return any(
        v.clause == more.clause and v.citations.value.start < more.citations.value.start
        for v in facts.of(FLOOR_YEARS, FROM_YEARS)
    )


def _alike(one: PolicyValue, other: PolicyValue) -> bool:
    return bool(_unit(one)) and _unit(one) == _unit(other)


def _months(value: PolicyValue) -> bool:
    return bool(_unit(value)) and value.role is Role.STANDARD


def _unit(value: PolicyValue) -> str:
    return UNITS.get(value.value.unit, "") if isinstance(value.value, Duration) else ""


def _amount(value: PolicyValue) -> Decimal:
    if not isinstance(value.value, Duration):
        raise TypeError(f"{value.id} is no length of time")
    return value.value.amount


def _apply(inputs: WaitingInputs, facts: Facts) -> Outcome:
    person = inputs.person.person
    return waiting_period(person.keys, inputs.missed_years, inputs.repaid_years, facts)


RULE = Rule(
    name="waiting_period",
    title="待遇等待期",
    purpose="没有在集中缴费期缴费或者断缴过的人，缴费后要等多久才能享受待遇：固定等待期，加上每断缴一年增加的，减去补缴修复的。",
    keys=KEYS,
    inputs=WaitingInputs,
    apply=_apply,
    roles=ROLES,
)
