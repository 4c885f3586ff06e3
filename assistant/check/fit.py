"""A figure of the notices that a statement may be about (可能说的数值)."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.check.equal import Gap
from assistant.check.people import Whom
from corpus.model import PolicyValue


@dataclass(frozen=True)
class Fit:
    """A figure that a statement may be about: how well it fits, and in what it differs."""

    value: PolicyValue
    score: float
    words: float
    keyed: bool
    whom: Whom
    gap: Gap | None
    cases: bool  # the lengths of time and ages beside it are the notice's too
    named: bool  # so are all cases that the claim names
    carried: bool  # and every other number that it holds
    told: int = 0  # how many words of the figure's special cases the claim tells in full
    depth: int = 0  # how narrowly the figure's group is about the claim's people
    touched: bool = False  # the claim has words of the figure's group or case (糖尿病的限额)

    @property
    def equal(self) -> bool:
        """Whether the notice says just this."""
        told = self.cases and self.named and self.carried
        return self.gap is None and told and self.whom in (Whom.ALL, Whom.SAME, Whom.UNSAID)

    @property
    def differs(self) -> bool:
        """Whether the notice says something else, and not only less than the claim."""
        return self.gap is not None or not self.cases or self.whom is Whom.WIDER
