"""Boundary cases made from the values themselves: a new notice brings its own.

For every notice of the library: each group that a fee names, each age limit a year below and at it,
each collection period a day before, at and after its ends.
"""

import datetime as dt

from assistant.calculate.window import period_days
from assistant.matching.groups import group_name
from assistant.model import Computed
from corpus.model import Bound, ConditionKind, ValueKind

DAY = dt.timedelta(days=1)


def _of(library, key):
    return [v for v in library.values() if v.key == key and v.role == "standard"]


def _day_for(library, value):
    """A day on which the value's notice is known and its window, if any, has not passed."""
    issued = library.entries[value.notice].notice.issued_on
    return max(d for d in (issued, value.effective_from, dt.date(2020, 1, 1)) if d)


def _place(library, value):
    """The full name of the value's place, which is unambiguous."""
    chain = library.places.ancestors(value.jurisdiction)
    return "".join(j.name for j in reversed(chain) if j.level != "country") or "国家"


def _alike(library, value):
    """The fees of the same notice and year, which a person's age or group chooses from."""
    return [
        v
        for v in _of(library, value.key)
        if v.notice == value.notice and v.benefit_year == value.benefit_year and v.group
    ]


def _tier(value):
    return next((c.text for c in value.conditions if c.kind is ConditionKind.TIER), "")


def _ask(calculator, library, value, **person):
    return calculator.run(
        "individual_fee",
        {
            "place": _place(library, value),
            "as_of": _day_for(library, value),
            "year": value.benefit_year,
            "person": person,
            "tier": _tier(value),
        },
    )


def test_each_named_group_pays_its_fee(calculator, library):
    tried = 0
    for value in _of(library, "individual_fee"):
        aged = value.group and (value.group.min_age or value.group.max_age)
        if value.group is None or aged or value.jurisdiction == "100000":
            continue
        for member in value.group.members:
            if not member.key:
                continue
            outcome = _ask(calculator, library, value, who=group_name(member.key))
            said = (value.notice, member.name, value.value)
            assert isinstance(outcome, Computed), said
            assert (outcome.value, outcome.bound) == (value.value, value.bound), said
            tried += 1
    assert tried > 5


def _inside(group, age):
    low = group.min_age is None or age >= group.min_age
    return low and (group.max_age is None or age < group.max_age)


def test_each_age_limit_divides_where_the_notice_says(calculator, library):
    tried = 0
    for value in _of(library, "individual_fee"):
        limits = [a for a in (value.group.min_age, value.group.max_age) if a] if value.group else []
        for age in [a for limit in limits for a in (limit - 1, limit)]:
            outcome = _ask(calculator, library, value, age=age)
            rivals = [v for v in _alike(library, value) if _has_age(v) and _inside(v.group, age)]
            if isinstance(outcome, Computed) and rivals:
                assert outcome.value in {v.value for v in rivals}, (value.notice, age)
                tried += 1
            if isinstance(outcome, Computed) and not _inside(value.group, age):
                assert value not in outcome.used or value.group.members, (value.notice, age)
    assert tried > 5


def _has_age(value):
    return value.group.min_age is not None or value.group.max_age is not None


def test_each_period_opens_and_shuts_on_its_days(calculator, library):
    tried = 0
    for value in _of(library, "collection_window"):
        days = period_days(value)
        if days is None or None in days or value.jurisdiction == "100000":
            continue
        first, last = days
        issued = library.entries[value.notice].notice.issued_on or first
        cases = [(first - DAY, "before"), (first, "open"), (last, "open"), (last + DAY, "after")]
        for day, state in cases:
            if day < issued:
                continue  # the notice was not out yet: it says nothing on that day
            given = {"place": _place(library, value), "as_of": day, "year": value.benefit_year}
            outcome = calculator.run("collection_window", given)
            if isinstance(outcome, Computed) and value in outcome.used:
                assert outcome.state == state, (value.notice, day)
                tried += 1
    assert tried > 5


def test_stated_assistance_is_taken_off_to_the_fen(calculator, library):
    tried = 0
    for aid in _of(library, "enrolment_assistance"):
        keys = [m.key for m in aid.group.members if m.key] if aid.group else []
        fees = [v for v in _of(library, "individual_fee") if v.notice == aid.notice and v.group]
        if aid.kind is not ValueKind.MONEY or not fees:
            continue
        for key in keys:
            outcome = _ask(calculator, library, fees[0], who=group_name(key), age=40)
            if isinstance(outcome, Computed) and aid in outcome.used:
                base = next(v for v in outcome.used if v is not aid)
                assert outcome.value + aid.value == base.value, (aid.notice, key)
                assert (outcome.bound == "at_most") == (aid.bound is Bound.AT_LEAST)
                tried += 1
    assert tried > 2
