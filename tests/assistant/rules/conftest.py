"""A library of the shipped notices and of all fictional ones, in memory."""

from pathlib import Path

import pytest

from corpus.extract import extract_values
from corpus.jurisdictions import places
from corpus.library import Entry, Library, load_library
from corpus.settings import Settings
from corpus.structure import read_notices

UNSEEN = Path(__file__).parents[2] / "fixtures" / "notices" / "unseen"
FOLDERS = ("dev", "dev2", "dev5", "dev8", "rules_dev")


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """Shipped and fictional notices, read and extracted as ``corpus add`` does."""
    shipped = load_library(Settings(data=tmp_path_factory.mktemp("rules")))
    entries = dict(shipped.entries)
    for path in sorted(p for f in FOLDERS for p in (UNSEEN / f).glob("*.*")):
        for document in read_notices(path):
            values = tuple(extract_values(document, places()))
            entries[document.notice.id] = Entry(document, values, path.parent)
    return Library(entries, "rules", shipped.places)


@pytest.fixture(scope="session")
def calculator(library):
    """The calculator over that library."""
    from assistant.calculator import Calculator

    return Calculator(library)
