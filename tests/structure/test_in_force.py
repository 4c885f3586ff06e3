"""From when and until when a notice holds (施行、有效期), in the words notices use."""

import datetime as dt

import pytest

from corpus.structure.metadata import in_force

ISSUED = dt.date(2031, 3, 10)
DAY = dt.date
CASES = [
    ("本通知自2031年4月1日起施行，有效期5年。", DAY(2031, 4, 1), DAY(2036, 3, 31)),
    ("本办法自印发之日起施行，试行期两年。", ISSUED, DAY(2033, 3, 9)),
    ("本办法自印发之日起30日后施行，有效期三年。", DAY(2031, 4, 9), DAY(2034, 4, 8)),
    ("本办法自2031年5月1日起施行，有效期至2033年12月31日。", DAY(2031, 5, 1), DAY(2033, 12, 31)),
    ("本通知自发布之日起执行，试行至2032年6月底。", ISSUED, DAY(2032, 6, 30)),
    ("本通知有效期5年。", None, DAY(2036, 3, 9)),
    ("评估结论有效期2年，自作出之日起计算。", None, None),
    ("截止2030年12月31日，全市参保100万人。", None, None),
]


@pytest.mark.parametrize(("text", "start", "end"), CASES, ids=[c[0][:20] for c in CASES])
def test_in_force(text, start, end):
    assert in_force(text, ISSUED, {}) == (start, end)
