"""Which figures of the notices a statement is about (对象): every case must fit, words decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.answer.grounding import read
from assistant.calculate.bands import limits_of
from assistant.check.equal import Gap, comparable, gap_between, of_another_sort
from assistant.check.lexicon import check_words
from assistant.check.people import People, Whom, depth_of, is_adults, people_of, whom
from assistant.check.scope import Scope
from assistant.check.statements import AMOUNTS, Statement, pairs_of
from assistant.matching.needs import MISSING, SENTENCE, STRONG, need_level, programme_level
from assistant.matching.profile import Profile, Profiler
from assistant.model import Ask, Need, NeedRole
from assistant.understand.asks import BASIC, find_concepts
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

GRADE = re.compile(r"[一二三四五]级|[一二三四五]类|[一二三四]档|[轻中重]度")
GRADES = re.compile(f"(?:(?:{GRADE.pattern})(?:及以[上下])?[、和及与]?){{2,}}")
EACH_OF = re.compile(r"分别|依次|各为")
LEVELS = re.compile(r"中央|省|自治区|市|县|区级|城市|农村")
DIGITS = re.compile(r"\d+(?:\.\d+)?")
DATED = frozenset({ValueKind.DATE, ValueKind.PERIOD})
NEIGHBOUR = re.compile(r"[，、；：。\d%元]")
GRADED = frozenset({ConditionKind.HOSPITAL, ConditionKind.TIER, ConditionKind.AREA})
TOLD_APART = frozenset(
    {
        ConditionKind.SETTING,
        ConditionKind.HOSPITAL,
        ConditionKind.TIER,
        ConditionKind.AREA,
        ConditionKind.PAYER,
        ConditionKind.COST_BAND,
    }
)
BY_PEOPLE = {Whom.SAME: 2.0, Whom.WIDER: 1.0, Whom.UNSAID: -2.0}
KEY, WORDS, LEVEL, CASE, OWN_PLACE, SPECIAL = 4.0, 4.0, 0.5, 1.0, 1.0, 1.5
UNNAMED, OWN_WORDS, LEAD, PAYER, NEAREST = 2.0, 2.0, 1.5, 2.0, 2.0
UNASKED, TOLD, NARROWER = 1.0, 0.3, 0.3
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


@dataclass(frozen=True)
class Reading:
    """A statement with what is read from its words."""

    statement: Statement
    scope: Scope

    @cached_property
    def universal(self) -> bool:
        """Whether it is said of all without exception (不论哪一级医院)."""
        return bool(check_words().everyone.search(self.statement.text))

    @cached_property
    def words(self) -> str:
        """The words that say what the claim is about: its own, or those that lead to it."""
        text = check_words().everyone.sub("，", self.statement.about)
        return text.replace(self.statement.value.citations.value.quote, "，")

    @cached_property
    def _counted_off(self) -> str:
        """The same without a list of grades whose figures follow (一级、二级分别为…)."""
        return _uncounted(self.words)

    @cached_property
    def grades(self) -> str:
        """The words that name its grade; of a list that counts grades off, its own."""
        if not EACH_OF.search(self.words):
            return self.words
        return "，".join((self._counted_off, *(c.text for c in self.conditions)))

    @cached_property
    def people(self) -> People:
        """Whom it is said of."""
        return people_of(self.statement)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The cases that the grammar reads; what is said of all hospitals names none."""
        told = self.statement
        graded = {g[-1] for g in GRADE.findall(_uncounted(told.text))}
        return tuple(
            c
            for c in told.value.conditions
            if not (self.universal and c.kind is ConditionKind.HOSPITAL)
            and (told.holds(c.citation) or not graded & {g[-1] for g in GRADE.findall(c.text)})
        )

    @cached_property
    def key(self) -> str | None:
        """What the figure is: by the grammar, else by everyday words."""
        told = self.statement
        if told.value.kind is ValueKind.START:
            return self._said(told.text) or self._said(told.lead) or told.value.key
        own = told.value.key if told.names_itself else self._said(told.text)
        return own or told.value.key or self._said(told.text)

    @cached_property
    def carried_key(self) -> str | None:
        """What the figure is by the words before it alone, which may be of something else."""
        if self.key:
            return None
        return next(
            (k for t in (self.statement.lead, self.statement.asked) if (k := self._said(t))), None
        )

    def _said(self, text: str) -> str | None:
        return check_words().key_said(text, self.statement.value.kind)

    @cached_property
    def kinds(self) -> set[ConditionKind]:
        """The kinds of cases that it names."""
        return {c.kind for c in self.conditions}

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """The cases and programmes that the claim itself names."""
        found = tuple({c.id: c for c, _, _ in find_concepts(self._counted_off)}.values())
        named = "，".join(c.text for c in self.conditions)
        return tuple(
            c
            for c in found
            if not _shares_family(c, found) or any(form in named for form in c.forms)
        )

    @cached_property
    def placed(self) -> str:
        """The words that say where, in or out of town: its own, or those that lead to it."""
        own = "，".join((self.words, *(c.text for c in self.conditions)))
        return own if check_words().has_side(own) else self.statement.lead

    @cached_property
    def around(self) -> frozenset[str]:
        """Ids of the programmes that speak for it: of its sentence, its line, its headings."""
        part = self.statement.part
        text = "\n".join((*part.headings, part.before, self.statement.lead))
        found = find_concepts(text)
        return frozenset(c.id for c, _, _ in found if c.role is NeedRole.PROGRAMME)

    @cached_property
    def lead_pairs(self) -> frozenset[str]:
        """The same of all that leads to the claim in its sentence."""
        return pairs_of(self.statement.lead) | self.pairs

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Neighbouring characters of the claim's own words, without its figure."""
        return pairs_of(self.words)


class Fitter:
    """Fits statements to the values of one library."""

    def __init__(self, profiler: Profiler) -> None:
        self._profiler = profiler
        self._pairs: dict[str, frozenset[str]] = {}

    def fit(self, reading: Reading, value: PolicyValue, beside: list[PolicyValue]) -> Fit | None:
        """How a value fits; ``None`` when it is of something else.

        ``beside`` are the other values of its clause.
        """
        if not self._may_be(reading, value):
            return None
        keyed = self._key_fits(reading, value)
        profile = self._profiler.of(value)
        people = whom(reading.people, value, reading.lead_pairs, profile.sentence)
        levels = self._levels(reading, value, profile)
        if keyed is None or people is Whom.OTHERS or levels is None:
            return None
        if not keyed and of_another_sort(reading.statement.value, value):
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
        if not comparable(said, value) or _other_role(said, value):
            return False
        if _sums(reading.statement.text) and not _sums(self._profiler.of(value).sentence):
            return False
        if check_words().are_opposed(reading.placed, f"{value.label}，{_narrowed(value)}"):
            return False
        return _cases_fit(reading, value)

    def _told(self, reading: Reading, value: PolicyValue, profile: Profile) -> float:
        """How much of the value's own words the claim tells, and the other way round."""
        own = OWN_WORDS * _share(reading.pairs, pairs_of(profile.strong))
        nearest = NEAREST * _share(_right_before(profile), reading.pairs)
        return own + nearest + LEAD * self._led(reading, value)

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
        if value.key or value.kind not in AMOUNTS:
            return value.key
        lead = self._profiler.of(value).lead
        near = next((s for s in reversed(NEIGHBOUR.split(lead)) if s), "")
        said = f"{near}{value.bound_text}{value.citations.value.quote}"
        return check_words().key_said(said, value.kind)

    def _levels(self, reading: Reading, value: PolicyValue, profile: Profile) -> list[float] | None:
        """How near each named case stands to the value; ``None`` when one doesn't fit."""
        ask = Ask(keys=(reading.key,) if reading.key else ())
        levels = []
        for concept in reading.concepts:
            level = _level(concept, value, profile, ask)
            if _shares_family(concept, reading.concepts):
                level = _together(concept, profile)
            if any(form in value.label for form in concept.forms):
                level = max(level, STRONG)
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


def _uncounted(text: str) -> str:
    """A text without a list of grades whose figures follow it one by one."""
    return GRADES.sub("，", text) if EACH_OF.search(text) else text


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
    return pairs_of(next((s for s in reversed(NEIGHBOUR.split(profile.lead)) if s), ""))


def _means_adults(people: Whom, value: PolicyValue) -> bool:
    """Whether nobody is named and the figure is the adults', who are then meant."""
    return people is Whom.UNSAID and is_adults(value)


def _unasked(value: PolicyValue, said: frozenset[str]) -> bool:
    """Whether a value is for a special case that the claim doesn't speak of."""
    cases = [pairs_of(c.text) for c in value.conditions if c.kind is ConditionKind.OTHER]
    return any(_share(case, said) < TOLD for case in cases)


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


def _shares_family(one: Concept, found: tuple[Concept, ...]) -> bool:
    """Whether a claim names several of a family: then the grammar says which is this figure's."""
    return one.family is not None and any(c.family == one.family and c is not one for c in found)


def _other_role(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether one is a change (提高5个百分点) and the other a standard."""
    amounts = said.kind in AMOUNTS and stated.kind in AMOUNTS
    if said.role is Role.CHANGE and stated.delta:
        return False  # the change of a standard (提高30元，达到580元)
    return amounts and (said.role is Role.CHANGE) is not (stated.role is Role.CHANGE)


def _cases_fit(reading: Reading, stated: PolicyValue) -> bool:
    """Whether no case of the one rules out the case of the other (三级 beside 二级)."""
    graded = "，".join(c.text for c in stated.conditions if c.kind in GRADED)
    if not reading.universal and not _share_of_each(GRADE, reading.grades, graded):
        return False
    for kind in TOLD_APART:
        mine = "，".join(c.text for c in reading.conditions if c.kind is kind)
        theirs = "，".join(c.text for c in stated.conditions if c.kind is kind)
        if kind is ConditionKind.PAYER and any(c.family == kind.value for c in reading.concepts):
            continue  # its own words go before those of the sum that it is a share of
        if kind is ConditionKind.COST_BAND and mine and not theirs:
            return False
        if mine and theirs and not _alike(kind, mine, theirs):
            return False
    return True


def _share_of_each(sorts: re.Pattern[str], mine: str, theirs: str) -> bool:
    """Whether of each sort of grade (级, 类, 档) that both name, they name one in common."""
    one, other = set(sorts.findall(mine)), set(sorts.findall(theirs))
    both = {g[-1] for g in one} & {g[-1] for g in other}
    return all(any(g[-1] == sort for g in one & other) for sort in both)


def _alike(kind: ConditionKind, mine: str, theirs: str) -> bool:
    if kind is ConditionKind.COST_BAND:
        return _numbers(mine) == _numbers(theirs)
    if not _share_of_each(GRADE, mine, theirs):
        return False
    if kind is ConditionKind.HOSPITAL and not check_words().same_rank(mine, theirs):
        return False
    one, other = set(LEVELS.findall(mine)), set(LEVELS.findall(theirs))
    if one and other:
        return bool(one & other)
    shared = pairs_of(mine) & pairs_of(theirs)
    graded = set(GRADE.findall(mine)) & set(GRADE.findall(theirs))
    return bool(shared or graded) or kind in (ConditionKind.HOSPITAL, ConditionKind.TIER)


def _sums(text: str) -> bool:
    """Whether a figure is told as a sum of others (合计)."""
    return bool(check_words().sums.search(text))


def _digits(text: str) -> set[str]:
    return {run.lstrip("0") for run in DIGITS.findall(text)}


def _numbers(text: str) -> set[object]:
    return {t.number for t in read(text)[1]}
