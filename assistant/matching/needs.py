"""How near a value carries what a question needs (需求核对): every need is a hard test."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculate.case_words import filing_in, is_away, setting_in
from assistant.calculate.lexicon import benefits
from assistant.keys import FEE
from assistant.matching.profile import Profile, programmes_in
from assistant.model import Ask, Need, NeedRole, Slots
from assistant.understand.asks import BASIC
from assistant.understand.lexicon import Concept, concept, concepts, families, words
from corpus.extract.areas import is_area_class
from corpus.extract.items import cores_in
from corpus.model import ConditionKind, PolicyValue

# Where a word stands: in the value's own words, its sentence, its headings, its notice's title.
STRONG, SENTENCE, HEADING, TITLE, MISSING = 3.0, 2.0, 1.5, 0.5, -1.0
SETTING, OUTPATIENT = "setting", "outpatient"
EMPLOYER, SINGLE = "payer_employer", "single_disease"
HOSPITAL, CONDITION_HOSPITAL = "hospital", ConditionKind.HOSPITAL
AT_ANY = (SETTING, HOSPITAL, "hospital_rank")  # a rule for 转外就医 holds at any hospital there
ITEM_KINDS = (ConditionKind.ITEM, ConditionKind.OTHER)
PEOPLE_KINDS = (ConditionKind.INSURED, ConditionKind.PAYER)
AIDED = "medical_assistance"
RECEIVED = "received"  # money that is paid out: a title may say so for all of its notice
JOURNEYS = ("remote", "referral", "unreferred", "filed", "unfiled")
UNFILED = ("unfiled", "unreferred")
GRADE = re.compile(r"[一二三]级")
CODE = re.compile(r"[A-Za-z]{2,}")
PER_CASE, PER_ITEM = 1.0, 0.7
FARTHEST = 1.0  # of a restrictor: an item's neighbour in a list, or a heading
EXCEPT = re.compile(r"除[^。；]{1,60}?(?:外|以外|之外)")


def need_level(need: Need, profile: Profile, value: PolicyValue, ask: Ask) -> float:
    """How near the value carries the need; ``MISSING`` when it does not."""
    if need.role is NeedRole.MEASURE:
        if need.id == FEE and of_employer(value):
            return MISSING
        if value.key in ask.keys or (ask.bound and value.bound is ask.bound):
            return STRONG
        level = _measure_level(need.forms, profile, value)
        other = level < STRONG and any(m in profile.label for m in words().measures)
        other = other or _is_base(need.forms, profile.label)
        least = TITLE if need.id == RECEIVED else HEADING
        return level if level >= least and not other else MISSING
    if need.role is NeedRole.PROGRAMME:
        return programme_level(need, profile)
    if need.role is NeedRole.RESTRICTOR:
        return _restrictor_level(need, profile, value, ask)
    if need.role is NeedRole.SUBJECT:
        return max(_subject_level(need.forms, profile), _defined_level(need.forms, value))
    return text_level(need.forms, profile)


def of_employer(value: PolicyValue) -> bool:
    """Whether a fee is the employer's (单位缴费费率), which is nobody's own."""
    payers = [c.text for c in value.conditions if c.kind is ConditionKind.PAYER] or [value.label]
    employer = concept(EMPLOYER).forms
    return all(any(f in p for f in employer) for p in payers)


def _is_base(forms: tuple[str, ...], label: str) -> bool:
    """Whether a value is what another is reckoned from (缴费基数), and that is not asked for."""
    return any(label.endswith(b) and not any(b in f for f in forms) for b in words().bases)


def _measure_level(forms: tuple[str, ...], profile: Profile, value: PolicyValue) -> float:
    """How near the value is said to be of the measure; whom it is for (参保缴费不足1年的失业人员)
    never says what it measures."""
    level = text_level(forms, profile)
    whom = value.group.text if value.group else ""
    if not any(f in whom for f in forms) or any(f in profile.label for f in forms):
        return level
    strong, sentence = (t.replace(whom, "") for t in (profile.strong, profile.sentence))
    return text_level(forms, replace(profile, strong=strong, sentence=sentence))


def _subject_level(forms: tuple[str, ...], profile: Profile) -> float:
    """A programme named by its people: the label, the headings or the title must name it."""
    for text, level in ((profile.label, STRONG), (profile.headings, HEADING)):
        if any(f in text for f in forms):
            return level
    return TITLE if any(f in profile.title for f in forms) else MISSING


def _defined_level(forms: tuple[str, ...], value: PolicyValue) -> float:
    """A class of people is those whom the notice says it to be (特困人员、孤儿为一类对象)."""
    defined = value.group.definitions if value.group else ()
    return STRONG if any(f in c.quote for c in defined for f in forms) else MISSING


def programme_level(need: Need, profile: Profile) -> float:
    """How near the value's own programme is to the asked one; ``MISSING`` when it is another."""
    if need.id not in profile.programmes and (profile.programmes or need.id != BASIC):
        return MISSING
    if need.id in programmes_in(profile.strong):
        return STRONG
    return TITLE


def _restrictor_level(need: Need, profile: Profile, value: PolicyValue, ask: Ask) -> float:
    """The asked case must be named near, and no rival case in the value's own words.

    The word that was typed counts as well as the forms of its concept.
    """
    asked, forms = [concept(i) for i in need.id.split("+")], need.forms
    graded = _grade_fits(asked, value)
    if graded is not None:
        return STRONG if graded else MISSING
    level = text_level(forms, profile)
    family = families().get(asked[0].family or "", ())
    rivals = [f for c in family if c not in asked for f in c.forms]
    rivals = [f for f in rivals if f not in forms]
    own = _names_itself(forms, rivals, value, profile)
    if own is False:
        return MISSING
    if not own and _only_excepted(forms, profile.sentence):
        return MISSING
    if not own and need.id in UNFILED and not any(f in _before(profile) for f in forms):
        return MISSING  # 报55%，没有备案的再降10个百分点: the 55% is not theirs
    if level == SENTENCE and has_item(value):
        level -= 1.0  # the word stands in the sentence, but this figure is another item's
    # Diseases are sorted into classes for care outside of a stay.
    classed = need.id == OUTPATIENT and profile.defined and not setting_in(profile.strong)
    if classed or all(c.soft or c.synonym for c in asked):
        return max(level, 0.0)
    if own is None and any(_is_of_group(c, value) for c in asked):
        return STRONG
    if level < FARTHEST and asked[0].family in AT_ANY and _special_case(need, ask, profile):
        return 0.0
    if level == TITLE and _titled_benefit(forms, profile):
        return 0.0
    return level if level >= FARTHEST else MISSING


def _is_of_group(asked: Concept, value: PolicyValue) -> bool:
    """Whether a value is for the class of people that the asked case makes one of: 重度残疾人's,
    where no level is told from another, is that of 一级残疾."""
    members = value.group.members if value.group else ()
    return asked.of_group is not None and any(m.key == asked.of_group for m in members)


def _before(profile: Profile) -> str:
    """What stands before a figure: the beginning of its sentence and its headings."""
    return f"{profile.lead}\n{profile.headings}"


def _names_itself(
    forms: tuple[str, ...], rivals: list[str], value: PolicyValue, profile: Profile
) -> bool | None:
    """Whether the value's own words name the asked case; ``None`` when they name neither.

    A rival's longer word hides the asked one inside it (未办理备案, 办理备案), and the group and
    the conditions of the figure itself go before a label that others share (集中供养孤儿…，散居…).
    """
    hiding = [r for r in rivals if any(f in r for f in forms)]
    group = value.group.text if value.group else ""
    nearest = "\n".join((group, *(c.text for c in value.conditions)))
    for text in (nearest, profile.strong):
        for word in hiding:
            text = text.replace(word, "")
        if any(f in text for f in forms):
            return True
        if any(r in text for r in rivals) or any(w in profile.strong for w in hiding):
            return False
    return None


def _titled_benefit(forms: tuple[str, ...], profile: Profile) -> bool:
    """Whether the title gives the notice to a benefit whose name says the case: what stands in a
    notice on 门诊特病 is for 门诊, unless it says otherwise."""
    benefits_named = [f for p in profile.programmes if concept(p).within for f in concept(p).forms]
    return any(f in name for name in benefits_named if name in profile.title for f in forms)


def _special_case(need: Need, ask: Ask, profile: Profile) -> bool:
    """Whether the value is stated for another special case of the question: what a notice says
    of 转外就医 holds for a stay there, whether or not it says 住院 again."""
    ids = [i for n in ask.needs if n is not need and n.role is need.role for i in n.id.split("+")]
    special = [concept(i) for i in ids if concept(i).special]
    return any(f in profile.strong for c in special for f in c.forms)


def _grade_fits(asked: list[Concept], value: PolicyValue) -> bool | None:
    """Whether the value's hospital grade is the asked one; ``None`` when it names none."""
    if asked[0].family != HOSPITAL:
        return None
    grades = {
        g for c in value.conditions if c.kind is CONDITION_HOSPITAL for g in GRADE.findall(c.text)
    }
    wanted = {g for c in asked for f in c.forms for g in GRADE.findall(f)}
    return bool(grades & wanted) if grades else None


def unasked_cases(ask: Ask, question: str, value: PolicyValue, profile: Profile) -> float:
    """What counts against a value for a special case that the question leaves out.

    两病's deductible is no answer to 「二级门诊起付线」, nor 转外就医's ratio to 「住院报多少」.
    """
    asked = {i for n in ask.needs for i in n.id.split("+")}
    own = profile.strong + profile.headings.split("\n")[-1] + profile.sentence
    items = [c.text for c in value.conditions if c.kind in ITEM_KINDS]
    others = [c.text for c in value.conditions if c.kind is not ConditionKind.TIER]
    tiers = [cores_in(t) for t in _tiers(value) if not any(t in o for o in others)]
    for listed in items if any(tiers) else ():
        own = own.replace(listed, "")  # 透析、移植 in a class of diseases are no case of their own
    cases = [c for c in concepts() if c.special and c.id not in asked]
    against = PER_CASE * sum(any(f in own for f in c.forms) for c in cases)
    items = [t for t in items if not benefits().says("own", t)]  # 个人自付的合规费用 is no case
    items = [t for t in items if not is_area_class(t)]  # of which the asked place decides, no word
    classed = any(own and not own & cores_in(question) for own in tiers) and not items
    nameless = benefits().one("nameless")  # 门诊 of 恶性肿瘤门诊治疗 is no illness
    named = [_shares(nameless.sub("", text) or text, question) for text in items]
    return against + PER_ITEM * (classed or not all(named))


def _tiers(value: PolicyValue) -> list[str]:
    return [c.text for c in value.conditions if c.kind is ConditionKind.TIER]


def unasked_aid(ask: Ask, slots: Slots, profile: Profile) -> bool:
    """Whether a figure of 医疗救助 alone would answer what a stay or a visit is paid: that is the
    insurance's to say, where neither the assistance nor one of the aided is named."""
    treated = any(
        concept(i).family in AT_ANY
        for n in ask.needs
        if n.role is NeedRole.RESTRICTOR
        for i in n.id.split("+")
    )
    named = bool(slots.groups) or any(n.id == AIDED for n in ask.needs)
    return bool(ask.keys) and treated and not named and profile.programmes == {AIDED}


def named_by_whom(ask: Ask, value: PolicyValue, profile: Profile) -> float:
    """What counts against a figure that names the asked programme only by whom or when it is for.

    正在领取失业保险金的人员每人增发120元 is not what 「失业保险金多少」 asks first.
    """
    whom = value.group.text if value.group else ""
    told = [whom, *(c.text for c in value.conditions if c.kind is ConditionKind.OTHER)]
    about = "\n".join((profile.label, profile.headings))
    for text in filter(None, told):
        about = about.replace(text, "")
    forms = [f for n in ask.needs if n.role is NeedRole.PROGRAMME for f in n.forms]
    only = any(f in t for t in told for f in forms) and not any(f in about for f in forms)
    return PER_CASE if only and not ask.keys else 0.0


def unasked_journey(ask: Ask, question: str, value: PolicyValue) -> bool:
    """Whether a value is for treatment elsewhere, of which the question says no word."""
    asked = {i for n in ask.needs for i in n.id.split("+")}
    own = "，".join(c.text for c in value.conditions if c.kind not in PEOPLE_KINDS)
    named = bool(asked & set(JOURNEYS)) or benefits().says("away", question)
    return is_away(own) and not named and not filing_in(question)


def _shares(text: str, question: str) -> bool:
    """Whether two characters that stand together in the one stand together in the other."""
    return any(text[i : i + 2] in question for i in range(len(text) - 1))


def _only_excepted(forms: tuple[str, ...], sentence: str) -> bool:
    """「除新生儿、退役军人外，…3个月」 is not the rule for 退役军人."""
    rest = EXCEPT.sub("", sentence)
    return any(f in sentence for f in forms) and not any(f in rest for f in forms)


def of_other_thing(term: str, profile: Profile) -> bool:
    """Whether a value is of another measure than the word (补贴标准 for 补贴系数), or of another
    thing in Latin letters (8个DRG试点 for DIP)."""
    if term.endswith(tuple(words().measures)) and term not in profile.label:
        return True
    latin = term.isascii() and term.isalpha() and len(term) > 1
    own = {code.lower() for code in CODE.findall(profile.strong)}
    return latin and bool(own) and term.lower() not in own


def is_said(need: Need, text: str) -> bool:
    """Whether a programme is named; 社保 and 参保 may be said of any insurance."""
    return need.id != BASIC or any(f in text for f in need.forms)


def has_item(value: PolicyValue) -> bool:
    """Whether the value is one item's of a list (尿毒症透析6.6万元); 一个病种 is any of them."""
    items = [c.text for c in value.conditions if c.kind in ITEM_KINDS]
    return any(t not in concept(SINGLE).forms for t in items)


def text_level(forms: tuple[str, ...], profile: Profile) -> float:
    """The nearest tier in which one of the forms stands."""
    tiers = (
        (profile.strong, STRONG),
        (profile.defined, STRONG),
        (profile.sentence, SENTENCE),
        (profile.headings, HEADING),
    )
    for text, level in tiers:
        if any(f in text for f in forms):
            return level
    return TITLE if any(f in profile.title for f in forms) else MISSING
