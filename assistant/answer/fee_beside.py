"""What is told beside a fee (缴费的另外规定): of residence permits, of late payers, its limit."""

from __future__ import annotations

import re

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.errands import told_of
from assistant.answer.fee import fee
from assistant.answer.late_fee import LATE, is_late
from assistant.answer.opened import cite
from assistant.answer.texts import say
from assistant.answer.turn import by_turn, told_already
from assistant.answer.typed import state
from assistant.keys import FEE
from assistant.matching.choose import Found
from assistant.model import Ask, Status
from assistant.understand.lexicon import people
from corpus.model import Bound, PolicyValue

RESIDENT = "residence_permit"
FULL_TIME = "全日制"


def fee_told(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The fee, with what a careful official adds to it."""
    draft = fee(context, ask, found) or _as_residents(context, ask)
    if draft is not None and draft.status is Status.ANSWERED:
        _up_to(draft, context)
        _late_too(draft, context)
        _part_time(draft, context)
    return draft


def _as_residents(context: Context, ask: Ask) -> Draft | None:
    """Everybody's fee for holders of a residence permit, where a notice says it is theirs too."""
    needs = tuple(n for n in ask.needs if n.id != RESIDENT)
    same = told_of(context, "same_terms") if len(needs) < len(ask.needs) else None
    if same is None:
        return None
    plain = ask.model_copy(update={"needs": needs})
    draft = fee(context, plain, context.find(plain))
    if draft is not None:
        draft.add(same)
    return draft


def _up_to(draft: Draft, context: Context) -> None:
    """The highest fee that places may set, beside the floor of the same clause (430元至460元)."""
    floors = [v for v in draft.rested if v.key == FEE and v.bound is Bound.AT_LEAST]
    if not floors or len(floors) < len([v for v in draft.rested if v.key == FEE]):
        return
    limits = [v for v in context.library.values([floors[0].notice]) if _limits(v, floors)]
    state(draft, context, limits)
    add_caveats(draft, context, limits)


def _limits(value: PolicyValue, floors: list[PolicyValue]) -> bool:
    at_most = value.key == FEE and value.bound is Bound.AT_MOST
    return at_most and value.clause in {v.clause for v in floors}


def _part_time(draft: Draft, context: Context) -> None:
    """Who studies beside work (函授) is no full-time pupil, where the notice speaks of these."""
    named = [p.words for p in context.slots.persons if p.words in people().part_time]
    if not named or not any(v.key == FEE for v in draft.rested):
        return
    texts = [context.library.clause(v.clause) for v in draft.rested if v.key == FEE]
    if clause := next((c for c in texts if FULL_TIME in c.text), None):
        draft.note(say("full_time_only", words="、".join(named), full_time=FULL_TIME))
        draft.cite(*[cite(clause, m) for m in re.finditer(FULL_TIME, clause.text)][:1])


def _late_too(draft: Draft, context: Context) -> None:
    """After the collection window: what is said of late payers, and of the person's own case."""
    slots = context.slots
    if slots.place is None or (slots.year and slots.year.explicit) or not is_late(context):
        return
    for told in (by_turn(context), told_of(context, LATE)):
        if told is not None and not told_already(draft, told):
            draft.add(told)
