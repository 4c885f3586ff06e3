"""Questions on real notices of other programmes, which lie outside the repository (真实样本).

They are read from the folder beside the checkout; without it the test is skipped. The longest
three of them take four fifths of the time and are left to `python -m eval suite`.
"""

from pathlib import Path

import pytest

from corpus.change import add_files
from corpus.intake import Given
from corpus.settings import Settings
from eval.cases import load_cases
from eval.report import report
from eval.run import run_sets
from eval.scoring import summarise
from eval.systems import WenceSystem

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
FLOOR = 85  # per cent of the questions
LONGEST = 80_000  # bytes
LEFT_OUT = ("穗医保规字〔2019〕4号", "穗医保规字〔2024〕1号", "穗府办规〔2021〕7号")


@pytest.fixture(scope="module")
def rows(data_folder):
    if not SAMPLES.is_dir():
        pytest.skip("没有真实样本文件夹，跳过。")
    files = sorted([*SAMPLES.glob("html/*.html"), *SAMPLES.glob("txt/*.txt")])
    files = [file for file in files if file.stat().st_size < LONGEST]
    settings = Settings(data=data_folder("samples"))
    add_files(settings, files, Given(None, None, None), False)
    cases = load_cases(ROOT / "eval" / "sets" / "samples_dev.jsonl")
    told = ((case, case.model_dump_json()) for case in cases)
    cases = [case for case, text in told if not any(number in text for number in LEFT_OUT)]
    return run_sets(WenceSystem(settings), [("samples_dev", cases)])


def test_other_programmes_are_answered(rows):
    summary = summarise("wence", rows)
    assert 100 * summary.passed / summary.total >= FLOOR, report(rows, summary)


def test_no_figure_is_without_a_source(rows):
    loose = [row for row in rows if row.score.has("ungrounded")]
    assert not loose, [(row.case.id, row.score.faults) for row in loose]
