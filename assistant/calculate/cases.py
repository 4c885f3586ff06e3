"""Cases of a benefit (待遇情形): what the person's case is, and which values are for it.

A value is for a case when nothing that it names (hospital, setting, town, stay, group, item)
contradicts the case; of several the one that names most of the case is its own rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from assistant.calculate.case_words import (
    ANY,
    Visits,
    filing_in,
    grades_in,
    is_away,
    said,
    setting_in,
    visits_in,
)
from assistant.calculate.lexicon import benefits
from assistant.calculate.rule import Facts
from assistant.matching.groups import Fit, above, fit
from assistant.model import Surroundings
from corpus.model import Condition, ConditionKind, Group, PolicyValue

RESIDENTS = "resident_insured"
EVERYBODY = frozenset({RESIDENTS, "enrolled_person"})
NAMING = (ConditionKind.OTHER, ConditionKind.ITEM, ConditionKind.TIER)
SPECIAL = ("two_diseases", "chronic", "emergency")
SHORTEST, FARTHEST = 2, 9
MOST_KEPT = 8192
AFTER_NAME = re.compile(r"(?:为|是|：|分别|按|的)+$")


@dataclass(frozen=True)
class Case:
    """The case of one person: empty fields are unknown; ``visit`` counts the stays of the year.

    ``anyone``: values of all groups are looked at, to ask which of them is meant.
    """

    setting: str = ""
    grades: frozenset[str] = frozenset()
    away: bool = False
    filing: str = ""
    visit: int = 1
    words: str = ""
    keys: tuple[str, ...] = ()
    age: Decimal | None = None
    anyone: bool = False


@dataclass(frozen=True)
class Reading:
    """What a value names of a case; ``extra`` are words that no list knows (an item), ``before``
    the name right before the figure, ``members`` the keys of its group."""

    setting: str
    grades: frozenset[str]
    hospital: str
    away: bool
    filing: str
    visits: Visits | None
    extra: str
    before: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """The values that are for a case: one, or the input that would decide (``missing``)."""

    values: tuple[PolicyValue, ...] = ()
    missing: str = ""
    alternatives: tuple[tuple[str, PolicyValue], ...] = ()

    @property
    def value(self) -> PolicyValue | None:
        """The value that all chosen ones agree on."""
        return self.values[0] if self.values and not self.missing else None


def case_of(words: str, keys: tuple[str, ...] = (), age: Decimal | None = None) -> Case:
    """The case that words of a person tell (三级医院第二次住院, 未备案去外地)."""
    away = is_away(words)
    last = list(benefits().one("visits").finditer(words))[-1:]
    visits = visits_in(last[0].group()) if last else None  # 头一回花1万，第二回花8千
    return Case(
        setting=setting_in(benefits().one("denied_setting").sub("", words)),
        grades=grades_in(words),
        away=away,
        filing=filing_in(words),
        visit=visits[0] if visits else 1,
        words=words,
        keys=keys,
        age=age,
    )


def reading(value: PolicyValue, around: Surroundings) -> Reading:
    """What a value names, in its own words first, then in the headings above it.

    Kept by identity: a rule reads every value many times over, values and surroundings never
    change, and to compare two by their content costs as much as to read one.
    """
    kept = _kept()
    known = kept.get(id(value))
    if known is not None and known[0] is value and known[1] is around:
        return known[2]
    if len(kept) >= MOST_KEPT:
        kept.clear()
    made = _read(value, around)
    kept[id(value)] = (value, around, made)  # holding the value keeps its identity its own
    return made


@cache
def _kept() -> dict[int, tuple[PolicyValue, Surroundings, Reading]]:
    return {}


def _read(value: PolicyValue, around: Surroundings) -> Reading:
    named = [c for c in value.conditions if not _is_whose(c) and not _in_group(c, value.group)]
    own = "，".join([value.label, *(c.text for c in named)])
    hospitals = [c.text for c in named if grades_in(c.text)]
    heading = around.headings.split("\n")[-1]
    return Reading(
        setting=_setting(own, value.group, around.headings),
        grades=frozenset(g for h in hospitals for g in grades_in(h)),
        hospital="、".join(hospitals),
        away=is_away(own)
        or (not is_away(own) and is_away(heading) and not benefits().says("home", own)),
        filing=filing_in(own),
        visits=visits_in(own),
        extra="，".join(_name(c.text) for c in named if _is_extra(c)),
        before=_before_figure(value, around),
        members=tuple(m.key for m in value.group.members if m.key) if value.group else (),
    )


def _in_group(condition: Condition, group: Group | None) -> bool:
    """「未达到门诊慢特病标准的患者」 names no setting: the words only say who they are."""
    if group is None or condition.citation.notice != group.citation.notice:
        return False
    place, inner = group.citation, condition.citation
    return place.start <= inner.start and inner.end <= place.end


def _is_whose(condition: Condition) -> bool:
    return condition.kind in (ConditionKind.INSURED, ConditionKind.PAYER)


def _setting(own: str, group: Group | None, headings: str) -> str:
    """A special setting of the headings (慢特病) tells more than 门诊 in the value's own words."""
    named = setting_in(own) or (setting_in(group.text) if group else "")
    for heading in reversed(headings.split("\n")):
        above_it = setting_in(heading)
        if not above_it or above_it == named:
            continue
        if named and benefits().within.get(above_it) != named:
            return named
        named = above_it
    return named


def _name(text: str) -> str:
    """An item without the words that every item has (恶性肿瘤|门诊治疗)."""
    return benefits().one("nameless").sub("", text) or text


def _is_extra(condition: Condition) -> bool:
    """Whether a condition is a case that none of the lists knows, such as an illness."""
    if condition.kind not in NAMING:
        return False
    text, lexicon = condition.text, benefits()
    known = grades_in(text) or visits_in(text) or filing_in(text) or is_away(text)
    return not known and not lexicon.says("own", text)


def choose(values: Sequence[PolicyValue], case: Case, facts: Facts, shared: bool = False) -> Choice:
    """The values for a case; when they differ, the input that would tell them apart.

    ``shared``: a value without a setting of its own holds in all of them.
    """
    read = [(v, reading(v, facts.around(v))) for v in values]
    fitting = [(v, r, s) for v, r in read if (s := _score(v, r, case, shared)) is not None]
    if not fitting:
        return Choice()
    plain = [f for f in fitting if not f[1].extra or _shares(f[1].extra, case.words)]
    kept = plain or fitting
    best = max(s for _, _, s in kept)
    top = [(v, r) for v, r, s in kept if s == best]
    if len({(v.value, v.kind, v.bound) for v, _ in top}) == 1:
        listed = _listed(top[0][0], [f[:2] for f in fitting], case, facts)
        return listed or Choice(values=tuple(v for v, _ in top))
    return _undecided(top, case)


def _listed(
    value: PolicyValue, others: list[tuple[PolicyValue, Reading]], case: Case, facts: Facts
) -> Choice | None:
    """The first of a list of illnesses (高血压为400元、糖尿病为600元) is not everybody's."""
    name = reading(value, facts.around(value)).before
    beside = [(v, r) for v, r in others if r.extra and v.clause == value.clause]
    if len(name) < SHORTEST or _shares(name, case.words) or not beside:
        return None
    if any(_shares(r.extra, case.words) for v, r in others if v is value):
        return None
    alternatives = ((name, value), *((r.extra, v) for v, r in beside))
    return Choice((value, *(v for v, _ in beside)), "item", alternatives)


def _undecided(top: list[tuple[PolicyValue, Reading]], case: Case) -> Choice:
    """The first input in which the remaining values differ."""
    differ = {
        "setting": {r.setting or "" for _, r in top} if not case.setting else set(),
        "hospital": {r.hospital for _, r in top} if not case.grades else set(),
        "filing": {r.filing for _, r in top} if case.away and not case.filing else set(),
        "group": {v.group.text if v.group else "" for v, _ in top},
        "item": {r.extra for _, r in top},
    }
    for name, words in differ.items():
        if len(words) > 1:
            return _asked(name, top)
    return Choice(values=tuple(v for v, _ in top), missing="conflict")


def _asked(name: str, top: list[tuple[PolicyValue, Reading]]) -> Choice:
    found: dict[str, PolicyValue] = {}
    for value, read in top:
        found.setdefault(_words(name, value, read), value)
    alternatives = tuple((words, v) for words, v in found.items() if words)
    return Choice(tuple(v for v, _ in top), name, alternatives)


def _words(name: str, value: PolicyValue, read: Reading) -> str:
    if name == "group":
        return value.group.text if value.group else ""
    return {
        "item": read.extra,
        "filing": read.filing,
        "hospital": read.hospital,
        "setting": read.setting,
    }[name]


def narrowed(case: Case, missing: str, value: PolicyValue, facts: Facts) -> Case:
    """The case with the missing input taken from one of the values that it decides among."""
    read = reading(value, facts.around(value))
    if missing == "hospital":
        return replace(case, grades=read.grades, words=f"{case.words} {read.hospital}")
    if missing == "setting":
        return replace(case, setting=read.setting)
    if missing == "filing":
        return replace(case, filing=read.filing)
    if missing == "group" and value.group:
        return replace(case, keys=tuple(m.key for m in value.group.members if m.key))
    named = read.extra or read.before
    return replace(case, words=f"{case.words} {named}")


def _score(value: PolicyValue, read: Reading, case: Case, shared: bool = False) -> int | None:
    """How much of the case a value names; ``None`` when it is for another case."""
    parts = [
        _of_setting(read, case, shared),
        _of_hospital(read, case),
        _of_place(read, case),
        _of_visit(read, case),
        _of_group(value, read, case),
        _of_item(read, case),
    ]
    return None if any(p is None for p in parts) else sum(p for p in parts if p)


def _of_setting(read: Reading, case: Case, shared: bool) -> int | None:
    if ANY in (case.setting, read.setting):
        return 0
    if not case.setting:
        return 0 if read.setting not in SPECIAL else None
    if read.setting == case.setting:
        return 2
    # The ordinary outpatient rule is no rule for a special illness.
    return 0 if not read.setting and (shared or case.setting == "inpatient") else None


def _of_hospital(read: Reading, case: Case) -> int | None:
    if not case.grades or not read.grades:
        return 0
    return 2 if read.grades & case.grades else None


def _of_place(read: Reading, case: Case) -> int | None:
    if read.away != case.away:
        return None
    if case.away and case.filing and read.filing and read.filing != case.filing:
        return None
    return 1 if read.filing and read.filing == case.filing else 0


def _of_visit(read: Reading, case: Case) -> int | None:
    if read.visits is None:
        return 0
    low, high = read.visits
    return 1 if low <= case.visit and (high is None or case.visit <= high) else None


def _of_group(value: PolicyValue, read: Reading, case: Case) -> int | None:
    """Everybody's value fits all; a group's own one only its members, but residents' classes
    (成年居民, 学生儿童) stay open while nobody has said who is meant."""
    members = read.members
    if not members or all(k in EVERYBODY for k in members) or case.anyone:
        return 0
    if not case.keys and case.age is None:
        return 0 if all(RESIDENTS in above(k) for k in members) else None
    return 2 if fit(value, case.keys, case.age) is Fit.YES else None


def _of_item(read: Reading, case: Case) -> int | None:
    """The illness that a value names, in its condition or right before its figure: the more of
    it the person named the better, and the less beside it."""
    named = read.extra or read.before
    covered = _covered(named, case.words)
    return 10 * covered - min(len(named) - covered, FARTHEST) if covered >= SHORTEST else 0


def _before_figure(value: PolicyValue, around: Surroundings) -> str:
    """The name right before a figure (高血压为360元) that is not its label."""
    tail = re.split("[，；。、：和及]", AFTER_NAME.sub("", around.lead))[-1]
    return tail.rpartition(value.label)[2] if value.label in tail else ""


def _covered(text: str, words: str) -> int:
    """How many characters of a text stand in runs of two and more that the words share."""
    runs = [i for i in range(len(text) - 1) if text[i : i + 2] in words]
    return len({at for i in runs for at in (i, i + 1)})


def _shares(text: str, words: str) -> bool:
    return _covered(text, words) > 0


def settled(case: Case, values: Sequence[PolicyValue], facts: Facts) -> Case:
    """The case with the special setting of the illness that it names (透析 is a 慢特病)."""
    if case.away and not case.setting:
        case = replace(case, setting="inpatient")  # one goes elsewhere to be admitted
    for value in values:
        read = reading(value, facts.around(value))
        inner = benefits().within.get(read.setting) == (case.setting or "outpatient")
        if inner and read.extra and _shares(read.extra, case.words):
            return replace(case, setting=read.setting)
    return case


def fits(value: PolicyValue, case: Case, facts: Facts, own: bool = False) -> bool:
    """Whether a value is for a case; ``own``: and for nothing wider than this group, stay or
    way elsewhere."""
    read = reading(value, facts.around(value))
    if _score(value, read, replace(case, setting=case.setting or ANY)) is None:
        return False
    return not own or is_own(value, case, facts) or read.away


def is_own(value: PolicyValue, case: Case, facts: Facts) -> bool:
    """Whether a value is a rule for this group or this stay, beside the general one."""
    read = reading(value, facts.around(value))
    grouped = (_of_group(value, read, case) or 0) > 0
    return grouped or (read.visits is not None and _of_visit(read, case) is not None)


def says(value: PolicyValue, pattern: str, facts: Facts) -> bool:
    """Whether a value's own words, or those before its figure, say something of the lexicon."""
    return said(pattern, f"{facts.around(value).lead}{value.citations.value.quote}{value.label}")


def sign(value: PolicyValue, facts: Facts) -> int:
    """Whether a change goes up (1) or down (−1); 0 when its words do not say."""
    lead = facts.around(value).lead
    segment = re.split("[，；。]", lead)[-1]
    found = [(m.end(), 1) for m in benefits().one("raised").finditer(segment)]
    found += [(m.end(), -1) for m in benefits().one("lowered").finditer(segment)]
    return max(found)[1] if found else 0
