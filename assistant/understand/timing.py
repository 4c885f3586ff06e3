"""What a question says of payment, lapse and a newborn's age (缴费、断缴、月龄)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from assistant.calculate.days import add_months
from assistant.understand.cues import cues
from assistant.understand.people_tokens import read_number

FILE = "timing.yaml"


def _number(text: str, name: str) -> Decimal | None:
    found = cues(FILE).search(name, text)
    return read_number(found["n"]) if found else None


def says(text: str, name: str) -> bool:
    """Whether a text has one of the named cues of ``timing.yaml``."""
    return cues(FILE).says(name, text)


def pays_today(text: str) -> bool:
    """Whether the payment meant is of the day of the question (刚交的, 现在交)."""
    return says(text, "pays_today")


def repaid_years(text: str, missed: int) -> int:
    """Years that are paid up (补缴修复): all ``missed`` for 全补上, zero where none is said."""
    number = _number(text, "repaid")
    if number is not None:
        return int(number)
    return missed if says(text, "repaid_all") else 0


def unbroken(texts: Iterable[str]) -> bool:
    """Whether a text says that no year was missed (没断过)."""
    return any(says(t, "unbroken") for t in texts)


def birth_by_age(text: str, as_of: dt.date) -> dt.date | None:
    """The latest day of birth of a child that is so many days or months old; ``None`` unsaid."""
    days, months = _number(text, "age_in_days"), _number(text, "age_in_months")
    if months is None:
        return as_of - dt.timedelta(days=int(days)) if days is not None else None
    beside = _number(text, "age_extra_days") or Decimal(0)  # 三个月零五天
    return add_months(as_of, -int(months)) - dt.timedelta(days=int(beside))
