"""The ratios that hold for a case (支付比例): one for all of the cost, or one for each band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculate.bands import WHOLE, Limits, limits_of
from assistant.calculate.bounds import add_bounds
from assistant.calculate.case_words import grades_in
from assistant.calculate.cases import (
    Case,
    Choice,
    choose,
    fits,
    is_excepted,
    is_group_rule,
    needs_age,
)
from assistant.calculate.figures import plain
from assistant.calculate.lexicon import benefits
from assistant.calculate.readings import reading, same_setting, says, sign
from assistant.calculate.rule import Facts, cites
from assistant.calculate.threshold import Missing
from assistant.model import CitedStep, NoRule
from corpus.model import Bound, ConditionKind, PolicyValue, Role, ValueKind

FILED, UNFILED = "filed", "unfiled"
ABOVE_ALL = Limits(None, None)  # 超过起付标准的部分


@dataclass(frozen=True)
class Rate:
    """A ratio of a case, per cent, after all changes; ``band`` are the words of its cost band."""

    value: PolicyValue
    ratio: Decimal
    bound: Bound
    band: str = ""
    used: tuple[PolicyValue, ...] = ()


@dataclass(frozen=True)
class Rates:
    """All ratios of a case, and the steps of their changes (65 + 5 = 70)."""

    rates: tuple[Rate, ...]
    steps: tuple[CitedStep, ...] = ()

    @property
    def banded(self) -> bool:
        """Whether the ratios are for bands of cost."""
        return any(r.band for r in self.rates)


def rates_of(case: Case, values: Sequence[PolicyValue], facts: Facts) -> Rates | Missing | NoRule:
    """The ratios for a case; ``NoRule`` when none is stated (``average``: only one for all)."""
    usable = [v for v in values if _is_usable(v)]
    changes = changes_of(case, usable, facts)
    standards = [v for v in usable if v.role is Role.STANDARD and v.kind is ValueKind.RATIO]
    limits = [v for v in standards if _is_limit(v, facts)]
    own = [v for v in standards if not is_average(v, facts) and v not in limits]
    chosen = _chosen(case, own, facts)
    spared = _spared(case, usable, facts)
    if asked := _either_way(case, changes, facts):
        return asked
    if not chosen and case.away and (changes or spared):
        chosen = _chosen(_filed_case(case, changes, facts), own, facts)
        chosen = chosen or _chosen(_base_case(case, changes, usable, facts), own, facts)
    elif case.away and not case.filing:
        changes = [c for c in changes if reading(c, facts.around(c)).filing != UNFILED]
    if isinstance(chosen, Missing):
        return chosen
    if not chosen:
        return _whose(case, own, facts) or NoRule(
            why="average" if len(standards) > len(own) else "ratio"
        )
    changes = [c for c in changes if all(same_setting(c, v, facts) for v in chosen)]
    asked = _of_some_hospital(case, changes, facts)
    if aged := needs_age([*chosen, *changes], case):
        asked = Missing("age", (*aged, *chosen))
    rates = [_rate(v) for v in chosen]
    rates = [replace(r, used=(*r.used, *spared)) for r in rates] if case.away else rates
    return asked or _held(_changed(rates, changes, facts), limits)


def _spared(case: Case, values: Sequence[PolicyValue], facts: Facts) -> tuple[PolicyValue, ...]:
    """Changes for treatment elsewhere that leave this person out (特困人员除外): with one of these
    what holds at home holds there."""
    away = (v for v in values if v.role is Role.CHANGE and reading(v, facts.around(v)).away)
    return tuple(v for v in away if is_excepted(v, case))


def _either_way(case: Case, changes: Sequence[PolicyValue], facts: Facts) -> Missing | None:
    """Changes for those who put it on record and for those who didn't, each from the same base:
    only one of them holds, and nobody has said which."""
    if not case.away or case.filing:
        return None
    ways = {reading(c, facts.around(c)).filing: c for c in reversed(changes)}
    if not {FILED, UNFILED} <= set(ways) or _goes_on(ways[UNFILED], facts):
        return None
    return Missing("filing", tuple(ways.values()), tuple(ways.items()))


def _goes_on(change: PolicyValue, facts: Facts) -> bool:
    """Whether a change comes on top of the one before it (未转诊的再降低10个百分点)."""
    return benefits().says("further", facts.around(change).lead)


def _of_some_hospital(case: Case, changes: Sequence[PolicyValue], facts: Facts) -> Missing | None:
    """A change for one grade of hospitals alone, while nobody has said which it is."""
    read = [(c, reading(c, facts.around(c))) for c in changes]
    named = [c for c, r in read if r.grades and not r.away]
    return Missing("hospital", tuple(named)) if named and not case.grades else None


def _whose(case: Case, values: Sequence[PolicyValue], facts: Facts) -> Missing | None:
    """Ratios that are for named groups alone: the person has to say of which he is."""
    if case.keys or case.age is not None:
        return None
    open_to_all = replace(case, anyone=True)
    found = [v for v in values if v.group and fits(v, open_to_all, facts)]
    named = {v.group.text: v for v in reversed(found) if v.group}
    alternatives = tuple((text, v) for text, v in reversed(named.items()))
    return Missing("group", tuple(found), alternatives) if found else None


def _is_usable(value: PolicyValue) -> bool:
    """Not what the person bears himself, nor another scheme's."""
    lexicon = benefits()
    payer = any(
        c.kind is ConditionKind.PAYER and lexicon.says("payer_person", c.text)
        for c in value.conditions
    )
    employees = any(
        c.kind is ConditionKind.INSURED and lexicon.says("employees", c.text)
        for c in value.conditions
    )
    return not payer and not employees and not lexicon.says("borne", value.label)


def is_average(value: PolicyValue, facts: Facts) -> bool:
    """Whether a ratio is a goal for all cases together (稳定在70%左右): it names no case."""
    read = reading(value, facts.around(value))
    named = read.grades or read.extra or read.visits or value.group or _band(value)
    hedged = value.bound is Bound.ABOUT or benefits().says("goal", value.bound_text)
    return hedged and not named


def _chosen(
    case: Case, values: Sequence[PolicyValue], facts: Facts
) -> tuple[PolicyValue, ...] | Missing:
    """One ratio for each band of cost, or one for all; or the input that decides."""
    by_band: dict[str, list[PolicyValue]] = {}
    for value in values:
        by_band.setdefault(_band(value), []).append(value)
    found: dict[str, Choice] = {b: choose(own, case, facts) for b, own in by_band.items()}
    found = {b: c for b, c in found.items() if c.values}
    grouped = {b for b, c in found.items() if is_group_rule(c.values[0], case, facts)}
    # 低保对象按85%救助 goes before what is for the bands of others (超过1万元的部分按60%).
    alone = {b: c for b, c in found.items() if bool(b) is (grouped != {""})}
    banded = alone or found
    for choice in banded.values():
        if choice.missing:
            return Missing(choice.missing, choice.values, choice.alternatives)
    return tuple(c.values[0] for c in banded.values())


def _band(value: PolicyValue) -> str:
    """The words of a value's band of cost; all that is above the threshold is no band."""
    bands = [c.text for c in value.conditions if c.kind is ConditionKind.COST_BAND]
    bands = [b for b in bands if limits_of(b) != ABOVE_ALL]
    return bands[0] if bands else ""


def changes_of(case: Case, values: Sequence[PolicyValue], facts: Facts) -> list[PolicyValue]:
    """Changes in points that are for this very case: its hospital, group, stay, way elsewhere."""
    points = [v for v in values if v.kind is ValueKind.POINTS and v.role is Role.CHANGE]
    return [v for v in points if fits(v, _anyhow(v, case, facts), facts, own=True)]


def _anyhow(change: PolicyValue, case: Case, facts: Facts) -> Case:
    """「在三级医疗机构的基础上降低」: the hospital of a change for elsewhere is its base's."""
    away = reading(change, facts.around(change)).away
    return replace(case, grades=frozenset()) if away else case


def _base_case(
    case: Case, changes: Sequence[PolicyValue], values: Sequence[PolicyValue], facts: Facts
) -> Case:
    """The case at home that a change starts from: 「在市内三级医疗机构的基础上」 names it.

    A second change of the same clause that names no base of its own starts from the same one.
    """
    home = replace(case, away=False, filing="")
    clauses = {v.clause for v in changes}
    for change in [*changes, *(v for v in values if v.clause in clauses)]:
        lead = facts.around(change).lead
        grades = grades_in(lead)
        if grades and benefits().says("basis", lead):
            return replace(home, grades=grades)
    return home


def _filed_case(case: Case, changes: Sequence[PolicyValue], facts: Facts) -> Case:
    """The case that a further change for the unfiled starts from (未转诊的再降10个百分点).

    A change that names its own base (在…的基础上) starts from that one.
    """
    leads = [facts.around(c).lead for c in changes]
    based = any(benefits().says("basis", lead) for lead in leads)
    further = case.filing == UNFILED and bool(changes) and not based
    return replace(case, filing=FILED) if further else case


def _rate(value: PolicyValue) -> Rate:
    if not isinstance(value.value, Decimal):
        raise TypeError(f"{value.id} carries no number")
    return Rate(value, value.value, value.bound, _band(value), (value,))


def _changed(rates: Sequence[Rate], changes: Sequence[PolicyValue], facts: Facts) -> Rates | NoRule:
    """The ratios after every change in points, at most the whole."""
    steps: list[CitedStep] = []
    for change in changes:
        up, points = sign(change, facts), change.value
        if not up or not isinstance(points, Decimal):
            return NoRule(why="change")
        moved = []
        for rate in rates:
            bound = add_bounds(rate.bound, change.bound)
            if bound is None:
                return NoRule(why="bound")
            ratio = min(rate.ratio + up * points, WHOLE)
            steps.append(_step(rate, change, up, points, ratio))
            moved.append(replace(rate, ratio=ratio, bound=bound, used=(*rate.used, change)))
        rates = moved
    return Rates(tuple(rates), tuple(steps))


def _is_limit(value: PolicyValue, facts: Facts) -> bool:
    """Whether a ratio only limits a change said before it (增加5个百分点，但最高不超过95%)."""
    lead = facts.around(value).lead
    return value.bound is Bound.AT_MOST and "百分点" in lead and benefits().says("raised", lead)


def _held(rates: Rates | NoRule, limits: Sequence[PolicyValue]) -> Rates | NoRule:
    """The changed ratios, none above the limit that the clause of its change sets."""
    if isinstance(rates, NoRule):
        return rates
    steps, held = list(rates.steps), []
    for rate in rates.rates:
        clauses = {v.clause for v in rate.used if v.role is Role.CHANGE}
        for limit in (v for v in limits if v.clause in clauses):
            if isinstance(limit.value, Decimal) and limit.value < rate.ratio:
                text = f"{plain(rate.ratio)}% > {plain(limit.value)}%，{plain(limit.value)}%"
                steps.append(CitedStep(text=text, citations=cites(limit)))
                rate = replace(rate, ratio=limit.value, used=(*rate.used, limit))
        held.append(rate)
    return Rates(tuple(held), tuple(steps))


def _step(rate: Rate, change: PolicyValue, up: int, points: Decimal, ratio: Decimal) -> CitedStep:
    text = f"{plain(rate.ratio)}% {'+' if up > 0 else '−'} {plain(points)}% = {plain(ratio)}%"
    return CitedStep(text=text, citations=cites(*rate.used, change))


__all__ = ["Rate", "Rates", "is_average", "rates_of", "says"]
