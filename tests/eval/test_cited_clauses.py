"""Every clause that a shipped set cites exists in the notices that the set, or the row, names.

Of a set that is only scored, failures are counted and not shown.
"""

from functools import cache

import pytest

from corpus.library import load_library
from corpus.settings import Settings
from corpus.structure import read_notices
from eval.cases import load_set
from eval.kinds import load_any
from eval.rows import WHOLE
from eval.run import ROOT
from eval.suite import SETS, shipped_sets

UNSEEN = "tests/fixtures/notices/unseen/"
TAG = "notices:"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The shipped notices."""
    return load_library(Settings(data=tmp_path_factory.mktemp("library"))).documents


@pytest.fixture(scope="module")
def clauses(shipped):
    """(文号, title, path) of every clause of the shipped notices and those of some folders."""
    known = set(paths(shipped))
    return lambda folders: known.union(*(read(folder) for folder in folders))


@cache
def read(folder):
    files = sorted((ROOT / folder).iterdir())
    return frozenset(paths(document for file in files for document in read_notices(file)))


def paths(documents):
    for document in documents:
        for clause in document.clauses:
            yield document.notice.doc_number or "", document.notice.title, clause.path


def folders_of(tags, named):
    """The folders of the row's tags, or all of the set where the row names none."""
    tagged = [tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG)]
    if not tagged:
        return named
    return tuple(UNSEEN + folder for folder in sorted(tagged) if folder != "seeds")


def cited(one):
    """(id, tags, references) of every row."""
    if hasattr(one, "rows"):
        for row in one.rows:
            groups = [group for claim in row.claims for group in claim.citations]
            yield row.id, row.tags, [ref for group in groups for ref in group]
        return
    for case in one.cases:
        expect = case.expect
        yield case.id, case.tags, [*case.wanted, *(r for g in expect.citations for r in g)]


IN_REPOSITORY = [name for name, one in shipped_sets().items() if not one.outside]


@pytest.mark.parametrize("name", IN_REPOSITORY)
def test_cited_clauses_exist(name, clauses):
    one = shipped_sets()[name]
    missing = [
        (ident, str(ref))
        for ident, tags, refs in cited(load_any(SETS / f"{name}.jsonl"))
        for ref in refs
        if not any(ref.covers(*clause) for clause in clauses(folders_of(tags, one.notices)))
    ]
    shown = len(missing) if one.half == "test" else missing
    assert not missing, shown


def test_the_whole_notice_is_no_clause_of_its_own(clauses):
    assert all(path != WHOLE for _, _, path in clauses(()))


def test_a_set_that_cites_nothing_would_be_noticed():
    seeds = load_set(SETS / "seeds_dev.jsonl")
    assert sum(bool(refs) for _, _, refs in cited(seeds)) > 100
