"""Payment by bands of cost (分段支付), less what is below the threshold, up to the cap.

Amounts are exact ``Decimal`` yuan, ratios per cent. A payment is rounded to the fen, half up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from assistant.calculate.bounds import FLIPPED, add_bounds
from assistant.calculate.figures import plain
from assistant.calculate.lexicon import benefits
from corpus.model import Bound

ZERO, WHOLE, FEN = Decimal(0), Decimal(100), Decimal("0.01")
SCALE = {"万": 10_000, "千": 1_000, "亿": 100_000_000, "": 1}
SUM = re.compile(r"(\d+(?:[,，]\d{3})*(?:\.\d+)?)\s*(万|千|亿)?(?:元|(?=[—–～~至到-]))")
RANGE_UNIT = re.compile(r"(\d+(?:\.\d+)?)\s*[—–～~至到-]+\s*\d+(?:\.\d+)?\s*(万|千|亿)元")
UPWARD = re.compile(r"以上|(?<!不)(?:超过|高于|超出)")


@dataclass(frozen=True)
class Band:
    """A band of cost (费用段) above ``low`` up to ``high`` (no end: ``None``), with its ratio."""

    low: Decimal
    high: Decimal | None
    ratio: Decimal
    bound: Bound = Bound.EXACT


@dataclass(frozen=True)
class Limits:
    """Where a band lies; ``low`` is ``None`` when it begins at the threshold (起付标准以上)."""

    low: Decimal | None
    high: Decimal | None

    def takes_in(self, amount: Decimal) -> bool:
        """Whether an amount may lie inside; one below the threshold is not told apart here."""
        return amount > (self.low or ZERO) and (self.high is None or amount <= self.high)


@dataclass(frozen=True)
class Paid:
    """What one band pays: the part of the amount inside it, the payment and how to write it."""

    band: Band
    part: Decimal
    payment: Decimal
    text: str


@lru_cache(maxsize=2048)
def limits_of(text: str) -> Limits | None:
    """The limits that the words of a band state; ``None`` when they cannot be read for certain.

    「5万元以上至10万元（含10万元）的部分」 is (50000, 100000), 「超过起付标准至5万元」 is
    (threshold, 50000), 「10万元以上」 has no upper limit, 「5万元以下」 begins at nothing.
    """
    sums = sorted(dict.fromkeys(_sums(text)))
    if len(sums) > 2:
        return None
    if benefits().says("within_above", text):
        return Limits(ZERO, sums[0]) if len(sums) == 1 else None
    if benefits().says("from_threshold", text):
        return Limits(None, sums[0]) if len(sums) == 1 else None
    if len(sums) == 2:
        return Limits(*sums)
    if not sums:
        named = "起付" in text and UPWARD.search(text)
        return Limits(None, None) if named or benefits().says("above_all", text) else None
    return Limits(sums[0], None) if UPWARD.search(text) else Limits(ZERO, sums[0])


@lru_cache(maxsize=256)
def exactly_from(text: str) -> Limits | None:
    """The sums of a tier that is named by one (500元档次): that sum alone, or it and all above."""
    limits = limits_of(text)
    if limits is None or limits.low is None:
        return limits
    if limits.high is None:
        return Limits(limits.low - FEN, None)
    return Limits(limits.high - FEN, limits.high) if limits.low == ZERO else limits


def _sums(text: str) -> list[Decimal]:
    shared = RANGE_UNIT.search(text)  # 5—10万元: the unit of the upper end is the lower one's
    found = [
        Decimal(m.group(1).replace(",", "").replace("，", "")) * SCALE[m.group(2) or ""]
        for m in SUM.finditer(text)
        if shared is None or m.start() != shared.start()
    ]
    low = [Decimal(shared.group(1)) * SCALE[shared.group(2)]] if shared else []
    return low + found


def chained(bands: Sequence[Band], start: Decimal) -> bool:
    """Whether the bands follow each other without a gap or an overlap from ``start`` on."""
    ordered = sorted(bands, key=lambda b: b.low)
    ends = [start, *(b.high for b in ordered)]
    return bool(ordered) and all(
        b.low == end for b, end in zip(ordered, ends[: len(ordered)], strict=True)
    )


def paid(amount: Decimal, bands: Sequence[Band]) -> list[Paid]:
    """What each band pays of an amount; bands that the amount does not reach are left out."""
    found = []
    for band in sorted(bands, key=lambda b: b.low):
        top = amount if band.high is None else min(amount, band.high)
        if top > band.low:
            found.append(_paid(band, top))
    return found


def _paid(band: Band, top: Decimal) -> Paid:
    part = top - band.low
    exact = part * band.ratio / WHOLE
    payment = to_fen(exact)
    shown = f"{plain(part)} × {plain(band.ratio)}% = {plain(exact)}"
    shown += f" ≈ {plain(payment)}" if payment != exact else ""
    text = f"{plain(top)} − {plain(band.low)} = {plain(part)}，{shown}" if band.low else shown
    return Paid(band, part, payment, f"{text}（元）")


def to_fen(amount: Decimal) -> Decimal:
    """An amount in whole fen (分), half up."""
    return amount.quantize(FEN, ROUND_HALF_UP) if amount != amount.quantize(FEN) else amount


def total(
    paid_bands: Sequence[Paid], threshold: Bound = Bound.EXACT
) -> tuple[Decimal, Bound] | None:
    """Sum and bound of the payments; ``None`` when the bounds cannot be added.

    A threshold of at most so much leaves at least so much to pay.
    """
    bound: Bound | None = FLIPPED[threshold]
    for one in paid_bands:
        bound = add_bounds(bound, one.band.bound) if bound else None
    return (sum((p.payment for p in paid_bands), ZERO), bound) if bound else None


def capped(payment: Decimal, bound: Bound, cap: Decimal, cap_bound: Bound) -> tuple[Decimal, Bound]:
    """A payment held under a cap.

    What is surely below stays as it is; what is surely above is the cap with the cap's bound; a
    payment of about or at most so much beyond the cap is at most the cap.
    """
    if payment <= cap:
        return payment, bound
    sure = bound in (Bound.EXACT, Bound.AT_LEAST, Bound.MORE_THAN)
    return (cap, cap_bound) if sure else (cap, Bound.AT_MOST)
