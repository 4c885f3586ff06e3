"""Characters of a text and their places on a page (位置), beneath the types of ``corpus.model``."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Base of all value types: immutable, and unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(Frozen):
    """Characters ``[start, end)`` of the canonical text."""

    start: int
    end: int


class Retyped(Range):
    """Characters that a person typed from the page (改字), where ``was`` had been recognised.

    Either may be empty: characters were missing, or too many. ``page`` is where they stand.
    """

    was: str
    by: str
    at: dt.datetime
    page: int | None = None


class Box(Frozen):
    """A rectangle on a page in shares of its width and height, from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Placed(Frozen):
    """Where characters of the canonical text stand in the source (页面位置).

    ``page`` counts from 1. ``confidence`` (0 to 1) says how surely they were recognised (OCR);
    ``None`` where the file holds them as characters.
    """

    start: int
    end: int
    page: int
    box: Box | None = None
    confidence: float | None = None
