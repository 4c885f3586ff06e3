"""Which figures of the notices a statement is about (对象): every case must fit, words decide."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.calculate.bands import limits_of
from assistant.check.cases import GRADED, cases_fit
from assistant.check.equal import Gap, comparable, gap_between, of_another_sort
from assistant.check.lexicon import check_words
from assistant.check.people import Whom, depth_of, is_adults, whom
from assistant.check.reading import Reading, shares_family
from assistant.check.statements import AMOUNTS, pairs_of
from assistant.matching.needs import MISSING, SENTENCE, STRONG, need_level, programme_level
from assistant.matching.profile import Profile, Profiler
from assistant.model import Ask, Need, NeedRole
from assistant.understand.asks import BASIC
from assistant.understand.lexicon import Concept
from corpus.model import (
    COUNTRY_ADCODE,
    Bound,
    Condition,
    ConditionKind,
    PolicyValue,
    Role,
    ValueKind,
)

DIGITS = re.compile(r"\d+(?:\.\d+)?")
DATED = frozenset({ValueKind.DATE, ValueKind.PERIOD})
NEIGHBOUR = re.compile(r"[，、；：。\d%元]")
BY_PEOPLE = {Whom.SAME: 2.0, Whom.WIDER: 1.0, Whom.UNSAID: -2.0}
KEY, WORDS, LEVEL, CASE, OWN_PLACE, SPECIAL = 4.0, 4.0, 0.5, 1.0, 1.0, 1.5
UNNAMED, OWN_WORDS, LEAD, PAYER, NEAREST = 2.0, 2.0, 1.5, 2.0, 2.0
UNASKED, TOLD, NARROWER, TOLD_CASE = 1.0, 0.3, 0.3, 1.0
SPLITTING = GRADED | {ConditionKind.COST_BAND}


@dataclass(frozen=True)
class Fit:
    """A figure that a statement may be about: how well it fits, and in what it differs."""

    value: PolicyValue
    score: float
    words: float
    keyed: bool
    whom: Whom
    gap: Gap | None
    cases: bool  # the lengths of time and ages beside it are the notice's too
    named: bool  # so are all cases that the claim names
    carried: bool  # and every other number that it holds
    depth: int = 0  # how narrowly the figure's group is about the claim's people

    @property
    def equal(self) -> bool:
        """Whether the notice says just this."""
        told = self.cases and self.named and self.carried
        return self.gap is None and told and self.whom in (Whom.ALL, Whom.SAME, Whom.UNSAID)

    @property
    def differs(self) -> bool:
        """Whether the notice says something else, and not only less than the claim."""
        return self.gap is not None or not self.cases or self.whom is Whom.WIDER


class Fitter:
    """Fits statements to the values of one library."""

    def __init__(self, profiler: Profiler) -> None:
        self._profiler = profiler
        self._pairs: dict[str, frozenset[str]] = {}
        self._keys: dict[str, str | None] = {}

    def fit(self, reading: Reading, value: PolicyValue, beside: list[PolicyValue]) -> Fit | None:
        """How a value fits; ``None`` when it is of something else.

        ``beside`` are the other values of its clause.
        """
        if not comparable(reading.statement.value, value):
            return None
        keyed = self._key_fits(reading, value)
        if keyed is None or not self._may_be(reading, value):
            return None
        profile = self._profiler.of(value)
        people = whom(reading.people, value, reading.lead_pairs, profile.sentence)
        levels = self._levels(reading, value, profile)
        if people is Whom.OTHERS or levels is None:
            return None
        if not (keyed and reading.key) and of_another_sort(reading.statement.value, value):
            return None
        named = [level for level in levels if level > MISSING]
        words = self._words(reading, value, profile)
        cases = self._beside(reading, value, beside)
        score = KEY * keyed + WORDS * words + LEVEL * sum(named) + CASE * cases
        score += self._nearness(reading, value) + self._told(reading, value, profile)
        score += 0.0 if _means_adults(people, value) else BY_PEOPLE.get(people, 0.0)
        score -= UNNAMED * (len(levels) - len(named))
        score -= self._against(reading, value, profile)
        return Fit(
            value=value,
            score=score,
            words=words,
            keyed=keyed,
            whom=people,
            gap=gap_between(reading.statement.value, value, profile.sentence),
            cases=cases,
            named=len(named) == len(levels),
            carried=self._carried(reading, value, profile),
            depth=depth_of(reading.people, value),
        )

    def _may_be(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a value is of the claim's kind, and of no other case."""
        said = reading.statement.value
        if _other_role(said, value):
            return False
        if _sums(reading.statement.text) and not _sums(self._profiler.of(value).sentence):
            return False
        lead = self._profiler.of(value).lead
        stated = (_segment(lead), f"{value.label}，{_narrowed(value)}", lead)
        if check_words().are_opposed(reading.nearby, stated):
            return False
        return cases_fit(reading, value)

    def is_of(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a value is of a claim's very people, programme and cases."""
        people = whom(reading.people, value, reading.lead_pairs, self._profiler.of(value).sentence)
        same = people is Whom.SAME and self.same_programme(reading, value)
        return same and cases_fit(reading, value)

    def _told(self, reading: Reading, value: PolicyValue, profile: Profile) -> float:
        """How much of the value's own words the claim tells, and the other way round."""
        own = OWN_WORDS * _share(reading.pairs, pairs_of(profile.strong))
        nearest = NEAREST * _share(_right_before(profile), reading.pairs)
        special = TOLD_CASE * _told_cases(value, reading.pairs)
        return own + nearest + special + LEAD * self._led(reading, value)

    def _against(self, reading: Reading, value: PolicyValue, profile: Profile) -> float:
        """What counts against a value: a payer's share, a case or a programme not spoken of."""
        payer = PAYER * (_paid_by(reading.conditions) is not _paid_by(value.conditions))
        unasked = UNASKED * _unasked(value, reading.lead_pairs)
        narrower = NARROWER * sum(k in SPLITTING and k not in reading.kinds for k in _kinds(value))
        return payer + unasked + narrower + SPECIAL * self._is_special(reading, profile)

    def _nearness(self, reading: Reading, value: PolicyValue) -> float:
        """A place's own figure goes before an upper level's, and any before the country's."""
        place = reading.scope.place
        own = place is not None and place.adcode == value.jurisdiction
        return OWN_PLACE * (own + (value.jurisdiction != COUNTRY_ADCODE))

    def _key_fits(self, reading: Reading, value: PolicyValue) -> bool | None:
        stated, own = self.key_of(value), reading.key
        if stated is None:
            return False
        if own is None:
            carried = reading.carried_key
            return carried is not None and check_words().same_thing(carried, stated)
        return True if check_words().same_thing(own, stated) else None

    def key_of(self, value: PolicyValue) -> str | None:
        """What a notice's figure is: by the grammar, else by the everyday words before it."""
        if value.key or value.kind not in AMOUNTS | {ValueKind.WAIVER}:
            return value.key
        if value.id not in self._keys:
            self._keys[value.id] = self._everyday_key(value)
        return self._keys[value.id]

    def _everyday_key(self, value: PolicyValue) -> str | None:
        near = _segment(self._profiler.of(value).lead)
        figure = f"{value.bound_text}{value.citations.value.quote}"
        said = check_words().key_said(f"{near}{figure}", value.kind)
        return said or check_words().key_said(f"{value.label}{figure}", value.kind)

    def _levels(self, reading: Reading, value: PolicyValue, profile: Profile) -> list[float] | None:
        """How near each named case stands to the value; ``None`` when one doesn't fit."""
        ask = Ask(keys=(reading.key,) if reading.key else ())
        levels = []
        for concept in reading.concepts:
            level = _level(concept, value, profile, ask)
            if shares_family(concept, reading.concepts):
                level = _together(concept, profile)
            if any(form in value.label for form in concept.forms):
                level = max(level, STRONG)
            if level <= MISSING and _is_firm(concept):
                return None
            if level > MISSING or concept.id in reading.own_concepts:
                levels.append(level)
        return levels

    def _is_special(self, reading: Reading, profile: Profile) -> bool:
        special = profile.programmes - {BASIC}
        return bool(special) and not special & reading.around

    def same_programme(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a value is of the programme (大病保险) that the claim speaks of."""
        special = self._profiler.of(value).programmes - {BASIC}
        return special == reading.around - {BASIC}

    def _words(self, reading: Reading, value: PolicyValue, profile: Profile) -> float:
        """The share of the claim's own words that stand around the value."""
        if value.id not in self._pairs:
            text = "\n".join((profile.strong, profile.sentence, profile.headings, profile.title))
            self._pairs[value.id] = pairs_of(text)
        return _share(reading.pairs, self._pairs[value.id])

    def _led(self, reading: Reading, value: PolicyValue) -> float:
        """The share of what leads to the claim that stands around the value."""
        return _share(reading.lead_pairs, self._pairs[value.id])

    def _carried(self, reading: Reading, value: PolicyValue, profile: Profile) -> bool:
        """Whether every number of the claim beside its amount stands around the value.

        The year that the claim is said of is looked at apart.
        """
        text = reading.statement.text
        said = reading.statement.value
        if said.kind not in DATED:
            text = text.replace(said.citations.value.quote, "，")
        if said.delta:
            text = text.replace(said.delta.citation.quote, "，")
        times = "，".join(c.quote for c in value.citations.time)
        group = value.group.text if value.group else ""
        near = f"{profile.sentence}，{profile.headings}，{profile.title}，{times}，{group}"
        return _digits(text) <= _digits(near) | {str(reading.scope.year)}

    def _beside(self, reading: Reading, value: PolicyValue, beside: list[PolicyValue]) -> bool:
        """Whether every case of the claim (满4年, 90日内) stands in the value's own sentence."""
        sentence = self._profiler.of(value).sentence
        near = [v for v in beside if self._profiler.of(v).sentence == sentence]
        return all(
            any(gap_between(case, v, "") is None for v in near)
            or _written(case, sentence)
            or _ends_band(case, value)
            for case in reading.statement.cases
        )


def _kinds(value: PolicyValue) -> set[ConditionKind]:
    return {c.kind for c in value.conditions}


def _narrowed(value: PolicyValue) -> str:
    """The cases of a value in the notice's words."""
    return "，".join(c.text for c in value.conditions)


def _share(own: frozenset[str], all_: frozenset[str]) -> float:
    return len(own & all_) / len(own) if own else 0.0


def _together(concept: Concept, profile: Profile) -> float:
    """Of several cases that share a figure (住院和门诊慢特病) each must be named near it."""
    near = f"{profile.strong}\n{profile.sentence}"
    return SENTENCE if any(f in near for f in concept.forms) else MISSING


def _right_before(profile: Profile) -> frozenset[str]:
    """What stands right before a figure, which tells it from its neighbours (糖尿病|为600元)."""
    return pairs_of(_segment(profile.lead))


def _segment(lead: str) -> str:
    """The last words of what leads to a figure, since the figure before it."""
    return next((s for s in reversed(NEIGHBOUR.split(lead)) if s), "")


def _means_adults(people: Whom, value: PolicyValue) -> bool:
    """Whether nobody is named and the figure is the adults', who are then meant."""
    return people is Whom.UNSAID and is_adults(value)


def _unasked(value: PolicyValue, said: frozenset[str]) -> bool:
    """Whether a value is for a special case that the claim doesn't speak of."""
    cases = [pairs_of(c.text) for c in value.conditions if c.kind is ConditionKind.OTHER]
    return any(_share(case, said) < TOLD for case in cases)


def _told_cases(value: PolicyValue, said: frozenset[str]) -> int:
    """How many special cases of a value (同时患有两种疾病) the claim tells in full."""
    cases = [pairs_of(c.text) for c in value.conditions if c.kind is ConditionKind.OTHER]
    return sum(bool(case) and case <= said for case in cases)


def _is_firm(concept: Concept) -> bool:
    return concept.role is NeedRole.PROGRAMME or concept.family in check_words().firm


def _ends_band(case: PolicyValue, value: PolicyValue) -> bool:
    """Whether a sum is the end of the value's band of cost, on the same side (5万元以内)."""
    bands = [limits_of(c.text) for c in value.conditions if c.kind is ConditionKind.COST_BAND]
    upper = case.bound in (Bound.AT_MOST, Bound.LESS_THAN)
    return any(
        case.value == (b.high if upper else b.low) and (upper or b.high is None) for b in bands if b
    )


def _written(case: PolicyValue, sentence: str) -> bool:
    """Whether a case's figure stands in the sentence, with what its bound is written with."""
    quote = case.citations.value.quote
    return f"{case.bound_text}{quote}" in sentence or f"{quote}{case.bound_text}" in sentence


def _level(concept: Concept, value: PolicyValue, profile: Profile, ask: Ask) -> float:
    need = Need(role=concept.role, id=concept.id, forms=(*concept.forms, *concept.say))
    if concept.role is NeedRole.PROGRAMME:
        if concept.id == BASIC or any(f in profile.sentence for f in concept.forms):
            return 0.0
        return programme_level(need, profile)
    return need_level(need, profile, value, ask)


def _paid_by(conditions: tuple[Condition, ...]) -> bool:
    """Whether a sum is one payer's share (中央财政补助) and not the whole."""
    return any(c.kind is ConditionKind.PAYER for c in conditions)


def _other_role(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether one is a change (提高5个百分点) and the other a standard."""
    amounts = said.kind in AMOUNTS and stated.kind in AMOUNTS
    if said.role is Role.CHANGE and stated.delta:
        return False  # the change of a standard (提高30元，达到580元)
    return amounts and (said.role is Role.CHANGE) is not (stated.role is Role.CHANGE)


def _sums(text: str) -> bool:
    """Whether a figure is told as a sum of others (合计)."""
    return bool(check_words().sums.search(text))


def _digits(text: str) -> set[str]:
    return {run.lstrip("0") for run in DIGITS.findall(text)}
