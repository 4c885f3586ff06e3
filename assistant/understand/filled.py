"""What a form gives (填表): exact fields in the place of what words would have said.

A form asks one fixed question, whose topic is sure; who, how many and which day come from its
fields and are not read from any words, so that no figure can be misread.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from pydantic import Field

from assistant.model import DayRole, DaySlot, Person, Slots
from assistant.understand.group_words import find_groups
from assistant.understand.people import find_persons
from corpus.model import Frozen

MOST_ROWS = 12


class Member(Frozen):
    """One row of the family (家庭成员): who, with what standing (身份), how old, how many."""

    who: str = Field(min_length=1, max_length=20)
    standing: str = Field("", max_length=20)
    age: Decimal | None = Field(None, ge=0, le=150)
    count: int = Field(1, ge=1, le=20)

    @property
    def person(self) -> Person:
        """The person, with the assistance groups of his own."""
        found = find_persons(self.who)
        keys = tuple(dict.fromkeys(k for p in found for k in p.keys))
        age = self.age if self.age is not None else next((p.age for p in found), None)
        groups = find_groups(self.standing)[0] if self.standing else ()
        return Person(words=self.who, count=self.count, keys=keys, age=age, groups=groups)


class Filled(Frozen):
    """The fields of a form; an empty one is unknown."""

    members: tuple[Member, ...] = Field((), max_length=MOST_ROWS)
    paid_on: dt.date | None = None
    missed_years: int | None = Field(None, ge=0, le=60)


def filled_slots(slots: Slots, fields: Filled) -> Slots:
    """The slots of the form's question with the fields laid over them."""
    return slots.model_copy(update={**_people(fields), **_days(fields)})


def _people(fields: Filled) -> dict[str, Any]:
    persons = tuple(m.person for m in fields.members)
    if not persons:
        return {}
    if len(persons) > 1 or persons[0].count > 1:
        return {"persons": persons, "groups": (), "family": True}
    # Of one person alone, what holds for him is what the question holds.
    groups = persons[0].groups or ()
    alone = persons[0].model_copy(update={"groups": None})
    return {"persons": (alone,), "groups": groups}


def _days(fields: Filled) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if fields.paid_on is not None:
        found["paid_on"] = DaySlot(day=fields.paid_on, end=fields.paid_on, role=DayRole.PAID)
    if fields.missed_years is not None:
        found["missed_years"] = Decimal(fields.missed_years)
    return found
