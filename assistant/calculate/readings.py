"""What a value names of a case (数值所说的情形): read from its own words, then its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.calculate.case_words import (
    ANY,
    Visits,
    beyond_in,
    filing_in,
    grades_in,
    is_away,
    said,
    setting_in,
    visits_in,
)
from assistant.calculate.lexicon import benefits
from assistant.calculate.rule import Facts
from assistant.model import Surroundings
from corpus.model import Condition, ConditionKind, Group, PolicyValue, ValueKind

NAMING = (ConditionKind.OTHER, ConditionKind.ITEM, ConditionKind.TIER)
MOST_KEPT = 8192
AFTER_NAME = re.compile(r"(?:为|是|：|分别|按|的)+$")


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
    beyond: str = ""


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
    stated = [c for c in value.conditions if not _is_whose(c) and not _in_group(c, value.group)]
    named = [c for c in stated if not _is_denied(c, around.lead)]
    own = "，".join([value.label, *(c.text for c in named)])
    hospitals = [c.text for c in named if grades_in(c.text)]
    within = around.hospitals if hospitals else ""
    heading = around.headings.split("\n")[-1]
    return Reading(
        setting=_setting_of(value, own, around),
        grades=frozenset(g for h in (*hospitals, within) for g in grades_in(h)),
        hospital="、".join(hospitals),
        away=is_away(own)
        or ((_is_sent(value, own) or is_away(heading)) and not benefits().says("home", own)),
        filing=filing_in(own),
        visits=visits_in(own),
        extra="，".join(_name(c.text) for c in named if _is_extra(c)),
        before=_before_figure(value, around),
        members=tuple(m.key for m in value.group.members if m.key) if value.group else (),
        beyond=beyond_in(own),
    )


def _is_sent(value: PolicyValue, own: str) -> bool:
    """「没有转诊自己去的」: only for treatment elsewhere is one sent (转诊), and only there is less
    paid to who was not put on record (未备案的，降低20个百分点)."""
    sent = benefits().says("referral", own) or value.kind is ValueKind.POINTS
    return sent and filing_in(own) == "unfiled"


def _in_group(condition: Condition, group: Group | None) -> bool:
    """「未达到门诊慢特病标准的患者」 names no setting: the words only say who they are."""
    if group is None or condition.citation.notice != group.citation.notice:
        return False
    place, inner = group.citation, condition.citation
    return place.start <= inner.start and inner.end <= place.end


def _is_denied(condition: Condition, lead: str) -> bool:
    """「未达到门诊慢特病标准的高血压患者」: the sentence names the setting to leave it out."""
    before = lead.partition(condition.text)[0]
    return condition.kind is ConditionKind.SETTING and said("left_out", before)


def _is_whose(condition: Condition) -> bool:
    return condition.kind in (ConditionKind.INSURED, ConditionKind.PAYER)


def _setting_of(value: PolicyValue, own: str, around: Surroundings) -> str:
    """The setting of a value; what its sentence begins with (高血压、糖尿病患者门诊用药，支付70%)
    tells more than 门诊 in the value's own words."""
    if _covers_all(around.tail):
        return ANY
    named = _setting(own, value.group, around.headings)
    opening = re.split("[，：]", around.lead)[0]
    special = setting_in(opening)
    told = benefits().within.get(special) == (named or "outpatient")
    return special if told and not benefits().says("denies", opening) else named


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


def _covers_all(tail: str) -> bool:
    """「最高支付限额为15万元，包括住院和门诊慢特病费用」: one figure for every setting."""
    covered = benefits().search("covers", tail)
    return covered is not None and setting_in(covered.group()) == ANY


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


def _before_figure(value: PolicyValue, around: Surroundings) -> str:
    """The name right before a figure (高血压为360元) that is not its label."""
    tail = re.split("[，；。、：和及]", AFTER_NAME.sub("", around.lead))[-1]
    return tail.rpartition(value.label)[2] if value.label in tail else ""


def of_stay(value: PolicyValue, facts: Facts) -> bool:
    """Whether a value names a stay of the year (首次, 第二次及以后)."""
    return reading(value, facts.around(value)).visits is not None


def same_setting(value: PolicyValue, base: PolicyValue, facts: Facts) -> bool:
    """Whether two values can be of one benefit: not of 住院 the one and of 门诊 the other."""
    settings = {reading(v, facts.around(v)).setting for v in (value, base)} - {"", ANY}
    return len(settings) < 2


def says(value: PolicyValue, pattern: str, facts: Facts) -> bool:
    """Whether a value's own words, or those before its figure, say something of the lexicon."""
    return said(pattern, f"{facts.around(value).lead}{value.citations.value.quote}{value.label}")


def says_after(value: PolicyValue, pattern: str, facts: Facts) -> bool:
    """Whether the rest of a value's sentence says something of the lexicon."""
    return said(pattern, facts.around(value).tail)


def sign(value: PolicyValue, facts: Facts) -> int:
    """Whether a change goes up (1) or down (−1); 0 when its words do not say."""
    lead = facts.around(value).lead
    segment = re.split("[，；。]", lead)[-1]
    found = [(m.end(), 1) for m in benefits().one("raised").finditer(segment)]
    found += [(m.end(), -1) for m in benefits().one("lowered").finditer(segment)]
    return max(found)[1] if found else 0
