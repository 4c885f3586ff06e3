"""What a notice states in a sentence is told, and nothing beside it, on an invented notice."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml

from assistant.service import open_assistant
from corpus.change import Given, add_files
from corpus.settings import Settings

HERE = Path(__file__).parent / "stated"
CASES = yaml.safe_load((HERE / "cases.yaml").read_text("utf-8"))
DAY = dt.date(2025, 11, 10)


@pytest.fixture(scope="module")
def wuzhou(built, tmp_path_factory):
    """The assistant over the shipped notices and the invented one."""
    data = shutil.copytree(built, tmp_path_factory.mktemp("stated") / "data")
    add_files(Settings(data=data), [HERE / "notice.txt"], Given(None, None, None), True)
    return open_assistant(Settings(data=data))


@pytest.mark.parametrize("case", CASES, ids=["|".join(c["ask"]) for c in CASES])
def test_stated(wuzhou, case):
    answer = wuzhou.ask(case["ask"], "梧州市", DAY)
    if "says" in case or "status" in case:
        assert answer.status == case.get("status", "answered"), answer.text
    for words in case.get("says", []):
        assert words in answer.text
    for words in case.get("never", []):
        assert words not in answer.text
    for cited in answer.citations:
        text = wuzhou.library.text(cited.id.partition("#")[0])
        assert text[cited.start : cited.end] == cited.quote
