"""The word leg (词面检索): BM25 over the terms of every entry."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.index.words import terms


class WordIndex:
    """BM25 scores of a query against every entry, by row."""

    def __init__(self, model: Any, rows: int) -> None:
        """Wrap a built or loaded ``bm25s`` model over ``rows`` entries."""
        self._model = model
        self._rows = rows

    @classmethod
    def build(cls, texts: Sequence[str], folder: Path) -> WordIndex:
        """Build over the texts and save into ``folder``."""
        import bm25s

        model = bm25s.BM25()
        model.index([terms(text) for text in texts], show_progress=False)
        model.save(folder, show_progress=False)
        return cls(model, len(texts))

    @classmethod
    def load(cls, folder: Path, rows: int) -> WordIndex:
        """Load a saved word index; its scores stay on disk until a question needs them."""
        import bm25s

        return cls(bm25s.BM25.load(folder, load_corpus=False, mmap=True), rows)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Scores of all entries: shape ``(rows,)``; zeros when no term of the query is known."""
        known = [term for term in terms(query) if term in self._model.vocab_dict]
        if not known:
            return np.zeros(self._rows, dtype=np.float32)
        scores: NDArray[np.float32] = self._model.get_scores(known)
        return scores[: self._rows]
