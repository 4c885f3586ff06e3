"""Say plainly what the notices do not say (未载明), why, and where to ask."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer.caveats import begun_later, later_local
from assistant.answer.context import Context, Draft
from assistant.answer.errands import told_of
from assistant.answer.named import unknown_benefit, unknown_fee
from assistant.answer.related import refer
from assistant.answer.texts import say
from assistant.matching.choose import Found
from assistant.model import Status
from assistant.understand.asks import BASIC, find_concepts
from assistant.understand.errands import find_errands
from assistant.understand.lexicon import words
from corpus.model import COUNTRY_ADCODE, PolicyValue

EARLIER = "old_rule"


def unanswered(context: Context, found: list[Found]) -> Draft:
    """The refusal, with its reason: another year, another place, or not stated."""
    late = [v for f in found for v in f.other_year]
    draft = Draft(status=Status.UNANSWERABLE, reason="no_source")
    own = has_local(context) or any(v.jurisdiction != COUNTRY_ADCODE for v in late)
    if late and context.slots.year and own:
        _other_year(draft, context, late)
    elif not has_local(context) and (later := later_local(context)):
        draft.lines.append(begun_later(draft, context, later))
        _earlier_rule(draft, replace(context, notices=[later]))
    elif not has_local(context) and context.slots.place:
        draft.reason = "other_region"
        draft.lines.append(say("other_region", place=context.place_name))
    elif scheme := _foreign(context):
        draft.lines.append(say("foreign", scheme=scheme))
    elif context.slots.place:
        draft.lines.append(say("no_source_place", place=context.place_name))
    else:
        _no_place(draft, found)
    if draft.reason == "no_source":
        refer(draft, context)
    if waiting := [n for n in context.notices if context.library.waits(n.id)]:
        draft.note(say("hard_to_read", title=waiting[0].title))
    draft.notes.append(say("hotline"))
    return draft


def _earlier_rule(draft: Draft, context: Context) -> None:
    """What a notice that began later says of those who were discharged before (按原规定执行)."""
    told = told_of(context, EARLIER)
    if told is None:
        return
    draft.add(told)
    if any(e.id == EARLIER for e in find_errands(context.slots.text)):
        draft.status = Status.ANSWERED  # that is all that was asked (按新办法算吗)


def _other_year(draft: Draft, context: Context, late: list[PolicyValue]) -> None:
    draft.reason = "other_year"
    year = context.slots.year.words if context.slots.year else ""
    draft.lines.append(say("other_year", year=year.strip()))
    known = sorted({v.benefit_year for v in late if v.benefit_year})
    if known:
        draft.lines.append(say("other_year_known", known=known[-1]))
        draft.cite(*[c for v in late if v.benefit_year == known[-1] for c in v.citations.time])


def _no_place(draft: Draft, found: list[Found]) -> None:
    if any(f.other_place for f in found):
        draft.status, draft.reason = Status.CLARIFY, "missing:region"
        draft.lines.append(say("place_missing"))
        return
    draft.lines.append(say("no_source"))


def _foreign(context: Context) -> str | None:
    """The name of another scheme in the question, if it names one."""
    texts = [context.library.text(n.id) for n in context.notices]
    for concept, start, end in find_concepts(context.slots.text):
        if concept.foreign and not any(f in text for f in concept.forms for text in texts):
            return context.slots.text[start:end]
    return None


def unknown_scheme(context: Context) -> str | None:
    """The name of an insurance (惠民长寿险) or a benefit (租房补贴) that neither the lexicon nor
    any notice knows."""
    text = context.slots.text
    known = [(start, end) for _, start, end in find_concepts(text)]
    for match in words().scheme.finditer(text):
        name = match.group("name")
        heard = any(start < match.end() and match.end() - 1 < end for start, end in known)
        if not heard and not context.library.says(name):
            return name
    if any(concept.id == BASIC for concept, _, _ in find_concepts(text)):
        return unknown_benefit(context)
    return _foreign(context) or unknown_benefit(context) or unknown_fee(context)


def has_local(context: Context) -> bool:
    """Whether a notice below the country's level holds at the place, or the country is meant."""
    if context.slots.place and context.slots.place.at.adcode == COUNTRY_ADCODE:
        return True
    return any(n.jurisdiction != COUNTRY_ADCODE for n in context.notices)


def outside(context: Context) -> Draft | None:
    """A question that names nothing the notices could be about is out of scope."""
    slots = context.slots
    if slots.asks and any(a.keys for a in slots.asks):
        return None
    if find_concepts(slots.text) or slots.groups or slots.persons or slots.doc_numbers:
        return None
    if any(p.search(slots.text) for p in words().domain):
        return None
    if any(context.library.says(term) for term in slots.content_words):
        return None
    status = Status.REFUSED if slots.content_words else Status.CLARIFY
    reason = "out_of_scope" if slots.content_words else "missing:question"
    name = "out_of_scope" if slots.content_words else "not_understood"
    return Draft(status=status, reason=reason, lines=[say(name)])
