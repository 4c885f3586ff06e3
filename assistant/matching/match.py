"""Find the values that answer an ask (数值匹配): kind, needs, group, place and year must all fit.

The rule of the house: a typed question is answered by a value of that kind and subject or not at
all. So every need is a hard test; the score only chooses among values that pass them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from assistant.calculate.case_words import grades_in, other_class, said
from assistant.keys import FEE, INCENTIVE, WINDOWS
from assistant.matching.apart import MOST_WITHOUT_PLACE, Apart, may_hold
from assistant.matching.apart_schemes import (
    ends_where_begins,
    fee_of_other_scheme,
    of_other_insurance,
    unasked_penalty,
)
from assistant.matching.areas import Areas, of_other_area
from assistant.matching.choose import (
    Found,
    Match,
    benefit_first,
    best_of_nearest,
    best_scored,
    is_floor,
    margin,
    own_figures,
)
from assistant.matching.flows import flows_aside
from assistant.matching.force import in_force
from assistant.matching.groups import (
    Fit,
    asked_keys,
    comparable,
    family_fit,
    fit,
    is_aged,
    is_everybody,
    of_other_age,
    of_other_branch,
)
from assistant.matching.needs import (
    MISSING,
    RECEIVED,
    named_by_whom,
    need_level,
    of_other_thing,
    programme_level,
    text_level,
    unasked_aid,
    unasked_cases,
    unasked_journey,
)
from assistant.matching.own_cases import fitted_first, own_cases
from assistant.matching.own_words import told_apart
from assistant.matching.profile import Profile, Profiler
from assistant.matching.score import (
    beside_item,
    group_bonus,
    is_named,
    shared_bonus,
    weight,
)
from assistant.matching.sections import Sections
from assistant.matching.sums import band_fits, sums_of_tier
from assistant.matching.upper import Upper
from assistant.matching.years import fits_year
from assistant.model import Ask, Need, NeedRole, Slots, Surroundings, YearAsk
from assistant.understand.asks import BASIC
from assistant.understand.lexicon import concept, families
from assistant.understand.people import ADULT
from corpus.extract.items import cores_in
from corpus.library import Library
from corpus.model import (
    ConditionKind,
    Notice,
    PolicyValue,
    Role,
    ValueKind,
)

KEY_BONUS = 3.0
HOSPITALS = (ConditionKind.HOSPITAL, ConditionKind.ITEM)
SERIOUS, UNNAMED = "serious_illness", 2.0


class Matcher:
    """Matches asks against the values of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.profiler = Profiler(library)
        self.areas = Areas(library)
        self.sections = Sections(library)
        self.upper = Upper(library)
        self._apart = Apart(library)
        self._on: dict[int, Matcher] = {}

    def on(self, library: Library) -> Matcher:
        """A matcher over the same library as it holds on some day (:meth:`Library.on`)."""
        if library is self._library:
            return self
        if id(library) not in self._on:
            self._on[id(library)] = Matcher(library)
        return self._on[id(library)]

    def find(self, ask: Ask, slots: Slots, notices: list[Notice], as_of: dt.date) -> Found:
        """Values among ``notices`` (nearest level first) that answer the ask on a day."""
        matches = self._matches(ask, slots, notices)
        timely = [m for m in matches if self._fits_year(m.value, slots.year)]
        timely = benefit_first(timely, slots.year) if ask.topic not in WINDOWS else timely
        timely = self._in_force(timely, as_of) if timely else timely
        timely = own_cases(timely, ask, slots)
        general = timely
        if ask.topic != FEE and any(m.fitted for m in timely):
            timely = fitted_first(timely, slots)
        if not timely:
            late = tuple(m.value for m in best_scored(matches)) if matches else ()
            other = self._elsewhere(ask, slots, notices) if slots.place is None else ()
            return Found(other_year=late, other_place=other)
        best = best_of_nearest(timely, margin(ask))
        best = told_apart(best, ask, slots, self.profiler)
        kept = {m.value.id for m in best}
        floors = [m.value for m in general if m.value.id not in kept and is_floor(m.value)]
        chosen, own_floor = own_figures([m.value for m in best])
        return Found(best=tuple(chosen), background=(*own_floor, *floors))

    def _in_force(self, matches: list[Match], as_of: dt.date) -> list[Match]:
        kept = {v.id for v in in_force([m.value for m in matches], self._library, as_of)}
        return [m for m in matches if m.value.id in kept]

    def holding(
        self,
        keys: Sequence[str],
        programme: str,
        slots: Slots,
        notices: list[Notice],
        as_of: dt.date,
        roles: Sequence[str] = (Role.STANDARD,),
    ) -> list[PolicyValue]:
        """All values of ``keys`` in a programme at the place on the day: each key's nearest level.

        Nothing is chosen by words here: a rule of the calculator does that by its inputs.
        """
        need = Need(role=NeedRole.PROGRAMME, id=programme, forms=concept(programme).forms)
        found: dict[str, list[tuple[int, PolicyValue]]] = {}
        for order, notice in enumerate(notices):
            level = self._level(slots, notice, order)
            for value in self._library.values([notice.id]):
                key = value.key or ""
                if key in keys and value.role in roles and self._holds(value, slots, need):
                    found.setdefault(key, []).append((level, value))
        nearest = [v for own in found.values() for n, v in own if n == min(m for m, _ in own)]
        return own_figures(in_force(nearest, self._library, as_of))[0]

    def _holds(self, value: PolicyValue, slots: Slots, programme: Need) -> bool:
        fits = self._place_fits(slots, value) and self._fits_year(value, slots.year)
        profile = self.profiler.of(value)
        inside = programme.id == BASIC and all(concept(p).within for p in profile.programmes)
        return fits and (inside or programme_level(programme, profile) > MISSING)

    def surroundings(self, value: PolicyValue) -> Surroundings:
        """The words around a value that a rule reads its case from."""
        return self.profiler.surroundings(value)

    def unspoken_case(self, value: PolicyValue) -> str:
        """A case (住院, 门诊) that the headings name and the value's own words do not."""
        profile = self.profiler.of(value)
        forms = [f for member in families()["setting"] for f in member.forms]
        if any(f in profile.strong for f in forms):
            return ""
        for heading in reversed(profile.headings.split("\n")):
            named = [f for f in forms if f in heading]
            if named:
                return named[0] if len(named) == 1 else ""
        return ""

    def _matches(self, ask: Ask, slots: Slots, notices: list[Notice]) -> list[Match]:
        found = []
        aside = self.upper.about_others(ask, slots, notices)
        for nearness, notice in enumerate(notices):
            if ask.local and not self.upper.is_local(slots, notice):
                continue
            if aside and self.upper.is_insurance(slots, notice):
                continue
            for value in self._library.values([notice.id]):
                score = self._score(ask, slots, value)
                if score is not None:
                    level = self._level(slots, notice, nearness)
                    found.append(Match(value, score, level, self._fitted(ask, slots, value)))
        others = [m for m in found if fee_of_other_scheme(ask, self.profiler.of(m.value))]
        return [m for m in found if m not in others] or found

    def _fitted(self, ask: Ask, slots: Slots, value: PolicyValue) -> bool:
        """Whether a value is the asked group's own; 参保居民 is everybody, nobody's own."""
        if is_everybody(value):
            return False
        sentence = self.profiler.of(value).sentence
        return fit(value, _keys_for(ask, slots), _age(slots), sentence) is Fit.YES

    def _level(self, slots: Slots, notice: Notice, order: int) -> int:
        if slots.place is None:
            return 0
        chain = [j.adcode for j in self._library.places.ancestors(slots.place.at.adcode)]
        return chain.index(notice.jurisdiction) if notice.jurisdiction in chain else order

    def _elsewhere(self, ask: Ask, slots: Slots, here: list[Notice]) -> tuple[PolicyValue, ...]:
        """Values of notices of other places that would have answered: named, never shown."""
        known = {n.id for n in here}
        others = [n for n in self._library.notices if n.id not in known]
        if len(others) > MOST_WITHOUT_PLACE:
            return ()  # the notices of the question were chosen from these by its words
        return tuple(m.value for m in self._matches(ask, slots, others))

    def _score(self, ask: Ask, slots: Slots, value: PolicyValue) -> float | None:
        """The score of a value that passes every test, else ``None``."""
        profile = self.profiler.of(value)
        if self._is_out(ask, slots, value) or self.sections.of_another(
            value.notice, profile.headings, profile.sentence, slots.text
        ):
            return None
        levels = [need_level(n, profile, value, ask) for n in ask.needs]
        if any(level <= MISSING for level in levels) or unasked_aid(ask, slots, profile):
            return None
        keys = _keys_for(ask, slots)
        near, persons = profile.sentence, slots.persons if ask.topic == FEE else ()
        each = family_fit(value, persons, near)
        grouped = fit(value, keys, _age(slots), near) if each is None else each
        texts = (near, *reversed(profile.headings.split("\n")))
        if not ask.keys and of_other_branch(value, keys, texts):
            return None
        if grouped is Fit.NO and (ask.keys or _not_of(value, keys, _age(slots))):
            return None
        terms = self._term_levels(ask, slots, profile, value)
        aged = grouped is Fit.YES and _age(slots) is not None and is_aged(value)
        chosen = aged or (bool(slots.amounts) and bool(sums_of_tier(value)))
        chosen = chosen or (grouped is Fit.YES and ask.topic == RECEIVED)
        if terms is None or not (ask.keys or chosen or is_named(ask, levels, terms)):
            return None
        bonus = KEY_BONUS if value.key in _own_keys(ask) else shared_bonus(slots.text, profile)
        fitted = group_bonus(ask, value, keys) if grouped is Fit.YES else 0.0
        aside = unasked_cases(ask, slots.text, value, profile) + _unasked_scheme(ask, value)
        aside += named_by_whom(ask, value, profile)
        return weight(ask, levels) + sum(terms) + bonus + fitted - aside

    def _is_out(self, ask: Ask, slots: Slots, value: PolicyValue) -> bool:
        """Whether a value is of another kind, place, unit, band or class than is asked."""
        if not _is_answer(ask, slots, value) or value.kind not in _kinds(ask, slots):
            return True
        if value.key and ask.known and value.key not in ask.known:
            return True  # known to be another thing
        if not self._place_fits(slots, value) or not _unit_fits(ask, value):
            return True
        if not band_fits(slots, value) or not self._area_fits(slots, value):
            return True
        if self._crosses(ask, slots, value) or self._of_other_class(ask, slots, value):
            return True
        if _by_the_visit(slots, value):
            return True
        if ask.strict and ask.keys and unasked_journey(ask, slots.text, value):
            return True
        aside = flows_aside(slots.text, value) or of_other_age(value.group, asked_keys(slots))
        return not ask.keys and aside

    def _crosses(self, ask: Ask, slots: Slots, value: PolicyValue) -> bool:
        """Whether a value is of the other insurance, a penalty or an end that is not asked for."""
        fined = unasked_penalty(slots.text, self.profiler.of(value).sentence)
        other = fined or of_other_insurance(slots, value)
        return other or ends_where_begins(ask, slots, value)

    def _of_other_class(self, ask: Ask, slots: Slots, value: PolicyValue) -> bool:
        """A value for 三级乙等医院 is no answer for 三甲, nor one for B类病种 for one of A类."""
        hospitals = [c.text for c in value.conditions if c.kind in HOSPITALS and grades_in(c.text)]
        ranked = any(other_class(text, slots.text) for text in hospitals)
        return ranked or self.profiler.items.of_another(value, _case_words(ask, slots))

    def _fits_year(self, value: PolicyValue, year: YearAsk | None) -> bool:
        notice = self._library.entries[value.notice].notice
        return fits_year(value, year, notice)

    def _place_fits(self, slots: Slots, value: PolicyValue) -> bool:
        if slots.place is None:
            return True
        return may_hold(value, slots.place.at.adcode, self._library.places)

    def _area_fits(self, slots: Slots, value: PolicyValue) -> bool:
        if of_other_area(value, slots.text):
            return False
        return slots.place is None or self.areas.fits(value, slots.place.at.adcode)

    def _term_levels(
        self, ask: Ask, slots: Slots, profile: Profile, value: PolicyValue
    ) -> list[float] | None:
        """Levels of the question's unknown words; ``None`` when one forbids the value.

        A word that the notices never use in a value's own words forbids an answer only where
        the topic is strict: 「种植牙能报多少」 must not get the inpatient ratio.
        """
        levels = []
        for term in slots.unknown_terms:
            level = beside_item(text_level((term,), profile), value)
            missing = ask.strict or not ask.keys or self._is_known(term, slots)
            if (level <= MISSING and missing) or of_other_thing(term, profile):
                return None
            levels.append(max(level, 0.0))
        spoken = [w for w in slots.content_words if w not in slots.unknown_terms]
        heard = [beside_item(text_level((w,), profile), value) for w in spoken]
        if heard and _names_insurance_alone(ask) and max(heard) <= MISSING:
            return None  # 「医保卡能抵扣多少钱」: the verb is all that says which sum is meant
        return levels + [max(level, 0.0) for level in heard]

    def _is_known(self, term: str, slots: Slots) -> bool:
        """Whether other values of the place are told apart by this very word."""
        return self._apart.by(term, slots.place.at.adcode if slots.place else "")


def _names_insurance_alone(ask: Ask) -> bool:
    """Whether nothing but the residents' insurance narrows the ask (医保…多少钱)."""
    return not ask.keys and {n.id for n in ask.needs} == {BASIC}


def _own_keys(ask: Ask) -> tuple[str, ...]:
    """The known keys of what is asked: a fee is one in any scheme (养老保险交多少钱)."""
    return ask.keys or ((FEE,) if ask.topic == FEE else ())


def _keys_for(ask: Ask, slots: Slots) -> tuple[str, ...]:
    """The group keys that a value must take in: assistance never changes which fee is due."""
    persons = dict.fromkeys(k for p in slots.persons for k in p.keys)
    keys = tuple(persons) if ask.topic == FEE else asked_keys(slots)
    # An adult is of either insurance: the word says nothing about 职工 or 居民.
    return keys if ask.keys else tuple(k for k in keys if k != ADULT)


def _unasked_scheme(ask: Ask, value: PolicyValue) -> float:
    """What counts against a figure of 大病保险 where the question does not name that scheme."""
    named = any(n.id == SERIOUS for n in ask.needs)
    return 0.0 if named or SERIOUS not in (value.key or "") else UNNAMED


def _case_words(ask: Ask, slots: Slots) -> list[str]:
    """The words by which a question names an illness: of its cases, and those that none knows."""
    cases = (n.forms for n in ask.needs if n.role is NeedRole.RESTRICTOR)
    told = (*(f for forms in cases for f in forms), *slots.unknown_terms, *slots.content_words)
    return [w for w in told if len(w) > 1 and not cores_in(w)]


def _by_the_visit(slots: Slots, value: PolicyValue) -> bool:
    """A limit of a day or a visit (单日封顶) answers no question of the year (一年最多报多少)."""
    yearly = said("yearly", slots.text) and not said("by_visit", slots.text)
    return yearly and value.kind is ValueKind.MONEY and said("by_visit", value.label)


def _not_of(value: PolicyValue, keys: tuple[str, ...], age: Decimal | None) -> bool:
    """Whether a value is another age's, or that of a group that excludes the person's own."""
    return comparable(value.group, keys) or (age is not None and is_aged(value))


def _unit_fits(ask: Ask, value: PolicyValue) -> bool:
    """「几家」 is answered in 家, not in 次."""
    return not ask.unit or ask.unit in value.unit or ask.unit in value.citations.value.quote


def _kinds(ask: Ask, slots: Slots) -> tuple[ValueKind, ...]:
    """Kinds that answer: a change of a ratio is told in points."""
    return (*ask.kinds, ValueKind.POINTS) if slots.change else ask.kinds


def _is_answer(ask: Ask, slots: Slots, value: PolicyValue) -> bool:
    """Standards answer; a stated head count or number of places answers a count alone, and a
    bare increase answers only a question about the change."""
    if value.role is Role.CHANGE:
        return slots.change or ask.topic == INCENTIVE
    if value.role is Role.STATISTIC:
        return value.kind is ValueKind.COUNT and not ask.keys
    return value.role is Role.STANDARD


def _age(slots: Slots) -> Decimal | None:
    alone = len(slots.persons) == 1
    return slots.persons[0].age if alone else None
