"""Arithmetic that carries bounds (界限的加减): 不低于140 taken from 410 leaves 不高于270."""

from __future__ import annotations

from corpus.model import Bound

UP = {Bound.AT_LEAST, Bound.MORE_THAN}
DOWN = {Bound.AT_MOST, Bound.LESS_THAN}
FLIPPED = {
    Bound.EXACT: Bound.EXACT,
    Bound.AT_LEAST: Bound.AT_MOST,
    Bound.AT_MOST: Bound.AT_LEAST,
    Bound.MORE_THAN: Bound.LESS_THAN,
    Bound.LESS_THAN: Bound.MORE_THAN,
    Bound.ABOUT: Bound.ABOUT,
}


def add_bounds(first: Bound, second: Bound) -> Bound | None:
    """Bound of a sum; ``None`` when a floor meets a ceiling and nothing can be said."""
    if first is Bound.EXACT or first is second:
        return second
    if second is Bound.EXACT:
        return first
    if {first, second} <= UP:
        return Bound.AT_LEAST
    if {first, second} <= DOWN:
        return Bound.AT_MOST
    return None


def subtract_bounds(first: Bound, second: Bound) -> Bound | None:
    """Bound of a difference."""
    return add_bounds(first, FLIPPED[second])
