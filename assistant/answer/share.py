"""Answer who bears the subsidy (财政分担): the parts of the governments, and amounts of shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.facts import facts_of
from assistant.answer.texts import say
from assistant.answer.typed import needs_place, state, typed
from assistant.answer.wording import amount_said, computed_value, phrase, subject, year_words
from assistant.calculate.funding_total import whole_subsidy
from assistant.calculate.funding_words import funding_words
from assistant.calculate.subsidy_share import (
    AREA,
    PAYER,
    RULE,
    SHARE,
    case_of,
    of_area,
    share_of,
    tiers_of,
    tiers_sum,
)
from assistant.keys import SUBSIDY
from assistant.matching.choose import Found
from assistant.model import Ask, Computed, Need, NeedRole, Status
from assistant.understand.asks import SAYS_MONEY, lists_all, spoken_kind
from assistant.understand.lexicon import concept
from corpus.model import Citation, PolicyValue, ValueKind

PHRASE_ENDS = "，。；\n"


def share(context: Context, ask: Ask, found: Found) -> Draft | None:
    """Amounts where they are stated or follow from a share; a ratio asked for stays a ratio."""
    both = SAYS_MONEY.search(context.slots.text)  # 几成，合多少钱
    by_words = spoken_kind(context.slots.text) is ValueKind.RATIO and not both
    if context.slots.change or by_words:
        return _unstated(context, ask, found) if not found.best else typed(context, ask, found)
    values = _holding(context, ask)
    told = _tiers(context, ask, values) or _shares(context, ask, values)
    return told or typed(context, ask, found)


def subsidy(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The subsidy as a whole, or the part of the governments that the question names."""
    named = any(_family(n) == "payer" for n in ask.needs)
    if named:
        return share(context, ask, found)
    whole = tuple(v for v in found.best if not case_of(v, PAYER))
    parts = lists_all(context.slots.text) or not whole
    return typed(context, ask, found if parts else replace(found, best=whole))


def undivided(context: Context) -> Draft | None:
    """The whole subsidy, where what one government bears of it is asked for and not stated."""
    asked = [a for a in context.slots.asks if a.topic == SUBSIDY]
    if not asked or context.slots.change or spoken_kind(context.slots.text) is ValueKind.RATIO:
        return None
    ask = asked[0]
    if not any(_family(n) == "payer" for n in ask.needs):
        return None
    values = tuple(v for v in _holding(context, ask) if v.key == SUBSIDY)
    whole = whole_subsidy(values)
    if len(whole) != 1 or _areas(ask) or any(v not in whole for v in values):
        return None
    draft = Draft()
    state(draft, context, whole)
    draft.lines.append(say("share_undivided"))
    add_caveats(draft, context, whole)
    return draft


def _holding(context: Context, ask: Ask) -> tuple[PolicyValue, ...]:
    """Subsidies and shares that hold; none where the place's notices are about other things."""
    if context.matcher.upper.asks_others(ask, context.slots, context.notices):
        return ()
    values = facts_of(context, RULE).values
    return () if needs_place(context, values) and not _areas(ask) else values


def _family(need: Need) -> str:
    if need.role is not NeedRole.RESTRICTOR:
        return ""
    return concept(need.id.split("+")[0]).family or ""


def _areas(ask: Ask) -> tuple[str, ...]:
    """The words of the class of areas that the question names: 中部地区, 中部."""
    return tuple(f for n in ask.needs if _family(n) == "area" for f in n.forms)


def _tiers(context: Context, ask: Ask, values: Sequence[PolicyValue]) -> Draft | None:
    """The amounts of the governments that the question names; several are summed if asked."""
    words = funding_words()
    asked = words.tiers_in(context.slots.text)
    parts = tiers_of([v for v in values if v.key == SUBSIDY])
    fitting = [v for v in parts if words.tiers_in(case_of(v, PAYER)) & asked]
    if not fitting or _areas(ask):
        return None
    draft = Draft()
    covered = frozenset(t for v in fitting for t in words.tiers_in(case_of(v, PAYER)))
    if covered == asked and len(fitting) > 1:
        whole = whole_subsidy(tuple(v for v in values if v.key == SUBSIDY))
        _sum(draft, context, fitting, whole[0] if set(fitting) == set(parts) and whole else None)
    state(draft, context, fitting)
    if asked - covered:
        draft.note(say("rest_unanswered"))
    add_caveats(draft, context, fitting)
    return draft


def _sum(
    draft: Draft, context: Context, parts: Sequence[PolicyValue], whole: PolicyValue | None
) -> None:
    """The sum where it is asked for; of all governments, whether it is the stated subsidy."""
    outcome = tiers_sum(parts, whole)
    if not isinstance(outcome, Computed):
        return
    if not whole and not funding_words().says("together", context.slots.text):
        return
    total = amount_said(outcome)
    name = {"equals": "tiers_equal", "differs": "tiers_differ"}.get(outcome.state, "tiers_sum")
    draft.lines.append(say(name, total=total))
    region = context.place_of(parts[0].jurisdiction)
    names = "、".join(case_of(v, PAYER) for v in parts)
    draft.values.append(computed_value(outcome, parts[0], region, names))
    draft.steps += outcome.steps
    for value in outcome.used:
        rest_on(draft, context, value)


def _shares(context: Context, ask: Ask, values: Sequence[PolicyValue]) -> Draft | None:
    """Shares of the subsidy with the amounts they come to, of the area asked or of each."""
    shares = _of_payer(context, [v for v in values if v.key == SHARE])
    asked = _areas(ask)
    fitting = [v for v in shares if not asked or any(of_area([v], a) for a in asked)]
    if not shares or not fitting:
        return _without(context, shares, asked)
    told = [(v, _amount(context, v)) for v in _of_place(context, fitting)]
    if not any(o for _, o in told):
        return None
    draft = Draft()
    for value, outcome in told:
        _tell(draft, context, value, outcome)
    if len(told) > 1 and not asked and context.slots.place:
        draft.note(say("share_places", place=context.place_name))
    add_caveats(draft, context, [v for v, _ in told])
    return draft


def _of_payer(context: Context, shares: list[PolicyValue]) -> list[PolicyValue]:
    words = funding_words()
    asked = words.tiers_in(context.slots.text)
    return [v for v in shares if not asked or words.tiers_in(case_of(v, PAYER)) & asked]


def _of_place(context: Context, shares: list[PolicyValue]) -> list[PolicyValue]:
    """Those of the place's own class, where the notice says which class it is of."""
    place = context.slots.place
    if place is None:
        return shares
    return [v for v in shares if context.matcher.areas.fits(v, place.at.adcode)]


def _amount(context: Context, value: PolicyValue) -> Computed | None:
    """The amount behind a share of the subsidy that its own notice states."""
    own = tuple(v for v in context.library.values([value.notice]) if v.key == SUBSIDY)
    found = [o for w in whole_subsidy(own) if isinstance(o := share_of(value, w), Computed)]
    return found[0] if len(found) == 1 else None


def _tell(draft: Draft, context: Context, value: PolicyValue, outcome: Computed | None) -> None:
    if outcome is None or not isinstance(outcome.value, Decimal):
        state(draft, context, [value])
        return
    head = f"{context.whose(value.jurisdiction)}{year_words(outcome.used[0])}"
    figures = {"label": subject(value), "share": phrase(value), "amount": amount_said(outcome)}
    draft.lines.append(say("share_amount", head=head, **figures))
    region = context.place_of(value.jurisdiction)
    draft.values.append(computed_value(outcome, outcome.used[0], region, case_of(value, AREA)))
    draft.steps += outcome.steps
    for used in outcome.used:
        rest_on(draft, context, used)


def _unstated(context: Context, ask: Ask, found: Found) -> Draft | None:
    """A class of areas whose share is asked for and not stated."""
    shares = _of_payer(context, [v for v in _holding(context, ask) if v.key == SHARE])
    asked = _areas(ask)
    if any(of_area([v], a) for v in shares for a in asked):
        return None
    return _without(context, shares, asked)


def _without(context: Context, shares: Sequence[PolicyValue], asked: Sequence[str]) -> Draft | None:
    """Shares are stated, but none for this area: the notice's own words on it, and no figure."""
    if not shares or not asked:
        return None
    named = next((a for a in reversed(asked) if a in context.slots.text), asked[-1])
    draft = Draft(status=Status.UNANSWERABLE, reason="no_source")
    draft.lines.append(say("share_unstated", area=named))
    quoted = _passage(context, shares[0], named)
    if quoted:
        draft.status, draft.reason = Status.ANSWERED, None
        draft.lines.append(say("as_stated", quote=quoted.quote))
        draft.cite(quoted)
    return draft


def _passage(context: Context, value: PolicyValue, words: str) -> Citation | None:
    """The phrase on an area in the clause of the other shares."""
    clause = context.library.clause(value.citations.value.clause)
    text = context.library.text(value.notice)
    at = text.find(words, clause.start, clause.end)
    if at < 0:
        return None
    start = max(text.rfind(mark, clause.start, at) for mark in PHRASE_ENDS) + 1
    ends = [text.find(mark, at, clause.end) for mark in PHRASE_ENDS]
    end = min((e for e in ends if e >= 0), default=clause.end)
    start = max(start, clause.start)
    update = {"start": start, "end": end, "quote": text[start:end]}
    return value.citations.value.model_copy(update=update)
