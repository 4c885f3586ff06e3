"""How much of a figure's own case, group and name a claim tells (说到了多少)."""

from __future__ import annotations

import re

from assistant.check.counted import segment_of
from assistant.check.lexicon import check_words
from assistant.check.pasted import CELL
from assistant.check.reading import Reading
from assistant.check.sharing import Words, words_of
from assistant.matching.profile import Profile
from corpus.model import Bound, ConditionKind, PolicyValue

NAMED = re.compile("作?为[^，；：。]+")
TOLD = 0.3
"""The share of a special case's words that a claim must have to speak of it."""


def takes_in(value: PolicyValue, text: str) -> bool:
    """Whether a value is also of those to whom a claim extends it (，村卫生室也要)."""
    more = check_words().extends.search(text)
    if more is None:
        return True
    group = value.group.text if value.group else ""
    return words_of(more["whom"]).share_in(words_of(f"{narrowed(value)}，{group}")) == 1


def narrowed(value: PolicyValue) -> str:
    """The cases of a value in the notice's words."""
    return "，".join(c.text for c in value.conditions)


def unasked(value: PolicyValue, said: Words) -> bool:
    """Whether a value is for a special case that the claim doesn't speak of."""
    cases = [words_of(c.text) for c in value.conditions if c.kind is ConditionKind.OTHER]
    return any(case.share_in(said) < TOLD for case in cases)


def told_cases(value: PolicyValue, said: Words) -> list[Words]:
    """The special cases of a value (同时患有两种疾病) that the claim tells in full."""
    cases = [words_of(c.text) for c in value.conditions if c.kind is ConditionKind.OTHER]
    return [case for case in cases if case and case.share_in(said) == 1]


def touches(value: PolicyValue, said: Words) -> bool:
    """Whether a claim has words of a value's group, or tells its case in full (糖尿病的限额)."""
    if told_cases(value, said):
        return True
    return value.group is not None and words_of(value.group.text).share_in(said) > 0


def told_label(profile: Profile, value: PolicyValue, reading: Reading) -> float:
    """How much of the name of a table's column a claim tells (转外备案后支付比例)."""
    label = words_of(value.label)
    if CELL not in profile.sentence or not label:
        return 1.0
    return label.share_in(reading.led | reading.context)


def right_before(profile: Profile) -> Words:
    """What stands right before a figure, which tells it from its neighbours (糖尿病|为600元)."""
    return words_of(segment_of(profile.lead))


def around_day(profile: Profile, value: PolicyValue) -> Words:
    """What stands right before a day, and behind it (以11月30日为认定截止日)."""
    behind = profile.sentence[len(profile.lead) + len(value.citations.value.quote) :]
    named = NAMED.match(behind)
    return right_before(profile) | words_of(named.group() if named else "")


def sums_up(text: str) -> bool:
    """Whether a figure is told as a sum of others (合计)."""
    return bool(check_words().sums.search(text))


def same_limit(said: PolicyValue, stated: PolicyValue) -> bool:
    """Whether both are told as a least, or both as a most."""
    return said.bound is not Bound.EXACT and said.bound is stated.bound
