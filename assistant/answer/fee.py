"""Answer what a person or a family pays (缴费测算): the calculator behind words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from assistant.answer.caveats import add_caveats, floor_note
from assistant.answer.context import Context, Draft
from assistant.answer.employees_fee import of_employees
from assistant.answer.evidence import rest_on
from assistant.answer.facts import fee_facts, general_fees, quote_of
from assistant.answer.late_fee import late_fee
from assistant.answer.not_counted import unlisted
from assistant.answer.texts import say
from assistant.answer.typed import background, needs_place, state, typed
from assistant.answer.wording import amount_said, computed_value, group_words, reckoned, year_words
from assistant.calculate.aid_terms import terms_of
from assistant.calculate.choice import of_tier, tiers_in
from assistant.calculate.family_fee import family_fee
from assistant.calculate.individual_fee import individual_fee, is_aided, paid
from assistant.calculate.rule import Facts
from assistant.keys import EMPLOYEES, NET, REDUCED
from assistant.matching.choose import Found
from assistant.matching.groups import (
    ADULT,
    Fit,
    fit,
    forms_of,
    group_name,
    is_everybody,
    may_be_old,
    of_scheme,
)
from assistant.matching.needs import JOURNEYS
from assistant.model import (
    AnswerValue,
    Ask,
    Computed,
    Conflict,
    Need,
    NeedRole,
    NeedsInput,
    Person,
    Slots,
    Status,
)
from assistant.understand.asks import lists_all
from assistant.understand.lexicon import concept, people, words
from assistant.understand.own_groups import grown_up, shares_of
from assistant.understand.tiers import LEAST, MOST
from corpus.model import Bound, ConditionKind, PolicyValue, ValueKind


class Item(NamedTuple):
    """One sort of persons of a sum: words, how many, the fee of one, their assistance groups."""

    words: str
    heads: int
    fee: Computed
    groups: tuple[str, ...]


def fee(context: Context, ask: Ask, found: Found) -> Draft | None:
    """Fee of the persons of the question; a plain question lists the fees of all groups."""
    slots = context.slots
    if late := late_fee(context):
        return late
    wide = _of_fees(ask, bool(slots.persons or slots.groups))
    grown = slots.model_copy(update={"persons": grown_up(slots.persons)})
    if wide != ask or grown != slots:
        found = replace(context, slots=grown).find(wide)
    if any(of_scheme(g, EMPLOYEES) for g in slots.groups) and (ask.keys or not found.best):
        return of_employees(context, ask)
    if not found.best:
        return _left_alone(context, ask) if slots.groups else None
    if needs_place(context, found.best) or any(v.kind is not ValueKind.MONEY for v in found.best):
        return typed(context, ask, found)  # 0.02%, 个人不缴费: nothing to add up
    fees = [*found.best, *found.background]
    persons = slots.persons or _unnamed(slots, found.best)
    if not persons or _only_floor(found.best):
        return _unreckoned(context, ask, found)
    alone = len(persons) == 1 and persons[0].count == 1 and not slots.groups
    if alone and not _aided_by_age(context, found, persons[0]):
        return _plain_fee(context, ask, found, persons[0])
    return _reckoned(context, ask, found, fees, persons)


def _aided_by_age(context: Context, found: Found, person: Person) -> bool:
    """Whether the age alone brings assistance (年满80周岁的老人由县财政补50元)."""
    aids = fee_facts(context, found.best).of(*REDUCED)
    return any(is_aided(v, (), person.age) for v in aids)


def _unreckoned(context: Context, ask: Ask, found: Found) -> Draft | None:
    """Fees that nothing can be taken from for sure (445元左右): what is left is told if stated,
    else that the assistance for these groups is not in the figure."""
    groups = context.slots.groups
    aids = fee_facts(context, found.best).of(*REDUCED)
    own = tuple(v for v in aids if fit(v, groups) is Fit.YES)
    if own and all(v.key == NET or v.kind is ValueKind.WAIVER for v in own):
        return typed(context, ask, Found(best=own))
    return _with_aids(context, _listed(context, ask, found), groups, aids)


def _left_alone(context: Context, ask: Ask) -> Draft | None:
    """What is left for a group to pay, where the notices say it but not the whole fee."""
    left = ask.model_copy(update={"keys": (NET,)})
    return typed(context, left, context.find(left))


def _unnamed(slots: Slots, fees: Sequence[PolicyValue]) -> tuple[Person, ...]:
    """The person of a group alone; a household whose members all pay the same."""
    alike = all(v.group is None or is_everybody(v) for v in fees)
    if slots.groups and slots.household:
        parted = shares_of(slots.text, slots.groups, slots.household)
        if parted or len(slots.groups) > 1:
            return parted  # 三个低保，一个低保边缘户: nobody's own fee is all of theirs
    if slots.groups:
        return (Person(words="您", count=1),)
    return (Person(words="全家", count=slots.household),) if slots.household and alike else ()


def _tiers(ask: Ask) -> tuple[str, ...]:
    """The words of the tier that the question chose."""
    return tuple(f for n in ask.needs if _is_tier(n) for f in n.forms)


def _tiers_of(person: Person, ask: Ask, fees: Sequence[PolicyValue]) -> tuple[str, ...]:
    """The person's own tier, before the one that the question chose for all."""
    if person.tier not in (LEAST, MOST):
        return (person.tier,) if person.tier else _tiers(ask)
    cheapest = sorted(fees, key=lambda v: v.value if isinstance(v.value, Decimal) else Decimal(0))
    tiers = [c.text for v in cheapest for c in v.conditions if c.kind is ConditionKind.TIER]
    return tuple(tiers[:1] if person.tier == LEAST else tiers[-1:])


def _is_tier(need: Need) -> bool:
    return need.role is NeedRole.RESTRICTOR and concept(need.id.split("+")[0]).family == "tier"


def _of_fees(ask: Ask, persons: bool) -> Ask:
    """The ask without what never tells fees apart for everybody: tiers that a group has not
    (都选一档，还有老娘), a grade of disability, and where one is treated."""
    out = [n for n in ask.needs if (_is_tier(n) and persons) or _tells_no_fee(n)]
    return ask.model_copy(update={"needs": tuple(n for n in ask.needs if n not in out)})


def _tells_no_fee(need: Need) -> bool:
    first = need.id.split("+")[0]
    if need.role is not NeedRole.RESTRICTOR:
        return False
    return concept(first).family == "disability" or first in (*JOURNEYS, "twins")


def _only_floor(values: Sequence[PolicyValue]) -> bool:
    return all(v.bound is not Bound.EXACT for v in values)


def _plain_fee(context: Context, ask: Ask, found: Found, person: Person) -> Draft | None:
    """One person without assistance: the notice's own figure is the answer."""
    if may_be_old(person, found.best):
        return _ask_group(context, ask, found)
    outcome = individual_fee(person, (), found.best, (), _tiers(ask))
    if isinstance(outcome, Computed):
        draft = Draft()
        state(draft, context, outcome.used)
        background(draft, context, found)
        add_caveats(draft, context, outcome.used)
        return draft
    if isinstance(outcome, NeedsInput):
        return _ask_group(context, ask, found)
    return typed(context, ask, found)


def _ask_group(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The range first, then the one question."""
    draft = typed(context, ask, found)
    if draft is not None:
        draft.ask(say("group_missing"))
    return draft


def _listed(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The fees of all groups; where a household's members are not told, the one question."""
    draft = typed(context, ask, found)
    amounts = {v.value for v in found.best if v.group}
    if draft is None or len(amounts) < 2:
        return draft
    if context.slots.household:
        draft.ask(say("members_missing", count=context.slots.household))
    elif not context.slots.change and not lists_all(context.slots.text):
        draft.ask(say("group_missing"))
    return draft


def _reckoned(
    context: Context,
    ask: Ask,
    found: Found,
    fees: Sequence[PolicyValue],
    persons: tuple[Person, ...],
) -> Draft | None:
    """Several persons, or one with assistance: each is reckoned, then summed."""
    items: list[Item] = []
    facts = fee_facts(context, found.best)
    aids, terms = facts.of(*REDUCED), terms_of(facts.passages)
    single = len(persons) == 1 and persons[0].count == 1
    groups = context.slots.groups
    named = [v for v in fees if v.group or v in found.best]
    named += general_fees(context, found.best)
    assumed: list[str] = []
    for person in persons:
        own = _groups_of(person, groups)
        tiers = _tiers_of(person, ask, named)
        outcome = individual_fee(person, own, named, aids, tiers, terms)
        if isinstance(outcome, NeedsInput) and person.groups and not single:
            grown = person.model_copy(update={"keys": (ADULT,)})
            outcome = individual_fee(grown, own, named, aids, tiers, terms)
            assumed += [person.words] if isinstance(outcome, Computed) and outcome.amount else []
        if isinstance(outcome, Conflict):
            return _conflict(context, outcome)
        if not isinstance(outcome, Computed):
            return _by_class(context, ask, found, groups, facts)
        items.append(Item(_named(person), person.count, outcome, own))
    shared = () if any(p.groups is not None for p in persons) else groups
    draft = _itemised(context, items, single, shared)
    if draft is not None and assumed:
        draft.note(say("taken_as_adult", group="、".join(assumed)))
    return draft


def _groups_of(person: Person, groups: tuple[str, ...]) -> tuple[str, ...]:
    """The assistance groups of one person: his own where they were told apart."""
    return groups if person.groups is None else person.groups


def _named(person: Person) -> str:
    """The person's words, with the groups told of him alone: 老爹（特困人员）."""
    chosen = [person.tier] if person.tier not in ("", LEAST, MOST) else []
    told = [g for g in person.groups or () if person.words not in forms_of(g)]
    own = "、".join([*(group_name(g) for g in told), *chosen])
    is_school = person.words in people().stages and person.keys  # 「我在上大学」
    words = group_name(person.keys[0]) if is_school else person.words
    return f"{words}（{own}）" if own else words


def _by_class(
    context: Context,
    ask: Ask,
    found: Found,
    groups: tuple[str, ...],
    facts: Facts,
) -> Draft | None:
    """An assisted person of unknown age: reckon every class of fee, or list the fees."""
    if not groups:
        return _ask_group(context, ask, found)
    draft = Draft()
    aids, terms = facts.of(*REDUCED), terms_of(facts.passages)
    used: list[PolicyValue] = []
    for value in [v for v in of_tier(found.best, _tiers(ask)) if v.group]:
        outcome = paid(value, groups, aids, found.best, terms)
        if isinstance(outcome, Computed):
            _put(draft, context, outcome, value)
            used += [v for v in outcome.used if v not in used]
    if not draft.lines:
        return _with_aids(context, typed(context, ask, found), groups, aids)
    _merge_equal(draft, groups)
    draft.lines += reckoned(draft.steps) if len(draft.lines) == 1 else []
    _why_nothing(draft, context, used)
    unlisted(draft, context, groups, used)
    add_caveats(draft, context, used)
    if any(p.search(context.slots.text) for p in words().sums):
        draft.note(say("each_person"))
    return draft


def _with_aids(
    context: Context, draft: Draft | None, groups: tuple[str, ...], aids: Sequence[PolicyValue]
) -> Draft | None:
    """The plain fee, saying that the assistance for these groups is not in it."""
    own = [v for v in aids if fit(v, groups) is Fit.YES]
    if draft is not None and own:
        draft.note(say("listed_elsewhere", group="、".join(group_name(g) for g in groups)))
        for value in own:
            rest_on(draft, context, value)
    return draft


def _merge_equal(draft: Draft, groups: tuple[str, ...]) -> None:
    """When every class of fee comes to the same, it is said once."""
    amounts = {(v.value, v.bound) for v in draft.values}
    if len(draft.lines) > 1 and len(amounts) == 1:
        who = "、".join(group_name(g) for g in groups)
        draft.lines = [f"{who}：{draft.lines[0].partition('：')[2]}"]
        draft.values = [draft.values[0].model_copy(update={"group": who})]


def _put(draft: Draft, context: Context, outcome: Computed, base: PolicyValue) -> None:
    group = group_words(base.group, context.slots.groups) if base.group else ""
    who = "，".join(p for p in (group, *tiers_in(base)) if p)
    text = amount_said(outcome)
    line = f"{who}：个人缴纳{text}。"
    if line not in draft.lines:
        draft.lines.append(line)
        draft.values.append(_value(context, outcome, base, who))
    draft.steps += [s for s in outcome.steps if s not in draft.steps]
    for value in outcome.used:
        rest_on(draft, context, value)


def _why_nothing(draft: Draft, context: Context, used: Sequence[PolicyValue]) -> None:
    """Who pays nothing is told why in the notice's words (全额资助)."""
    for value in used:
        if value.key in REDUCED and not any(v.value != "0" for v in draft.values):
            draft.note(say("waiting_by", quote=quote_of(context, value)))


def _value(context: Context, outcome: Computed, base: PolicyValue, who: str) -> AnswerValue:
    return computed_value(outcome, base, context.place_of(base.jurisdiction), who)


def _itemised(
    context: Context,
    items: list[Item],
    single: bool,
    groups: tuple[str, ...],
) -> Draft | None:
    total = items[0].fee if single else family_fee([item[:3] for item in items])
    if not isinstance(total, Computed):
        return None
    draft = Draft()
    base = items[0].fee.used[0]
    place = context.place_of(base.jurisdiction)
    head = f"{place}{year_words(base)}{context.scheme_of(base)}"
    who, whole = _who(items, groups), "" if single else "一共"
    draft.lines.append(f"{head}，{who}{whole}个人缴纳{amount_said(total)}。")
    draft.lines += reckoned(total.steps) if single else []
    draft.values.append(_value(context, total, base, who if single else "合计"))
    if not single:
        draft.lines.append(_items_line(items))
        draft.values += [_value(context, one, one.used[0], words) for words, _, one, _ in items]
    draft.steps += total.steps
    for value in total.used:
        rest_on(draft, context, value)
    for item in items:
        unlisted(draft, context, item.groups, item.fee.used)
    _why_nothing(draft, context, total.used if not total.amount else ())
    floor_note(draft, total.used)
    add_caveats(draft, context, total.used)
    return draft


def _who(items: list[Item], groups: tuple[str, ...]) -> str:
    named = "、".join(group_name(g) for g in groups)
    if len(items) > 1:
        return f"全家（都按{named}算）" if named else "全家"
    words, count = items[0][:2]
    many = f"{count}人" if count > 1 else ""
    return f"{named}（{words}）{many}" if named and words != "您" else f"{named or words}{many}"


def _items_line(items: list[Item]) -> str:
    """「其中：老两口、我、媳妇共4人，每人410元；…」: persons of one fee together."""
    classes: dict[str, list[tuple[str, int]]] = {}
    for named, count, fee, _ in items:
        classes.setdefault(amount_said(fee), []).append((named, count))
    parts = []
    for amount, sort in classes.items():
        names = "、".join(dict.fromkeys(w for w, _ in sort))
        heads = sum(n for _, n in sort)
        parts.append(f"{names}共{heads}人，每人{amount}" if heads > 1 else f"{names}{amount}")
    return "其中：" + "；".join(parts) + "。"


def _conflict(context: Context, outcome: Conflict) -> Draft:
    """Two figures for the same person: both are shown, none is chosen."""
    draft = Draft(status=Status.CLARIFY, reason="conflict")
    draft.lines.append(say("conflict"))
    state(draft, context, outcome.values)
    return draft
