"""The shipped notices against a list that a person read out of them; other real ones in part."""

from pathlib import Path

import pytest
import yaml

from corpus.extract import extract_values
from corpus.settings import SHIPPED_NOTICES
from corpus.store import load_notice
from corpus.structure import read_notices
from corpus.verify import verify_values
from tests.extract.notices import fits, shown_value

HERE = Path(__file__).parent
SAMPLES = HERE.parents[2] / "shared" / "samples"
GOLD = yaml.safe_load((HERE / "gold.yaml").read_text(encoding="utf-8"))
OTHERS = yaml.safe_load((HERE / "samples.yaml").read_text(encoding="utf-8"))


def _compare(values, expected):
    """Return what is missing and what is left over."""
    left, missing = list(values), []
    for wanted in expected:
        found = next((v for v in left if fits(v, wanted)), None)
        if found is None:
            missing.append(wanted)
        else:
            left.remove(found)
    return missing, [shown_value(v) for v in left]


@pytest.mark.parametrize("name", GOLD)
def test_shipped_notice(name):
    notice, _stored = load_notice(SHIPPED_NOTICES / name)
    values = extract_values(notice)
    missing, left = _compare(
        values, [row | {"clause": f"{name}#{row['clause']}"} for row in GOLD[name]]
    )
    assert verify_values(notice, values) == []
    recall, found = 1 - len(missing) / len(GOLD[name]), len(values)
    print(f"{name}: recall {recall:.2f}, precision {1 - len(left) / found:.2f}")
    assert (missing, left) == ([], [])


@pytest.mark.parametrize("name", OTHERS)
def test_other_notice(name):
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("the sample notices are not beside this checkout")
    missing = list(OTHERS[name])
    for notice in read_notices(path):
        values = extract_values(notice)
        assert verify_values(notice, values) == []
        missing, _left = _compare(values, missing)
    assert missing == []
