"""Ages from birthdays (出生日期): the one child whose birthday a question tells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from assistant.model import DaySlot, Person
from assistant.understand.people import ADULT, MINOR
from assistant.understand.people_tokens import ADULT_AGE

NEWBORN = "newborn"
NEWBORN_DAYS = 180  # a child so many days old may still be enrolled as newly born


def with_birth(
    persons: tuple[Person, ...], born: DaySlot | None, as_of: dt.date
) -> tuple[Person, ...]:
    """The one child whose birthday was said, with the age it has on the day of the question."""
    if born is None or len(persons) != 1 or persons[0].age is not None:
        return persons
    child = persons[0]
    ages = {_age_on(day, as_of) for day in (born.day, born.end)}
    if ADULT in child.keys or len({a >= ADULT_AGE for a in ages}) > 1 or min(ages) < 0:
        return persons
    fresh = NEWBORN if (as_of - born.day).days <= NEWBORN_DAYS else MINOR
    key = ADULT if min(ages) >= ADULT_AGE else fresh
    keys = child.keys if child.keys and child.keys[0] != MINOR else (key,)
    age = Decimal(min(ages)) if len(ages) == 1 else None
    return (child.model_copy(update={"age": age, "keys": keys}),)


def _age_on(born: dt.date, day: dt.date) -> int:
    """Whole years of life (周岁) on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
