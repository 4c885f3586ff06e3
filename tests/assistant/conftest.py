"""An assistant over the shipped notices and fictional ones, in memory."""

from pathlib import Path

import pytest

from assistant.service import Assistant
from corpus.extract import extract_values
from corpus.jurisdictions import places
from corpus.library import Entry, Library, load_library
from corpus.settings import Settings
from corpus.structure import read_notices

UNSEEN = Path(__file__).parents[1] / "fixtures" / "notices" / "unseen"


@pytest.fixture(scope="session")
def assistant_over(tmp_path_factory):
    """Folders of fictional notices → an assistant; nothing here searches an index."""

    def made(*folders):
        own = Settings(data=tmp_path_factory.mktemp("data"))
        entries = dict(load_library(own).entries)
        for folder in folders:
            for path in sorted((UNSEEN / folder).iterdir()):
                for document in read_notices(path):
                    values = extract_values(document, places())
                    entries[document.notice.id] = Entry(document, values, path)
        return Assistant(own, Library(entries, "test", places()))

    return made
