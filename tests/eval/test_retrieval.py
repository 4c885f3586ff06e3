"""Ranks and shares of the retrieval score, with a search whose order is known."""

import pytest

from eval.cases import Case
from eval.retrieval import rank_case, ranking_report, share_within
from eval.systems.base import Found


class Fixed:
    def __init__(self, *paths):
        self.found = [Found(notice="甲〔2024〕1号", title="通知", path=path) for path in paths]

    def find(self, case, limit):
        return self.found[:limit]


CASE = Case.model_validate(
    {
        "id": "r",
        "turns": ["交多少"],
        "region": None,
        "as_of": "2024-10-01",
        "expect": {"status": ["answered"], "labels": ["甲〔2024〕1号#一（一）"]},
    }
)


@pytest.mark.parametrize(
    ("paths", "rank"),
    [(["一（一）", "二"], 1), (["二", "一（一）1"], 2), (["二"], None), ([], None)],
)
def test_rank_of_the_first_right_clause(paths, rank):
    assert rank_case(Fixed(*paths), CASE).rank == rank


def test_shares_and_misses_are_reported():
    ranks = [rank_case(Fixed("一（一）"), CASE), rank_case(Fixed("二", "一（一）"), CASE)]
    assert share_within(ranks, 1) == 50
    assert share_within(ranks, 4) == 100
    assert "首位是 甲〔2024〕1号#二" in ranking_report(ranks)
