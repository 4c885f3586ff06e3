"""Claims whose line tells what they are of (上下文), on invented notices."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from assistant.check import check_text

CASES = yaml.safe_load(Path(__file__).with_name("lines.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def assistant(assistant_over):
    return assistant_over(
        "claims6", "claims7", "claims8", "claims9", "dev24", "dev25", "dev26", "dev27", "dev28"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_the_claims_of_a_line(assistant, case):
    day = dt.date.fromisoformat(str(case["as_of"]))
    told = check_text(assistant, case["text"], case["region"], as_of=day)
    assert [[v.text, v.verdict.value] for v in told] == case["claims"]
