"""Answer by the figure that a question names itself (题中之数): 「哪些人交380」「补140是最少吗」.

The figure is only a way to find the value. The value must be about what the words beside the figure
speak of (交 is the fee, 补 is a subsidy), and about every case and noun that the question names.
"""

from __future__ import annotations

from decimal import Decimal

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.leads import SENTENCE
from assistant.answer.opened import wanted_of
from assistant.answer.texts import say
from assistant.answer.typed import state
from assistant.answer.wording import phrase, said_value, subject
from assistant.keys import AID
from assistant.matching.groups import Fit, fit
from assistant.understand.amounts import find_money
from assistant.understand.asks import find_topics
from assistant.understand.phrasing import claims, phrasing
from corpus.model import PolicyValue, Role

WHO, SUBSIDY = "who", "fiscal_subsidy"
DEDUCTIBLE, CAP = "deductible", "cap"
MEASURED = ("deductible", "serious_illness_deductible", "cap", "serious_illness_cap")


def whom(context: Context) -> Draft | None:
    """「380的标准适用哪些人」: the notice's own words of whom the figure is for."""
    slots = context.slots
    asks_who = any(t.id == WHO for t in find_topics(slots.text))
    if not asks_who or slots.persons or slots.groups:
        return None
    found = [v for v in _claimed(context) if v.group]
    if not found:
        return None
    draft = Draft()
    for value in found:
        place = context.place_of(value.jurisdiction)
        cited = [c for c in rest_on(draft, context, value) if c.clause == value.clause]
        quote = "".join(c.quote for c in sorted(cited, key=lambda c: c.start))
        draft.lines.append(say("clause_says", place=place, quote=quote))
        draft.values.append(said_value(value, place))
    return draft


def which_measure(context: Context) -> Draft | None:
    """「透析那个6万是起付线还是封顶」: the value of that figure, by its own name."""
    if not phrasing().which_measure.search(context.slots.text):
        return None
    found = [v for v in _claimed(context) if v.key in MEASURED and _named_by(context, v)]
    if not found:
        return None
    draft = Draft()
    state(draft, context, found)
    return draft


def of_aid(context: Context) -> Draft | None:
    """「补助140是最少还是正好」: the aid of that figure, where another subsidy is heard."""
    if not context.slots.asks or any(a.topic != SUBSIDY for a in context.slots.asks):
        return None
    claimed = _claimed(context)
    found = [v for v in claimed if v.key == AID]
    if not found or len(found) < len(claimed):
        return None
    draft = Draft()
    state(draft, context, found)
    add_caveats(draft, context, found)
    return draft


def other_measure(draft: Draft, context: Context) -> None:
    """「大病最高报1.3万？」: the figure is none of those that answer, but a threshold's."""
    told = {v.key for v in draft.rested if v.key in MEASURED}
    if not told or any(v.value in _wanted(context) for v in draft.rested):
        return
    for value in _claimed(context):
        scheme = (value.key or "").removesuffix(DEDUCTIBLE).removesuffix(CAP)
        alike = any((k or "").startswith(scheme) for k in told)
        if value.key in MEASURED and value.key not in told and alike:
            draft.lines.append(say("other_measure", said=phrase(value), label=subject(value)))
            draft.values.append(said_value(value, context.place_of(value.jurisdiction)))
            rest_on(draft, context, value)
            return


def _named_by(context: Context, value: PolicyValue) -> bool:
    """Whether the value's sentence has a case or a noun that the question names, if it has any."""
    wanted = wanted_of(context)
    return wanted.all_concepts(_sentence(context, value)) or not wanted.concepts


def by_claim(context: Context) -> Draft | None:
    """The value of a claimed figure, with its bound and its group, where nothing else answers."""
    asked = any(a.keys for a in context.slots.asks)
    found = [v for v in _claimed(context) if not asked and _spoken_of(context, v)]
    if not found:
        return None
    draft = Draft()
    state(draft, context, found)
    return draft


def _claimed(context: Context) -> list[PolicyValue]:
    """Standards of the asked place, of the nearest notice, that carry a figure of the question."""
    slots = context.slots
    if slots.place is None:
        return []
    wanted = _wanted(context)
    for notice in context.notices:
        values = context.library.values([notice.id])
        found = [v for v in values if v.role is Role.STANDARD and v.value in wanted]
        if found:
            return [v for v in found if not slots.groups or fit(v, slots.groups) is Fit.YES]
    return []


def _wanted(context: Context) -> set[Decimal]:
    """The figures that the question names: 380, 六百七, 1.3万."""
    slots = context.slots
    spoken = [m for said in phrasing().chinese_figure.findall(slots.text) for m in _money(said)]
    return {*slots.figures, *slots.amounts, *spoken}


def _money(said: str) -> list[Decimal]:
    """「六百七」 is 670."""
    return [m.amount for m in find_money(f"{said}元")]


def _spoken_of(context: Context, value: PolicyValue) -> bool:
    """Whether the verb before the figure is the label's, and the value's sentence has the rest."""
    verbs = phrasing().claiming.findall(context.slots.text)
    labels = [w for verb in verbs for w in claims()[verb]]
    if context.slots.persons or not any(word in value.label for word in labels):
        return False
    sentence = _sentence(context, value)
    nouns = all(t in sentence for t in context.slots.unknown_terms)
    return nouns and wanted_of(context).all_concepts(sentence)


def _sentence(context: Context, value: PolicyValue) -> str:
    clause = context.library.clause(value.clause)
    at = value.citations.value.start - clause.start
    spans = [m for m in SENTENCE.finditer(clause.text) if m.start() <= at < m.end()]
    return spans[0].group() if spans else clause.text
