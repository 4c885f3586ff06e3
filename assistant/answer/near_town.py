"""Answer what is paid in a town elsewhere that the notice names (邻近城市)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.facts import rest_on_values
from assistant.answer.leads import SENTENCE, joined
from assistant.answer.opened import cite, current
from assistant.answer.texts import say
from assistant.answer.wording import amount_said, computed_value
from assistant.calculate import reimbursement
from assistant.calculate.figures import plain
from assistant.calculate.lexicon import benefits
from assistant.calculate.rule import cites
from assistant.model import CitedStep, Computed
from assistant.understand.asks import find_concepts
from assistant.understand.places import destinations
from assistant.understand.slots import read_slots
from corpus.model import Bound, Citation, PolicyValue, Role, ValueKind

HOSPITAL, RATIO = "hospital", "reimbursement_ratio"
OUTPATIENT = ("outpatient", "small_illness")


def near_town(context: Context) -> Draft | None:
    """The rule for the very town where one goes, before the one for all that is elsewhere; and the
    ratio that it comes to, where the hospital's grade is told."""
    slots = context.slots
    towns = destinations(slots.text, context.library.places, slots.place)
    outside = any(c.id in OUTPATIENT for c, _, _ in find_concepts(slots.text))
    found = list(_changes(context, towns)) if towns and not outside else []
    told = next((f for f in found if not _is_out(context, f)), None)
    if told is None:
        return _told(context, *found[0]) if found else None  # all that is told: it isn't that rule
    cited, change = told
    shared = any(a.topic == RATIO for a in slots.asks)
    base = _at_home(context) if shared and benefits().says("same_grade", cited.quote) else None
    draft = Draft()
    if base is not None:
        _reckoned(draft, context, towns[0], (base, change))
    draft.add(_told(context, cited, change))
    return draft


def _told(context: Context, cited: Citation, change: PolicyValue) -> Draft:
    """The sentence that names the town."""
    draft, place = Draft(), context.place_of(change.jurisdiction)
    draft.lines.append(say("clause_says", place=place, quote=joined([cited])))
    draft.cite(cited)
    add_caveats(draft, context, [change])
    return draft


def _changes(context: Context, towns: tuple[str, ...]) -> Iterator[tuple[Citation, PolicyValue]]:
    """The changes by points whose own words name the town, each with its sentence."""
    for notice in current(context):
        clauses = {c.id: c for c in context.library.entries[notice].document.clauses}
        for value in context.library.values([notice]):
            if value.kind is not ValueKind.POINTS or value.role is not Role.CHANGE:
                continue
            clause = clauses[value.clause]
            at = value.citations.value.start - clause.start
            lines = (m for m in SENTENCE.finditer(clause.text) if m.start() <= at < m.end())
            for cited in (cite(clause, m) for m in lines):
                if any(town in _own_words(context, value, cited) for town in towns):
                    yield cited, value


def _is_out(context: Context, found: tuple[Citation, PolicyValue]) -> bool:
    """Whether a change is of other towns than those named (除长沙以外), or of each its own."""
    cited, change = found
    return benefits().says("town_out", _own_words(context, change, cited))


def _own_words(context: Context, value: PolicyValue, cited: Citation) -> str:
    """What leads to a change in its sentence, behind the figure before it (到甲…3点，到乙…9点)."""
    at = value.citations.value.start
    before = (v.citations.value.end for v in context.library.values([value.notice]))
    start = max((end for end in before if cited.start < end <= at), default=cited.start)
    return context.library.text(value.notice)[start:at]


def _at_home(context: Context) -> PolicyValue | None:
    """The one ratio of a stay in a hospital of that grade at home."""
    text = context.slots.text
    grades = [text[a:b] for c, a, b in find_concepts(text) if c.family == HOSPITAL]
    if not grades:
        return None
    question = context.question.model_copy(update={"turns": (f"{grades[0]}住院报销比例是多少",)})
    home = replace(context, question=question, slots=read_slots(question, context.library.places))
    found = [v for a in home.slots.asks if a.topic == RATIO for v in home.find(a).best]
    plainly = len(found) == 1 and found[0].kind is ValueKind.RATIO and not found[0].group
    return found[0] if plainly and found[0].bound is Bound.EXACT else None


def _reckoned(
    draft: Draft, context: Context, town: str, values: tuple[PolicyValue, PolicyValue]
) -> None:
    """The ratio at home less the points, with its step."""
    base, change = values
    down = benefits().says("lowered", _ahead(context, change))
    whole, points = base.value, change.value
    if not down or not isinstance(whole, Decimal) or not isinstance(points, Decimal):
        return
    text = f"{plain(whole)}% − {plain(points)}% = {plain(whole - points)}%"
    step = CitedStep(text=text, citations=cites(base, change))
    outcome = Computed(value=whole - points, unit="%", steps=(step,), used=(base, change))
    place = context.place_of(change.jurisdiction)
    hospital = next((c.text for c in base.conditions if c.kind.value == HOSPITAL), "")
    title = reimbursement.RULE.title
    sums = {"place": place, "scheme": title, "sum": amount_said(outcome)}
    draft.lines.append(say("ratio_is_case", case=f"{town}，{hospital}", **sums))
    draft.lines.append(say("benefit_steps", steps=text))
    draft.steps.append(step)
    draft.values.append(computed_value(outcome, base, place, label=title))
    rest_on_values(draft, context, base, change)


def _ahead(context: Context, change: PolicyValue) -> str:
    """The characters right before the points (…降低|5个百分点)."""
    start = change.citations.value.start
    text = context.library.text(change.notice)[max(0, start - 6) : start]
    return re.split("[，。；]", text)[-1]
