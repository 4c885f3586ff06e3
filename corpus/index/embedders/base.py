"""The embedder (向量模型) interface: an identity, and arrays; LangChain's form is in a file apart.

LangChain takes half a second to load, and what only changes the corpus has no use for it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

Advance = Callable[[int], object]
"""Called with the number of texts that have just been embedded (for a progress bar)."""


def silent(_count: int) -> None:
    """Report no progress."""


class Embedder(ABC):
    """Turns texts into unit vectors. Implementations load their model on first use.

    ``name`` is the identity that goes into the index's hash: equal names give equal vectors.
    """

    name: str
    unrelated: float | None = None
    """The cosine of a question with a sentence of the same field that does not answer it, where
    that was measured."""

    @property
    @abstractmethod
    def dim(self) -> int:
        """Number of dimensions of one vector."""

    @abstractmethod
    def query_vector(self, text: str) -> Vectors:
        """The unit vector of one question: shape ``(dim,)``."""

    @abstractmethod
    def document_vectors(self, texts: Sequence[str], advance: Advance = silent) -> Vectors:
        """Unit vectors of passages: shape ``(len(texts), dim)``."""


def unit(vectors: Vectors) -> Vectors:
    """Scale every row to length one; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return scaled
