"""Whether a figure is of a case of its own that a claim isn't of (另一种情形)."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.check.apart import of_another_thing
from assistant.check.cases import other_tier
from assistant.check.equal import Gap
from assistant.check.fit import Fit
from assistant.check.lexicon import check_words
from assistant.check.people import Whom, is_adults
from assistant.check.reading import Reading
from assistant.check.sharing import words_of
from assistant.check.telling import TOLD, narrowed, unasked
from corpus.model import Bound, PolicyValue, Role, ValueKind

MUCH = 0.75
"""The share of a claim's words around a figure whose case the claim names in short."""


def is_beside(reading: Reading, fit: Fit) -> bool:
    """Whether a figure that differs is of something else, and gainsays nothing.

    By how much something changes is said of one case; a group's figure gainsays no claim that is
    of nobody in particular.
    """
    if of_another_thing(reading.statement.text, f"{fit.value.label}，{narrowed(fit.value)}"):
        return True
    if other_tier(reading, fit.value):
        return True  # the whole subsidy is no tier's share of it
    near = reading.led | reading.context
    if fit.value.role is Role.CHANGE and fit.gap is Gap.VALUE:
        named = fit.named and bool(reading.own_concepts) and fit.words >= MUCH
        aside = unasked(fit.value, near) and not named  # 未经转诊 is 未经转诊自行到县外住院的
        return aside or _turned(reading.statement.value, fit.value)
    if fit.value.key in check_words().aggregate and bool(fit.value.group) is not bool(
        reading.people
    ):
        return True  # a rate of all says nothing of that of some
    if fit.value.kind is ValueKind.START and not fit.cases and _beyond(reading.statement.cases):
        return True  # 超过6个月的 is not told of
    group = _group(fit.value)
    return fit.whom is Whom.UNSAID and group != "" and words_of(group).share_in(near) < TOLD


def _beyond(cases: Sequence[PolicyValue]) -> bool:
    """Whether a claim is of what comes after a length of time."""
    return any(c.bound in (Bound.MORE_THAN, Bound.AT_LEAST) for c in cases)


def _turned(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether one tells a rise and the other a fall."""
    if said.delta is None or stated.delta is None:
        return False
    return (said.delta.amount > 0) is not (stated.delta.amount > 0)


def _group(value: PolicyValue) -> str:
    """The words of a value's group, where it is a known one and not the adults."""
    group = value.group
    if group is None or is_adults(value) or not any(m.key for m in group.members):
        return ""
    return group.text
