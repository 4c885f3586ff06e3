"""The value grammar on single sentences: what a reader would take from them, nothing else."""

from pathlib import Path

import pytest
import yaml

from corpus.extract import extract_values
from corpus.verify import verify_values
from tests.extract.notices import build, fits, shown_value

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[(c.get("text") or c["paras"][0])[:24] for c in CASES])
def test_sentence(case):
    notice = build(case.get("paras") or [case["text"]], title=case.get("title", ""))
    values = extract_values(notice)
    shown = "\n".join(map(shown_value, values))
    assert verify_values(notice, values) == []
    left = list(values)
    for expected in case["expect"]:
        found = next((v for v in left if fits(v, expected)), None)
        assert found is not None, f"没有找到 {expected}，只有：\n{shown}"
        left.remove(found)
    assert case.get("more") or not left, "多出：\n" + "\n".join(map(shown_value, left))


def test_there_are_enough_cases():
    assert len(CASES) >= 80
