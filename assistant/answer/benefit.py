"""Answer what a benefit pays for a cost (待遇测算): the calculator behind words.

Heard only where the question gives a figure to reckon with: a cost, an income, a group whose
threshold is changed, a later stay. A question of the plain ratio stays with the typed answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer.benefit_words import (
    ask_for,
    say_deductible,
    say_most,
    say_payment,
    say_ratio,
)
from assistant.answer.both_ways import both_ways, two_hospitals
from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.facts import facts_of, timeless
from assistant.answer.typed import state
from assistant.calculate import medical_assistance, reimbursement, serious_illness
from assistant.calculate.benefit import Claim, Keys, benefit, deductible, most
from assistant.calculate.case_words import ANY, visits_in
from assistant.calculate.cases import Case, case_of
from assistant.calculate.lexicon import benefits
from assistant.calculate.rates import UNFILED
from assistant.calculate.ratio import ratio
from assistant.calculate.rule import Facts, Rule
from assistant.keys import EMPLOYEES
from assistant.matching.groups import asked_keys, of_scheme
from assistant.model import Computed, Money, MoneyRole, NeedsInput, NoRule, Outcome, Slots
from assistant.understand.amounts import find_money
from assistant.understand.asks import find_concepts
from assistant.understand.normalise import normalise
from assistant.understand.phrasing import phrasing
from assistant.understand.places import how_far
from corpus.model import Bound, ValueKind

PROVINCE = "province"
TOWNS = {"county", "city", PROVINCE}
FAR = 10  # times the cap of outpatient care
SURE = (Bound.EXACT, Bound.ABOUT)


@dataclass(frozen=True)
class Scheme:
    """A benefit that can be asked about: its rule and keys, and whether settings matter in it."""

    rule: Rule
    keys: Keys
    by_setting: bool


BASIC = Scheme(reimbursement.RULE, reimbursement.KEYS, True)
SERIOUS = Scheme(serious_illness.RULE, serious_illness.KEYS, False)
ASSISTANCE = Scheme(medical_assistance.RULE, medical_assistance.KEYS, False)


def reckoned_benefit(context: Context) -> Draft | None:
    """The payment, threshold or cap that the question gives enough figures for; else ``None``."""
    slots = context.slots
    words = f"{slots.asked} {slots.text}"
    if slots.place is None or slots.change or _is_not_for_us(slots) or _is_priced(context):
        return None
    if _asks_otherwise(slots, words):
        return None
    if benefits().says("long_stay", slots.text) and (case_of(words).away or _goes_away(slots)):
        return None  # 长期居住的备案后执行…: a rule of their own, which its clause tells
    scheme = _scheme(words)
    amount = cost(slots.text, slots.money) or _earlier_cost(context)
    facts = _facts(context, scheme)
    claim = Claim(amount or Decimal(0), _case(context, scheme), slots.income)
    claim = _of_setting(claim, scheme, facts, words)
    if slots.compares and benefits().says("both_ways", words):
        return both_ways(context, claim, lambda c: _figure(scheme, c, facts, words, amount))
    if slots.compares and scheme is BASIC and claim.case.setting in ("", "inpatient"):
        told = two_hospitals(
            context, claim, slots.text, lambda c: _figure(scheme, c, facts, words, amount)
        )
        if told is not None:
            return told
    if _asks_ratio(words, amount):
        return _ratio(context, scheme, claim, facts)
    if amount is None:
        asked = _most if benefits().says("asks_cap", words) else _threshold
        return asked(context, scheme, claim, facts, words)
    if benefits().says("asks_threshold", words):
        return _held(context, scheme, claim, facts)
    wanted = any(benefits().says(name, words) for name in ("pays", "asks_own")) or _only_told(slots)
    return _payment(context, scheme, claim, facts) if wanted else None


def _asks_otherwise(slots: Slots, words: str) -> bool:
    """自付2万算因病致贫吗: who belongs is no sum; nor is 还能再救吗 this benefit's, nor the place
    where one applies (想申请医疗救助，往哪儿递)."""
    if benefits().says("asks_status", words) or benefits().says("asks_aside", slots.text):
        return True
    return not (slots.asks or slots.money) and bool(phrasing().where.search(slots.text))


def _of_setting(claim: Claim, scheme: Scheme, facts: Facts, words: str) -> Claim:
    """The claim with the setting that the words name, where a scheme that otherwise pays alike
    has other ratios for it (救助对象门诊慢性病按60%救助)."""
    if scheme.by_setting or isinstance(ratio(claim, scheme.keys, facts, None), Computed | NoRule):
        return claim
    told = case_of(words).setting or ("inpatient" if claim.case.away else "")
    return replace(claim, case=replace(claim.case, setting=told)) if told else claim


def _figure(
    scheme: Scheme, claim: Claim, facts: Facts, words: str, amount: Decimal | None
) -> Outcome:
    """The figure that a comparison is about: the threshold, the payment for a cost, the ratio."""
    if benefits().says("asks_threshold", words):
        return deductible(claim, scheme.keys, facts, None)
    if amount is not None:
        return benefit(claim, scheme.keys, facts)
    return ratio(claim, scheme.keys, facts, None)


def _only_told(slots: Slots) -> bool:
    """「高血压一年药费七百」: a cost and nothing asked is a question of what is paid."""
    return not slots.asks and any(m.role is MoneyRole.COST for m in slots.money)


def _is_not_for_us(slots: Slots) -> bool:
    """Employees have rules of their own."""
    return any(of_scheme(k, EMPLOYEES) or k == EMPLOYEES for k in slots.groups)


def _is_priced(context: Context) -> bool:
    """Whether the question names a charge that the notices price by itself (一般诊疗费)."""
    priced = [
        v.label
        for v in context.library.values([n.id for n in context.notices])
        if v.key is None and v.kind is ValueKind.MONEY
    ]
    fees = [w for w in context.slots.unknown_terms if w.endswith("费")]
    return any(w in label for w in fees for label in priced)


def _asks_ratio(words: str, amount: Decimal | None) -> bool:
    """「报几成」, or 「报多少」 without a cost, and neither the threshold nor the cap beside it."""
    lexicon = benefits()
    other = lexicon.says("asks_threshold", words) or lexicon.says("asks_cap", words)
    shared = lexicon.says("asks_share", words)
    return shared or (amount is None and not other and lexicon.says("pays", words))


def _ratio(context: Context, scheme: Scheme, claim: Claim, facts: Facts) -> Draft | None:
    """A ratio that has to be reckoned (68% + 5%); one that stands in the notice is typed."""
    sums = context.slots.amounts
    outcome = ratio(claim, scheme.keys, facts, sums[0] if sums else None)
    if isinstance(outcome, NoRule) and scheme is BASIC and sums:
        return _ratio(context, SERIOUS, claim, _facts(context, SERIOUS))  # 10万以上那截
    own = _is_placed(claim.case)
    own = own or bool((scheme is ASSISTANCE and claim.case.keys) or (scheme is SERIOUS and sums))
    if isinstance(outcome, Computed) and (outcome.steps or own):
        return say_ratio(context, scheme.rule, outcome)
    if isinstance(outcome, NeedsInput) and outcome.slots == ("filing",):
        return both_ways(context, claim, lambda c: ratio(c, scheme.keys, facts, None))
    return _ask_age(context, scheme, outcome)


def _scheme(words: str) -> Scheme:
    lexicon = benefits()
    if lexicon.says("serious", words):
        return SERIOUS
    if lexicon.says("assistance", words):
        return ASSISTANCE
    inside = case_of(words).setting or case_of(words).grades
    return SERIOUS if lexicon.says("left", words) and not inside else BASIC


def cost(text: str, money: tuple[Money, ...]) -> Decimal | None:
    """The cost that was said: one sum that is no income, no fee paid, and no limit."""
    said = [
        m
        for m in money
        if m.role is not MoneyRole.INCOME and m.upto is None and m.bound in SURE and m.per != "月"
    ]
    before = text.partition(said[-1].words)[0] if said and said[-1].words else ""
    after = text.partition(said[-1].words)[2] if said and said[-1].words else ""
    other = any(benefits().says(name, before) for name in ("fee", "limit"))
    other = other or benefits().says("limit_after", after)
    return said[-1].amount if said and not other else None


def _earlier_cost(context: Context) -> Decimal | None:
    """The cost of an earlier turn, for one that only adds the income or the hospital."""
    if not _goes_on(context):
        return None
    turns = [normalise(t) for t in context.question.turns[:-1]]
    costs = [c for t in turns if (c := cost(t, find_money(t))) is not None]
    return costs[-1] if costs else None


def _goes_on(context: Context) -> bool:
    """Whether the turns before tell the case too: a follow-up, or a turn that adds the stay or the
    filing to a cost told before (花了2万；今年第二次住的，能报多少)."""
    slots = context.slots
    if slots.asked not in ("", slots.text):
        return True
    case = case_of(slots.text)
    adds = visits_in(slots.text) is not None or bool(case.filing)
    return adds and not case.grades and not slots.money


def _case(context: Context, scheme: Scheme) -> Case:
    """The case of the last turn; what a follow-up leaves unsaid the turns before it tell."""
    slots = context.slots
    on = _goes_on(context)
    turns = (*context.question.turns[:-1], slots.text) if on else (slots.text,)
    keys = tuple(k for k in asked_keys(slots) if k not in slots.not_groups)
    age = slots.persons[0].age if len(slots.persons) == 1 else None
    case = Case(keys=keys, age=age, words=" ".join((*turns, *_classes(context))))
    for turn in turns:
        case = _over(case, case_of(turn), visits_in(turn) is not None)
    away = _goes_away(slots) or (case.filing == UNFILED and PROVINCE in case.grades)
    far = case.beyond or how_far(slots.text, context.library.places, slots.place)
    case = replace(case, away=case.away or away, beyond=far)
    return case if scheme.by_setting else replace(case, setting=ANY)


def _goes_away(slots: Slots) -> bool:
    return any(n.id == "remote" for a in slots.asks for n in a.needs)


def _classes(context: Context) -> tuple[str, ...]:
    """The classes of diseases (A类病种) in which the notices list what the question names."""
    slots = context.slots
    words = f"{slots.asked} {slots.text}"
    named = [words[start:end] for c, start, end in find_concepts(words) if not c.family]
    named += [w for w in (*slots.unknown_terms, *slots.content_words) if len(w) > 1]
    items = context.matcher.profiler.items
    return items.named([n.id for n in context.notices], named)


def _over(before: Case, now: Case, counted: bool) -> Case:
    """The case of a turn laid over the one before."""
    return replace(
        before,
        setting=now.setting or before.setting,
        grades=now.grades or before.grades,
        away=now.away or before.away,
        filing=now.filing or before.filing,
        beyond=now.beyond or before.beyond,
        visit=now.visit if counted else before.visit,
    )


def _facts(context: Context, scheme: Scheme) -> Facts:
    of_income = benefits().says("income_year", context.slots.text)  # the year is the income's
    return facts_of(timeless(context) if of_income else context, scheme.rule)


def _payment(context: Context, scheme: Scheme, claim: Claim, facts: Facts) -> Draft | None:
    outcome = benefit(claim, scheme.keys, facts)
    if isinstance(outcome, Computed):
        return say_payment(context, scheme.rule, claim, outcome)
    if isinstance(outcome, NeedsInput):
        stay = _only_a_stay(outcome)
        if stay is not None:
            return say_payment(context, scheme.rule, claim, stay)
        return ask_for(context, scheme.rule, outcome)
    known = isinstance(outcome, NoRule) and scheme is SERIOUS
    return _held(context, scheme, claim, facts) if known else None


def _only_a_stay(outcome: NeedsInput) -> Computed | None:
    """The payment for a stay, where the cost is far above all that outpatient care pays.

    38000元 in a hospital whose outpatient cap is 200元 is the cost of a stay; the line names it.
    """
    if outcome.slots != ("setting",):
        return None
    if [o.label for o in outcome.options] == ["inpatient"]:
        return outcome.options[0]  # nothing is paid there outside of a stay
    stays = [o for o in outcome.options if o.label == "inpatient"]
    others = [o for o in outcome.options if o.label != "inpatient"]
    capped = [o for o in others if o.state == "capped" and o.amount * FAR < stays[0].amount]
    whole = len(outcome.options) == len({*outcome.used}) and len(stays) == 1
    return stays[0] if whole and others and len(capped) == len(others) else None


def _held(context: Context, scheme: Scheme, claim: Claim, facts: Facts) -> Draft | None:
    """The cost held against the threshold, where no ratio is stated or none is asked for."""
    outcome = deductible(claim, scheme.keys, facts, claim.amount)
    if isinstance(outcome, Computed):
        return say_deductible(context, scheme.rule, claim, outcome)
    return ask_for(context, scheme.rule, outcome) if isinstance(outcome, NeedsInput) else None


def _threshold(
    context: Context, scheme: Scheme, claim: Claim, facts: Facts, words: str
) -> Draft | None:
    """A threshold that has to be reckoned (降低50%, 50% of the income); a stated one is typed."""
    if not benefits().says("asks_threshold", words):
        return None
    outcome = deductible(claim, scheme.keys, facts, None)
    reckoned = isinstance(outcome, Computed) and (
        len(outcome.used) > 1
        or (_is_placed(claim.case) and outcome.used[0].kind is ValueKind.MONEY)
        or (claim.income is not None and " × " in outcome.steps[0].text)
    )
    if isinstance(outcome, Computed) and scheme is ASSISTANCE and claim.case.keys and not reckoned:
        return _stated(context, outcome)  # 住院报完剩下的，救助有门槛没: no stay's threshold
    if isinstance(outcome, Computed) and reckoned:
        return say_deductible(context, scheme.rule, None, outcome)
    return _ask_age(context, scheme, outcome)


def _stated(context: Context, outcome: Computed) -> Draft:
    """The threshold of the aided as it stands, which is the same for every treatment."""
    draft = Draft()
    state(draft, context, outcome.used)
    add_caveats(draft, context, outcome.used)
    return draft


def _is_placed(case: Case) -> bool:
    """Whether a case names a hospital by its town, or how far away it is: the words of a typed
    answer do not tell such hospitals apart."""
    return bool(case.grades & TOWNS) or bool(case.beyond and case.away)


def _ask_age(context: Context, scheme: Scheme, outcome: Outcome) -> Draft | None:
    """A child below some age has a rule of its own: its age decides, and nothing is told before."""
    if isinstance(outcome, NeedsInput) and outcome.slots == ("age",):
        return ask_for(context, scheme.rule, outcome)
    return None


def _most(context: Context, scheme: Scheme, claim: Claim, facts: Facts, words: str) -> Draft | None:
    """A cap by the income; a stated sum is typed."""
    if claim.income is None:
        return None
    outcome = most(claim, scheme.keys, facts)
    if isinstance(outcome, Computed) and isinstance(outcome.value, Decimal):
        return say_most(context, outcome)
    return None
