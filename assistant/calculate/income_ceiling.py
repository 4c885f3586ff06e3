"""Whether a threshold keeps to its ceiling by income (起付标准原则上不高于上年度人均可支配收入)."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from assistant.calculate.bands import WHOLE, to_fen
from assistant.calculate.figures import plain
from assistant.calculate.rule import Facts, Inputs, Passage, Rule, cites
from assistant.model import CitedStep, Computed, Conflict, NeedsInput, NoRule, Outcome
from corpus.model import Bound, Citation, PolicyValue, ValueKind

PASSAGE, DEDUCTIBLE = "income_ceiling", "serious_illness_deductible"
MOST = Decimal("1e9")
WITHIN, ABOVE = "within", "above"


class IncomeCeilingInputs(Inputs):
    """The income, and the threshold where it is not the one that the place's notice states."""

    income: Decimal = Field(ge=0, le=MOST, description="上年度人均可支配收入，元")
    threshold: Decimal | None = Field(None, ge=0, le=MOST, description="起付标准，元；不填按通知")


def own_threshold(facts: Facts) -> tuple[PolicyValue, ...]:
    """The threshold for everybody that the place's notice states in yuan."""
    found = facts.of(DEDUCTIBLE)
    return tuple(
        v for v in found if v.kind is ValueKind.MONEY and v.group is None and v.bound is Bound.EXACT
    )


def income_ceiling(income: Decimal, threshold: Decimal | None, facts: Facts) -> Outcome:
    """``Computed.state`` is within or above, ``value`` what the threshold lies off the ceiling.

    The first part is the ceiling itself. Without a threshold the notice's own is held against it:
    ``NeedsInput`` where there is none, ``Conflict`` where there are several.
    """
    told = next((p for p in facts.passages if p.name == PASSAGE), None)
    if told is None:
        return NoRule(why=PASSAGE)
    own = own_threshold(facts)
    if threshold is None:
        if not own:
            return NeedsInput(slots=("threshold",))
        if len({v.value for v in own}) > 1:
            return Conflict(values=own)
    held = threshold if threshold is not None else own[0].value
    if not isinstance(held, Decimal):
        return NoRule(why=DEDUCTIBLE)
    used = tuple(v for v in own[:1] if v.value == held)
    return _held(held, income, told, used)


def _held(held: Decimal, income: Decimal, told: Passage, used: tuple[PolicyValue, ...]) -> Computed:
    ceiling, cited = _ceiling(income, told), (*cites(*used), told.citation)
    above = held > ceiling.amount
    high, low = (held, ceiling.amount) if above else (ceiling.amount, held)
    sign = ">" if above else "≤"
    text = f"{plain(held)} {sign} {plain(ceiling.amount)}"
    text += f"，{plain(high)} − {plain(low)} = {plain(high - low)}（元）"
    step = CitedStep(text=text, citations=cited)
    return Computed(
        value=high - low,
        unit="元",
        steps=(*ceiling.steps, step),
        used=used,
        state=ABOVE if above else WITHIN,
        parts=(ceiling,),
    )


def _ceiling(income: Decimal, told: Passage) -> Computed:
    """The income itself, or the share of it that the sentence names (的50%)."""
    share = next((Decimal(w) for w in told.words if w.isdigit()), WHOLE)
    cited: tuple[Citation, ...] = (told.citation,)
    if share == WHOLE:
        return Computed(value=income, unit="元")
    limit = to_fen(income * share / WHOLE)
    text = f"{plain(income)} × {plain(share)}% = {plain(limit)}（元）"
    return Computed(value=limit, unit="元", steps=(CitedStep(text=text, citations=cited),))


def _apply(inputs: IncomeCeilingInputs, facts: Facts) -> Outcome:
    return income_ceiling(inputs.income, inputs.threshold, facts)


RULE = Rule(
    name="income_ceiling",
    title="起付标准与收入",
    purpose="大病保险起付标准有没有高于通知规定的上限（上年度居民人均可支配收入）。",
    keys=(DEDUCTIBLE,),
    inputs=IncomeCeilingInputs,
    apply=_apply,
    programme="serious_illness",
    passages=(PASSAGE,),
)
