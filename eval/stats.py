"""Intervals and tests (区间与检验): seeded bootstrap over cases, McNemar's exact test.

A measure is kept as two numbers a case, numerator and denominator (a case that it doesn't concern
has 0 of 0); its value is the ratio of the sums, so that a case with three figures counts three.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb

import numpy as np
from numpy.typing import NDArray

from corpus.model import Frozen
from eval.errors import NoData

SEED = 20240906
RESAMPLES = 1000
TAIL = 0.025
Array = NDArray[np.float64]


class Estimate(Frozen):
    """A value with its 95% interval and the number of cases behind it (0–1, or milliseconds)."""

    value: float
    low: float
    high: float
    cases: int


@lru_cache(maxsize=16)
def resamples(count: int, seed: int = SEED, times: int = RESAMPLES) -> Array:
    """How often each case is drawn: shape ``(times, count)``, every row sums to ``count``."""
    if count < 1:
        raise NoData("没有可评分的题。")
    random = np.random.default_rng(seed)
    return random.multinomial(count, np.full(count, 1 / count), size=times).astype(np.float64)


def ratio(parts: Sequence[tuple[float, float]], draws: Array | None = None) -> Estimate | None:
    """The ratio of the sums of (numerator, denominator) with its interval; None without any.

    Where all cases agree (all 0 or all 1) the bootstrap has no width; then the exact binomial
    bound on the number of cases is given.
    """
    kept = np.asarray([part for part in parts if part[1] > 0], dtype=np.float64)
    if not kept.size:
        return None
    value = float(kept[:, 0].sum() / kept[:, 1].sum())
    count = len(kept)
    if value in (0.0, 1.0):
        far = TAIL ** (1 / count)
        low, high = (far, 1.0) if value == 1.0 else (0.0, 1 - far)
        return Estimate(value=value, low=low, high=high, cases=count)
    weights = resamples(count) if draws is None else draws
    ratios = (weights @ kept[:, 0]) / (weights @ kept[:, 1])
    return _estimate(value, ratios, count)


def quantile(values: Sequence[float], share: float) -> Estimate:
    """A quantile of the values (the smallest that ``share`` of them don't exceed)."""
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if not ordered.size:
        raise NoData("没有可统计的用时。")
    count = ordered.size
    random = np.random.default_rng(SEED)
    drawn = ordered[random.integers(0, count, size=(RESAMPLES, count))]
    spread = np.quantile(drawn, share, axis=1, method="inverted_cdf")
    return _estimate(float(np.quantile(ordered, share, method="inverted_cdf")), spread, count)


def _estimate(value: float, spread: Array, cases: int) -> Estimate:
    low, high = np.quantile(spread, [TAIL, 1 - TAIL])
    return Estimate(value=value, low=float(low), high=float(high), cases=cases)


def mcnemar(better: int, worse: int) -> float:
    """Two-sided exact p of McNemar's test for ``better`` against ``worse`` changed cases."""
    changed = better + worse
    if not changed:
        return 1.0
    tail = sum(comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, float(Fraction(2 * tail, 1 << changed)))


def paired_difference(
    before: Sequence[tuple[float, float]], after: Sequence[tuple[float, float]]
) -> Estimate | None:
    """``after`` minus ``before`` over the same cases, resampled together; None without data."""
    first, second = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if not first.size or not first[:, 1].sum() or not second[:, 1].sum():
        return None
    weights = resamples(len(first))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = [(weights @ part[:, 0]) / (weights @ part[:, 1]) for part in (first, second)]
    change = shares[1] - shares[0]
    value = second[:, 0].sum() / second[:, 1].sum() - first[:, 0].sum() / first[:, 1].sum()
    return _estimate(float(value), change[np.isfinite(change)], len(first))
