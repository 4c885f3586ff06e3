"""Which figures of the notices a statement is about (对象): every case must fit, words decide."""

from __future__ import annotations

import re

from assistant.check.cases import (
    GRADED,
    cases_fit,
    ends_band,
    gap_of,
    is_written,
    keeps_condition,
    keeps_time,
    may_rest,
    names_other_case,
    paid_by,
    taken_together,
    without_tier,
)
from assistant.check.counted import counted_name, list_at
from assistant.check.equal import (
    INCENTIVE,
    comparable,
    is_full,
    is_rise,
    of_another_sort,
    other_role,
    same_case,
)
from assistant.check.fit import Fit
from assistant.check.levels import level_of, level_together
from assistant.check.lexicon import check_words
from assistant.check.naming import DATED, Namer
from assistant.check.people import Whom, depth_of, is_adults, is_known, whom
from assistant.check.reading import Reading, shares_family
from assistant.check.sharing import Words, words_of
from assistant.check.statements import masked
from assistant.check.telling import (
    around_day,
    narrowed,
    right_before,
    same_limit,
    sums_up,
    takes_in,
    told_cases,
    told_label,
    touches,
    unasked,
)
from assistant.matching.needs import MISSING, SENTENCE, STRONG
from assistant.matching.profile import Profile, Profiler
from assistant.model import Ask, NeedRole
from assistant.understand.asks import BASIC
from assistant.understand.cues import cues
from assistant.understand.lexicon import Concept
from corpus.model import (
    COUNTRY_ADCODE,
    ConditionKind,
    PolicyValue,
    Role,
    ValueKind,
)

DIGITS = re.compile(r"\d+(?:\.\d+)?")
BY_PEOPLE = {Whom.SAME: 2.0, Whom.WIDER: 1.0, Whom.UNSAID: -2.0}
KEY, WORDS, LEVEL, CASE, OWN_PLACE, SPECIAL = 4.0, 4.0, 0.5, 2.5, 1.0, 1.5
UNNAMED, OWN_WORDS, LEAD, PAYER, NEAREST = 2.0, 2.0, 1.5, 2.0, 2.0
EXACTLY, BOUNDED, CONTEXT = 1.5, 1.5, 0.5
UNASKED, NARROWER, TOLD_CASE = 1.0, 0.3, 1.0
COHERENT, ALIKE, LABELLED, SET_APART = 1.5, 0.7, 2.0, 2.0
MOSTLY, ABOUT = 0.6, "关于"
"""The share of a claim's words that must stand around a figure of another case."""
SPLITTING = GRADED | {ConditionKind.COST_BAND}


class Fitter:
    """Fits statements to the values of one library."""

    def __init__(self, profiler: Profiler) -> None:
        self._profiler = profiler
        self._around: dict[str, Words] = {}
        self._namer = Namer(profiler)
        self._near: dict[str, tuple[str, str, str]] = {}

    def fit(self, reading: Reading, value: PolicyValue, beside: list[PolicyValue]) -> Fit | None:
        """How a value fits; ``None`` when it is of something else.

        ``beside`` are the other values of its clause.
        """
        alike = comparable(reading.statement.value, value)
        keyed = self._key_fits(reading, value) if alike else None
        if keyed is None or not self._may_be(reading, value):
            return None
        profile = self._profiler.of(value)
        people = self._whom(reading, value, profile)
        levels = self._levels(reading, value, profile)
        sure = keyed and reading.key is not None
        apart = not sure and of_another_sort(reading.statement.value, value)
        if people is Whom.OTHERS or levels is None or apart:
            return None
        named = [level for level in levels if level > MISSING]
        words = self._words(reading, value, profile)
        cases = self._beside(reading, value, beside)
        score = KEY * keyed + WORDS * words + LEVEL * sum(named) + CASE * cases
        score += EXACTLY * (reading.key is not None and reading.key == self.key_of(value))
        score += BOUNDED * same_limit(reading.statement.value, value)
        score += self._nearness(reading, value) + self._told(reading, value, profile)
        score += 0.0 if _means_adults(people, value) else BY_PEOPLE.get(people, 0.0)
        score -= UNNAMED * (len(levels) - len(named))
        score -= self._against(reading, value, profile, beside)
        return Fit(
            value=value,
            score=score,
            words=words,
            keyed=keyed,
            whom=people,
            gap=gap_of(reading, value, profile.sentence),
            cases=cases,
            named=len(named) == len(levels),
            carried=self._carried(reading, value, profile),
            told=sum(map(len, told_cases(value, reading.own))),
            depth=depth_of(reading.people, value),
            touched=touches(value, reading.own),
        )

    def _whom(self, reading: Reading, value: PolicyValue, profile: Profile) -> Whom:
        """How the claim's people stand to the value's; of nobody, those spoken of before it."""
        found = whom(reading.people, value, reading.lead_pairs, profile.sentence)
        if found is not Whom.UNSAID or not keeps_time(reading.statement.text, profile.sentence):
            return found
        carried = whom(reading.carried_people, value, reading.lead_pairs, profile.sentence)
        return carried if carried is Whom.SAME else found

    def _may_be(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a value is of the claim's kind, and of no other case."""
        value = taken_together(value, self._profiler.of(value).sentence)
        apart = self._is_opposed(reading, value) or not cases_fit(reading, value)
        return self._is_of_sort(reading, value) and not apart

    def _is_of_sort(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a value is of the claim's kind: a change, a sum of others, what may rest."""
        said = reading.statement.value
        if other_role(said, value):
            return False
        if not may_rest(reading.statement, value):
            return False
        rises = bool(check_words().raised.search(reading.statement.text))
        if (value.key == INCENTIVE and not rises) or is_rise(reading.key, value):
            return False
        if sums_up(reading.statement.text) and not sums_up(self._profiler.of(value).sentence):
            return False
        return not check_words().band_end.search(self._profiler.of(value).lead)

    def _is_opposed(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether the two are on opposite sides of one thing (市内, 市外)."""
        return check_words().are_opposed(reading.nearby, self._nearby(value))

    def _nearby(self, value: PolicyValue) -> tuple[str, str, str]:
        """The words of a figure and its cases, and what leads to it: the nearest first."""
        if value.id not in self._near:
            profile = self._profiler.of(value)
            nearest = counted_name(profile.sentence, profile.lead) or list_at(profile.lead)
            self._near[value.id] = nearest, f"{value.label}，{narrowed(value)}", profile.lead
        return self._near[value.id]

    def around(self, value: PolicyValue) -> tuple[str, str]:
        """The sentence of a figure, and the sentence as far as the figure."""
        profile = self._profiler.of(value)
        return profile.sentence, profile.lead

    def masked(self, said: PolicyValue, value: PolicyValue, figure: str) -> str:
        """The sentence of a value with another thing in place of the figure and its bound.

        Of a claim that only tells a change (比上年提高30元), in place of the change.
        """
        sentence, before = self.around(value)
        quote, at = value.citations.value, len(before)
        if said.role is Role.CHANGE is not value.role and value.delta:
            at += value.delta.citation.start - quote.start
            quote = value.delta.citation
        return masked(sentence, at, quote.quote, value, figure)

    def near(self, value: PolicyValue) -> tuple[str, str]:
        """The clause of a figure, and the chapter that the clause stands in."""
        return value.clause, f"{value.notice}\n{self._profiler.of(value).headings}"

    def above(self, value: PolicyValue) -> tuple[str, ...]:
        """What the sentence of a value stands under, and what the value is said of."""
        profile = self._profiler.of(value)
        group = value.group.text if value.group else ""
        title = profile.title[max(profile.title.find(ABOUT), 0) :]  # without who issued it
        return profile.headings, title, value.label, narrowed(value), group

    def is_given_to_others(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a value is the very figure of a claim, for known people that aren't its own."""
        sentence = self._profiler.of(value).sentence
        people = whom(reading.people, value, reading.lead_pairs, sentence)
        same = comparable(reading.statement.value, value) and self._key_fits(reading, value)
        same = bool(same) and people is Whom.OTHERS and is_known(value.group)
        full = value.kind is ValueKind.WAIVER or is_full(value)  # anybody may be told to be free
        same = same and not full and gap_of(reading, value, sentence) is None
        bare = without_tier(value)  # 三级残疾人 are others than 一级、二级残疾人
        return same and self._may_be(reading, bare) and self._shares_programme(reading, value)

    def is_of_other_case(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a value is the very figure of a claim, for a case that rules out the claim's."""
        profile = self._profiler.of(value)
        same = comparable(reading.statement.value, value) and bool(self._key_fits(reading, value))
        same = same and gap_of(reading, value, profile.sentence) is None
        if not same or not self._is_of_sort(reading, value):
            return False
        if self._whom(reading, value, profile) not in (Whom.ALL, Whom.SAME):
            return False
        value = taken_together(value, profile.sentence)
        apart = self._is_opposed(reading, value) or names_other_case(reading, value)
        told = self._words(reading, value, profile) >= MOSTLY
        return apart and told and self._shares_programme(reading, value)

    def _shares_programme(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a claim names no programme (大病保险) that isn't the value's too."""
        special, named = self._profiler.of(value).programmes - {BASIC}, reading.around - {BASIC}
        return special == named or bool(named and named <= special)

    def is_of(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a value is of a claim's very people, programme and cases."""
        people = whom(reading.people, value, reading.lead_pairs, self._profiler.of(value).sentence)
        same = people is Whom.SAME and self.same_programme(reading, value)
        return same and cases_fit(reading, value)

    def _told(self, reading: Reading, value: PolicyValue, profile: Profile) -> float:
        """How much of the value's own words the claim tells, and the other way round."""
        own = OWN_WORDS * reading.own.share_in(words_of(profile.strong))
        beside = right_before(profile) if value.kind not in DATED else around_day(profile, value)
        nearest = NEAREST * beside.share_in(reading.own)
        special = TOLD_CASE * len(told_cases(value, reading.own))
        cases = words_of(narrowed(value))
        special += CONTEXT * cases.share_in(reading.context)
        return own + nearest + special + LEAD * self._led(reading, value)

    def _against(
        self, reading: Reading, value: PolicyValue, profile: Profile, beside: list[PolicyValue]
    ) -> float:
        """What counts against a value: a payer's share, a case or a programme not spoken of."""
        mine = "，".join(c.text for c in reading.conditions if c.kind is ConditionKind.SETTING)
        elsewhere = SET_APART * (not check_words().same_setting(mine, profile.headings))
        payer = PAYER * (paid_by(reading.conditions) is not paid_by(value.conditions))
        aside = UNASKED * unasked(value, reading.led)
        narrower = NARROWER * sum(k in SPLITTING and k not in reading.kinds for k in _kinds(value))
        rivals = any(v.key == value.key and v.kind is value.kind and v is not value for v in beside)
        labelled = LABELLED * (1 - told_label(profile, value, reading)) * rivals
        return (
            payer
            + aside
            + elsewhere
            + labelled
            + narrower
            + SPECIAL * self._is_special(reading, profile)
        )

    def _nearness(self, reading: Reading, value: PolicyValue) -> float:
        """A place's own figure goes before an upper level's; one of the clause spoken of first."""
        place = reading.scope.place
        own = place is not None and place.adcode == value.jurisdiction
        clause, chapter = self.near(value)
        sure = 1 + bool(reading.statement.part.columns)  # of a row the cells are of one clause
        told = COHERENT * sure if clause in reading.near else ALIKE * (chapter in reading.near)
        return OWN_PLACE * (own + (value.jurisdiction != COUNTRY_ADCODE)) + told

    def _key_fits(self, reading: Reading, value: PolicyValue) -> bool | None:
        stated, own = self.key_of(value), reading.key
        if stated is None:
            return False
        if own is None:
            carried = reading.carried_key
            return carried is not None and check_words().same_thing(carried, stated)
        return True if check_words().same_thing(own, stated) else None

    def key_of(self, value: PolicyValue) -> str | None:
        """What a notice's figure is."""
        return self._namer.key_of(value)

    def _levels(self, reading: Reading, value: PolicyValue, profile: Profile) -> list[float] | None:
        """How near each named case stands to the value; ``None`` when one doesn't fit."""
        ask = Ask(keys=(reading.key,) if reading.key else ())
        levels, near = [], f"{value.label}，{narrowed(value)}"
        together = cues("claims.yaml").says("together", profile.sentence)
        for concept in reading.concepts:
            level = level_of(concept, value, profile, ask)
            if shares_family(concept, reading.concepts):
                level = level_together(concept, profile)
            level = max(level, self._by_side(concept, reading, value))
            setting = together and concept.family == ConditionKind.SETTING
            if setting and any(form in profile.sentence for form in concept.forms):
                level = max(level, SENTENCE)
            if any(form in near for form in concept.forms):
                level = max(level, STRONG)
            if level <= MISSING and _is_firm(concept):
                return None
            if level > MISSING or concept.id in reading.own_concepts:
                levels.append(level)
        return levels

    def _by_side(self, concept: Concept, reading: Reading, value: PolicyValue) -> float:
        """How near a case stands that has two sides, where both name the same (备案)."""
        name = check_words().by_sides.get(concept.id)
        if name is None:
            return MISSING
        same = check_words().on_side(name, reading.nearby, self._nearby(value))
        return STRONG if same else MISSING

    def _is_special(self, reading: Reading, profile: Profile) -> bool:
        special, around = profile.programmes - {BASIC}, reading.around - {BASIC}
        return not special & around if special else bool(around)

    def same_programme(self, reading: Reading, value: PolicyValue) -> bool:
        """Whether a value is of the programme (大病保险) that the claim speaks of."""
        special = self._profiler.of(value).programmes - {BASIC}
        return special == reading.around - {BASIC}

    def _words(self, reading: Reading, value: PolicyValue, profile: Profile) -> float:
        """The share of the claim's own words that stand around the value."""
        if value.id not in self._around:
            text = "\n".join((profile.strong, profile.sentence, profile.headings, profile.title))
            self._around[value.id] = words_of(text)
        return reading.own.share_in(self._around[value.id])

    def _led(self, reading: Reading, value: PolicyValue) -> float:
        """The share of what leads to the claim that stands around the value."""
        return reading.led.share_in(self._around[value.id])

    def _carried(self, reading: Reading, value: PolicyValue, profile: Profile) -> bool:
        """Whether every number of the claim beside its amount stands around the value.

        The year that the claim is said of is looked at apart.
        """
        text = reading.statement.text
        said = reading.statement.value
        if not takes_in(value, text):
            return False
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
        sentence, lead = self.around(value)
        if not keeps_condition(reading, value, lead):
            return False
        near = [v for v in beside if self._profiler.of(v).sentence == sentence]
        return all(
            any(same_case(case, v) for v in near)
            or is_written(case, sentence)
            or ends_band(case, value)
            for case in reading.statement.cases
        )


def _kinds(value: PolicyValue) -> set[ConditionKind]:
    return {c.kind for c in value.conditions}


def _means_adults(people: Whom, value: PolicyValue) -> bool:
    """Whether nobody is named and the figure is the adults', who are then meant."""
    return people is Whom.UNSAID and is_adults(value)


def _is_firm(concept: Concept) -> bool:
    return concept.role is NeedRole.PROGRAMME or concept.family in check_words().firm


def _digits(text: str) -> set[str]:
    return {run.lstrip("0") for run in DIGITS.findall(text)}
