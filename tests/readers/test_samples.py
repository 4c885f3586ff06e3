"""Real files, where they are beside the checkout: particulars, and every article in its turn."""

import re
from pathlib import Path

import pytest
import yaml

from corpus.readers.numbering import chinese
from corpus.structure import read_notices
from corpus.verify import verify_places

HERE = Path(__file__).parent
SAMPLES = HERE.parents[2] / "shared" / "samples"
EXPECTED = yaml.safe_load((HERE / "samples.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_sample(name):
    if not (SAMPLES / name).exists():
        pytest.skip("the sample notices are not beside this checkout")
    wanted = EXPECTED[name]
    (notice,) = read_notices(SAMPLES / name)
    found = notice.notice
    assert found.title == wanted["title"]
    assert found.doc_number == wanted["doc_number"]
    assert list(found.issuers) == wanted["issuers"]
    assert found.issued_on == wanted["issued_on"]
    paths = [c.path for c in notice.clauses if re.fullmatch("第[^（]+条", c.path)]
    assert list(dict.fromkeys(paths)) == [
        f"第{chinese(n)}条" for n in range(1, wanted["articles"] + 1)
    ]
    assert not any(re.search(r"https?:|高亮|\d/\d", c.text) for c in notice.clauses)
    assert verify_places(notice, notice.places) == []
