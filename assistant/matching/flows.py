"""Which way money goes (钱的方向): what one receives is no answer to what one pays, nor a sum paid
once to what comes every month."""

from __future__ import annotations

from functools import lru_cache

from assistant.understand.cues import cues
from corpus.model import Bound, PolicyValue, ValueKind

FLOWS, MONTH = "flows.yaml", "月"


def flows_aside(question: str, value: PolicyValue) -> bool:
    """Whether a value without a known key is no answer by its way, its pace or its end."""
    return flows_another_way(question, value) or no_deadline(question, value)


def flows_another_way(question: str, value: PolicyValue) -> bool:
    """Whether a value without a known key is money that goes another way than is asked, or at
    another pace."""
    if value.kind not in (ValueKind.MONEY, ValueKind.RATIO, ValueKind.WAIVER):
        return False
    own = "\n".join((value.label, *(c.text for c in value.conditions)))
    says = cues(FLOWS).says
    if _receives(question) and (says("paid", value.label) or _is_fund(question, value)):
        return True
    if _pays(question) and says("given", value.label):
        return True
    return says("by_month", question) and not says("once", question) and says("once", own)


def of_asked_pace(question: str, values: list[PolicyValue]) -> list[PolicyValue]:
    """For 「一个月领多少」 the sums that come every month, where there are any."""
    monthly = [v for v in values if MONTH in v.unit]
    return monthly if monthly and cues(FLOWS).says("by_month", question) else values


def _is_fund(question: str, value: PolicyValue) -> bool:
    """Whether money is what an office holds (备用金), which the question does not name."""
    own = "\n".join((value.label, *(c.text for c in value.conditions)))
    return cues(FLOWS).says("funds", own) and not cues(FLOWS).says("funds", question)


@lru_cache(maxsize=256)
def _receives(question: str) -> bool:
    says = cues(FLOWS).says
    return says("receiving", question) and not says("paying", question)


def no_deadline(question: str, value: PolicyValue) -> bool:
    """Whether a day is none until which something can be done: 自…起, or a day of birth."""
    says = cues(FLOWS).says
    if value.kind is not ValueKind.DATE or not says("until", question):
        return False
    own = "\n".join((value.label, *(c.text for c in value.conditions)))
    begins = value.bound in (Bound.AT_LEAST, Bound.MORE_THAN)
    return begins or (says("born", own) and not says("born", question))


@lru_cache(maxsize=256)
def _pays(question: str) -> bool:
    says = cues(FLOWS).says
    return says("paying", question) and not says("receiving", question)
