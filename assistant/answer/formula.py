"""A sum that the notice divides (计发公式): 个人账户养老金等于个人账户全部储存额除以139."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from assistant.answer.caveats import level_note
from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE, joined
from assistant.answer.opened import cite, current
from assistant.answer.texts import say
from assistant.calculate.figures import plain
from assistant.model import AnswerValue, CitedStep
from assistant.understand.cues import cues
from corpus.model import Bound, Citation, Clause

FILE, FEN, SHARED = "flows.yaml", Decimal("0.01"), 2


def by_formula(context: Context) -> Draft | None:
    """What the sum in the question comes to by the notice's own division; ``None`` without one."""
    slots = context.slots
    if slots.place is None or len(slots.amounts) != 1 or not cues(FILE).says("out_of", slots.text):
        return None
    for notice in current(context):
        for clause in context.library.entries[notice].document.clauses:
            for sentence in SENTENCE.finditer(clause.text):
                found = cues(FILE).search("divided", sentence.group())
                if found and _speaks_of(slots.text, found["base"]):
                    return _reckoned(context, clause, sentence, found)
    return None


def _speaks_of(question: str, base: str) -> bool:
    """Whether the question's sum is of what is divided (个人账户 of 个人账户全部储存额)."""
    return any(base[i : i + SHARED] in question for i in range(len(base) - SHARED + 1))


def _reckoned(
    context: Context, clause: Clause, sentence: re.Match[str], rule: re.Match[str]
) -> Draft:
    amount, months = context.slots.amounts[0], Decimal(rule["n"])
    share = (amount / months).quantize(FEN, ROUND_HALF_UP)
    exact = share * months == amount
    place = context.place_of(context.notice(clause.notice).jurisdiction)
    draft, cited = Draft(), cite(clause, sentence)
    sign, sum_ = ("=", plain(share)) if exact else ("≈", plain(share))
    draft.lines.append(say("formula_is", place=place, what=rule["what"], sum=sum_))
    draft.lines.append(say("as_stated", quote=joined([cited])))
    text = f"{plain(amount)} ÷ {plain(months)} {sign} {sum_}（元）"
    draft.lines.append(say("benefit_steps", steps=text))
    draft.steps.append(CitedStep(text=text, citations=(cited,)))
    draft.cite(cited)
    draft.values.append(_value(rule["what"], sum_, place, exact=exact))
    for beside in _made_of(context, clause, rule["what"]):
        draft.note(say("stated_here", place=place, quote=joined([beside])))
        draft.cite(beside)
    level_note(draft, context, context.notice(clause.notice).jurisdiction)
    return draft


def _value(what: str, amount: str, place: str, *, exact: bool) -> AnswerValue:
    bound = Bound.EXACT if exact else Bound.ABOUT
    return AnswerValue(
        key=None,
        label=what,
        value=amount,
        unit="元/月",
        bound=bound,
        group=None,
        region=place,
        benefit_year=None,
    )


def _made_of(context: Context, clause: Clause, what: str) -> list[Citation]:
    """The sentence that says of what the whole is made (养老金由基础养老金和个人账户养老金组成)."""
    clauses = context.library.entries[clause.notice].document.clauses
    lines = [(c, m) for c in clauses for m in SENTENCE.finditer(c.text)]
    return [
        cite(c, m) for c, m in lines if what in m.group() and cues(FILE).says("made_of", m.group())
    ][:1]
