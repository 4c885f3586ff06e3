"""What is told beside a ratio (比例以外) where only 报多少 or 救助多少 is asked."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.typed import state
from assistant.calculate import medical_assistance, reimbursement
from assistant.calculate.lexicon import benefits
from assistant.calculate.readings import reading
from assistant.model import Status
from assistant.understand.asks import ASSISTANCE
from assistant.understand.phrasing import phrasing
from corpus.model import ConditionKind, PolicyValue

CASES = (ConditionKind.AREA, ConditionKind.OTHER)


def beside_ratio(context: Context, draft: Draft) -> Draft:
    """The draft with what somebody who asks 「能报多少」 needs as much as the ratio; who asks for
    the ratio by its name (百分之几) gets that alone."""
    ratios = [v for v in draft.rested if v.key in reimbursement.KEYS.ratio]
    named = benefits().says("asks_share", context.slots.text)
    if draft.status is not Status.ANSWERED or named or context.slots.money or not ratios:
        return draft
    _threshold(context, draft, ratios)
    _limit(context, draft, ratios[-1])
    return draft


def _threshold(context: Context, draft: Draft, ratios: list[PolicyValue]) -> None:
    """「没转诊自己去西安，能报多少」: the threshold of treatment elsewhere, by the same words."""
    keys = reimbursement.KEYS.deductible
    told = [v for v in ratios if reading(v, context.matcher.surroundings(v)).away]
    if told and not any(v.key in keys for v in draft.rested):
        beside = [v for v in _of_clause(context, told[-1], keys) if _cases(v) == _cases(told[-1])]
        state(draft, context, beside[:1])


def _limit(context: Context, draft: Draft, ratio: PolicyValue) -> None:
    """「能救助多少」: the limit of the year beside the ratio of the assistance."""
    keys = medical_assistance.KEYS.cap
    aided = ASSISTANCE in context.matcher.profiler.of(ratio).programmes
    asked = aided and phrasing().aided_sum.search(context.slots.text)
    if asked and not any(v.key in keys for v in draft.rested):
        limits = _of_clause(context, ratio, keys)
        own = [v for v in limits if v.group and ratio.group and v.group.text == ratio.group.text]
        state(draft, context, own[:1])


def _of_clause(context: Context, value: PolicyValue, keys: tuple[str, ...]) -> list[PolicyValue]:
    """The figures of some keys in a value's own clause."""
    stated = context.library.values([value.notice])
    return [v for v in stated if v.clause == value.clause and v.key in keys]


def _cases(value: PolicyValue) -> set[str]:
    """The place and the way of treatment that a value's own words name."""
    return {c.text for c in value.conditions if c.kind in CASES}
