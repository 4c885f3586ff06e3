"""Of the values that match, those for the question's own case (本情形的数值), where there are any:
for several illnesses at once, for care outside of a stay, for the illness that is named."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.calculate.case_words import ANY, said, setting_in
from assistant.matching.choose import Match
from assistant.matching.needs import OUTPATIENT
from assistant.model import Ask, Slots
from corpus.model import PolicyValue


def own_cases(matches: list[Match], ask: Ask, slots: Slots) -> list[Match]:
    """The matches for the case of the question; all where none is its own."""
    found = _of_named(_of_several(matches, slots.text), slots.unknown_terms)
    return found if said("counts_in", slots.text) else _of_outpatients(found, ask)


def fitted_first(matches: list[Match], slots: Slots) -> list[Match]:
    """A group's own rule before the general one, unless a word of the question is another's own.

    「灵活就业只交单建统筹」 asks for the rate of 以单建统筹方式参保的, not the other.
    """
    fitted = [m for m in matches if m.fitted]
    for word in dict.fromkeys((*slots.unknown_terms, *slots.content_words)):
        own = [m for m in matches if any(word in text for text in _own_words(m.value))]
        same = {m.value.clause for m in fitted}
        if len(word) > 1 and own and all(not m.fitted and m.value.clause in same for m in own):
            return own
    return fitted


def _of_outpatients(matches: list[Match], ask: Ask) -> list[Match]:
    """Of figures for care outside of a stay none that is one with a stay's (住院和门诊合计15万元),
    where there are others."""
    if not any(n.id == OUTPATIENT for n in ask.needs):
        return matches
    alone = [m for m in matches if not any(setting_in(t) == ANY for t in _own_words(m.value))]
    return alone or matches


def _of_several(matches: list[Match], text: str) -> list[Match]:
    """For one who has two illnesses the figure for both, where there is one (两病兼有的700元)."""
    if not said("several_told", text):
        return matches
    both = [m for m in matches if any(said("several", t) for t in _own_words(m.value))]
    return both or matches


def _own_words(value: PolicyValue) -> tuple[str, ...]:
    return (value.label, *(c.text for c in value.conditions))


def _of_named(matches: list[Match], terms: Sequence[str]) -> list[Match]:
    """Of figures of one clause that their labels tell apart (高血压每年限额，糖尿病每年限额) those
    whose label has the word of the question."""
    for term in terms:
        own = [m for m in matches if term in m.value.label]
        listed = {(m.value.clause, m.value.key) for m in own}
        others = [m for m in matches if (m.value.clause, m.value.key) not in listed]
        matches = [*own, *others]
    return matches
