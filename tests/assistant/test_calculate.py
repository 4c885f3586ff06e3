"""The calculator: what one pays, what a family pays, and whether a day lies in a period."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculate.bounds import add_bounds, subtract_bounds
from assistant.calculate.family_fee import family_fee
from assistant.calculate.figures import plain
from assistant.calculate.individual_fee import individual_fee
from assistant.calculate.window import window_on
from assistant.model import CitedStep, Computed, Conflict, NeedsInput, NoRule, Person
from corpus.model import (
    Bound,
    Citation,
    DatePoint,
    DateRange,
    PolicyValue,
    ValueCitations,
    ValueKind,
)

LIAOCHENG = "聊医保发2024-27"


def value(figure, kind=ValueKind.MONEY, bound=Bound.EXACT):
    cited = Citation(notice="n", clause="n#1", start=0, end=1, quote="x")
    return PolicyValue(
        id=f"n#1@{figure}",
        notice="n",
        clause="n#1",
        label="标准",
        kind=kind,
        value=figure,
        bound=bound,
        jurisdiction="371500",
        citations=ValueCitations(value=cited),
    )


@pytest.fixture(scope="module")
def liaocheng(wence):
    """Fees that name their group, and assistance, as the Liaocheng notice has them."""
    values = wence.library.values([LIAOCHENG])
    fees = [v for v in values if v.key == "individual_fee" and v.group]
    aids = [v for v in values if v.key == "enrolment_assistance" and v.group]
    assert len(fees) == 2
    assert aids
    return fees, aids


@pytest.mark.parametrize(
    ("keys", "age", "groups", "amount", "bound"),
    [
        (("adult_resident",), None, (), 410, "exact"),
        (("adult_resident",), 70, (), 410, "exact"),
        (("minor",), None, (), 380, "exact"),
        (("minor",), 8, (), 380, "exact"),
        (("primary_student",), None, (), 380, "exact"),
        (("preschool_child",), None, (), 380, "exact"),
        (("university_student",), None, (), 380, "exact"),
        (("university_student",), 22, (), 380, "exact"),
        (("graduate_student",), None, (), 380, "exact"),
        (("newborn",), None, (), 380, "exact"),
        (("adult_resident",), None, ("dibao",), 270, "at_most"),
        (("minor",), None, ("dibao",), 240, "at_most"),
        (("adult_resident",), None, ("dibao_margin",), 270, "at_most"),
        (("adult_resident",), None, ("monitored",), 270, "at_most"),
        (("adult_resident",), None, ("tekun",), 0, "exact"),
        (("minor",), None, ("orphan",), 0, "exact"),
        (("minor",), None, ("de_facto_orphan",), 0, "exact"),
        (("adult_resident",), None, ("dibao", "tekun"), 0, "exact"),
        (("adult_resident",), None, ("lifted_poor",), 410, "exact"),
    ],
)
def test_one_person(liaocheng, keys, age, groups, amount, bound):
    person = Person(words="某", keys=keys, age=age)
    outcome = individual_fee(person, groups, *liaocheng)
    assert isinstance(outcome, Computed)
    assert (outcome.value, outcome.bound, outcome.unit) == (amount, bound, "元")
    assert all(step.citations for step in outcome.steps)


def test_what_is_not_known_is_asked(liaocheng):
    outcome = individual_fee(Person(words="某"), (), *liaocheng)
    assert isinstance(outcome, NeedsInput)
    assert outcome.slots == ("group",)


def test_no_fee_no_rule(liaocheng):
    assert isinstance(individual_fee(Person(words="某"), (), (), liaocheng[1]), NoRule)


def test_two_fees_for_the_same_person_are_a_conflict(liaocheng):
    fees, aids = liaocheng
    adult = next(v for v in fees if v.value == 410)
    other = adult.model_copy(update={"value": Decimal(420)})
    person = Person(words="某", keys=("adult_resident",))
    assert isinstance(individual_fee(person, (), [adult, other], aids), Conflict)


@given(st.integers(0, 2000), st.integers(0, 4000), st.sampled_from(Bound), st.sampled_from(Bound))
def test_assistance_never_makes_a_fee_negative(wence, fee, off, fee_bound, off_bound):
    values = wence.library.values([LIAOCHENG])
    group = next(v.group for v in values if v.key == "enrolment_assistance" and v.value == 140)
    base = value(Decimal(fee), bound=fee_bound)
    aid = value(Decimal(off), bound=off_bound).model_copy(update={"group": group})
    outcome = individual_fee(Person(words="某"), ("dibao",), [base], [aid])
    if isinstance(outcome, Computed):
        assert outcome.value == fee - off >= 0
    else:
        assert isinstance(outcome, NoRule)


# Interval semantics: what a stated figure of this bound can truly be.
MEANS = {
    Bound.EXACT: lambda true, said: true == said,
    Bound.AT_LEAST: lambda true, said: true >= said,
    Bound.AT_MOST: lambda true, said: true <= said,
    Bound.MORE_THAN: lambda true, said: true > said,
    Bound.LESS_THAN: lambda true, said: true < said,
}
FIRM = st.sampled_from(sorted(MEANS))
AMOUNT = st.integers(-6, 6)


@given(FIRM, FIRM, AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_bounds_are_sound(first, second, a, b, true_a, true_b):
    if not (MEANS[first](true_a, a) and MEANS[second](true_b, b)):
        return
    total, rest = add_bounds(first, second), subtract_bounds(first, second)
    assert total is None or MEANS[total](true_a + true_b, a + b)
    assert rest is None or MEANS[rest](true_a - true_b, a - b)


@given(st.sampled_from(Bound), st.sampled_from(Bound))
def test_bounds_commute_and_about_stays_about(first, second):
    assert add_bounds(first, second) == add_bounds(second, first)
    if Bound.ABOUT in (first, second):
        assert add_bounds(first, second) in (Bound.ABOUT, None)
        assert subtract_bounds(first, second) in (Bound.ABOUT, None)


@given(st.lists(st.tuples(st.decimals(0, 9999, places=2), st.integers(1, 9)), min_size=1))
def test_a_family_pays_the_sum_of_its_persons(items):
    step = CitedStep(text="x")
    fees = [("某", n, Computed(value=amount, unit="元", steps=(step,))) for amount, n in items]
    outcome = family_fee(fees)
    assert outcome.value == sum(amount * n for amount, n in items)
    assert outcome.bound == "exact"
    assert plain(outcome.value) in outcome.steps[-1].text


@given(st.lists(st.tuples(AMOUNT, AMOUNT, FIRM), min_size=1, max_size=4))
def test_a_familys_bound_is_sound(items):
    if not all(MEANS[bound](true, said) for said, true, bound in items):
        return
    fees = [("某", 1, Computed(value=Decimal(said), bound=bound)) for said, _, bound in items]
    outcome = family_fee(fees)
    if isinstance(outcome, Computed):
        assert MEANS[Bound(outcome.bound)](sum(true for _, true, _ in items), outcome.value)
    else:
        assert isinstance(outcome, NoRule)


@given(st.decimals(0, 10**9, places=2))
def test_plain_numbers(amount):
    said = plain(amount)
    assert Decimal(said) == amount
    assert "E" not in said
    assert not said.endswith(".")


DAYS = [
    ("2024-09-05", "before", 1),
    ("2024-09-06", "open", 116),
    ("2024-09-07", "open", 115),
    ("2024-12-30", "open", 1),
    ("2024-12-31", "open", 0),
    ("2025-01-01", "after", 1),
]


@pytest.mark.parametrize(("day", "state", "days"), DAYS)
def test_collection_window(wence, day, state, days):
    found = [v for v in wence.library.values([LIAOCHENG]) if v.key == "collection_window"]
    window = window_on(found[0], dt.date.fromisoformat(day))
    assert (window.state, window.days) == (state, days)


def point(year=2025, month=2, day=None, part="", yearly=False):
    return DatePoint(year=year, month=month, day=day, part=part, yearly=yearly)


PERIODS = [
    # start, end, day, state
    (None, point(), "2025-02-28", "open"),
    (None, point(), "2025-03-01", "after"),
    (None, point(year=2024), "2024-02-29", "open"),
    (None, point(part="end"), "2025-02-28", "open"),
    (None, point(part="mid"), "2025-02-10", None),
    (point(), None, "2025-01-31", "before"),
    (point(), None, "2025-02-01", "open"),
    (point(month=9, day=1), point(month=12, day=31), "2025-09-01", "open"),
    (point(year=None, month=9, day=1), point(month=12, day=31), "2025-09-01", None),
    (point(year=None, month=9, day=1, yearly=True), None, "2025-09-01", None),
    (point(month=None), point(month=None), "2025-09-01", None),
    (None, None, "2025-09-01", None),
]


@pytest.mark.parametrize(("start", "end", "day", "state"), PERIODS)
def test_incomplete_dates_decide_nothing(start, end, day, state):
    period = value(DateRange(start=start, end=end), ValueKind.PERIOD)
    window = window_on(period, dt.date.fromisoformat(day))
    assert (window.state if window else None) == state


def test_a_single_date_is_no_period():
    assert window_on(value(point(day=1), ValueKind.DATE), dt.date(2025, 2, 1)) is None
