"""What the medical assistance pays (医疗救助): by group, above the threshold, up to the limit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pydantic import Field

from assistant.calculate.benefit import Claim, Keys, benefit
from assistant.calculate.case_words import ANY, setting_in
from assistant.calculate.cases import case_of
from assistant.calculate.rule import Facts, Inputs, Insured, Rule
from assistant.model import Outcome

KEYS = Keys(
    deductible=("deductible",), ratio=("reimbursement_ratio", "inpatient_ratio"), cap=("cap",)
)
MOST = Decimal("1e9")


class MedicalAssistanceInputs(Inputs):
    """The eligible cost that is left after both insurances, and the group that is assisted."""

    amount: Decimal = Field(
        ge=0, le=MOST, description="经基本医保、大病保险报销后个人自付的合规费用，元"
    )
    income: Decimal | None = Field(None, ge=0, le=MOST, description="上年度人均可支配收入，元")
    setting: str = Field("", description="住院、门诊")
    person: Insured = Insured()


def _apply(inputs: MedicalAssistanceInputs, facts: Facts) -> Outcome:
    person = inputs.person.person
    case = case_of(inputs.setting, person.keys, person.age)
    case = replace(case, setting=setting_in(inputs.setting) or ANY)
    return benefit(Claim(inputs.amount, case, inputs.income), KEYS, facts)


RULE = Rule(
    name="medical_assistance",
    title="医疗救助",
    purpose="医疗救助给多少：个人自付的合规费用减救助起付标准，乘这类人的救助比例，不超过年度限额。",
    keys=KEYS.all,
    inputs=MedicalAssistanceInputs,
    apply=_apply,
    programme="medical_assistance",
    roles=("standard", "change"),
)
