"""How a reckoned benefit is said (待遇的措辞): the result first, then its parts, then the basis."""

from __future__ import annotations

from decimal import Decimal

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.texts import say
from assistant.answer.timely import sentence_of
from assistant.answer.typed import state
from assistant.answer.wording import amount_said, computed_value, said_value
from assistant.calculate.benefit import Claim
from assistant.calculate.bounds import FLIPPED
from assistant.calculate.case_words import filing_in, is_away
from assistant.calculate.figures import plain
from assistant.calculate.lexicon import benefits
from assistant.calculate.readings import reading
from assistant.calculate.rule import Rule, cites
from assistant.keys import VISIT_CAP
from assistant.matching.groups import EVERYBODY
from assistant.model import CitedStep, Computed, NeedsInput, Status
from corpus.model import Bound, ConditionKind, PolicyValue, Role, ValueKind

PARTED = 2
SETTINGS = ("inpatient", "outpatient", "chronic", "two_diseases", "emergency")
OF_THE_REST = ("serious_illness", "medical_assistance")
CODED = ("filing", "setting")  # inputs whose choices are names of the code


def say_payment(context: Context, rule: Rule, claim: Claim, outcome: Computed) -> Draft:
    """「按政策范围内费用30000元计算，报销17918元」, with the bands and the steps."""
    draft = Draft()
    place = context.place_of(outcome.used[0].jurisdiction)
    cost = plain(claim.amount)
    if outcome.state == "below":
        limit = amount_said(outcome.parts[0])
        draft.lines.append(
            say("benefit_below", place=place, scheme=rule.title, cost=cost, limit=limit)
        )
    else:
        figure = amount_said(outcome)
        case = result_case(context, outcome)
        told = {"place": place, "scheme": rule.title, "cost": cost, "sum": figure}
        paid = say("benefit_paid_case", case=case, **told) if case else say("benefit_paid", **told)
        draft.lines.append(paid)
    draft.lines += [
        say("benefit_part", part=p.label, sum=amount_said(p))
        for p in outcome.parts
        if len(outcome.parts) >= PARTED
    ]
    if outcome.state != "below":
        steps = "；".join(s.text.removesuffix("（元）") for s in outcome.steps)
        draft.lines.append(say("benefit_steps", steps=steps))
    if outcome.state == "capped":
        draft.lines.append(say("benefit_capped"))
    _rest(draft, context, rule, outcome)
    _own_share(draft, context, claim, outcome)
    _note_what_is_left(draft, context, rule, claim)
    draft.note(say("benefit_basis"))
    if any(v.key == VISIT_CAP for v in outcome.used):
        draft.note(say("one_visit"))
    if outcome.state == "open":
        draft.note(say("benefit_open"))
    add_caveats(draft, context, outcome.used)
    return draft


def _own_share(draft: Draft, context: Context, claim: Claim, outcome: Computed) -> None:
    """「自己掏多少」: the cost less the payment; the bound of the one turns that of the other."""
    if not isinstance(outcome.value, Decimal) or not asks_own_share(context):
        return
    left = claim.amount - outcome.value
    bound = FLIPPED[Bound(outcome.bound)].value
    own = Computed(value=left, unit=outcome.unit, bound=bound, used=outcome.used)
    draft.lines.insert(1, say("benefit_own", sum=amount_said(own)))
    text = f"{plain(claim.amount)} − {plain(outcome.value)} = {plain(left)}（元）"
    draft.steps.append(CitedStep(text=text, citations=cites(*outcome.used[:1])))
    first = outcome.used[0]
    draft.values.append(computed_value(own, first, context.place_of(first.jurisdiction)))


def asks_own_share(context: Context) -> bool:
    """Whether the question asks what is left to the person of a cost."""
    return benefits().says("asks_own", context.slots.text)


def say_ratio(context: Context, rule: Rule, outcome: Computed) -> Draft:
    """「医保报销比例（低保对象，三级医疗机构，住院）：73%」, with the step of its change."""
    draft = Draft()
    place = context.place_of(outcome.used[0].jurisdiction)
    case = result_case(context, outcome)
    for part in outcome.parts or (outcome,):
        named = "，".join(w for w in (case, part.label) if w)
        told = {"place": place, "scheme": rule.title, "sum": amount_said(part)}
        draft.lines.append(say("ratio_is_case", case=named, **told))
        region = context.place_of(outcome.used[0].jurisdiction)
        draft.values.append(computed_value(part, part.used[0], region, label=rule.title))
    if outcome.steps:
        steps = "；".join(s.text for s in outcome.steps)
        draft.lines.append(say("benefit_steps", steps=steps))
    _rest(draft, context, rule, outcome.model_copy(update={"value": None}))
    _note_exceptions(draft, context, outcome)
    add_caveats(draft, context, outcome.used)
    return draft


def _note_exceptions(draft: Draft, context: Context, outcome: Computed) -> None:
    """What a change says of whom it leaves out (…；特困人员除外), where one bears on the ratio."""
    for value in outcome.used:
        if any(c.kind is ConditionKind.EXCEPT for c in value.conditions):
            cited = sentence_of(context, value)
            draft.note(say("each_more", quote=cited.quote))
            draft.cite(cited)


def result_case(context: Context, outcome: Computed) -> str:
    """The hospital, setting, group and way elsewhere of the ratio (三级医疗机构，住院)."""
    ratios = [v for v in outcome.used if v.kind is ValueKind.RATIO and v.role is Role.STANDARD]
    if not ratios:
        return ""
    read = reading(ratios[-1], context.matcher.surroundings(ratios[-1]))
    setting = say(f"setting_{read.setting}") if read.setting in SETTINGS else ""
    whose = next((g for v in outcome.used if (g := _own_group(context, v))), "")
    away = next((a for v in outcome.used if (a := _way_elsewhere(context, v))), "")
    return "，".join(w for w in (whose, read.hospital, setting, away) if w)


def _way_elsewhere(context: Context, value: PolicyValue) -> str:
    """The words of a figure for treatment elsewhere (自行到市域外就医未备案的)."""
    if not reading(value, context.matcher.surroundings(value)).away:
        return ""
    said = [c.text for c in value.conditions if is_away(c.text) or filing_in(c.text)]
    return max(said, key=len, default="").removesuffix("的")


def _own_group(context: Context, value: PolicyValue) -> str:
    """The group that a value is for, unless that is everybody."""
    members = reading(value, context.matcher.surroundings(value)).members
    own = value.group is not None and bool(members) and not set(members) <= EVERYBODY
    return value.group.text if own and value.group else ""


def _note_what_is_left(draft: Draft, context: Context, rule: Rule, claim: Claim) -> None:
    """大病保险 and 医疗救助 pay of what is left to the person, not of what care has cost."""
    if rule.name in OF_THE_REST and not benefits().says("left", context.slots.text):
        draft.note(say("of_the_rest", scheme=rule.title, cost=plain(claim.amount)))


def say_deductible(context: Context, rule: Rule, claim: Claim | None, outcome: Computed) -> Draft:
    """The threshold, and by how much a cost is above it."""
    draft = Draft()
    place = context.place_of(outcome.used[0].jurisdiction)
    threshold = amount_said(outcome)
    draft.lines.append(say("threshold_is", place=place, scheme=rule.title, sum=threshold))
    if claim is not None and isinstance(outcome.value, Decimal) and outcome.state:
        _compare(draft, context, claim.amount, outcome, outcome.value)
        _note_what_is_left(draft, context, rule, claim)
    elif len(outcome.used) > 1:
        _changed(draft, context, outcome)
    _rest(draft, context, rule, outcome)
    add_caveats(draft, context, outcome.used)
    return draft


def _changed(draft: Draft, context: Context, outcome: Computed) -> None:
    """How a threshold comes from another one, and the words that say so (第二次住院减半)."""
    steps = "；".join(s.text.removesuffix("（元）") for s in outcome.steps)
    draft.lines.append(say("benefit_steps", steps=steps))
    quote = rest_on(draft, context, outcome.used[-1])[0].quote
    draft.lines.append(say("as_stated", quote=quote))


def _compare(
    draft: Draft, context: Context, amount: Decimal, outcome: Computed, threshold: Decimal
) -> None:
    """By how much a cost is above the threshold or short of it; the bound goes with it."""
    above = outcome.state == "above"
    gap = Computed(value=abs(amount - threshold), unit=outcome.unit, bound=outcome.bound)
    if above:
        gap = gap.model_copy(update={"bound": FLIPPED[Bound(outcome.bound)].value})
    figures = {"cost": plain(amount), "over": amount_said(gap)}
    name = outcome.state if gap.value else "just"
    draft.lines.append(say(f"threshold_{name}", **figures))
    first = outcome.used[0]
    draft.values.append(computed_value(gap, first, context.place_of(first.jurisdiction)))
    draft.note(say("ratio_not_told") if above else "")


def say_most(context: Context, outcome: Computed) -> Draft:
    """The cap in yuan for the income that was given."""
    draft = Draft()
    value = outcome.used[0]
    place = context.whose(value.jurisdiction)
    draft.lines.append(say("cap_is", place=place, label=value.label, sum=amount_said(outcome)))
    draft.values.append(computed_value(outcome, value, context.place_of(value.jurisdiction)))
    draft.steps += outcome.steps
    for used in outcome.used:
        passage = rest_on(draft, context, used)[0].quote
        draft.lines.append(say("as_stated", quote=passage))
        draft.values.append(said_value(used, context.place_of(used.jurisdiction)))
    add_caveats(draft, context, outcome.used)
    return draft


def ask_for(context: Context, rule: Rule, outcome: NeedsInput) -> Draft:
    """What holds for each choice, then exactly one question."""
    slot = outcome.slots[0]
    draft = Draft(status=Status.CLARIFY, reason=f"missing:{slot}")
    for option in outcome.options:
        label = say(f"{slot}_{option.label}") if slot in CODED else option.label
        draft.lines.append(say("benefit_part", part=label, sum=amount_said(option)))
        _rest(draft, context, rule, option, label)
    if not outcome.options:
        state(draft, context, [v for v in outcome.used if isinstance(v.value, Decimal)][:4])
        for value in outcome.used[:1]:
            draft.lines.append(say("as_stated", quote=rest_on(draft, context, value)[0].quote))
    draft.follow_ups.append(say(f"missing_{slot}"))
    if outcome.options:
        draft.note(say("benefit_basis"))
    add_caveats(draft, context, outcome.used)
    return draft


def _rest(draft: Draft, context: Context, rule: Rule, outcome: Computed, who: str = "") -> None:
    """The value, the steps and the characters that a result rests on."""
    first = outcome.used[-1]
    if isinstance(outcome.value, Decimal):
        label = f"{rule.title}（{who}）" if who else rule.title
        region = context.place_of(first.jurisdiction)
        draft.values.append(computed_value(outcome, first, region, label=label))
    draft.steps += [s for s in outcome.steps if s not in draft.steps]
    for value in outcome.used:
        rest_on(draft, context, value)
        told = said_value(value, context.place_of(value.jurisdiction))
        if told not in draft.values:
            draft.values.append(told)
