"""Whether the cases of a claim and of a figure go together (条件相容): 三级 is never 二级."""

from __future__ import annotations

import re

from assistant.answer.grounding import read
from assistant.calculate.bands import limits_of
from assistant.check.equal import Gap, gap_between, other_end, other_time, told_as_paid
from assistant.check.laying import FIGURE
from assistant.check.lexicon import check_words
from assistant.check.reading import GRADE, Reading
from assistant.check.sharing import pairs_of, words_of
from assistant.check.statements import Statement
from assistant.understand.cues import cues
from corpus.model import Bound, Condition, ConditionKind, PolicyValue, Role, ValueKind

LEVELS = re.compile(r"中央|省|自治区|市|县|区级|城市|农村")
TIER = re.compile(r"中央|[省市州县区本](?:（[^（）]{1,5}）)?级|[两三]级")
SOMEBODY = re.compile(rf"{TIER.pattern}|自治区|上级|市县|[省市州县区]里")
GRADED = frozenset({ConditionKind.HOSPITAL, ConditionKind.TIER, ConditionKind.AREA})
CONDITION = re.compile(r"(?P<when>[^，。；]*第[一二三四五六\d]次[^，。；]*)，?$")
TIME = re.compile(r"第[一二三四五六\d]次")
TOLD = 0.5
VALIDITY = "validity_period"
BAND = ConditionKind.COST_BAND
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


def cases_fit(reading: Reading, stated: PolicyValue) -> bool:
    """Whether no case of the one rules out the case of the other (三级 beside 二级)."""
    graded = "，".join(c.text for c in stated.conditions if c.kind in GRADED)
    if not reading.universal and not _share_of_each(GRADE, reading.grades, graded):
        return False
    if _of_another_item(reading, stated):
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


def names_other_case(reading: Reading, stated: PolicyValue) -> bool:
    """Whether a claim's own words name a case that rules out the figure's (超过5000元)."""
    named = [c for c in reading.conditions if reading.statement.holds(c.citation)]
    if not any(c.kind in TOLD_APART for c in named):
        return False
    mine, theirs = (
        "，".join(c.text for c in conditions if c.kind is BAND)
        for conditions in (named, stated.conditions)
    )
    if mine and theirs and _numbers(mine) & _numbers(theirs):
        return False  # 10万元以内 may be 起付标准以上10万元以内
    return not cases_fit(reading, stated)


def without_tier(value: PolicyValue) -> PolicyValue:
    """A value without the grades of its people, which are the group's own."""
    kept = tuple(c for c in value.conditions if c.kind is not ConditionKind.TIER)
    return value.model_copy(update={"conditions": kept})


def taken_together(value: PolicyValue, sentence: str) -> PolicyValue:
    """A value without its setting where its sentence counts 住院 and 门诊 together (合并计算)."""
    if not cues("claims.yaml").says("together", sentence):
        return value
    kept = tuple(c for c in value.conditions if c.kind is not ConditionKind.SETTING)
    return value.model_copy(update={"conditions": kept})


def _of_another_item(reading: Reading, stated: PolicyValue) -> bool:
    """Whether a figure is of one item of a list (其中透析的支付比例), and the claim of another."""
    if not any(c.kind is ConditionKind.ITEM for c in stated.conditions):
        return False
    items = [
        i for c in stated.conditions if c.kind is ConditionKind.ITEM for i in c.text.split("、")
    ]
    own = {i for i in items if i in stated.label}
    told = {i for i in items if words_of(i).share_in(reading.own) >= TOLD}
    return bool(own and told) and not own & told


def keeps_condition(reading: Reading, stated: PolicyValue, lead: str) -> bool:
    """Whether a claim tells when a waiver holds (第三次住院的，不再设起付标准).

    ``lead`` is what leads to the waiver in its sentence.
    """
    found = CONDITION.search(lead) if stated.kind is ValueKind.WAIVER else None
    own = words_of(found["when"]) if found else None
    if not found or not own or own.share_in(reading.led) >= TOLD:
        return True
    return set(TIME.findall(found["when"])) == set(TIME.findall(reading.statement.lead))


def keeps_time(claim: str, sentence: str) -> bool:
    """Whether a sentence tells of the time that a claim names (第二次住院), if it names one."""
    return set(TIME.findall(claim)) <= set(TIME.findall(sentence))


def _share_of_each(sorts: re.Pattern[str], mine: str, theirs: str) -> bool:
    """Whether of each sort of grade (级, 类, 档) that both name, they name one in common."""
    one, other = set(sorts.findall(mine)), set(sorts.findall(theirs))
    both = {g[-1] for g in one} & {g[-1] for g in other}
    return all(any(g[-1] == sort for g in one & other) for sort in both)


def _alike(kind: ConditionKind, mine: str, theirs: str) -> bool:
    if kind is ConditionKind.COST_BAND:
        bands = limits_of(mine), limits_of(theirs)
        if bands[0] and bands[1]:
            from_threshold = None in (bands[0].low, bands[1].low)  # its sum is told apart
            return bands[0] == bands[1] or (from_threshold and bands[0].high == bands[1].high)
        return _numbers(mine) == _numbers(theirs)
    if not _share_of_each(GRADE, mine, theirs):
        return False
    if kind is ConditionKind.HOSPITAL and not check_words().same_rank(mine, theirs):
        return False
    if kind is ConditionKind.SETTING:
        return check_words().same_setting(mine, theirs)
    one, other = set(LEVELS.findall(mine)), set(LEVELS.findall(theirs))
    if one and other:
        return bool(one & other)
    shared = pairs_of(mine) & pairs_of(theirs)
    graded = set(GRADE.findall(mine)) & set(GRADE.findall(theirs))
    return bool(shared or graded) or kind in (ConditionKind.HOSPITAL, ConditionKind.TIER)


def gap_of(reading: Reading, value: PolicyValue, sentence: str) -> Gap | None:
    """In what a claim's figure differs from a value; by its words, also in what it is paid for."""
    told = reading.statement
    gap = gap_between(told.value, value, sentence)
    if gap is not None:
        return gap
    claim = told.masked(FIGURE)
    if other_end(claim, told.value, value):
        return Gap.VALUE
    if told_as_paid(claim, told.value, value):
        return Gap.BOUND
    return Gap.UNIT if other_time(told.text, value, sentence) else None


def may_rest(told: Statement, value: PolicyValue) -> bool:
    """Whether a claim of a change may be of that beside a figure, and one of a life (备案有效期) of
    the document's."""
    words = check_words()
    if value.key == VALIDITY and words.other_life.search(told.text):
        return False
    if told.value.role is not Role.CHANGE or value.role is Role.CHANGE:
        return True
    return bool(words.compared.search(told.text) or words.raised.search(told.text))


def paid_by(conditions: tuple[Condition, ...]) -> bool:
    """Whether a sum is one payer's share (中央财政补助) and not the whole."""
    payers = [c.text for c in conditions if c.kind is ConditionKind.PAYER]
    return any(not check_words().whole_payer.search(payer) for payer in payers)


def other_tier(reading: Reading, value: PolicyValue) -> bool:
    """Whether of a claim and a sum one is a tier's share (省级财政承担) and the other the whole."""
    mine, theirs = reading.conditions, value.conditions
    apart = of_tier(mine) and not (paid_by(theirs) or TIER.search(value.label))
    said = paid_by(mine) or SOMEBODY.search(reading.statement.text)
    apart = apart or (of_tier(theirs) and not said)
    return apart and value.kind is ValueKind.MONEY


def of_tier(conditions: tuple[Condition, ...]) -> bool:
    """Whether a sum is surely what one tier of government pays; 聊城市财政 may be all of them."""
    payers = [c.text for c in conditions if c.kind is ConditionKind.PAYER]
    return any(TIER.search(payer) for payer in payers)


def _numbers(text: str) -> set[object]:
    return {t.number for t in read(text)[1]}


def ends_band(case: PolicyValue, value: PolicyValue) -> bool:
    """Whether a sum is the end of the value's band of cost, on the same side (5万元以内)."""
    bands = [limits_of(c.text) for c in value.conditions if c.kind is ConditionKind.COST_BAND]
    upper = case.bound in (Bound.AT_MOST, Bound.LESS_THAN)
    return any(
        case.value == (b.high if upper else b.low) and (upper or b.high is None) for b in bands if b
    )


def is_written(case: PolicyValue, sentence: str) -> bool:
    """Whether a case's figure stands in the sentence, with what its bound is written with."""
    quote = case.citations.value.quote
    return f"{case.bound_text}{quote}" in sentence or f"{quote}{case.bound_text}" in sentence
