"""Numbers and dates: whatever can be written is read back as the same."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.numerals import parse_number, to_chinese
from corpus.extract.scan import parse_figures, scan
from corpus.model import DatePoint, ValueKind


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_chinese_numerals_round_trip(number):
    assert parse_number(to_chinese(number)) == number


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_separators_round_trip(number):
    assert parse_number(f"{number:,}") == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一万二", "12000"),
        ("四百二", "420"),
        ("四百零二", "402"),
        ("十二", "12"),
        ("二〇二四", "2024"),
        ("两千三百", "2300"),
        ("1.2万", "12000"),
        ("3亿", "300000000"),
        ("十二点五", "12.5"),
        ("一万零二十", "10020"),
    ],
)
def test_spoken_numbers(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "百", "二二百", "十十", "元", "1.2.3"])
def test_malformed_numbers_are_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_number(text)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_full_dates_round_trip(day):
    quote = f"{day.year}年{day.month}月{day.day}日"
    figures = [f for f in parse_figures(quote) if f.kind is ValueKind.DATE]
    assert figures[0].value == DatePoint(year=day.year, month=day.month, day=day.day)


@given(
    st.decimals(min_value="0.01", max_value="99999", places=2), st.sampled_from(["元", "%", "倍"])
)
def test_quantities_round_trip(number, unit):
    figures = parse_figures(f"{number}{unit}")
    assert [f.value for f in figures] == [number]


ALPHABET = "一二三十百万0123456789年月日元%倍成个次至—，。（）的为不低于"


@given(st.text(alphabet=ALPHABET, max_size=40))
def test_scanning_never_fails_and_never_overlaps(text):
    figures = scan(text)
    spans = sorted({(f.start, f.end) for f in figures})
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)
