"""The strict scorer against a table of answers, and its own reader of numbers."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from eval.cases import Case
from eval.numbers import asked_years, han_number, read_numbers, ungrounded
from eval.score import contains, score

TABLE = yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TABLE["cases"], ids=lambda row: row["name"])
def test_faults_found(row):
    answer = {**TABLE["base"], **row["change"]}
    result = score(Case.model_validate(TABLE["case"]), answer)
    assert {fault.kind for fault in result.faults} == set(row["faults"]), result.faults


@pytest.mark.parametrize(
    ("text", "plain", "percents", "dates"),
    [
        ("起付标准为1.2万元", {12000}, set(), set()),
        ("１,０００元、70％左右", {1000}, {70}, set()),
        ("四百一十元，百分之六十", {410}, {60}, set()),
        ("两万五千元", {25000}, set(), set()),
        ("2024 年 9月 6日至12月31日", set(), set(), {(2024, 9, 6), (None, 12, 31)}),
        ("2024-09-06", set(), set(), {(2024, 9, 6)}),
        ("2025年2月底、每年6月底", set(), set(), {(2025, 2, None), (None, 6, None)}),
        ("满6个月、6倍左右", {6}, set(), set()),
        ("一（一）", set(), set(), set()),
    ],
)
def test_numbers_read(text, plain, percents, dates):
    found = read_numbers(text)
    assert (found.plain, found.percents, found.dates) == (plain, percents, dates)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["元", "%", "万元"]))
def test_a_number_is_grounded_in_itself_and_not_in_another(number, unit):
    said = f"标准为{number:f}{unit}。"
    assert ungrounded(said, [said]) == []
    assert ungrounded(said, [f"标准为{number + 1:f}{unit}。"]) != []


@given(st.dates())
def test_a_date_is_grounded_however_it_is_written(day):
    if not 1900 <= day.year < 2100:
        return
    assert ungrounded(f"{day.year}年{day.month}月{day.day}日", [day.isoformat()]) == []
    assert ungrounded(f"{day.month}月{day.day}日", [day.isoformat()]) == []


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("四百一十", 410), ("一万二千", 12000), ("一千零五", 1005)]
)
def test_chinese_numerals(text, value):
    assert han_number(text) == Decimal(value)


def test_a_figure_is_not_found_inside_a_longer_one():
    assert contains("交380元", "380")
    assert not contains("交1380元", "380")
    assert not contains("交380.5元", "380")


@pytest.mark.parametrize(("text", "said"), [("26年交多少", "2026年"), ("明年交多少", "2025年")])
def test_years_that_the_question_names_in_its_own_way(text, said):
    assert ungrounded(said, [text]) != []
    assert ungrounded(said, asked_years([text], 2024)) == []


@pytest.mark.parametrize(
    ("said", "source", "loose"),
    [
        ("43岁", "俺今年四十三了", []),
        ("有效期1年", "有效期一年", []),
        ("一年交410元", "交410元", []),
        ("有效期5年", "有效期一年", ["5"]),
        ("全额资助", "给予定额资助", ["100%"]),
        ("全额资助", "给予全额资助", []),
    ],
)
def test_a_source_may_say_it_in_words(said, source, loose):
    assert ungrounded(said, [source]) == loose
