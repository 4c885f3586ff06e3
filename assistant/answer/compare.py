"""Answer a comparison (比较): each side by its own rule, then the difference or why none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.facts import fee_facts
from assistant.answer.sides import Side, sides
from assistant.answer.texts import say
from assistant.answer.wording import (
    amount_said,
    computed_value,
    gap_said,
    group_words,
    phrase,
    subject,
    year_words,
)
from assistant.calculate.amounts import difference, stated
from assistant.calculate.individual_fee import fee_of
from assistant.calculate.year_on_year import group_keys
from assistant.keys import FEE
from assistant.matching.profile import strong_text
from assistant.model import Ask, Computed, NeedsInput, NoRule, Outcome, Person, Status
from assistant.understand.lexicon import families
from corpus.model import Bound, PolicyValue

MOST = 6
WAYS = {
    ("money", "above"): "compare_more",
    ("money", "below"): "compare_less",
    ("rate", "above"): "compare_higher",
    ("rate", "below"): "compare_lower",
}


@dataclass(frozen=True)
class Held:
    """What holds on a side: one result, or several of different classes."""

    side: Side
    results: tuple[Computed, ...]


def compared(context: Context, ask: Ask) -> Draft | None:
    """The draft of a question with two sides; ``None`` when it has fewer or nothing is known."""
    held = [Held(side, _results(side)) for side in sides(context, ask)]
    alike = ask.topic != FEE and _not_told_apart(held)
    if not any(h.results for h in held) or alike:
        return None
    draft = Draft()
    if context.slots.compares and len(held) == 2:
        _differences(draft, context, held[0], held[1])
    for one in held:
        _tell(draft, one)
    _years(draft, held)
    return draft


def _not_told_apart(held: Sequence[Held]) -> bool:
    """Whether two sides carry the very same several figures: then nothing of what they differ in
    was found, and 「一样」 would be said of figures that are none of either."""
    used = [[r.used for r in one.results] for one in held]
    return len(used) == 2 and len(used[0]) > 1 and used[0] == used[1]


def _results(side: Side) -> tuple[Computed, ...]:
    """The figures of a side: the fee of each class, or the values found."""
    slots = side.context.slots.model_copy(update={"change": False, "compares": False})
    found = side.context.matcher.find(side.ask, slots, side.context.notices, side.context.as_of)
    if side.ask.topic == FEE:
        return _fees(side, [*found.best])
    numbers = [v for v in found.best if isinstance(v.value, Decimal)]
    unique = {(v.value, v.bound, v.group and v.group.text): v for v in numbers}
    return tuple(stated(v, _class(v)) for v in unique.values())


def _class(value: PolicyValue) -> str:
    return group_words(value.group) if value.group else ""


def _fees(side: Side, fees: Sequence[PolicyValue]) -> tuple[Computed, ...]:
    slots = side.context.slots
    person = slots.persons[0] if slots.persons else Person(words="")
    person = person.model_copy(update={"keys": (*person.keys, *slots.groups)})
    facts = fee_facts(side.context, fees)
    tiers = {f for n in side.ask.needs for f in n.forms}
    outcome = next(
        (o for t in ("", *sorted(tiers)) if isinstance(o := fee_of(person, facts, t), Computed)),
        fee_of(person, facts),
    )
    if isinstance(outcome, Computed):
        return (outcome,)
    return _of_class(outcome, person) if isinstance(outcome, NeedsInput) else ()


def _of_class(outcome: NeedsInput, person: Person) -> tuple[Computed, ...]:
    """The options of the person's own class, if one names it: 老人 is of 老年居民."""
    own = [o for o in outcome.options if o.used and group_keys(o.used[0]) & set(person.keys)]
    return tuple(own if len(own) == 1 else outcome.options)


def _differences(draft: Draft, context: Context, first: Held, second: Held) -> None:
    """One line a pair; where nothing can be paired, the reason."""
    if not first.results or not second.results:
        missing = first if not first.results else second
        draft.note(say("compare_missing", side=missing.side.name))
        draft.status, draft.reason = Status.UNANSWERABLE, draft.reason or "no_source"
        return
    one_each = len(first.results) == 1 and len(second.results) == 1
    pairs = [(first.results[0], second.results[0])] if one_each else _pairs(first, second)
    if not pairs:
        draft.note(say("compare_several"))
    for one, two in pairs:
        _difference(draft, context, (first, one), (second, two))


def _pairs(first: Held, second: Held) -> list[tuple[Computed, Computed]]:
    """Results for the same people and the same setting; what holds for all goes with each."""
    return [
        (one, two)
        for one in first.results
        for two in second.results
        if _setting(first, one) == _setting(second, two) and _same_people(one, two)
    ][:MOST]


def _same_people(one: Computed, two: Computed) -> bool:
    """A side that was asked for its own person carries one result; classes pair by their head."""
    keys = [group_keys(r.used[0]) for r in (one, two)]
    return not all(keys) or keys[0] == keys[1]


def _setting(held: Held, result: Computed) -> str:
    """住院 or 门诊, from the value's own words or its headings; empty when neither is said."""
    own = strong_text(result.used[0])
    said = next((c.id for c in families()["setting"] if any(f in own for f in c.forms)), "")
    heading = held.side.context.matcher.unspoken_case(result.used[0])
    return said or next((c.id for c in families()["setting"] if heading in c.forms), "")


def _floor_beside_group(one: Computed, two: Computed) -> bool:
    """A floor for everybody (人均不低于400元) binds no single group: a place's own students may
    pay less than their country's floor, so nothing follows for a pair of these."""
    return any(
        a.used[0].group is not None and b.used[0].group is None and b.bound != Bound.EXACT
        for a, b in ((one, two), (two, one))
    )


def _difference(
    draft: Draft, context: Context, first: tuple[Held, Computed], second: tuple[Held, Computed]
) -> None:
    if _floor_beside_group(first[1], second[1]):
        draft.note(say("compare_open"))
        return
    outcome: Outcome = difference(first[1], second[1])
    names = [f"{_name(h, r)}{_who(h)}" for h, r in (first, second)]
    if isinstance(outcome, NoRule):
        draft.note(say("compare_unit" if outcome.why == "unit" else "compare_open"))
        return
    if not isinstance(outcome, Computed):
        return
    figures = {"first": names[0], "second": names[1]}
    if outcome.state == "equal":
        draft.lines.append(say("compare_equal", amount=amount_said(first[1]), **figures))
    else:
        way = WAYS["money" if outcome.unit == "元" else "rate", outcome.state]
        draft.lines.append(say(way, gap=gap_said(outcome), **figures))
        region = context.place_of(first[1].used[0].jurisdiction)
        draft.values.append(computed_value(outcome, first[1].used[0], region, "差额"))
    draft.steps += [s for s in outcome.steps if s not in draft.steps]


def _who(held: Held) -> str:
    """Of whom two places are compared, where the question says so: 襄阳市大人."""
    slots = held.side.context.slots
    by_place = slots.place is not None and held.side.name.startswith(slots.place.at.name)
    return slots.persons[0].words if by_place and slots.persons else ""


def _name(held: Held, result: Computed) -> str:
    """The side's name, with the class where the side has several."""
    several = len(held.results) > 1 and result.label
    return f"{held.side.name}（{_short(result)}）" if several else held.side.name


def _short(result: Computed) -> str:
    value = result.used[0]
    return group_words(value.group) if value.group else result.label


def _tell(draft: Draft, held: Held) -> None:
    """What holds on a side, with its place and year, in the notice's own figure."""
    context = held.side.context
    for result in held.results[:MOST]:
        line = _line(held, result)
        if line in draft.lines:
            continue
        base = result.used[0]
        draft.lines.append(line)
        region = context.place_of(base.jurisdiction)
        draft.values.append(computed_value(result, base, region, _name(held, result)))
        draft.steps += [s for s in result.steps if "=" in s.text and s not in draft.steps]
        for value in result.used:
            rest_on(draft, context, value)
    add_caveats(draft, context, [v for r in held.results for v in r.used])


def _line(held: Held, result: Computed) -> str:
    context, base = held.side.context, result.used[0]
    reckoned = any("=" in s.text for s in result.steps)
    figure = amount_said(result) if reckoned else phrase(base)
    head = f"{context.whose(base.jurisdiction)}{year_words(base)}"
    own = held.side.name == context.place_of(base.jurisdiction)
    name = "" if own else f"{_name(held, result)}："
    several = own and len(held.results) > 1
    label = subject(base) if several else base.label
    if reckoned:
        label = say("fee_reckoned")
    figure = "" if figure == label else figure  # 全额资助 is its own figure
    return f"{name}{head}{label}：{figure}。" if own else f"{name}{head}{label}{figure}。"


def _years(draft: Draft, held: Sequence[Held]) -> None:
    """Two sides that speak for different years are not the same thing: say so."""
    years = {h.side.name: {v.benefit_year for r in h.results for v in r.used[:1]} for h in held}
    known = {n: next(iter(y)) for n, y in years.items() if len(y) == 1 and None not in y}
    if len(set(known.values())) > 1 and not held[0].side.context.slots.years:
        told = "，".join(f"{n}{y}年度" for n, y in known.items())
        draft.note(say("compare_years", years=told))
