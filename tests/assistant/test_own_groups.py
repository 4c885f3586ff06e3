"""Whose group it is: each person's own, or the whole family's."""

from pathlib import Path

import pytest
import yaml

from assistant.understand.group_words import find_groups
from assistant.understand.own_groups import with_own_groups
from assistant.understand.people import find_persons

CASES = yaml.safe_load((Path(__file__).parent / "own_groups.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_own_groups(text, expected):
    text = text.replace("，", ",")
    found = with_own_groups(text, find_persons(text), find_groups(text)[0])
    assert [_said(p) for p in found] == expected


def _said(person):
    groups = "-" if person.groups is None else " ".join(person.groups)
    return f"{person.words}×{person.count}: {groups}".rstrip()
