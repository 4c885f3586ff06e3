"""Geometry of the growth plots (增长图): both axes on a scale of equal ratios."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from corpus.model import Frozen

WIDTH, HEIGHT = 420.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 14.0, 12.0, 30.0
LEAST = 1e-3
"""A figure of nothing has no place on such a scale; it is drawn as this."""


class Point(Frozen):
    """A measured figure at its place in the plot, in pixels."""

    x: float
    y: float
    clauses: float
    value: float


class Tick(Frozen):
    """A mark on an axis."""

    at: float
    label: str


class Plot(Frozen):
    """One plot: a line of points a system, and the marks of both axes."""

    title: str
    lines: Mapping[str, tuple[Point, ...]]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def growth(title: str, lines: Mapping[str, Sequence[tuple[float, float]]]) -> Plot:
    """Figures over the number of clauses, by system."""
    every = [pair for line in lines.values() for pair in line]
    wide = _decades(x for x, _ in every)
    high = _decades(y for _, y in every)
    return Plot(
        title=title,
        lines={
            name: tuple(_point(x, y, wide, high) for x, y in line) for name, line in lines.items()
        },
        across=tuple(Tick(at=_across(x, wide), label=f"{x:g}") for x in _powers(wide)),
        up=tuple(Tick(at=_up(y, high), label=f"{y:g}") for y in _powers(high)),
    )


def _point(x: float, y: float, wide: tuple[int, int], high: tuple[int, int]) -> Point:
    return Point(x=_across(x, wide), y=_up(y, high), clauses=x, value=y)


def _decades(values: Iterable[float]) -> tuple[int, int]:
    logs = [math.log10(max(value, LEAST)) for value in values] or [0.0]
    low, high = math.floor(min(logs)), math.ceil(max(logs))
    return low, max(high, low + 1)


def _powers(span: tuple[int, int]) -> list[float]:
    return [10.0**power for power in range(span[0], span[1] + 1)]


def _share(value: float, span: tuple[int, int]) -> float:
    return (math.log10(max(value, LEAST)) - span[0]) / (span[1] - span[0])


def _across(value: float, span: tuple[int, int]) -> float:
    return round(LEFT + _share(value, span) * (WIDTH - LEFT - RIGHT), 1)


def _up(value: float, span: tuple[int, int]) -> float:
    return round(HEIGHT - BOTTOM - _share(value, span) * (HEIGHT - TOP - BOTTOM), 1)
