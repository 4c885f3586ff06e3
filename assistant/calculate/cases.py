"""Cases of a benefit (待遇情形): what the person's case is, and which values are for it.

A value is for a case when nothing that it names (hospital, setting, town, stay, group, item)
contradicts the case; of several the one that names most of the case is its own rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculate.case_words import (
    ANY,
    beyond_in,
    classes_in,
    filing_in,
    grades_in,
    is_away,
    other_class,
    setting_in,
    visits_in,
)
from assistant.calculate.lexicon import benefits
from assistant.calculate.readings import Reading, reading
from assistant.calculate.rule import Facts
from assistant.matching.groups import (
    ELDERLY,
    EVERYBODY,
    RESIDENTS,
    Fit,
    above,
    fit,
    is_aged,
    is_of_old,
    keys_in,
    may_be_inside,
)
from corpus.extract.items import cores_in, without_class
from corpus.model import ConditionKind, PolicyValue

ACCIDENT = "accident"
SPECIAL = ("two_diseases", "chronic", "emergency", ACCIDENT)
SHORTEST, FARTHEST, SEVERAL = 2, 9, 100


@dataclass(frozen=True)
class Case:
    """The case of one person: empty fields are unknown; ``visit`` counts the stays of the year.

    ``anyone``: values of all groups are looked at, to ask which of them is meant. ``item_known``:
    the words name an illness that the notice has; a value for others alone is none of its own.
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
    item_known: bool = False
    beyond: str = ""


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
        beyond=beyond_in(words),
    )


def choose(values: Sequence[PolicyValue], case: Case, facts: Facts, shared: bool = False) -> Choice:
    """The values for a case; when they differ, the input that would tell them apart.

    ``shared``: a value without a setting of its own holds in all of them.
    """
    read = [(v, reading(v, facts.around(v))) for v in values]
    fitting = [(v, r, s) for v, r in read if (s := _score(v, r, case, shared)) is not None]
    if not fitting:
        return Choice()
    plain = [f for f in fitting if not f[1].extra or _is_for(f[1].extra, case.words)]
    # 两病's own limits go before the yearly one
    as_near = max((s for _, _, s in plain), default=-1) >= max(s for _, _, s in fitting)
    kept = plain if case.item_known or as_near else fitting
    if not kept:
        return Choice()
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
        "hospital": {r.hospital for _, r in top if not case.grades or classes_in(r.hospital)},
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
    if not read.setting and cores_in(read.extra) & cores_in(case.words):
        return 0  # what is stated for a class of diseases needs no word of the setting
    # The ordinary outpatient rule is no rule for a special illness.
    return 0 if not read.setting and (shared or case.setting == "inpatient") else None


def _of_hospital(read: Reading, case: Case) -> int | None:
    if not case.grades or not read.grades:
        return 0
    if other_class(read.hospital, case.words):
        return None
    return 2 if read.grades & case.grades else None


def _of_place(read: Reading, case: Case) -> int | None:
    if read.away != case.away:
        return None
    if case.away and case.filing and read.filing and read.filing != case.filing:
        return None
    if case.away and case.beyond and read.beyond and read.beyond != case.beyond:
        return None
    nearer = bool(read.beyond) and read.beyond == case.beyond
    return nearer + 2 * bool(read.filing and read.filing == case.filing)


def _of_visit(read: Reading, case: Case) -> int | None:
    if read.visits is None:
        return 0
    low, high = read.visits
    return 1 if low <= case.visit and (high is None or case.visit <= high) else None


def _of_group(value: PolicyValue, read: Reading, case: Case) -> int | None:
    """Everybody's value fits all; a group's own one only its members, but residents' classes
    (成年居民, 学生儿童) stay open while nobody has said who is meant."""
    members, aged = read.members, is_aged(value)
    if is_excepted(value, case):
        return None
    if case.anyone or (not aged and all(k in EVERYBODY for k in members)):
        return 0
    if not case.keys and case.age is None:
        classes = bool(members) and all(RESIDENTS in above(k) for k in members)
        return 0 if classes else None
    if case.age is None and is_of_old(value) and ELDERLY not in case.keys:
        return None  # nobody has said that somebody old is meant
    young = case.age is None and may_be_inside(value, case.keys)
    return 2 if young or fit(value, case.keys, case.age) is Fit.YES else None


def is_excepted(value: PolicyValue, case: Case) -> bool:
    """Whether a value says that it does not hold for the person (特困人员除外)."""
    named = [c.text for c in value.conditions if c.kind is ConditionKind.EXCEPT]
    return any(above(k) & keys_in(text) for k in case.keys for text in named)


def needs_age(values: Iterable[PolicyValue], case: Case) -> tuple[PolicyValue, ...]:
    """Those of values for an age (14周岁以下儿童) that are told apart by an age nobody has said."""
    return tuple(v for v in values if case.age is None and is_aged(v))


def _of_item(read: Reading, case: Case) -> int | None:
    """The illness that a value names, in its condition or right before its figure: the more of
    it the person named the better, and the less beside it; ``None`` for one of another class."""
    named = read.extra or read.before
    own, asked = cores_in(named), cores_in(case.words)
    if asked and own and not own & asked:
        return None
    named = without_class(named)
    if asked and not own and read.grades and not case.grades:
        return None  # what a hospital's stay costs is nothing of a class of diseases
    covered = _covered(named, case.words)
    several = 0
    if benefits().says("several", named):
        several = SEVERAL if benefits().says("several_told", case.words) else -1
    if covered < SHORTEST:
        return max(several, 0)
    return 10 * covered - min(len(named) - covered, FARTHEST) + several


def _is_for(named: str, words: str) -> bool:
    """Whether the words name an item, or say that there are several as it does."""
    lexicon = benefits()
    several = lexicon.says("several", named) and lexicon.says("several_told", words)
    return several or _names_it(named, words)


def _names_it(named: str, words: str) -> bool:
    """Whether words name an item, and not only the class that it is of or another class."""
    own, asked = cores_in(named), cores_in(words)
    return not (own and asked and not own & asked) and _shares(without_class(named), words)


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
    read_all = [reading(v, facts.around(v)) for v in values]
    if case.setting == ACCIDENT and not any(r.setting == ACCIDENT for r in read_all):
        case = replace(case, setting="inpatient")  # the notice has no rule of its own for injuries
    illness = {id(r): benefits().one("fee_tier").sub("", r.extra) for r in read_all}
    known = any(r.setting in SPECIAL and _names_it(illness[id(r)], case.words) for r in read_all)
    case = replace(case, item_known=known)
    for read in read_all:
        inner = benefits().within.get(read.setting) == (case.setting or "outpatient")
        if inner and illness[id(read)] and _names_it(illness[id(read)], case.words):
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
    stay = read.visits is not None and _of_visit(read, case) is not None
    return stay or is_group_rule(value, case, facts)


def is_group_rule(value: PolicyValue, case: Case, facts: Facts) -> bool:
    """Whether a value is a rule for the case's own group."""
    return (_of_group(value, reading(value, facts.around(value)), case) or 0) > 0
