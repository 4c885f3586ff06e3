"""Verification: what the grammar extracts passes; any tampering with a part does not."""

import datetime as dt
from decimal import Decimal

import pytest

from corpus.extract import extract_values
from corpus.model import Bound
from corpus.verify import verify_values
from tests.extract.notices import build

NOTICE = build(
    [
        "一、2024年集中缴费期，70周岁以上老年人个人缴费标准较上年增加20元，达到每人每年不低于430元。"
        "2025年1月起，职工医保住院支付比例为80%。"
    ]
)


def _fee():
    return next(v for v in extract_values(NOTICE) if v.key == "individual_fee")


def _moved(citation, by):
    start, end = citation.start + by, citation.end + by
    return citation.model_copy(update={"start": start, "end": end})


def _cited(value, /, **parts):
    return value.model_copy(update={"citations": value.citations.model_copy(update=parts)})


TAMPERINGS = {
    "number": lambda v: v.model_copy(update={"value": Decimal(431)}),
    "span": lambda v: _cited(v, value=_moved(v.citations.value, 1)),
    "quote": lambda v: _cited(v, value=v.citations.value.model_copy(update={"quote": "431元"})),
    "beyond the clause": lambda v: _cited(v, value=_moved(v.citations.value, 5000)),
    "unknown clause": lambda v: _cited(
        v, value=v.citations.value.model_copy(update={"clause": "x"})
    ),
    "unit": lambda v: v.model_copy(update={"unit": "元/人·月"}),
    "bound": lambda v: v.model_copy(update={"bound": Bound.EXACT}),
    "bound words": lambda v: v.model_copy(update={"bound_text": "不高于"}),
    "bound span": lambda v: _cited(v, bound=None),
    "label": lambda v: v.model_copy(update={"label": "财政补助标准"}),
    "delta": lambda v: v.model_copy(
        update={"delta": v.delta.model_copy(update={"amount": Decimal(-20)})}
    ),
    "age": lambda v: v.model_copy(update={"group": v.group.model_copy(update={"min_age": 60})}),
    "members": lambda v: v.model_copy(update={"group": v.group.model_copy(update={"members": ()})}),
    "year": lambda v: v.model_copy(update={"collection_year": 2023}),
    "effective date": lambda v: v.model_copy(update={"effective_from": dt.date(2020, 1, 1)}),
}


def test_extracted_values_pass():
    values = extract_values(NOTICE)
    assert len(values) == 3
    assert verify_values(NOTICE, values) == []


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(name):
    fee = _fee()
    assert verify_values(NOTICE, [fee]) == []
    problems = verify_values(NOTICE, [TAMPERINGS[name](fee)])
    assert problems
    assert fee.id in problems[0]
