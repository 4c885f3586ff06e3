"""Classes of diseases: read from the notice's words, whole and at their characters."""

from pathlib import Path

import pytest
import yaml

from corpus.extract.items import cores_in, item_classes
from tests.extract.notices import build

CASES = yaml.safe_load((Path(__file__).parent / "items.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:16] for c in CASES])
def test_members_of_a_class(case):
    document = build([case["text"]])
    classes = item_classes(document)
    assert {c.core: list(c.members) for c in classes} == case["classes"]
    assert all(document.text[c.listed.start : c.listed.end] == c.listed.quote for c in classes)


def test_one_class_in_all_its_spellings():
    assert cores_in("Ⅱ类病种、II类病种、二类门诊慢性病和第二类疾病") == {"二类"}
