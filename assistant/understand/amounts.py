"""Sums of money in a question (金额): 「8万」「23000块」「1.5w」, in yuan."""

from __future__ import annotations

import re
from decimal import Decimal

SCALE = {"万": 10_000, "w": 10_000, "W": 10_000, "千": 1_000, "亿": 100_000_000, "": 1}
AMOUNT = re.compile(r"(?<![\d.])(\d{1,9}(?:\.\d{1,2})?)(?:(万|w|W|千)(?:多)?(?:元|块)?|(元|块))")
IN_CONDITION = re.compile(r"(\d+(?:[,，]\d{3})*(?:\.\d+)?)\s*(万|千|亿)?元")
BEYOND, OVER = re.compile(r"以上|往上|开外"), re.compile(r"(?:超过|高于|超出)$")
CENT = Decimal("0.01")
ABOVE = re.compile(r"以上|超过|高于|起付")


def find_amounts(text: str) -> tuple[Decimal, ...]:
    """Amounts with a unit of money or of ten thousand, in the order of the text."""
    return tuple(_amount(text, m) for m in AMOUNT.finditer(text))


def _amount(text: str, match: re.Match[str]) -> Decimal:
    """「10万以上」 asks about what lies above: a fen more decides the band."""
    amount = Decimal(match.group(1)) * SCALE[match.group(2) or ""]
    above = BEYOND.match(text, match.end()) or OVER.search(text[: match.start()])
    return amount + CENT if above else amount


def cost_band(text: str) -> tuple[Decimal, Decimal | None] | None:
    """Lower and upper limit of a band of cost (费用段); ``None`` when the words give none.

    「5万元以上至10万元（含10万元）的部分」 is (50000, 100000); 「10万元以上」 has no upper limit.
    """
    figures = [
        Decimal(m.group(1).replace(",", "").replace("，", "")) * SCALE[m.group(2) or ""]
        for m in IN_CONDITION.finditer(text)
    ]
    limits = sorted(dict.fromkeys(figures))
    if not limits:
        return None
    if len(limits) > 1:
        return limits[0], limits[-1]
    return (limits[0], None) if ABOVE.search(text) else (Decimal(0), limits[0])


def in_band(amount: Decimal, band: tuple[Decimal, Decimal | None]) -> bool:
    """Whether an amount lies above the lower and not above the upper limit."""
    low, high = band
    return amount > low and (high is None or amount <= high)
