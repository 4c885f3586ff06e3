"""A notice's folder: written at once, loaded the same, damage named."""

from pathlib import Path

import pytest
import yaml

from corpus.errors import CorpusError
from corpus.extract import extract_values
from corpus.store import check_source, load_notice, notice_folders, write_notice
from corpus.structure import read_notices

GOOD = Path(__file__).parents[1] / "fixtures" / "notices" / "good"
SOURCE = GOOD / "articles_wrapped.txt"


@pytest.fixture
def written(tmp_path):
    (document,) = read_notices(SOURCE, region="聊城市")
    values = extract_values(document)
    folder = write_notice(tmp_path, document, values, SOURCE.read_bytes())
    return document, values, folder


def test_what_is_loaded_is_what_was_written(written):
    document, values, folder = written
    assert load_notice(folder) == (document, values)
    assert (folder / SOURCE.name).read_bytes() == SOURCE.read_bytes()
    check_source(folder, document.notice)
    assert notice_folders(folder.parent) == [folder]
    assert sorted(p.name for p in folder.parent.iterdir()) == [folder.name]


@pytest.mark.parametrize("name", ["notice.yaml", "values.yaml", "text.txt"])
def test_damage_is_named(written, name):
    _, _, folder = written
    (folder / name).write_text("a: [", "utf-8")
    with pytest.raises(CorpusError, match=r"notice\.yaml|" + name):
        load_notice(folder)
    (folder / name).unlink()
    with pytest.raises(CorpusError, match=name):
        load_notice(folder)


def test_changed_source_is_noticed(written):
    document, _, folder = written
    (folder / SOURCE.name).write_bytes(b"x")
    with pytest.raises(CorpusError, match="不一致"):
        check_source(folder, document.notice)


def test_source_named_like_the_folders_own_files(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes(SOURCE.read_bytes())
    (document,) = read_notices(path, region="聊城市")
    folder = write_notice(tmp_path / "root", document, [], path.read_bytes())
    assert load_notice(folder)[0] == document


def test_shipped_notices_are_up_to_date():
    root = Path(__file__).parents[2] / "corpus" / "notices"
    for folder in notice_folders(root):
        document, _ = load_notice(folder)
        check_source(folder, document.notice)
        assert document in read_notices(folder / document.notice.source.file)
        assert yaml.safe_load((folder / "values.yaml").read_text("utf-8")) is not None
