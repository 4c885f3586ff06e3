"""Answer a typed question by typed values (数值作答), or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer.added import added_up
from assistant.answer.both_ills import both_ills
from assistant.answer.caveats import add_caveats, floor_note
from assistant.answer.context import Context, Draft
from assistant.answer.each_more import each_more
from assistant.answer.evidence import rest_on
from assistant.answer.ladder import chosen_rung, ladder_words, ladders
from assistant.answer.nation import noted, same_everywhere
from assistant.answer.texts import say
from assistant.answer.wording import label_words, phrase, said_value, subject, year_words
from assistant.matching.choose import Found, national_only
from assistant.matching.groups import Fit, asked_keys, fit, group_name
from assistant.matching.own_words import opening_of
from assistant.model import Ask, Status
from corpus.model import COUNTRY_ADCODE, PolicyValue, Role

MOST_LINES = 8
NUMBERING = re.compile(
    r"^\s*(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十]+、|\d{1,2}[.．、)）]|第[一二三四五六七八九十百]+条)\s*"
)


def typed(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The draft for one ask whose values are found; ``None`` when there are none."""
    if not found.best:
        return None
    found = both_ills(context, chosen_rung(context, found))
    if needs_place(context, found.best):
        return by_place(context, [*found.best, *found.background])
    if context.slots.change:
        return changes(context, [*found.best, *found.background])
    draft = Draft()
    state(draft, context, found.best)
    each_more(draft, context, found.best)
    if not ask.keys:
        added_up(draft, context, found.best)
    background(draft, context, found)
    own_changes(draft, context, ask)
    floor_note(draft, found.best)
    add_caveats(draft, context, found.best)
    return draft


def state(draft: Draft, context: Context, values: Sequence[PolicyValue]) -> None:
    """One line a value, or a ladder of them: place, year, subject, figure."""
    shown = ladders(context, _distinct(values))
    names = Counter(subject(rungs[0]) for rungs in shown)
    for rungs in shown[:MOST_LINES]:
        alike = names[subject(rungs[0])] > 1
        _line(draft, context, rungs, _opening(context, rungs[0]) if alike else "")
    if len(shown) > MOST_LINES:
        draft.notes.append(say("more_items"))


def _opening(context: Context, value: PolicyValue) -> str:
    """What a value's sentence begins with (寄宿生，小学…), where the subject alone would not tell
    one line from the next."""
    lead = context.matcher.profiler.of(value).lead
    opening = NUMBERING.sub("", opening_of(lead))
    return "" if opening in subject(value) else opening


def _line(draft: Draft, context: Context, rungs: Sequence[PolicyValue], opening: str) -> None:
    """One value with its subject, or all the sums of a ladder behind the subject they share."""
    first = rungs[0]
    place = context.place_of(first.jurisdiction)
    head = f"{context.whose(first.jurisdiction)}{year_words(first)}"
    passages = [rest_on(draft, context, value)[0].quote for value in rungs]
    case = opening or context.matcher.unspoken_case(first)
    name = subject(first, asked_keys(context.slots), case)
    said = phrase(first, passages[0]) if len(rungs) == 1 else ladder_words(context, rungs)
    draft.lines.append(f"{head}{name}：{said}。")
    draft.values += [said_value(value, place) for value in rungs]


def _distinct(values: Sequence[PolicyValue]) -> list[PolicyValue]:
    """Values that would read the same are said once."""
    seen: dict[tuple[str, ...], PolicyValue] = {}
    for value in values:
        seen.setdefault((value.jurisdiction, subject(value), phrase(value)), value)
    return list(seen.values())


def own_changes(draft: Draft, context: Context, ask: Ask) -> None:
    """What a notice raises or lowers for the asked group (低保对象起付标准降低50%), beside the
    general figure."""
    slots = context.slots
    if not slots.groups:
        return
    asked = slots.model_copy(update={"change": True})
    found = context.matcher.find(ask, asked, context.notices, context.as_of)
    for value in found.best:
        if value.role is Role.CHANGE and fit(value, slots.groups) is Fit.YES:
            passage = rest_on(draft, context, value)[0].quote
            named = "、".join(group_name(g) for g in slots.groups)
            draft.note(say("own_change", group=named, quote=passage))


def changes(context: Context, values: Sequence[PolicyValue]) -> Draft | None:
    """By how much a figure went up or down, where the notice says so."""
    told = [v for v in values if v.delta or v.role is Role.CHANGE]
    if not told:
        return None
    draft = Draft()
    keys = asked_keys(context.slots)
    for value in _distinct(told):
        place = context.place_of(value.jurisdiction)
        cited = rest_on(draft, context, value)
        said = f"{value.delta.citation.quote}，为{phrase(value)}" if value.delta else ""
        head = f"{context.whose(value.jurisdiction)}{year_words(value)}{subject(value, keys)}"
        draft.lines.append(f"{head}：{said or phrase(value, cited[0].quote)}。")
        draft.values.append(said_value(value, place))
        rest_on(draft, context, value)
    add_caveats(draft, context, told)
    return draft


def background(draft: Draft, context: Context, found: Found) -> None:
    """The upper level's floor behind a lower level's own figure."""
    keys = {v.key for v in found.best if v.key}
    floors = [v for v in found.background if v.key in keys]
    if not floors or all(v.bound is not floors[0].bound for v in floors):
        return
    value = floors[-1]
    if any(_below(shown, value) for shown in found.best):
        return  # an average for all (人均不低于400元) is no floor for the group that pays less
    place = context.place_of(value.jurisdiction)
    if any(phrase(value) in line for line in draft.lines):
        return
    figure = f"{label_words(value)}{phrase(value)}"
    draft.note(say("background", level=place, figure=figure, value=value))
    rest_on(draft, context, value)


def _below(value: PolicyValue, floor: PolicyValue) -> bool:
    figures = (value.value, floor.value)
    return all(isinstance(f, Decimal) for f in figures) and figures[0] < figures[1]  # type: ignore[operator]


def needs_place(context: Context, values: Sequence[PolicyValue]) -> bool:
    """Whether the answer depends on a place that the person has not named."""
    return context.slots.place is None and not national_only(tuple(values))


def by_place(context: Context, values: Sequence[PolicyValue]) -> Draft:
    """Without a place: the country's rule, the places there are, and the one question to ask.

    No place's own figure is shown: it would be read as everybody's.
    """
    if alike := same_everywhere(context, values):
        return _national(context, alike)
    draft = Draft(status=Status.CLARIFY, reason="missing:region")
    draft.lines.append(say("place_missing"))
    national = [v for v in values if v.jurisdiction == COUNTRY_ADCODE]
    state(draft, context, national)
    local = dict.fromkeys(v.jurisdiction for v in values if v.jurisdiction != COUNTRY_ADCODE)
    names = [context.place_of(context.notice_place(j)) for j in local]
    draft.notes.append(say("places_known", places="、".join(dict.fromkeys(names))))
    draft.follow_ups += list(dict.fromkeys(names))
    add_caveats(draft, context, national)
    return draft


def _national(context: Context, values: Sequence[PolicyValue]) -> Draft:
    """The country's figures, which are every known place's."""
    if context.slots.change and (told := changes(context, values)):
        return told
    draft = Draft()
    state(draft, context, values)
    return noted(draft, context, values)
