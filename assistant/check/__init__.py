"""Fact checking (核对): the claims of a pasted text, each with what the notices say of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from assistant.check.checker import Checker
from assistant.model import Verdict

if TYPE_CHECKING:
    from assistant.service import Assistant

__all__ = ["Checker", "check_text"]


def check_text(
    assistant: Assistant, text: str, region: str | None = None, *, as_of: dt.date
) -> tuple[Verdict, ...]:
    """The claims of a text in its order; ``BadText`` when it cannot be checked.

    ``UnknownRegion`` names the nearest places. Places and years of the text go before ``region``.
    """
    return assistant.checker.check(text, region, as_of)
