"""A question that asks several things is taken apart, each with the case that all share."""

from pathlib import Path

import pytest
import yaml

from assistant.understand.parts import measures_of, phrases_of

CASES = yaml.safe_load((Path(__file__).parent / "parts.yaml").read_text("utf-8"))
BY = {"measures": measures_of, "phrases": phrases_of}


@pytest.mark.parametrize("case", CASES, ids=[c["ask"] for c in CASES])
def test_parts(case):
    for name in BY.keys() & case.keys():
        assert [" ".join(p.split()) for p in BY[name](case["ask"])] == case[name]
