"""Figures that a notice names only to end them (被改掉的数): 将“400元”修改为“500元”."""

from __future__ import annotations

from assistant.check.lexicon import check_words
from corpus.model import PolicyValue, Role


def as_it_stands(value: PolicyValue, sentence: str, lead: str) -> PolicyValue:
    """The figure, as one of the past where its sentence puts another in its place.

    ``lead`` is the sentence as far as the figure.
    """
    behind = sentence[len(lead) + len(value.citations.value.quote) :]
    ended = any(b.search(lead) and a.match(behind) for b, a in check_words().struck)
    if not ended or value.role is Role.PREVIOUS:
        return value
    return value.model_copy(update={"role": Role.PREVIOUS})
