"""What the basic insurance pays (基本医保报销): by setting, hospital, stay, town and group."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pydantic import Field

from assistant.calculate.benefit import Claim, Keys, benefit
from assistant.calculate.cases import case_of
from assistant.calculate.rule import Facts, Inputs, Insured, Rule
from assistant.keys import VISIT_CAP
from assistant.model import Outcome

KEYS = Keys(
    deductible=("deductible",),
    ratio=("reimbursement_ratio", "inpatient_ratio"),
    cap=("cap",),
    visit=(VISIT_CAP,),
)
MOST = Decimal("1e9")


class ReimbursementInputs(Inputs):
    """The cost, the case it arose in, and the person."""

    amount: Decimal = Field(ge=0, le=MOST, description="政策范围内费用，元")
    setting: str = Field("", description="住院、门诊、门诊慢特病、两病等")
    hospital: str = Field("", description="医疗机构级别，如 三级医院、乡镇卫生院")
    away: str = Field("", description="到参保地以外就医时填：市外已备案、市外未备案")
    visit: int = Field(1, ge=1, le=99, description="本年度第几次住院")
    item: str = Field("", description="病种或项目，如 透析")
    person: Insured = Insured()


def _apply(inputs: ReimbursementInputs, facts: Facts) -> Outcome:
    person = inputs.person.person
    words = "，".join((inputs.setting, inputs.hospital, inputs.away, inputs.item))
    case = replace(case_of(words, person.keys, person.age), visit=inputs.visit)
    return benefit(Claim(inputs.amount, case), KEYS, facts)


RULE = Rule(
    name="reimbursement",
    title="医保报销",
    purpose="居民基本医保报多少：政策范围内费用减起付线，乘支付比例，不超过最高支付限额。",
    keys=KEYS.all,
    inputs=ReimbursementInputs,
    apply=_apply,
    roles=("standard", "change"),
)
