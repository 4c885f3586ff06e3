"""Reading whole files: what a person would check in the notice, as a table."""

from pathlib import Path

import pytest
import yaml

from corpus.structure import read_notices

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))


def locate(name: str) -> Path:
    kind, _, rest = name.partition("/")
    if kind == "seeds":
        return next((ROOT / "corpus" / "notices").glob(f"*/{rest}"))
    if kind == "good":
        return ROOT / "tests" / "fixtures" / "notices" / name
    path = ROOT.parent / "shared" / name
    if not path.exists():
        pytest.skip(f"the sample {name} is not here")
    return path


@pytest.mark.parametrize("case", CASES, ids=[c["file"] for c in CASES])
def test_notices_of_a_file(case):
    found = read_notices(locate(case["file"]), region=case.get("region"))
    assert len(found) == len(case["notices"])
    for document, wanted in zip(found, case["notices"], strict=True):
        check_particulars(document.notice, wanted)
        check_clauses(document, wanted)


def check_particulars(notice, wanted):
    for name in (
        "id",
        "title",
        "doc_number",
        "jurisdiction",
        "issued_on",
        "effective_from",
        "effective_to",
    ):
        if name in wanted:
            assert getattr(notice, name) == wanted[name], name
    assert list(notice.issuers) == wanted["issuers"]
    if "benefit_years" in wanted:
        assert list(notice.benefit_years) == wanted["benefit_years"]
    stated = {(r.kind.value, r.doc_number) for r in notice.relations}
    assert {tuple(r) for r in wanted.get("relations", [])} <= stated


def check_clauses(document, wanted):
    if "paths" in wanted:
        assert [c.path for c in document.clauses] == wanted["paths"]
    for path, words in wanted.get("clauses", {}).items():
        texts = [c.text for c in document.clauses if c.path == path]
        assert any(words in text for text in texts), (path, texts)
    for path, headings in wanted.get("headings", {}).items():
        assert list(next(c for c in document.clauses if c.path == path).headings) == headings
    for words in wanted.get("absent", []):
        assert words not in document.text


@pytest.mark.parametrize("case", CASES, ids=[c["file"] for c in CASES])
def test_every_clause_can_be_opened_at_its_characters(case):
    for document in read_notices(locate(case["file"]), region=case.get("region")):
        assert document.clauses
        assert len({c.id for c in document.clauses}) == len(document.clauses)
        for clause in document.clauses:
            assert document.text[clause.start : clause.end] == clause.text
            assert "\n" not in clause.text
