"""The product on the shipped question sets: mostly right, and never a figure without a source."""

from pathlib import Path

import pytest

from corpus.settings import Settings
from eval.cases import load_cases
from eval.report import report
from eval.retrieval import IndexSearch, rank_case, ranking_report, share_within
from eval.run import run_sets
from eval.scoring import summarise
from eval.systems import WenceSystem

SETS = Path(__file__).resolve().parents[2] / "eval" / "sets"
RIGHT = 95  # per cent of the seeds' questions
FIRST, AMONG_FOUR = 90, 99  # per cent of the retrieval questions


@pytest.fixture(scope="module")
def settings(data_folder):
    return Settings(data=data_folder("product"))


@pytest.fixture(scope="module")
def rows(settings):
    return run_sets(WenceSystem(settings), [("seeds_dev", load_cases(SETS / "seeds_dev.jsonl"))])


def test_questions_on_the_shipped_notices(rows):
    summary = summarise("wence", rows)
    assert 100 * summary.passed / summary.total >= RIGHT, report(rows, summary)


def test_no_answer_has_a_figure_without_a_source(rows):
    loose = [row for row in rows if row.score.has("ungrounded")]
    assert not loose, [(row.case.id, row.score.faults) for row in loose]


def test_the_right_clause_comes_first(settings):
    search = IndexSearch(settings)
    ranks = [rank_case(search, case) for case in load_cases(SETS / "retrieval_dev.jsonl")]
    assert share_within(ranks, 1) >= FIRST, ranking_report(ranks)
    assert share_within(ranks, 4) >= AMONG_FOUR, ranking_report(ranks)
