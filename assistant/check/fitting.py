"""Which figures of the notices a statement is about (对象): every case must fit, words decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.answer.grounding import read
from assistant.check.equal import Gap, comparable, gap_between
from assistant.check.lexicon import check_words
from assistant.check.people import People, Whom, people_of, whom
from assistant.check.scope import Scope
from assistant.check.statements import Statement
from assistant.matching.needs import MISSING, need_level, programme_level
from assistant.matching.profile import Profile, Profiler
from assistant.model import Ask, Need, NeedRole
from assistant.understand.asks import BASIC, find_concepts
from assistant.understand.lexicon import Concept
from corpus.model import ConditionKind, PolicyValue

RUN = re.compile(r"[\u4e00-\u9fff]+")
GRADE = re.compile(
    r"[一二三四五]级|[一二三四五]类|[一二三四]档|[轻中重]度|中央|省|自治区|市|县|城市|农村"
)
TOLD_APART = frozenset(
    {
        ConditionKind.HOSPITAL,
        ConditionKind.TIER,
        ConditionKind.AREA,
        ConditionKind.PAYER,
        ConditionKind.COST_BAND,
    }
)
KEY, WORDS, PEOPLE, LEVEL, CASE, OWN_PLACE, SPECIAL = 4.0, 4.0, 2.0, 0.5, 1.0, 0.5, 1.5
UNNAMED, OWN_WORDS = 1.0, 2.0


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

    @property
    def equal(self) -> bool:
        """Whether the notice says just this."""
        return (
            self.gap is None
            and self.cases
            and self.named
            and self.whom in (Whom.ALL, Whom.SAME, Whom.UNSAID)
        )


@dataclass(frozen=True)
class Reading:
    """A statement with what is read from its words."""

    statement: Statement
    scope: Scope

    @cached_property
    def people(self) -> People:
        """Whom it is said of."""
        return people_of(self.statement)

    @cached_property
    def key(self) -> str | None:
        """What the figure is: by the grammar, else by everyday words."""
        own = self.statement.value.key
        words = check_words()
        return own or words.key_said(self.statement.text) or words.key_said(self.statement.lead)

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """The cases and programmes that the claim itself names."""
        return tuple({c.id: c for c, _, _ in find_concepts(self.statement.text)}.values())

    @cached_property
    def around(self) -> frozenset[str]:
        """Ids of the programmes that speak for it: of its sentence, its line, its headings."""
        part = self.statement.part
        text = "\n".join((*part.headings, part.before, self.statement.lead))
        found = find_concepts(text)
        return frozenset(c.id for c, _, _ in found if c.role is NeedRole.PROGRAMME)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Neighbouring characters of the claim's own words, without its figure."""
        cited = self.statement.value.citations.value.quote
        return pairs_of(self.statement.text.replace(cited, "，"))


def pairs_of(text: str) -> frozenset[str]:
    """Neighbouring Chinese characters."""
    runs = RUN.findall(text)
    return frozenset(r[i : i + 2] for r in runs for i in range(len(r) - 1))


class Fitter:
    """Fits statements to the values of one library."""

    def __init__(self, profiler: Profiler) -> None:
        self._profiler = profiler
        self._pairs: dict[str, frozenset[str]] = {}

    def fit(self, reading: Reading, value: PolicyValue, beside: list[PolicyValue]) -> Fit | None:
        """How a value fits; ``None`` when it is of something else.

        ``beside`` are the other values of its clause.
        """
        said = reading.statement.value
        if not comparable(said, value) or (
            said.role is not value.role
            and "change"
            in (
                said.role,
                value.role,
            )
        ):
            return None
        keyed = self._key_fits(reading, value)
        people = whom(reading.people, value)
        if keyed is None or people is Whom.OTHERS or not _cases_fit(said, value):
            return None
        profile = self._profiler.of(value)
        levels = self._levels(reading, value, profile)
        if levels is None:
            return None
        named = [level for level in levels if level > MISSING]
        words = self._words(reading, value, profile)
        cases = self._beside(reading, value, beside)
        score = KEY * keyed + WORDS * words + LEVEL * sum(named) + CASE * cases
        score += OWN_WORDS * _share(reading.pairs, pairs_of(profile.strong))
        score += PEOPLE * (people is Whom.SAME) + PEOPLE / 2 * (people is Whom.WIDER)
        score -= UNNAMED * (len(levels) - len(named))
        score -= SPECIAL * self._is_special(reading, profile)
        place = reading.scope.place
        score += OWN_PLACE * (place is not None and place.adcode == value.jurisdiction)
        gap = gap_between(said, value, profile.sentence)
        named_all = len(named) == len(levels)
        return Fit(value, score, words, keyed, people, gap, cases, named_all)

    def _key_fits(self, reading: Reading, value: PolicyValue) -> bool | None:
        if reading.key is None or value.key is None:
            return False
        return True if check_words().same_thing(reading.key, value.key) else None

    def _levels(self, reading: Reading, value: PolicyValue, profile: Profile) -> list[float] | None:
        """How near each named case stands to the value; ``None`` when one doesn't fit."""
        ask = Ask(keys=(reading.key,) if reading.key else ())
        levels = []
        for concept in reading.concepts:
            level = _level(concept, value, profile, ask)
            if level <= MISSING and _is_firm(concept):
                return None
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

    def _beside(self, reading: Reading, value: PolicyValue, beside: list[PolicyValue]) -> bool:
        """Whether every case of the claim (满4年, 90日内) stands in the value's own sentence."""
        sentence = self._profiler.of(value).sentence
        near = [v for v in beside if self._profiler.of(v).sentence == sentence]
        return all(
            any(gap_between(case, v, "") is None for v in near) or _written(case, sentence)
            for case in reading.statement.cases
        )


def _share(own: frozenset[str], all_: frozenset[str]) -> float:
    return len(own & all_) / len(own) if own else 0.0


def _is_firm(concept: Concept) -> bool:
    return concept.role is NeedRole.PROGRAMME or concept.family in check_words().firm


def _written(case: PolicyValue, sentence: str) -> bool:
    """Whether a case's figure stands in the sentence, with what its bound is written with."""
    quote = case.citations.value.quote
    return f"{case.bound_text}{quote}" in sentence or f"{quote}{case.bound_text}" in sentence


def _level(concept: Concept, value: PolicyValue, profile: Profile, ask: Ask) -> float:
    need = Need(role=concept.role, id=concept.id, forms=(*concept.forms, *concept.say))
    if concept.role is NeedRole.PROGRAMME:
        return 0.0 if concept.id == BASIC else programme_level(need, profile)
    return need_level(need, profile, value, ask)


def _cases_fit(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether no case of the one rules out the case of the other (三级 beside 二级)."""
    for kind in TOLD_APART:
        mine = "，".join(c.text for c in said.conditions if c.kind is kind)
        theirs = "，".join(c.text for c in stated.conditions if c.kind is kind)
        if mine and theirs and not _alike(kind, mine, theirs):
            return False
    return True


def _alike(kind: ConditionKind, mine: str, theirs: str) -> bool:
    if kind is ConditionKind.COST_BAND:
        return _numbers(mine) == _numbers(theirs)
    one, other = set(GRADE.findall(mine)), set(GRADE.findall(theirs))
    sort = {g[-1] for g in one} & {g[-1] for g in other}
    if any(not {g for g in one if g[-1] == s} & {g for g in other if g[-1] == s} for s in sort):
        return False
    return bool(one & other) or bool(pairs_of(mine) & pairs_of(theirs)) or not (one and other)


def _numbers(text: str) -> set[object]:
    return {t.number for t in read(text)[1]}
