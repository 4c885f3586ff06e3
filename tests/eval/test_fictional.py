"""Questions on fictional notices that the product was not built on (虚构文件).

The notices are invented, in the layouts and wordings of real ones; ``eval/sets/fictional_*.jsonl``
says what a careful official would answer. A floor only: it is raised as the product gets better.
"""

from pathlib import Path

import pytest

from corpus.change import Given, add_files
from corpus.index import build_index
from corpus.library import load_library
from corpus.settings import Settings
from eval.cases import load_cases
from eval.report import report
from eval.run import run_sets
from eval.scoring import summarise
from eval.systems import WenceSystem

ROOT = Path(__file__).resolve().parents[2]
NOTICES = ROOT / "tests" / "fixtures" / "notices" / "unseen"
FLOOR = {"dev": 86, "dev2": 82, "dev3": 80, "dev4": 60, "test": 40}  # per cent of the questions


@pytest.fixture(scope="module", params=sorted(FLOOR))
def half(request):
    return request.param


@pytest.fixture(scope="module")
def rows(half, data_folder):
    settings = Settings(data=data_folder(half))
    add_files(settings, sorted((NOTICES / half).iterdir()), Given(None, None, None), False)
    build_index(settings, load_library(settings).documents, progress=False)
    name = f"fictional_{half}"
    cases = load_cases(ROOT / "eval" / "sets" / f"{name}.jsonl")
    return run_sets(WenceSystem(settings), [(name, cases)])


def test_questions_on_unseen_notices(half, rows):
    summary = summarise("wence", rows)
    assert 100 * summary.passed / summary.total >= FLOOR[half], report(rows, summary)


def test_no_answer_has_a_figure_without_a_source(rows):
    loose = [row for row in rows if row.score.has("ungrounded")]
    assert not loose, [(row.case.id, row.score.faults) for row in loose]
