"""Payment by bands: sums, limits, and what bounds do under a cap."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculate.bands import Band, Limits, capped, limits_of, paid, total
from corpus.model import Bound

MONEY = st.decimals("0", "1000000", places=2)
RATIO = st.integers(0, 100).map(Decimal)
EDGES = st.lists(st.integers(1, 900_000), min_size=1, max_size=4, unique=True).map(sorted)


@st.composite
def ladders(draw):
    edges = [Decimal(e) for e in draw(EDGES)]
    ends = [*edges[1:], None]
    return [Band(low, high, draw(RATIO)) for low, high in zip(edges, ends, strict=True)]


@given(ladders(), MONEY, MONEY)
def test_parts_make_the_whole_and_more_cost_never_pays_less(bands, one, other):
    less, more = sorted((one, other))
    start = bands[0].low
    parts = paid(more, bands)
    assert sum(p.part for p in parts) == max(more - start, Decimal(0))
    low, high = total(paid(less, bands)), total(parts)
    assert low[0] <= high[0] + Decimal("0.05")  # each band is rounded to the fen
    assert high[0] <= max(more - start, Decimal(0))


@given(MONEY, MONEY, st.sampled_from(Bound))
def test_never_above_the_cap(payment, cap, bound):
    value, left = capped(payment, bound, cap, Bound.EXACT)
    assert value <= cap
    assert left is bound or payment > cap


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("5万元以上至10万元（含10万元）的部分", Limits(Decimal(50000), Decimal(100000))),
        ("超过起付标准至5万元（含）的部分", Limits(None, Decimal(50000))),
        ("起付标准以上至5万元（含）的部分", Limits(None, Decimal(50000))),
        ("5—10万元的部分", Limits(Decimal(50000), Decimal(100000))),
        ("10万元以上的部分", Limits(Decimal(100000), None)),
        ("5万元以下的部分", Limits(Decimal(0), Decimal(50000))),
        ("不超过5万元的部分", Limits(Decimal(0), Decimal(50000))),
        ("超过5万元不超过10万元的部分", Limits(Decimal(50000), Decimal(100000))),
        ("超过部分", Limits(None, None)),
        ("1万元以上、5万元以下、10万元以下", None),
    ],
)
def test_words_of_a_band(words, limits):
    assert limits_of(words) == limits
