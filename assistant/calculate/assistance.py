"""Assistance with the fee (资助参保): which groups get what, and what one person gets."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.calculate.aid_terms import NO_TERMS, TERMS, AidTerms, measure, terms_of, unmeasured
from assistant.calculate.amounts import MONEY, amount_of, stated, unit_of
from assistant.calculate.figures import plain
from assistant.calculate.individual_fee import WHOLE, individual_fee
from assistant.calculate.rule import Facts, Inputs, Insured, Rule, cites
from assistant.keys import AID, FEE
from assistant.matching.groups import Fit, fit
from assistant.model import CitedStep, Computed, NoRule, Outcome, Person
from corpus.model import PolicyValue, ValueKind

ALL, SHARE, FIXED = "whole", "share", "fixed"


class AidInputs(Inputs):
    """Whose assistance is asked; nobody in particular lists all groups."""

    person: Insured = Insured()


def assistance(
    groups: tuple[str, ...],
    aids: Sequence[PolicyValue],
    own: PolicyValue | None = None,
    fees: Sequence[PolicyValue] = (),
    terms: AidTerms = NO_TERMS,
) -> Outcome:
    """What a person of these assistance groups gets of the notices' ``aids``.

    ``own`` is the fee of this person, by which shares become amounts as ``terms`` say; it is one
    of ``fees``. Of several assistances the highest is the result where the terms say so; else all
    stand in ``parts``.
    ``NoRule("not_listed")``: no list names any of the groups, which is not a no.
    """
    fitting = [v for v in aids if v.group and groups and fit(v, groups) is Fit.YES]
    if not fitting:
        return NoRule(why="not_listed")
    parts = tuple(_worth(v, own, fees, terms) for v in dict.fromkeys(fitting))
    if len({(p.value, p.unit, p.bound) for p in parts}) == 1:
        return parts[0]
    highest = terms.highest
    best = _highest(parts) if highest else None
    if best is None or highest is None:
        return Computed(value=None, used=tuple(fitting), parts=parts, state="several")
    step = CitedStep(text=highest.citation.quote, citations=(highest.citation,))
    return best.model_copy(update={"steps": (*best.steps, step), "parts": parts})


def _worth(
    aid: PolicyValue,
    fee: PolicyValue | None = None,
    fees: Sequence[PolicyValue] = (),
    terms: AidTerms = NO_TERMS,
) -> Computed:
    """An assistance as it stands; a share also as the amount it comes to, if it is known of what.

    「按一档标准的60%」 stays a share for a student, whose fee has no tiers.
    """
    label = aid.group.text if aid.group else ""
    if aid.kind is ValueKind.WAIVER or aid.value == WHOLE:
        step = CitedStep(text=aid.citations.value.quote, citations=cites(aid))
        return Computed(value=WHOLE, unit="%", steps=(step,), used=(aid,), label=label, state=ALL)
    own = stated(aid, label)
    state = FIXED if unit_of(aid) == MONEY else SHARE
    own = own.model_copy(update={"state": state})
    if state == FIXED or fee is None or unmeasured(aid, fee):
        return own
    return _share_amount(aid, measure(aid, fee, fees, terms), own)


def _share_amount(aid: PolicyValue, fee: PolicyValue, own: Computed) -> Computed:
    amount = amount_of(fee) * amount_of(aid) / WHOLE
    text = f"{plain(amount_of(fee))} × {plain(amount_of(aid))}% = {plain(amount)}（元）"
    step = CitedStep(text=text, citations=cites(fee, aid))
    update = {"value": amount, "unit": MONEY, "bound": fee.bound, "steps": (step,)}
    return own.model_copy(update={**update, "used": (fee, aid), "parts": (own,)})


def _highest(parts: Sequence[Computed]) -> Computed | None:
    """The highest of amounts of one unit; the whole fee beats them all; ``None`` when unsure."""
    whole = next((p for p in parts if p.state == ALL), None)
    if whole:
        return whole
    if len({p.unit for p in parts}) > 1 or any(p.bound != "exact" for p in parts):
        return None
    return max(parts, key=lambda p: p.amount)


def own_fee(person: Person, fees: Sequence[PolicyValue]) -> PolicyValue | None:
    """The fee that the person would pay without assistance, if it can be told."""
    outcome = individual_fee(person, (), fees, ())
    return outcome.used[0] if isinstance(outcome, Computed) and outcome.used else None


def _apply(inputs: AidInputs, facts: Facts) -> Outcome:
    person = inputs.person.person
    aids = [v for v in facts.of(AID) if v.group]
    if not aids:
        return NoRule(why=AID)
    if not person.keys:
        listed = tuple(_worth(v) for v in aids)
        return Computed(value=None, used=tuple(aids), parts=listed, state="list")
    notices, fees = {v.notice for v in aids}, facts.of(FEE)
    terms = terms_of([p for p in facts.passages if p.citation.notice in notices])
    return assistance(person.keys, aids, own_fee(person, fees), fees, terms)


RULE = Rule(
    name="assistance",
    title="参保资助",
    purpose="困难群众参保能得到多少资助：列出资助对象和标准；没有列出的人群只说没有列出。",
    keys=(AID, FEE),
    inputs=AidInputs,
    apply=_apply,
    passages=TERMS,
)
