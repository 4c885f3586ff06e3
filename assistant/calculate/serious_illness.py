"""What the serious illness insurance pays (大病保险): threshold, bands, tilt for groups, cap."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.calculate.benefit import Claim, Keys, benefit, deductible, most
from assistant.calculate.case_words import ANY
from assistant.calculate.cases import case_of
from assistant.calculate.rule import Facts, Inputs, Insured, Rule
from assistant.model import NeedsInput, Outcome

KEYS = Keys(
    deductible=("serious_illness_deductible", "deductible"),
    ratio=("serious_illness_ratio", "reimbursement_ratio"),
    cap=("serious_illness_cap", "cap"),
)
MOST = Decimal("1e9")


class SeriousIllnessInputs(Inputs):
    """The eligible cost that is left to the person, who it is, and the income where needed."""

    measure: Literal["payment", "deductible", "cap"] = Field(
        "payment", description="算什么：报销额、起付标准、最高支付限额"
    )
    amount: Decimal | None = Field(None, ge=0, le=MOST, description="个人自付的合规费用，元")
    income: Decimal | None = Field(None, ge=0, le=MOST, description="上年度人均可支配收入，元")
    away: str = Field("", description="到参保地以外就医时填：市外已备案、市外未备案")
    person: Insured = Insured()


def _apply(inputs: SeriousIllnessInputs, facts: Facts) -> Outcome:
    person = inputs.person.person
    case = replace(case_of(inputs.away, person.keys, person.age), setting=ANY)
    claim = Claim(inputs.amount or Decimal(0), case, inputs.income)
    if inputs.measure == "cap":
        return most(claim, KEYS, facts)
    if inputs.measure == "deductible":
        return deductible(claim, KEYS, facts, inputs.amount)
    if inputs.amount is None:
        return NeedsInput(slots=("amount",))
    return benefit(claim, KEYS, facts)


RULE = Rule(
    name="serious_illness",
    title="大病保险",
    purpose="大病保险报多少：个人自付的合规费用超过起付标准的部分分段支付；也算起付标准和限额。",
    keys=KEYS.all,
    inputs=SeriousIllnessInputs,
    apply=_apply,
    programme="serious_illness",
    roles=("standard", "change"),
)
