"""Intervals and tests against what is known by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import NoData
from eval.stats import mcnemar, paired_difference, quantile, ratio

SHARES = st.lists(st.tuples(st.integers(0, 1), st.just(1)), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(0, 0, 1.0), (5, 0, 0.0625), (0, 5, 0.0625), (10, 1, 0.01171875), (3, 3, 1.0)],
)
def test_mcnemar_is_the_exact_binomial(better, worse, p):
    assert mcnemar(better, worse) == pytest.approx(p)


def test_mcnemar_takes_many_cases():
    assert mcnemar(3000, 1000) < 1e-100


@given(SHARES)
def test_the_value_lies_in_its_interval_and_the_interval_in_reach(parts):
    got = ratio(parts)
    assert 0 <= got.low <= got.value <= got.high <= 1
    assert got == ratio(parts), "the same seed gives the same interval"


@pytest.mark.parametrize(("right", "low", "high"), [(20, 0.83, 1.0), (0, 0.0, 0.17)])
def test_all_alike_still_has_an_interval(right, low, high):
    got = ratio([(1, 1)] * right + [(0, 1)] * (20 - right))
    assert (round(got.low, 2), round(got.high, 2)) == (low, high)


def test_a_case_with_three_figures_counts_three():
    assert ratio([(3, 3), (0, 1)]).value == 0.75


def test_cases_that_are_not_concerned_are_left_out():
    assert ratio([(0, 0), (1, 1)]).cases == 1
    assert ratio([(0, 0)]) is None


def test_no_times_is_an_error():
    with pytest.raises(NoData):
        quantile([], 0.5)


def test_a_quantile_is_one_of_the_times():
    assert quantile([1.0, 2.0, 3.0, 100.0], 0.5).value == 2.0
    assert quantile([1.0, 2.0, 3.0, 100.0], 0.95).value == 100.0


def test_equal_runs_do_not_differ():
    parts = [(1, 1), (0, 1), (1, 1)]
    got = paired_difference(parts, parts)
    assert (got.value, got.low, got.high) == (0, 0, 0)
