"""What a question says of insurance, of penalties and of beginnings that a value must not cross
(别的制度、罚则、止期)."""

from __future__ import annotations

from assistant.keys import FEE
from assistant.matching.profile import Profile
from assistant.model import Ask, NeedRole, Slots
from assistant.understand.asks import BASIC
from assistant.understand.cues import cues
from assistant.understand.lexicon import concept
from corpus.model import Bound, ConditionKind, PolicyValue

FLOWS = "flows.yaml"
INSURED = ("insured_employee", "insured_resident")
STARTS = ("effective_date",)
OWN_FEES = ("long_term_care", "employee_insurance")


def of_other_insurance(slots: Slots, value: PolicyValue) -> bool:
    """Whether a value is stated for employees where residents are asked about, or vice versa."""
    own = _insured("、".join(c.text for c in value.conditions if c.kind is ConditionKind.INSURED))
    asked = _insured(slots.text)
    return len(asked) == 1 and bool(own) and not own & asked


def fee_of_other_scheme(ask: Ask, profile: Profile) -> bool:
    """Whether a fee is that of another scheme alone (长护险每人20元), and nobody asks of it."""
    asked = {n.id for n in ask.needs if n.role is NeedRole.PROGRAMME}
    own = profile.programmes
    other = any(p in OWN_FEES or concept(p).foreign for p in own)
    return ask.topic == FEE and other and BASIC not in own and not asked & own


def _insured(text: str) -> set[str]:
    return {name for name in INSURED if any(f in text for f in concept(name).forms)}


def unasked_penalty(question: str, sentence: str) -> bool:
    """Whether a figure is a fine or what is taken back (处骗取金额1倍), and nobody asks of one."""
    says = cues(FLOWS).says
    return says("penalty", sentence) and not says("penalty_asked", question)


def ends_where_begins(ask: Ask, slots: Slots, value: PolicyValue) -> bool:
    """Whether a day is the last (执行至12月31日) where the first is asked (什么时候开始执行)."""
    last = value.key in STARTS and value.bound is not Bound.AT_LEAST
    return last and value.key in ask.keys and cues(FLOWS).says("begins", slots.text)
