"""What was filled into a form (填表), read strictly: a wrong field is named, never guessed at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

from pydantic import ValidationError

from assistant.calculate.figures import day_words
from assistant.errors import BadQuestion
from assistant.understand.filled import MOST_ROWS, Filled, Member
from assistant.web.pages.texts import Form, FormField, words
from corpus.model import Frozen

MONEY = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
Fields = Mapping[str, Sequence[str]]
"""All values of every name of a form, as the browser sent them."""


class Sheet(Frozen):
    """A form read: its fixed question, its exact fields, and what was filled in, in words."""

    question: str
    filled: Filled
    told: str


def read_sheet(form: Form, fields: Fields) -> Sheet:
    """Read a form; ``BadQuestion`` names the field that is wrong."""
    said: dict[str, str] = {}
    filled: dict[str, object] = {}
    for field in form.fields:
        if field.kind == "members":
            members = _members(field, fields)
            filled["members"] = members
            said[field.name] = "，".join(_member_words(m) for m in members)
        elif field.kind == "day":
            day = _day(field, _one(fields, field.name))
            filled[field.name] = day
            said[field.name] = day_words(day)
        else:
            said[field.name] = _word(field, _one(fields, field.name))
    return Sheet(
        question=form.question.format(**said),
        filled=Filled.model_validate(filled),
        told=form.told.format(**said),
    )


def _one(fields: Fields, name: str) -> str:
    values = fields.get(name) or [""]
    return values[0].strip()


def _bad(field: FormField) -> BadQuestion:
    return BadQuestion(words()["form_bad"].format(field=field.label))


def _word(field: FormField, value: str) -> str:
    """An amount in digits, or one of the choices that the form offers."""
    if field.kind == "money":
        if not MONEY.fullmatch(value):
            raise _bad(field)
        return value
    offered = words()["standing_options"] if field.kind == "standing" else field.options
    if value and value not in offered:
        raise _bad(field)
    return value


def _day(field: FormField, value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise _bad(field) from error


def _members(field: FormField, fields: Fields) -> tuple[Member, ...]:
    """The rows of a family; the columns must be of one length, as the browser sends them."""
    columns = [fields.get(n) or [] for n in ("who", "standing", "age", "count")]
    if len({len(c) for c in columns}) != 1 or not 1 <= len(columns[0]) <= MOST_ROWS:
        raise _bad(field)
    return _joined(_member(field, *row) for row in zip(*columns, strict=True))


def _joined(members: Iterable[Member]) -> tuple[Member, ...]:
    """Rows of the same sort as one."""
    joined: dict[Member, int] = {}
    for member in members:
        sort = member.model_copy(update={"count": 1})
        joined[sort] = joined.get(sort, 0) + member.count
    return tuple(sort.model_copy(update={"count": n}) for sort, n in joined.items())


def _member(field: FormField, who: str, standing: str, age: str, count: str) -> Member:
    known = who in words()["who_options"]
    if not known or (standing and standing not in words()["standing_options"]):
        raise _bad(field)
    row = {"who": who, "standing": standing, "age": age or None, "count": count}
    try:
        return Member.model_validate(row)
    except ValidationError as error:
        raise _bad(field) from error


def _member_words(member: Member) -> str:
    inside = [member.standing, f"{member.age}岁" if member.age is not None else ""]
    told = "，".join(p for p in inside if p)
    return f"{member.count}个{member.who}" + (f"（{told}）" if told else "")
