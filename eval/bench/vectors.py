"""Vectors for corpora too large to embed here (替身向量): truly embedded ones with seeded noise."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from corpus.index.embedders.base import Advance, Embedder, Vectors, silent, unit

NOISE = 0.02
"""Standard deviation of the noise in each dimension; the vectors stay about as near as twins."""


class MadeVectors(Embedder):
    """Stands in for an embedder under its own name: questions truly, passages made.

    A passage's vector is one of ``base`` (shape ``(count, dim)``) with noise, both chosen by the
    passage's own hash: the same text always has the same vector.
    """

    def __init__(self, inner: Embedder, base: Vectors) -> None:
        self.name = inner.name
        self._inner = inner
        self._base = base

    @property
    def dim(self) -> int:
        """As the inner one."""
        return self._inner.dim

    def query_vector(self, text: str) -> Vectors:
        """Truly embedded."""
        return self._inner.query_vector(text)

    def document_vectors(self, texts: Sequence[str], advance: Advance = silent) -> Vectors:
        """Made, not embedded."""
        rows = np.stack([self._made(text) for text in texts])
        advance(len(texts))
        return unit(rows)

    def _made(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        chance = np.random.default_rng(seed)
        near = self._base[chance.integers(len(self._base))]
        row: Vectors = near + chance.normal(0, NOISE, near.shape).astype(np.float32)
        return row
