"""Answer about the year before (上年): by how much a figure changed, and what it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.texts import say
from assistant.answer.typed import needs_place
from assistant.answer.wording import (
    amount_said,
    computed_value,
    gap_said,
    phrase,
    said_value,
    subject,
    year_words,
)
from assistant.calculate.amounts import amount_of, stated
from assistant.calculate.figures import plain
from assistant.calculate.year_on_year import (
    change_since,
    counterpart,
    year_before,
    year_difference,
)
from assistant.matching.former import formers
from assistant.matching.groups import asked_keys
from assistant.model import Ask, Computed, Outcome, YearAsk
from assistant.understand.lexicon import words
from corpus.model import PolicyValue, Role

Told = list[tuple[PolicyValue, Computed]]
Line = Callable[[Context, PolicyValue, Computed, str], str]


def changed(context: Context, ask: Ask) -> Draft | None:
    """By how much the figures went up or down; ``None`` where no notice tells."""
    if not context.slots.change or asks_before(context) or context.english:
        return None  # in English the stated change itself is told, by ``typed``
    found = context.find(ask)
    if not found.best or needs_place(context, found.best):
        return None
    own = {v.notice for v in found.best}
    tiers = (found.best, [v for v in found.background if v.notice in own], found.background)
    told = next((t for values in tiers if (t := _changes(context, ask, values))), None)
    return _draft(context, told, _change_line) if told else None


def _changes(context: Context, ask: Ask, values: Sequence[PolicyValue]) -> Told:
    numbers = [v for v in values if isinstance(v.value, Decimal)]
    found = [(v, change_since(v, _older(context, ask, v))) for v in numbers]
    return [(v, o) for v, o in found if isinstance(o, Computed)]


def _older(context: Context, ask: Ask, value: PolicyValue) -> list[PolicyValue]:
    """The same thing's figures for the year before, at the value's own place."""
    now = _year_of(value)
    if value.delta is not None or now is None:
        return [] if value.delta is not None else formers(context.library, value)
    year = YearAsk(year=now - 1, benefit_only=value.benefit_year is not None)
    slots = context.slots.model_copy(update={"year": year, "change": False})
    found = context.matcher.find(ask, slots, context.notices, context.as_of)
    dated = [v for v in found.best if value.benefit_year or _year_of(v) == now - 1]
    older = [v for v in dated if v.jurisdiction == value.jurisdiction]
    return formers(context.library, value) or older


def _year_of(value: PolicyValue) -> int | None:
    """The year that a figure is for; failing that, in which it begins to hold."""
    begins = value.effective_from.year if value.effective_from else None
    return value.benefit_year or begins


def was(context: Context, ask: Ask) -> Draft | None:
    """「去年财政补助多少」: last year's figure from this year's notice and its stated change."""
    asked = context.slots.year
    before = asks_before(context)
    if not before and not (asked and asked.explicit):
        return None
    pool = _latest(context, ask)
    told = [(v, o) for v in pool if isinstance(o := _before(context, v), Computed)]
    told = [(v, o) for v, o in told if before or (asked and _is_year_before(v, asked))]
    own = [] if before else [_level(context, v) for v in context.find(ask).best]
    told = [(v, o) for v, o in told if not own or _level(context, v) < min(own)]
    if not told or needs_place(context, pool) or _only_average(told, pool):
        return None
    near = min(_level(context, v) for v, _ in told)
    return _draft(context, [t for t in told if _level(context, t[0]) == near], _before_line)


def _before(context: Context, value: PolicyValue) -> Outcome:
    """The figure before: the one that the notice names, else reckoned from the stated change."""
    old = counterpart(value, formers(context.library, value))
    if old is None or not isinstance(value.value, Decimal):
        return year_before(value)
    gap = year_difference(value, old)
    steps = gap.steps if isinstance(gap, Computed) else ()
    return stated(old).model_copy(update={"used": (value, old), "steps": steps})


def _latest(context: Context, ask: Ask) -> list[PolicyValue]:
    """The figures that hold now, whatever year was asked."""
    slots = context.slots.model_copy(update={"year": None})
    found = context.matcher.find(ask, slots, context.notices, context.as_of)
    return [*found.best, *found.background]


def _level(context: Context, value: PolicyValue) -> int:
    """How far the value's place is above the asked one, in the order of the notices."""
    order = list(dict.fromkeys(n.jurisdiction for n in context.notices))
    return order.index(value.jurisdiction) if value.jurisdiction in order else 0


def asks_before(context: Context) -> bool:
    """Whether the figure before a change is asked for (原来多少), which no present one answers."""
    return words().before_change.search(context.slots.text) is not None


def _is_year_before(value: PolicyValue, asked: YearAsk) -> bool:
    years = [value.benefit_year, None if asked.benefit_only else value.collection_year]
    return asked.year in {y - 1 for y in years if y}


def _only_average(told: Told, pool: Sequence[PolicyValue]) -> bool:
    """What is said of everybody together is not what one paid, where each class has a figure."""
    same = {name for v, _ in told for name in (v.key, v.label) if name}
    classes = [v for v in pool if v.group and {v.key, v.label} & same]
    return bool(classes) and not any(v.group for v, _ in told)


def _draft(context: Context, told: Told, line: Line) -> Draft:
    draft = Draft()
    for value, outcome in told:
        name = subject(value, asked_keys(context.slots), context.matcher.unspoken_case(value))
        region = context.place_of(value.jurisdiction)
        draft.lines.append(line(context, value, outcome, name))
        draft.values.append(computed_value(outcome, value, region, _group(value)))
        if line is _change_line:
            draft.values.append(said_value(value, region))
        draft.steps += [s for s in outcome.steps if s not in draft.steps]
        for used in outcome.used:
            rest_on(draft, context, used)
    add_caveats(draft, context, [v for v, _ in told])
    return draft


def _group(value: PolicyValue) -> str:
    return value.group.text if value.group else ""


def _change_line(context: Context, value: PolicyValue, outcome: Computed, name: str) -> str:
    """With the year before as the older notice says it, or as it is reckoned."""
    head = f"{context.whose(value.jurisdiction)}{year_words(value)}{name}"
    older = next((u for u in outcome.used if u != value), None)
    before = phrase(older) if older else amount_said(outcome.parts[0])
    era = "former" if older and older.role is Role.PREVIOUS else "year"
    return say(
        f"{era}_{outcome.state}" if outcome.state in ("up", "down") else "year_equal",
        subject=head,
        gap=gap_said(outcome),
        before=before,
        now=phrase(value),
    )


def _before_line(context: Context, value: PolicyValue, outcome: Computed, name: str) -> str:
    head = f"{context.whose(value.jurisdiction)}{name}"
    change = amount_of(value) - outcome.amount
    era = "former_was" if any(u.role is Role.PREVIOUS for u in outcome.used) else "was"
    return say(
        f"{era}_less" if change >= 0 else f"{era}_more",
        subject=head,
        before=amount_said(outcome),
        year=year_words(value),
        now=phrase(value),
        gap=f"{plain(abs(change))}{outcome.unit}",
    )
