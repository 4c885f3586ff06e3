"""The word leg (词面检索): BM25 over the terms of every entry.

Scores depend on all entries at once, but the counts behind them do not: only these are kept, and a
question weighs those of its own terms. So a grown index counts only the new entries, and has
exactly the scores of one made afresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from corpus.index.postings import Postings, Weights, count_terms, inserted
from corpus.index.words import terms

VOCAB = "vocab.json"
ARRAYS = ("ends", "rows", "counts", "lengths")


class WordIndex:
    """BM25 scores of a query against every entry, by row."""

    def __init__(self, counted: Postings) -> None:
        """Wrap the counts of all entries."""
        self._counted = counted
        self._damping = counted.damping()
        self._weights: Weights | None = None

    @classmethod
    def build(cls, texts: Sequence[str], folder: Path) -> WordIndex:
        """Build over the texts and save into ``folder``."""
        return cls._saved(count_terms(map(terms, texts), {}), folder)

    @classmethod
    def grow(
        cls, before: Path, texts: Sequence[str], new: NDArray[np.bool_], folder: Path
    ) -> WordIndex:
        """Save into ``folder`` the index ``before`` with more texts: ``new`` tells their rows."""
        known = _loaded(before)
        return cls._saved(inserted(known, count_terms(map(terms, texts), known.vocab), new), folder)

    @classmethod
    def _saved(cls, counted: Postings, folder: Path) -> WordIndex:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / VOCAB).write_bytes(orjson.dumps(counted.vocab))
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", getattr(counted, name))
        return cls(counted)

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """Load a saved word index; its counts stay on disk until a question needs them."""
        return cls(_loaded(folder))

    def warm(self) -> None:
        """Weigh all counts beforehand: half a second for 50,000 entries, and questions save it."""
        counted = self._counted
        self._weights = counted.weights(slice(0, len(counted.counts)), self._damping)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Scores of all entries: shape ``(rows,)``; zeros when no term of the query is known."""
        scores = np.zeros(len(self._counted.lengths), dtype=np.float32)
        for term in terms(query):
            number = self._counted.vocab.get(term)
            if number is not None:
                span = self._counted.span(number)
                scores[self._counted.rows[span]] += self._weighed(span)
        return scores

    def _weighed(self, span: slice) -> Weights:
        if self._weights is not None:
            return self._weights[span]
        return self._counted.weights(span, self._damping)


def _loaded(folder: Path) -> Postings:
    vocab = orjson.loads((folder / VOCAB).read_bytes())
    return Postings(vocab, *(np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS))
