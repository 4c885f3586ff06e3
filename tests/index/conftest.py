import importlib.util
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from corpus.index.embedders.base import Embedder, silent
from corpus.settings import Settings

HERE = Path(__file__).parent


def _load(name):
    spec = importlib.util.spec_from_file_location(f"index_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def books():
    return _load("notices").books


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "data")


class Remembering(Embedder):
    """The bundled embedder under its own name; each text is embedded once for all tests."""

    def __init__(self, inner):
        self.inner = inner
        self.name = inner.name
        self.dim_ = inner.dim
        self.query = lru_cache(inner.query_vector)
        self.passage = lru_cache(maxsize=None)(inner.engine.passage)

    @property
    def dim(self):
        return self.dim_

    def query_vector(self, text):
        return self.query(text)

    def document_vectors(self, texts, advance=silent):
        return np.stack([self.passage(text) for text in texts])


@pytest.fixture(scope="session")
def embedder(nano):
    return Remembering(nano)


@pytest.fixture(scope="session")
def nano(in_bulk):
    """The bundled embedder."""
    return in_bulk()


@pytest.fixture(scope="session")
def seed_texts():
    """About a hundred pieces of clause length from the shipped notices."""
    root = HERE.parents[1] / "corpus" / "notices"
    texts = [path.read_text(encoding="utf-8") for path in sorted(root.glob("*/text.txt"))]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    pieces = [line[i : i + 80] for line in lines for i in range(0, len(line), 60)]
    if len(pieces) < 100:
        pytest.skip("随附的政策文件还没有生成")
    return pieces[:100]


@pytest.fixture
def run_python():
    """Run a piece of Python in a process of its own, from the root of the checkout."""

    def run(code):
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=HERE.parents[1],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )

    return run
