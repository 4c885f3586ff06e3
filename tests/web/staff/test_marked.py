"""A claim beside its clause: what differs is marked, figures as a whole, and no text is lost."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.staff.marked import side_by_side, with_quotes

CASES = yaml.safe_load(Path(__file__).with_name("marked.yaml").read_text("utf-8"))
TEXT = st.text("医保缴费410元不低于，。12月31日%\n<&", max_size=40)


def marked(pieces):
    """Runs of marked characters."""
    runs = [""]
    for piece in pieces:
        if piece.differs:
            runs[-1] += piece.text
        elif runs[-1]:
            runs.append("")
    return [run for run in runs if run]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["claim"])
def test_what_is_marked(case):
    before, _, rest = case["clause"].partition("【")
    quote, _, after = rest.partition("】")
    quotes = [(len(before), len(before + quote))] if quote else []
    said, told = side_by_side(case["claim"], before + quote + after, quotes)
    assert (marked(said), marked(told)) == (case["said"], case["told"])
    assert "".join(p.text for p in told if p.quoted) == quote


QUOTES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted).map(tuple))


@given(TEXT, TEXT, QUOTES)
def test_no_character_is_lost(claim, clause, quotes):
    inside = [(min(start, len(clause)), min(end, len(clause))) for start, end in quotes]
    said, told = side_by_side(claim, clause, inside)
    assert "".join(p.text for p in said) == claim
    assert "".join(p.text for p in told) == clause
    assert "".join(p.text for p in with_quotes(clause, inside)) == clause
