"""What the notices say of a figure (结论): a verdict, the values it rests on, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.model import VerdictKind
from corpus.model import PolicyValue


class Why(StrEnum):
    """In what a claim differs from the notices, or why it no longer holds."""

    VALUE = "value"
    BOUND = "bound"
    UNIT = "unit"
    DELTA = "delta"
    GROUP = "group"
    CASES = "cases"
    KEY = "key"
    YEAR = "year"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Finding:
    """A verdict with the values that it rests on."""

    verdict: VerdictKind
    values: tuple[PolicyValue, ...] = ()
    why: Why | None = None
    now: PolicyValue | None = None  # of an outdated claim: what holds today
    others: tuple[PolicyValue, ...] = field(default=())


NOT_FOUND = Finding(VerdictKind.NOT_FOUND)
