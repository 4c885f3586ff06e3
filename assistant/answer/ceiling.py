"""Answer whether a threshold is allowed (起付线合不合规定): held against its ceiling by income."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.facts import facts_of, rest_on_outcome, timeless
from assistant.answer.texts import say
from assistant.answer.typed import state
from assistant.answer.wording import amount_said
from assistant.calculate.income_ceiling import PASSAGE, RULE, income_ceiling, own_threshold
from assistant.calculate.lexicon import benefits
from assistant.calculate.rule import Facts
from assistant.model import Computed, MoneyRole

HEDGE = "原则上"


def ceiling(context: Context) -> Draft | None:
    """Heard where the question names an income and a threshold and asks if that is allowed."""
    slots, lexicon = context.slots, benefits()
    words = f"{slots.asked} {slots.text}"
    asked = lexicon.says("asks_threshold", words) and lexicon.says("asks_allowed", words)
    if not asked or slots.income is None or slots.place is None:
        return None
    facts = facts_of(timeless(context), RULE)
    said = [m.amount for m in slots.money if m.role is not MoneyRole.INCOME and m.upto is None]
    outcome = income_ceiling(slots.income, said[-1] if said else None, facts)
    return _told(context, facts, outcome) if isinstance(outcome, Computed) else None


def _told(context: Context, facts: Facts, outcome: Computed) -> Draft:
    draft = Draft()
    passage = next(p for p in facts.passages if p.name == PASSAGE)
    quote = passage.citation.quote
    limit = outcome.parts[0]
    gap = outcome.amount
    threshold = limit.amount + gap if outcome.state == "above" else limit.amount - gap
    held = limit.model_copy(update={"value": threshold})
    figures = {"threshold": amount_said(held), "limit": amount_said(limit)}
    line = f"ceiling_{outcome.state}"
    draft.lines.append(say(line, gap=amount_said(outcome), **figures))
    draft.lines.append(say("as_stated", quote=quote))
    draft.cite(passage.citation)
    if not outcome.used:
        state(draft, context, own_threshold(facts))
    rest_on_outcome(draft, context, outcome)
    draft.note(say("ceiling_hedged") if HEDGE in quote else "")
    return draft
