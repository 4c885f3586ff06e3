"""Classes of places: read from the notice's words, and found for a place."""

from pathlib import Path

import pytest
import yaml

from corpus.extract.areas import area_classes, class_at
from corpus.jurisdictions import places
from tests.extract.notices import build

CASES = yaml.safe_load((Path(__file__).parent / "areas.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:16] for c in CASES])
def test_class_of_a_place(case):
    document = build([case["text"]], place=case["outer"])
    classes = area_classes(document, places())
    found = {p: class_at(classes, case["outer"], p, places()) for p in case["classes"]}
    assert {p: c.core if c else None for p, c in found.items()} == case["classes"]
    assert all(
        document.text[c.citation.start : c.citation.end] == c.citation.quote for c in classes
    )
