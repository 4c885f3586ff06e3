"""Any mixture of notice words is read without an error, and whatever is read verifies."""

import re
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extract import extract_values
from corpus.verify import verify_values
from tests.extract.notices import build

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
TEXTS = [t for case in CASES for t in case.get("paras") or [case["text"]]]
PIECES = sorted({p for t in TEXTS for p in re.findall(r"[^，；。：、（）]+|[，；。：、（）]", t)})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_mixture_is_read_and_verifies(paragraphs):
    notice = build(["".join(pieces) for pieces in paragraphs])
    values = extract_values(notice)
    assert verify_values(notice, values) == []
    assert len({v.id for v in values}) == len(values)
    for value in values:
        cited = value.citations.value
        assert notice.text[cited.start : cited.end] == cited.quote
