"""What is read from a question: tables of everyday phrases and what they mean."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Question
from assistant.understand import read_slots
from assistant.understand.amounts import find_amounts, find_money
from assistant.understand.days import find_dates, missed_years, read_days
from assistant.understand.group_words import find_groups
from assistant.understand.normalise import normalise
from assistant.understand.people import find_persons
from assistant.understand.time import find_year
from corpus.extract.numerals import to_chinese
from corpus.jurisdictions import places

HERE = Path(__file__).parent
DAY = dt.date(2024, 10, 15)


def table(name):
    """The cases of a file; one with an open bug is expected to fail until the bug is mended."""
    for case in yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8")):
        bug = case.get("bug") if isinstance(case, dict) else (case[2:] or [None])[0]
        marks = pytest.mark.xfail(strict=True, reason=bug) if bug else ()
        said = (case.get("say") or case.get("turns")) if isinstance(case, dict) else case[0]
        yield pytest.param(case, marks=marks, id=str(said))


def slots_of(turns, region=None):
    return read_slots(Question(turns=tuple(turns), region=region, as_of=DAY), places())


@pytest.mark.parametrize("case", table("normalise"))
def test_normalise(case):
    assert normalise(case[0]) == case[1]
    assert normalise(case[1]) == case[1]


@given(st.text())
def test_normalise_takes_anything(text):
    assert not set(normalise(text)) & set("\0\n\r\t")


@pytest.mark.parametrize("case", table("persons"))
def test_persons(case):
    found = find_persons(normalise(case["say"]))
    counted = Counter()
    for person in found:
        counted[person.keys[0] if person.keys else "?"] += person.count
    assert dict(counted) == case["are"]
    if "ages" in case:
        assert [int(p.age) for p in found if p.age is not None] == case["ages"]


@given(st.text(alphabet="我你和俩两三十个岁的娃大人爸妈孩子上小学，、一家口8 0元", max_size=40))
def test_persons_are_never_less_than_one(text):
    assert all(p.count >= 1 for p in find_persons(text) if "0" not in text)


@pytest.mark.parametrize("case", table("groups"))
def test_groups(case):
    held, denied, _ = find_groups(normalise(case["say"]))
    assert (list(held), list(denied)) == (case.get("held", []), case.get("denied", []))


@pytest.mark.parametrize("case", table("time"))
def test_time(case):
    text = normalise(case["say"])
    year = find_year(text, DAY)
    assert (year.year if year else None) == case["year"]
    if year:
        assert year.explicit is case.get("explicit", True)
    days = sorted(day.isoformat() for day in find_dates(text, DAY))
    assert days == case.get("days", [])


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read(day):
    for said in (f"{day.year}年{day.month}月{day.day}日还能交吗", f"{day.isoformat()}能交吗"):
        assert find_dates(normalise(said), DAY) == (day,)


@pytest.mark.parametrize("case", table("money"))
def test_money(case):
    found = find_money(normalise(case["say"]))
    assert [str(m.amount) for m in found] == [c["amount"] for c in case["are"]]
    for money, told in zip(found, case["are"], strict=True):
        assert str(money.upto) == str(told.get("upto"))
        assert money.bound == told.get("bound", "exact")
        assert money.role == told.get("role", "stated")
        assert money.per == told.get("per", money.per if money.role == "income" else "")


@given(st.integers(1, 99_999_999))
def test_amounts_come_back_from_both_writings(number):
    for said in (f"{to_chinese(number)}元", f"{number}元", f"{number:,}元"):
        assert find_amounts(normalise(f"花了{said}，能报多少")) == (Decimal(number),)


@given(st.integers(1, 9), st.integers(1, 9))
def test_the_digit_behind_the_scale_is_the_next_unit(large, small):
    chinese = "零一二三四五六七八九"
    for said in (f"{large}万{small}", f"{chinese[large]}万{chinese[small]}"):
        assert find_amounts(said) == (Decimal(large * 10_000 + small * 1_000),)


def moment(slot):
    last = f"..{slot.end}" if slot.end != slot.day else ""
    bound = "" if slot.bound == "on" else f" {slot.bound}"
    return f"{slot.day}{last}{bound} {slot.role}"


@pytest.mark.parametrize("case", table("days"))
def test_days(case):
    found, impossible = read_days(normalise(case["say"]), DAY)
    assert ([moment(s) for s in found], impossible) == (case["are"], [])


@pytest.mark.parametrize("case", table("missed_years"))
def test_missed_years(case):
    years = missed_years(normalise(case[0]))
    assert (str(years) if years is not None else None) == case[1]


@pytest.mark.parametrize("case", table("impossible"))
def test_impossible(case):
    assert [i.words for i in slots_of([case[0]]).impossible] == [case[1]]


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.integers(0, 120))
def test_what_exists_is_never_impossible(day, age):
    said = f"{day.year}年{day.month}月{day.day}日出生的{age}岁的人交多少"
    assert slots_of([said]).impossible == ()


@pytest.mark.parametrize("case", table("topics"))
def test_topics(case):
    asks = slots_of([case["say"]]).asks
    assert sorted(a.topic for a in asks) == sorted(case["topics"])


@pytest.mark.parametrize("case", table("follow_ups"))
def test_follow_ups(case):
    slots = slots_of(case["turns"], case.get("region"))
    assert slots.place.at.name == case["place"]
    if "topic" in case:
        assert case["topic"] in [a.topic for a in slots.asks]
    if "year" in case:
        assert slots.year.year == case["year"]
    if "persons" in case:
        assert [p.keys[0] for p in slots.persons if p.keys] == case["persons"]
    if "groups" in case:
        assert list(slots.groups) == case["groups"]


@pytest.mark.parametrize("case", table("places"))
def test_places(case):
    place = slots_of([case[0]]).place
    assert (place.at.name if place else None) == case[1]


def test_an_unclear_place_is_kept_apart():
    slots = slots_of(["朝阳区交多少"])
    assert len(slots.unclear_places) > 1
    assert {p.name for p in slots.unclear_places} == {"朝阳区"}


@given(st.text(max_size=60))
def test_any_text_is_read(text):
    slots = slots_of([text])
    assert slots.raw == text
