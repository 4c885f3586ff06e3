"""Parsed notices are kept: the same library as from the files, whatever happens to the file."""

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus import kept
from corpus.change import add_files, remove
from corpus.intake import Given
from corpus.library import KeptEntry, keep_entries, load_library
from corpus.settings import Settings
from corpus.transaction import write_lock

NOTICES = Path(__file__).parents[1] / "fixtures" / "notices" / "good"
SHIPPED = 3


@pytest.fixture
def settings(tmp_path):
    made = Settings(data=tmp_path)
    with write_lock(tmp_path):
        keep_entries(made, load_library(made).entries.values())
    return made


def same(one, other):
    assert one.version == other.version
    assert list(one.documents) == list(other.documents)
    assert one.documents.marks == other.documents.marks
    assert one.values() == other.values()
    assert [e.text for e in one.entries.values()] == [e.text for e in other.entries.values()]


def from_files(settings, tmp_path_factory):
    """The library of the same notices, read without anything kept."""
    (settings.data / kept.FILE).rename(aside := tmp_path_factory.mktemp("aside") / kept.FILE)
    library = load_library(settings)
    aside.rename(settings.data / kept.FILE)
    return library


def kept_ids(library):
    return [i for i, e in library.entries.items() if isinstance(e, KeptEntry)]


def test_what_is_kept_is_what_the_files_say(settings, tmp_path_factory):
    library = load_library(settings)
    assert len(kept_ids(library)) == SHIPPED
    same(library, from_files(settings, tmp_path_factory))


def test_a_confirmation_by_hand_is_seen_at_once(settings, tmp_path):
    (tmp_path / "shipped").mkdir()
    own = settings.model_copy(update={"shipped": tmp_path / "shipped"})
    folder = next(e.folder for e in load_library(settings).entries.values() if e.values)
    target = tmp_path / "notices" / folder.name
    target.mkdir(parents=True)
    for path in folder.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    with write_lock(tmp_path):
        keep_entries(own, load_library(own).entries.values())
    path = target / "values.yaml"
    path.write_text(path.read_text("utf-8").replace("status: extracted", "status: rejected", 1))
    changed = load_library(own)
    assert kept_ids(changed) == []
    assert len(changed.values()) == len(changed.entries[folder.name].values) - 1


DAMAGE = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:1000]),
    "garbage": lambda path: path.write_bytes(b"no database" * 500),
    "empty": lambda path: path.write_bytes(b""),
    "older": lambda path: _run(path, "PRAGMA user_version = 1"),
    "no table": lambda path: _run(path, "DROP TABLE kept"),
}


def _run(path, sql):
    with sqlite3.connect(path) as db:
        db.execute(sql)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_costs_time_and_nothing_else(settings, damage):
    before = load_library(settings)
    DAMAGE[damage](settings.data / kept.FILE)
    after = load_library(settings)
    same(after, before)
    with write_lock(settings.data):
        keep_entries(settings, after.entries.values())
    assert len(kept_ids(load_library(settings))) == SHIPPED


def test_an_open_library_outlives_changes(settings):
    library = load_library(settings)
    (settings.data / kept.FILE).unlink()
    assert len(library.values()) > SHIPPED
    assert library.says("居民医保")


def test_added_and_removed_notices_come_and_go(tmp_path, quick, tmp_path_factory):
    (tmp_path / "shipped").mkdir()
    settings = Settings(data=tmp_path / "data", shipped=tmp_path / "shipped")
    (added,) = add_files(settings, [NOTICES / "articles_wrapped.txt"], Given(region="聊城市"))
    library = load_library(settings)
    assert kept_ids(library) == [added.document.notice.id]
    same(library, from_files(settings, tmp_path_factory))
    words = added.document.clauses[0].text[:12]
    assert library.says(words)
    remove(settings, added.document.notice.id)
    assert not load_library(settings).says(words)
    assert words.encode() not in (settings.data / kept.FILE).read_bytes()
    with sqlite3.connect(settings.data / kept.FILE) as db:
        assert db.execute("SELECT count(*) FROM kept").fetchone() == (0,)


KILLED = """
import sys
from pathlib import Path
from corpus import kept
from corpus.transaction import write_lock
from corpus.library import load_library
from corpus.settings import Settings

settings = Settings(data=Path(sys.argv[1]))
library = load_library(settings)
rows = [kept.pack(e.digest, e.document, e.values) for e in library.entries.values()]
def many():
    print("writing", flush=True)
    for number in range(10**6):
        yield rows[0]._replace(digest=str(number))
with write_lock(settings.data):
    kept.keep(settings.data, many(), {str(n) for n in range(10**6)})
"""


def test_killed_while_keeping(settings):
    before = load_library(settings)
    command = [sys.executable, "-c", KILLED, str(settings.data)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdout.readline().strip() == b"writing"
        time.sleep(0.5)
        process.kill()
    same(load_library(settings), before)
    with write_lock(settings.data):
        keep_entries(settings, load_library(settings).entries.values())
    assert len(kept_ids(load_library(settings))) == SHIPPED
