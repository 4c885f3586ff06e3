"""Choose among matches (挑选): the best scores, the nearest level, the year's own figures."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Ask, NeedRole, YearAsk
from corpus.model import COUNTRY_ADCODE, Bound, PolicyValue

NEAR_BEST, NEAR_CASES = 0.6, 1.1
SETTINGS = ("inpatient", "outpatient", "inpatient+outpatient", "outpatient+inpatient")


@dataclass(frozen=True)
class Match:
    """A value that passes every test, with its score and how near its notice's place is."""

    value: PolicyValue
    score: float
    nearness: int
    fitted: bool = False


@dataclass(frozen=True)
class Found:
    """The matches of one ask: the answer, the upper levels' background, and why not."""

    best: tuple[PolicyValue, ...] = ()
    background: tuple[PolicyValue, ...] = ()
    other_year: tuple[PolicyValue, ...] = ()
    other_place: tuple[PolicyValue, ...] = ()


def margin(ask: Ask) -> float:
    """Benefits whose case (住院, 门诊) was not said are told side by side."""
    said = any(n.role is NeedRole.RESTRICTOR and n.id in SETTINGS for n in ask.needs)
    return NEAR_BEST if said or not (ask.strict and ask.keys) else NEAR_CASES


def best_scored(matches: list[Match], margin: float = NEAR_BEST) -> list[Match]:
    """The matches whose score is within a margin of the best one."""
    top = max(m.score for m in matches)
    return [m for m in matches if m.score >= top - margin]


def best_of_nearest(matches: list[Match], margin: float) -> list[Match]:
    """The best matches of the nearest level that is among the best of all: an upper level's score
    sets no bar for the place's own figures, least of all one of a floor that they fill."""
    firm = [m for m in matches if m.value.key and not is_floor(m.value)]
    filled = {id(m) for m in matches if is_floor(m.value) and any(_fills(f, m) for f in firm)}
    own = [m for m in matches if id(m) not in filled]
    near = min(m.nearness for m in best_scored(own, margin))
    return best_scored([m for m in matches if m.nearness == near], margin)


def _fills(own: Match, floor: Match) -> bool:
    """Whether a nearer level's figure is of the very thing that an upper level sets a floor for."""
    return own.value.key == floor.value.key and own.nearness < floor.nearness


def benefit_first(matches: list[Match], year: YearAsk | None) -> list[Match]:
    """Where one notice is for the year asked and another was only collected in it (2025年收
    2026年度), the figures of the former: 「2025年交多少」 is first of all 2025's fee."""
    if year is None or not year.explicit:
        return matches
    own = {m.value.jurisdiction for m in matches if m.value.benefit_year == year.year}
    return [
        m
        for m in matches
        if m.value.benefit_year in (None, year.year) or m.value.jurisdiction not in own
    ]


def is_floor(value: PolicyValue) -> bool:
    """Whether a figure leaves room for another one (不低于400元)."""
    return value.bound is not Bound.EXACT


def own_figures(values: list[PolicyValue]) -> tuple[list[PolicyValue], list[PolicyValue]]:
    """A notice's own figures for its groups go before the floor it repeats for everybody."""
    firm = {(v.notice, v.key) for v in values if v.group and v.bound is Bound.EXACT}
    own_floor = [v for v in values if not v.group and is_floor(v) and (v.notice, v.key) in firm]
    return [v for v in values if v not in own_floor], own_floor


def national_only(values: tuple[PolicyValue, ...]) -> bool:
    """Whether all values are the country's."""
    return all(v.jurisdiction == COUNTRY_ADCODE for v in values)
