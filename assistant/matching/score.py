"""How well a value answers (打分): it only chooses among values that pass every test."""

from __future__ import annotations

from difflib import SequenceMatcher

from assistant.keys import FEE
from assistant.matching.groups import closeness
from assistant.matching.needs import HEADING, SENTENCE, STRONG, has_item
from assistant.matching.profile import Profile
from assistant.model import Ask, NeedRole
from assistant.understand.asks import narrows
from corpus.model import PolicyValue

PER_DEPTH, DEEPEST = 0.7, 4
PER_SHARED_CHARACTER, MOST_SHARED = 0.5, 4


def beside_item(level: float, value: PolicyValue) -> float:
    """A word of the sentence may be another item's: 透析 beside 恶性肿瘤3万元."""
    return level - 1.0 if level == SENTENCE and has_item(value) else level


def weight(ask: Ask, levels: list[float]) -> float:
    """The sum of the levels; that the label repeats the programme's name counts for little.

    What only helps to find a clause chooses no fee: 户籍 said of minors is none of 农村户口's.
    """
    pairs = list(zip(ask.needs, levels, strict=True))
    if ask.topic == FEE:
        pairs = [(n, v) for n, v in pairs if n.role is not NeedRole.RESTRICTOR or narrows(n)]
    return sum(min(v, 1.0) if n.role is NeedRole.PROGRAMME else v for n, v in pairs)


def group_bonus(ask: Ask, value: PolicyValue, keys: tuple[str, ...]) -> float:
    """A bonus for the group: the narrower one beats the wider one, except among fees, where each
    person has a figure of his own; a stated age is as narrow as can be."""
    if ask.topic == FEE:
        return STRONG
    if value.group and (value.group.min_age is not None or value.group.max_age is not None):
        return STRONG + PER_DEPTH * DEEPEST
    return STRONG + PER_DEPTH * min(closeness(value.group, keys), DEEPEST)


def shared_bonus(question: str, profile: Profile) -> float:
    """A bonus for the longest run of characters that question and value share: 失能评估."""
    text = "\n".join((profile.strong, profile.sentence, profile.headings))
    longest = SequenceMatcher(None, question, text, autojunk=False).find_longest_match().size
    return PER_SHARED_CHARACTER * max(0, min(longest - 2, MOST_SHARED))


def is_named(ask: Ask, levels: list[float], terms: list[float]) -> bool:
    """Without a known key something of substance must tie the value to the question."""
    tied = [lv for n, lv in zip(ask.needs, levels, strict=True) if n.role is not NeedRole.PROGRAMME]
    named = [lv for n, lv in zip(ask.needs, levels, strict=True) if n.role is NeedRole.PROGRAMME]
    return any(lv >= HEADING for lv in (*tied, *terms)) or any(lv >= STRONG for lv in named)
