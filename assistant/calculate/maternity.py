"""What a birth is paid (生育定额补助): the sum of its kind, each further child, the check-ups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import Field

from assistant.calculate.bounds import add_bounds
from assistant.calculate.case_words import ANY
from assistant.calculate.cases import Case, case_of, choose
from assistant.calculate.figures import plain
from assistant.calculate.lexicon import benefits
from assistant.calculate.rule import Facts, Inputs, Rule, cites
from assistant.model import CitedStep, Computed, Conflict, NeedsInput, NoRule, Outcome
from corpus.model import Bound, PolicyValue, ValueKind

KEYS = ("maternity_benefit",)
SEGMENT = re.compile("[，；。：:]")


class MaternityInputs(Inputs):
    """How the child was born, how many there are, and whether check-ups are counted in."""

    birth: str = Field("", description="分娩方式：顺产、剖宫产")
    babies: int = Field(1, ge=1, le=9, description="这一次生了几个孩子")
    checkup: bool = Field(False, description="是否加上产前检查的补助")
    hospital: str = Field("", description="医疗机构级别，通知分级别的才要填")


@dataclass(frozen=True)
class Sums:
    """The sums of a notice for births: by kind, for each further child, and for check-ups."""

    births: tuple[PolicyValue, ...]
    further: tuple[PolicyValue, ...]
    checkups: tuple[PolicyValue, ...]


def maternity(inputs: MaternityInputs, facts: Facts) -> Outcome:
    """The whole sum in yuan, with each stated sum as a part.

    ``NeedsInput`` names birth or hospital; ``NoRule`` says which sum is not stated: birth,
    babies (further children) or checkup.
    """
    sums = _sums(facts)
    chosen = _birth(inputs, sums.births, facts)
    if not isinstance(chosen, PolicyValue):
        return chosen
    parts = [_part(chosen, Decimal(1))]
    for values, times, why in (
        (sums.further, Decimal(inputs.babies - 1), "babies"),
        (sums.checkups, Decimal(int(inputs.checkup)), "checkup"),
    ):
        if not times:
            continue
        if not values:
            return NoRule(why=why)
        if len({v.value for v in values}) > 1:
            return Conflict(values=values)
        parts.append(_part(values[0], times))
    return _total(parts)


def _sums(facts: Facts) -> Sums:
    found: dict[str, list[PolicyValue]] = {"further": [], "checkup": [], "birth": []}
    for value in facts.values:
        if value.kind is ValueKind.MONEY and isinstance(value.value, Decimal):
            found[_sort(value, facts)].append(value)
    return Sums(tuple(found["birth"]), tuple(found["further"]), tuple(found["checkup"]))


def _sort(value: PolicyValue, facts: Facts) -> str:
    """Which sum a value is; the words right before the figure tell more than its label."""
    near, named = _near(value, facts), _named(value)
    if any(benefits().says("further_child", t) for t in (near, named)):
        return "further"
    return "checkup" if any(benefits().says("checkup", t) for t in (near, named)) else "birth"


def _near(value: PolicyValue, facts: Facts) -> str:
    """The words of the sentence right before the figure."""
    return SEGMENT.split(facts.around(value).lead)[-1]


def _named(value: PolicyValue) -> str:
    group = value.group.text if value.group else ""
    return "，".join((value.label, group, *(c.text for c in value.conditions)))


def births_in(text: str) -> tuple[str, ...]:
    """The kinds of birth that a text names: natural, caesarean."""
    return tuple(n for n in ("natural", "caesarean") if benefits().says(n, text))


def _kinds(value: PolicyValue, facts: Facts) -> tuple[str, ...]:
    """By the value's own words if they name one kind alone, else by those before its figure."""
    own = births_in(_named(value))
    return own if len(own) == 1 else births_in(_near(value, facts))


def _birth(
    inputs: MaternityInputs, values: Sequence[PolicyValue], facts: Facts
) -> PolicyValue | Outcome:
    """The sum for the kind of birth; one that names no kind is for all of them."""
    said = births_in(inputs.birth)
    own = [v for v in values if not said or _kinds(v, facts) == said]
    fitting = own or [v for v in values if not _kinds(v, facts)]
    if not fitting:
        return NoRule(why="birth")
    if not said and len({_kinds(v, facts) for v in fitting}) > 1:
        return _by_kind(inputs, fitting, facts)
    choice = choose(fitting, _case(inputs, fitting), facts)
    if choice.missing == "conflict" or not choice.values:
        return Conflict(values=tuple(fitting))
    return choice.value or NeedsInput(slots=(choice.missing,), used=choice.values)


def _case(inputs: MaternityInputs, values: Sequence[PolicyValue]) -> Case:
    """The kind of birth is settled: the values' own words for it are the person's too."""
    words = " ".join((inputs.birth, *map(_named, values[:1])))
    return Case(setting=ANY, grades=case_of(inputs.hospital).grades, words=words)


def _by_kind(inputs: MaternityInputs, values: Sequence[PolicyValue], facts: Facts) -> NeedsInput:
    """The kind of birth was not said: what holds for each."""
    options: list[Computed] = []
    for value in values:
        words = next((m for m in _words(value, facts)), "")
        made = maternity(inputs.model_copy(update={"birth": words}), facts) if words else None
        if isinstance(made, Computed) and words not in {o.label for o in options}:
            options.append(made.model_copy(update={"label": words}))
    return NeedsInput(slots=("birth",), used=tuple(values), options=tuple(options))


def _words(value: PolicyValue, facts: Facts) -> list[str]:
    """The notice's own words for the kind of birth."""
    text = f"{_named(value)}，{_near(value, facts)}"
    return [m.group() for k in _kinds(value, facts) for m in benefits().one(k).finditer(text)]


def _part(value: PolicyValue, times: Decimal) -> Computed:
    if not isinstance(value.value, Decimal):
        raise TypeError(f"{value.id} carries no sum")
    figure = plain(value.value)
    text = figure if times == 1 else f"{figure} × {plain(times)}"
    step = CitedStep(text=text, citations=cites(value))
    bound = value.bound.value
    return Computed(
        value=value.value * times, unit="元", bound=bound, steps=(step,), used=(value,), label=text
    )


def _total(parts: Sequence[Computed]) -> Outcome:
    """All parts together; a floor and a ceiling have no sum."""
    total, bound = Decimal(0), Bound.EXACT
    for part in parts:
        summed = add_bounds(bound, Bound(part.bound))
        if summed is None or not isinstance(part.value, Decimal):
            return NoRule(why="bound")
        total, bound = total + part.value, summed
    used = tuple(v for p in parts for v in p.used)
    text = " + ".join(p.label for p in parts)
    text = f"{text} = {plain(total)}（元）" if len(parts) > 1 else f"{text}（元）"
    step = CitedStep(text=text, citations=cites(*used))
    return Computed(
        value=total, unit="元", bound=bound.value, steps=(step,), used=used, parts=tuple(parts)
    )


RULE = Rule(
    name="maternity",
    title="生育补助",
    purpose="居民生育的定额补助：分娩方式的定额，加多胞胎每多一个的，加产前检查的。",
    keys=KEYS,
    inputs=MaternityInputs,
    apply=maternity,
    roles=("standard", "change"),
)
