"""Geometry of the plots (图), in pixels; the templates draw it as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from corpus.model import Frozen
from eval.measures import OUTCOMES
from eval.results import Group
from eval.stats import Estimate
from eval.words import word

BINS = 24


class Dot(Frozen):
    """A share with its interval on a line from 0 to 100."""

    label: str
    x: float
    low: float
    high: float
    count: int
    hint: str = ""


class Bar(Frozen):
    """A piece of a stacked bar: where it starts and how wide it is, per cent."""

    kind: str
    label: str
    start: float
    width: float
    count: int


class Bin(Frozen):
    """A column of a histogram: height from 0 to 100, and the milliseconds it stands for."""

    height: float
    low: float
    high: float
    count: int


def dot(label: str, estimate: Estimate, hint: str = "") -> Dot:
    """An estimate as a dot."""
    return Dot(
        label=label,
        x=100 * estimate.value,
        low=100 * estimate.low,
        high=100 * estimate.high,
        count=estimate.cases,
        hint=hint,
    )


def tag_dots(groups: Mapping[str, Group], meanings: Mapping[str, str]) -> list[Dot]:
    """The tags, worst first, with what is known of their meaning."""
    dots = [dot(t, group.measures["passed"], meanings.get(t, "")) for t, group in groups.items()]
    return sorted(dots, key=lambda one: (one.x, one.label))


def stacked(group: Group) -> list[Bar]:
    """What became of the cases of a group."""
    bars, start = [], 0.0
    for kind in OUTCOMES:
        count = group.outcomes.get(kind, 0)
        width = 100 * count / group.total
        bars.append(
            Bar(kind=kind, label=word("outcomes", kind), start=start, width=width, count=count)
        )
        start += width
    return [bar for bar in bars if bar.count]


def histogram(times: Sequence[float]) -> list[Bin]:
    """Milliseconds on a scale of equal ratios: a few slow answers must not flatten the rest."""
    if not times:
        return []
    values = np.maximum(np.asarray(times, dtype=np.float64), 0.1)
    low, high = float(values.min()), float(max(values.max(), values.min() * 1.01))
    counts, edges = np.histogram(values, bins=np.geomspace(low, high * 1.0001, BINS + 1))
    return [
        Bin(
            height=100 * int(count) / int(counts.max()),
            low=float(edges[at]),
            high=float(edges[at + 1]),
            count=int(count),
        )
        for at, count in enumerate(counts)
    ]
