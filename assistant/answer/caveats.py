"""Caveats (提示): which year, which level, which place the answer speaks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from assistant.answer.context import Context, Draft
from assistant.answer.evidence import in_phrase
from assistant.answer.located import find_in_text
from assistant.answer.texts import say
from assistant.calculate.figures import day_words
from assistant.calculate.window import period_days
from assistant.keys import FEE
from assistant.matching.profile import programmes_in
from assistant.model import CitedStep
from corpus.model import COUNTRY_ADCODE, Bound, Citation, Notice, PolicyValue

WINDOW, BENEFIT = "collection_window", "benefit_period"
# A yearly notice is followed by the next one within about sixteen months.
STALE = dt.timedelta(days=490)


def add_caveats(draft: Draft, context: Context, used: Sequence[PolicyValue]) -> None:
    """All caveats that hold for an answer that rests on ``used``."""
    if not used:
        return
    _year_caveat(draft, context, used)
    _place_caveat(draft, context, used)
    _area_caveat(draft, context, used)
    _item_caveat(draft, context, used)
    _expiry_caveat(draft, context, used)
    _doubt_caveat(draft, context, used)


def _doubt_caveat(draft: Draft, context: Context, used: Sequence[PolicyValue]) -> None:
    """Say when a notice has figures for the same thing that nobody has compared (识别存疑)."""
    keys = {v.key for v in used}
    for notice in context.notices:
        if context.library.doubted(notice.id) & keys:
            draft.note(say("hard_to_read", title=notice.title))


def _year_caveat(draft: Draft, context: Context, used: Sequence[PolicyValue]) -> None:
    years = [v.benefit_year or _after(v.collection_year) or _of_notice(v, context) for v in used]
    known = [y for y in years if y]
    if not known:
        _age_caveat(draft, context, used)
        return
    latest = max(known)
    if context.as_of.year > latest:
        draft.note(say("history", year=latest))
        draft.reason = draft.reason or "other_year"
        draft.cite(*_year_citations(used, context))
    elif _new_round(context, used):
        draft.note(say("new_period", year=latest))
        draft.cite(*_year_citations(used, context))


def _age_caveat(draft: Draft, context: Context, used: Sequence[PolicyValue]) -> None:
    """Figures that name no year of their own are as old as their document; say how old."""
    for notice in dict.fromkeys(context.notice(v.notice) for v in used):
        issued = notice.issued_on
        if issued is None or notice.effective_to or notice.effective_from:
            continue
        if context.as_of - issued > STALE:
            draft.note(say("stale", date=day_words(issued)))
            cited = find_in_text(context, notice, day_words(issued))
            draft.cite(*([cited] if cited else []))


def _of_notice(value: PolicyValue, context: Context) -> int | None:
    """A collection period is for the benefit period that its notice states beside it."""
    ends = [period_days(v) for v in _benefits(value, context)] if value.key == WINDOW else []
    return max((d[1].year for d in ends if d and d[1]), default=None)


def _benefits(value: PolicyValue, context: Context) -> list[PolicyValue]:
    return [v for v in context.library.values([value.notice]) if v.key == BENEFIT]


def _after(collection_year: int | None) -> int | None:
    """The year that a collection pays for, where the notice names only the collection."""
    return collection_year + 1 if collection_year else None


def _year_citations(used: Sequence[PolicyValue], context: Context) -> list[Citation]:
    """The characters that give the years, in the phrases they stand in."""
    windows = [v for v in used if v.key == WINDOW]
    beside = [b.citations.value for v in windows for b in _benefits(v, context)]
    dated = [c for v in used for c in v.citations.time]
    return [in_phrase(c, context.library) for c in (*dated, *beside)]


def _new_round(context: Context, used: Sequence[PolicyValue]) -> bool:
    """Whether the next year's collection may have begun: a year after the window's first day."""
    for notice in {v.notice for v in used}:
        for value in context.library.values([notice]):
            days = period_days(value) if value.key == WINDOW else None
            if days and days[0] and context.as_of >= _a_year_later(days[0]):
                return True
    return False


def is_superseded(context: Context, value: PolicyValue) -> bool:
    """Whether the same place has a newer notice of the same programme by the day of the question.

    An older window is then no answer, even where the newer one's could not be read.
    """
    return has_successor(context, context.notice(value.notice))


def has_successor(context: Context, notice: Notice) -> bool:
    """Whether a later year's notice of the same place and programme has taken its place.

    Never where the question names a year: then the older one may be meant.
    """
    rivals = [
        n
        for n in context.notices
        if n.jurisdiction == notice.jurisdiction
        and programmes_in(n.title) == programmes_in(notice.title)
        and n.benefit_years
    ]
    own = max(notice.benefit_years, default=0)
    return any(max(n.benefit_years) > own for n in rivals) and context.slots.year is None


def _a_year_later(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=365)


def _place_caveat(draft: Draft, context: Context, used: Sequence[PolicyValue]) -> None:
    """Say whose rule it is when it is not the asked place's own."""
    levels = {v.jurisdiction for v in used}
    level_note(draft, context, min(levels, key=lambda a: a == COUNTRY_ADCODE))


def _area_caveat(draft: Draft, context: Context, used: Sequence[PolicyValue]) -> None:
    """Say by which class of places a figure was chosen (兰州市属于一类地区)."""
    if context.slots.place is None:
        return
    for value in used:
        own = context.matcher.areas.of_value(value, context.slots.place.at.adcode)
        if own:
            draft.note(say("area_class", place=context.place_name, area=own.name))
            draft.cite(own.citation)


def _item_caveat(draft: Draft, context: Context, used: Sequence[PolicyValue]) -> None:
    """Say by which class of diseases a figure was chosen (透析属于Ⅰ类病种)."""
    for value in used:
        shown = "".join(c.text for c in value.conditions)
        for known in context.matcher.profiler.items.of_value(value):
            hidden = [m for m in known.members if m.text not in shown]
            asked = [m for m in hidden if any(w in m.text for w in _asked_words(context))]
            for member in asked[:1]:
                draft.note(say("item_class", item=member.text, name=known.name))
                draft.cite(*member.cited)


def _asked_words(context: Context) -> Iterator[str]:
    """The words by which the question may name a disease: of its concepts, and the others."""
    slots = context.slots
    yield from (f for ask in slots.asks for need in ask.needs for f in need.forms if len(f) > 1)
    yield from (w for w in (*slots.unknown_terms, *slots.content_words) if len(w) > 1)


def level_note(draft: Draft, context: Context, level: str) -> None:
    """The note of an upper level's rule: the place's own is silent, or is not in the corpus."""
    if context.slots.place is None:
        return
    here = context.slots.place.at.adcode
    if _local(here, level, context) or context.library.places.contains(here, level):
        return
    name = "level_note"
    if not any(_local(here, n.jurisdiction, context) for n in context.notices):
        if later := later_local(context):
            draft.note(begun_later(draft, context, later))
            return
        late = draft.reason in (
            None,
            "other_year",
        )
        name, draft.reason = "place_note", "other_region" if late else draft.reason
    draft.note(say(name, place=context.place_name, level=context.place_of(level)))


def later_local(context: Context) -> Notice | None:
    """The place's own notice that had not begun on the day of discharge (出院时尚未施行)."""
    if context.slots.place is None:
        return None
    here = context.slots.place.at.adcode
    own = [n for n in context.begun_later if _local(here, n.jurisdiction, context)]
    return min(own, key=lambda n: n.effective_from or dt.date.max, default=None)


def begun_later(draft: Draft, context: Context, later: Notice) -> str:
    """The sentence that the place's notice is known, and from which day it holds; cites it."""
    began, left = later.effective_from, context.slots.discharged_on
    if began is None or left is None:
        return ""
    draft.reason = draft.reason if draft.reason not in (None, "no_source") else "other_year"
    step = f"{day_words(began)} 晚于出院的 {day_words(left.day)}"
    cited = find_in_text(context, later, day_words(began))
    draft.steps.append(CitedStep(text=step, citations=(cited,) if cited else ()))
    draft.cite(*([cited] if cited else []))
    name = later.doc_number or f"《{later.title}》"
    return say("begun_later", notice=name, date=day_words(began), place=context.place_name)


def _local(here: str, notice_place: str, context: Context) -> bool:
    """A county's rules are its city's: notices of the place itself or of its city are local."""
    if notice_place == COUNTRY_ADCODE:
        return False
    chain = [j for j in context.library.places.ancestors(here) if j.adcode != COUNTRY_ADCODE]
    return notice_place in {j.adcode for j in chain if j.level != "province" or j.adcode == here}


def _expiry_caveat(draft: Draft, context: Context, used: Sequence[PolicyValue]) -> None:
    for notice in {v.notice for v in used}:
        end = context.notice(notice).effective_to
        if end and end < context.as_of:
            step = f"有效期至 {day_words(end)}，早于 {day_words(context.as_of)}"
            draft.steps.append(CitedStep(text=step))
            draft.note(say("expired", date=day_words(end)))


def floor_note(draft: Draft, used: Sequence[PolicyValue]) -> None:
    """A floor for the individual fee is not what anybody pays: say who sets the figure."""
    fees = [v for v in used if v.key == FEE]
    if fees and all(v.bound is Bound.AT_LEAST for v in fees):
        draft.note(say("floor_only"))
