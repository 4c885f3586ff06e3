"""The way from slots to an answer, as one flat list of steps (作答流程)."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer.aid import aid
from assistant.answer.area import area
from assistant.answer.basis import about_ended, about_figure, about_notice, meant, no_notice
from assistant.answer.benefit import reckoned_benefit
from assistant.answer.beside_ratio import beside_ratio
from assistant.answer.caveats import add_caveats
from assistant.answer.ceiling import ceiling
from assistant.answer.claimed import by_claim, of_aid, other_measure, which_measure, whom
from assistant.answer.closest import beside_point, closest
from assistant.answer.compare import compared
from assistant.answer.context import Context, Draft
from assistant.answer.cover import cover
from assistant.answer.errands import errand, first_told, fits_errands, is_instead, with_errands
from assistant.answer.fee_beside import fee_told
from assistant.answer.formula import by_formula
from assistant.answer.how_paid import how_paid, sum_of_aid
from assistant.answer.incentive import incentive
from assistant.answer.maternity import maternity
from assistant.answer.missed import makeup_or_missed
from assistant.answer.moments import by_moment
from assistant.answer.nation import for_all
from assistant.answer.near_town import near_town
from assistant.answer.newborn import newborn
from assistant.answer.opened import asks_whether, named_whole, opened, qualified, spelled_out
from assistant.answer.own_scheme import is_vague, of_own_scheme
from assistant.answer.rungs import by_rung
from assistant.answer.several import (
    several_measures,
    several_phrases,
    several_topics,
    several_turns,
)
from assistant.answer.share import share, subsidy, undivided
from assistant.answer.since import since
from assistant.answer.spoken import told
from assistant.answer.stated import more_fitting, stated, where_done
from assistant.answer.texts import say
from assistant.answer.tier import by_tier, for_all_tiers
from assistant.answer.total import total
from assistant.answer.turn import by_turn
from assistant.answer.typed import typed
from assistant.answer.unanswered import outside, unanswered, unknown_scheme
from assistant.answer.waiting import waiting
from assistant.answer.whether import with_rule
from assistant.answer.window import window
from assistant.answer.year import asks_before, changed, was
from assistant.calculate.coverage import BENEFIT
from assistant.errors import UngroundedAnswer
from assistant.matching.choose import Found, national_only
from assistant.model import Answer, Ask, NeedRole, Status
from assistant.understand.asks import (
    ask_about,
    default_ask,
    find_concepts,
    find_topics,
    is_hospital,
    loosened,
    of_all_care,
    of_insured,
    spoken_kind,
)
from assistant.understand.parts import MEASURES
from assistant.understand.phrasing import phrasing
from corpus.model import ConditionKind, ValueKind

COMPOSERS = {
    "area_class": area,
    "individual_fee": fee_told,
    "collection_window": window,
    "makeup_window": makeup_or_missed,
    "benefit_period": cover,
    "waiting_period": waiting,
    "newborn_window": newborn,
    "maternity_benefit": maternity,
    "coverage_incentive": incentive,
    "enrolment_assistance": aid,
    "fiscal_subsidy": subsidy,
    "subsidy_share": share,
    "funding_total": total,
    "validity": since,
}

# Rules for questions of any topic: two sides, and the year before.
ANY_TOPIC = (compared, was, changed)


def answer(context: Context) -> Answer:
    """The answer to a question whose slots are read; never one that is not grounded."""
    draft = how_paid(context, _draft) or several_measures(context, _draft)
    draft = draft or several_turns(context, _draft)
    draft = draft or several_topics(context, _draft) or _draft(context)
    if draft.status is Status.UNANSWERABLE:
        draft = several_phrases(context, _draft) or sum_of_aid(context, _draft) or draft
    try:
        return told(beside_ratio(context, draft), context)
    except UngroundedAnswer:
        # Fail closed: what cannot be shown with its characters is not shown at all.
        return told(unanswered(context, []), context)


def _draft(context: Context) -> Draft:
    """What answers a question, or says why nothing does."""
    first = _not_here(context) or _about_document(context) or first_told(context)
    if first is None and is_instead(context):
        return errand(context) or unanswered(context, [])
    first = first or near_town(context) or by_formula(context) or whom(context)
    first = first or ceiling(context) or which_measure(context) or of_aid(context)
    reckoned = (
        first
        or _with_measures(context, reckoned_benefit(context))
        or by_moment(context)
        or by_rung(context)
    )
    told = reckoned or _to_point(context, _by_values(context)) or by_rung(context, keyed=True)
    draft = with_errands(context, told) or _to_point(context, _open(context))
    draft = draft or by_claim(context) or _fee_changed(context) or undivided(context)
    draft = draft or outside(context) or by_turn(context)
    return draft or _closest(context)


def _with_measures(context: Context, draft: Draft | None) -> Draft | None:
    """A ratio or threshold that was reckoned, with the other measures that are asked for."""
    if draft is None or draft.steps or draft.status is not Status.ANSWERED:
        return draft
    told = {v.key for v in draft.values}
    for ask in context.slots.asks:
        shared = ask.topic == "reimbursement_ratio" and any(v.unit == "%" for v in draft.values)
        if ask.topic in MEASURES and not shared and not told & set(ask.keys):
            beside = _compose(context, ask)
            if beside is not None:
                draft.add(beside)
    return draft


def _to_point(context: Context, draft: Draft | None) -> Draft | None:
    """The draft, unless it answers another question."""
    told = draft is not None and draft.status is Status.ANSWERED
    return None if told and draft and beside_point(context, draft) else draft


def _closest(context: Context) -> Draft:
    """The closest sentence; failing that, or where another year is asked for, the refusal."""
    found = [_find(context, a) for a in context.slots.asks]
    late = any(f.other_year for f in found)
    return (None if late else closest(context)) or unanswered(context, found)


def _fee_changed(context: Context) -> Draft | None:
    """「比去年多了多少」 with nothing that says what: the fee, which everybody pays."""
    slots = context.slots
    if not slots.change or slots.asks or slots.content_words or find_concepts(slots.text):
        return None
    asks = (default_ask(slots.text),)
    return _by_values(replace(context, slots=slots.model_copy(update={"asks": asks})))


def _not_here(context: Context) -> Draft | None:
    """A document or an insurance that the corpus does not have is never answered by another."""
    if context.slots.doc_numbers and meant(context) is None:
        return no_notice(context)
    name = unknown_scheme(context)
    if name is None:
        return None
    draft = Draft(status=Status.UNANSWERABLE, reason="no_source")
    draft.lines.append(say("foreign", scheme=name))
    draft.note(say("hotline"))
    return draft


def _about_document(context: Context) -> Draft | None:
    """A question about the document itself, with no value asked for."""
    if ended := about_ended(context):
        return ended
    if any(a.keys for a in context.slots.asks):
        return None
    if "basis" not in {t.id for t in find_topics(context.slots.text)}:
        return None
    return about_figure(context) or about_notice(context) or no_notice(context)


def _by_values(context: Context) -> Draft | None:
    """Every ask that values answer; the asks that they do not are said to be unanswered."""
    drafts = [(a, _compose(context, a)) for a in context.slots.asks]
    answered = [d for _, d in drafts if d is not None]
    if not answered:
        return None
    first, *rest = answered
    for draft in rest:
        first.add(draft)
    if fitter := more_fitting(context, first):
        return fitter
    with_rule(context, first)
    where_done(first, context)
    other_measure(first, context)
    if ruled := for_all(context, first):
        return ruled
    if any(d is None and a.keys for a, d in drafts):
        first.note(say("rest_unanswered"))
    return first


def _compose(context: Context, ask: Ask) -> Draft | None:
    """By a rule for any topic or the topic's own; failing that, by values that meet the needs."""
    ask = of_own_scheme(context, ask)
    for rule in ANY_TOPIC:
        told = rule(context, ask)
        if told is not None:
            return told
    if not ask.keys and asks_before(context):
        return None
    found = _find(context, ask)
    if is_vague(ask, found):
        return None
    draft = COMPOSERS.get(ask.topic or "", typed)(context, ask, found)
    if draft is not None:
        return draft
    loose = loosened(ask, context.slots.groups, context.slots.unknown_terms)
    for wider in (loose, of_insured(ask)):
        told = typed(context, wider, _find(context, wider)) if wider else None
        if told is not None:
            return told
    wide = _for_all_hospitals(context, ask) or for_all_tiers(context, ask)
    wide = wide or by_tier(context, ask)
    return wide or _by_country(context, of_all_care(ask))


def _for_all_hospitals(context: Context, ask: Ask) -> Draft | None:
    """「村卫生室看病 一年封顶多少」: a cap that names no hospital is that of all of them, beside
    the ratio of the one asked about."""
    needs = tuple(n for n in ask.needs if not is_hospital(n))
    if ask.topic != "cap" or needs == ask.needs:
        return None
    share = ask_about("reimbursement_ratio")
    cases = tuple(n for n in ask.needs if n.role is not NeedRole.MEASURE)
    beside = context.find(share.model_copy(update={"needs": (*cases, *share.needs)})).best
    wide = ask.model_copy(update={"needs": needs})
    best = [v for v in context.find(wide).best if v.clause in {b.clause for b in beside}]
    named = [c for v in best for c in v.conditions if c.kind is ConditionKind.HOSPITAL]
    return None if named else typed(context, wide, Found(best=tuple(best)))


def _by_country(context: Context, ask: Ask | None) -> Draft | None:
    """By the country's own rule alone, where the place states none."""
    found = _find(context, ask) if ask else Found()
    national = bool(found.best) and national_only(found.best)
    return typed(context, ask, found) if ask and national else None


def _find(context: Context, ask: Ask) -> Found:
    """By the kind of figure the words ask for (多少元, 百分之几) before any other kind, unless they
    ask it of another measure (有没有起付，比例多少)."""
    kind = spoken_kind(context.slots.text)
    taken = any(a.kinds == (kind,) and a.topic != ask.topic for a in context.slots.asks)
    if kind in ask.kinds and len(ask.kinds) > 1 and not taken:
        kinds = (kind, ValueKind.MULTIPLE) if kind is ValueKind.MONEY else (kind,)
        narrow = ask.model_copy(update={"kinds": tuple(k for k in ask.kinds if k in kinds)})
        found = context.find(narrow)
        if found.best:
            return found
    return context.find(ask)


def _open(context: Context) -> Draft | None:
    """An open question by a clause's own words; a typed one never falls through to it."""
    year = context.slots.year
    late = [a for a in context.slots.asks if _find(context, a).other_year]
    if year and year.explicit and any(a.topic != BENEFIT for a in late):
        return None  # 2026年的开始收了没: what another year's notice says is no answer
    typed_too = phrasing().how_much.search(context.slots.text)  # 每月多少，今年涨了没
    if any(a.kinds for a in context.slots.asks) and (typed_too or not asks_whether(context)):
        told = qualified(context) or spelled_out(context) or stated(context)
        return None if late else (told or named_whole(context))
    draft = by_turn(context) or opened(context)
    if draft is None or not fits_errands(context, draft):
        return None
    if context.slots.place is None and draft.status is Status.ANSWERED:
        draft.note(_whose(context, draft))
    add_caveats(draft, context, [])
    return draft


def _whose(context: Context, draft: Draft) -> str:
    places = {context.notice(c.notice).jurisdiction for c in draft.citations}
    names = [context.place_of(p) for p in places]
    return "" if names == ["国家"] else say("place_missing")
