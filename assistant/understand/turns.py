"""Turns of life in a question (身份变化): discharge from service or prison, leaving a job."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.understand.lexicon import load_yaml
from assistant.understand.people_tokens import read_number
from corpus.model import Duration, DurationUnit


@dataclass(frozen=True)
class Turn:
    """One turn of life: how questions speak of it, and how notices name those people."""

    ask: re.Pattern[str]
    tell: re.Pattern[str]


@cache
def _turns() -> tuple[Turn, ...]:
    rows = load_yaml("turns.yaml")["turns"]
    return tuple(Turn(re.compile(r["ask"]), re.compile(r["tell"])) for r in rows)


@cache
def _said(name: str) -> re.Pattern[str]:
    return re.compile(load_yaml("turns.yaml")[name])


def find_turn(text: str) -> Turn | None:
    """The turn of life of a question that asks what it brings, else ``None``."""
    if not _said("asks").search(text):
        return None
    return next((t for t in _turns() if t.ask.search(text)), None)


def tells(turn: Turn, sentence: str) -> bool:
    """Whether a sentence says of these people how they enrol or from when they are covered."""
    return bool(turn.tell.search(sentence) and _said("told").search(sentence))


def is_told(sentence: str) -> bool:
    """Whether a sentence under a heading that names the people says what holds for them."""
    return bool(_said("told").search(sentence))


DAYS = {DurationUnit.DAY: 1, DurationUnit.MONTH: 30, DurationUnit.YEAR: 365}
_GONE = re.compile(
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十半]{1,2})个?多?(?P<unit>[天月年])(?P<half>半)?(?!级|度|底|初)"
)
_UNITS = {"天": DurationUnit.DAY, "月": DurationUnit.MONTH, "年": DurationUnit.YEAR}


def elapsed_days(text: str) -> Decimal | None:
    """How long ago a turn was, in days (停了4个月: 120), where one length of time is said."""
    found = [m for m in _GONE.finditer(text) if not text[m.end() :].startswith("份")]
    if len(found) != 1:
        return None
    said = found[0]
    number = Decimal("0.5") if said["n"] == "半" else read_number(said["n"])
    return number * DAYS[_UNITS[said["unit"]]]


def days_of(length: Duration) -> Decimal:
    """A length of time in days, a month as 30."""
    return length.amount * DAYS.get(length.unit, 1)
