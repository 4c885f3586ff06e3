"""Figures, bounds and status of plain words."""

import pytest

from eval.spoken import spoken_status, spoken_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("每人410元", [("410", "exact")]),
        ("不低于每人每年400元", [("400", "at_least")]),
        ("最高支付1.2万元", [("12000", "at_most")]),
        ("报销70%左右，四百元", [("70", "about"), ("400", "exact")]),
        ("未满18周岁380元", [("18", "less_than"), ("380", "exact")]),
        ("70周岁以上", [("70", "at_least")]),
        ("2024年12月31日前", [("2024-12-31", "exact")]),
        ("没有数字", []),
    ],
)
def test_what_a_sentence_says(text, values):
    assert [(v["value"], v["bound"]) for v in spoken_values(text)] == values


@pytest.mark.parametrize(
    ("text", "status"),
    [("每人410元", "answered"), ("文件没有规定", "unanswerable"), ("请问您是学生吗", "clarify")],
)
def test_whether_it_answers(text, status):
    assert spoken_status(text)[0] == status
