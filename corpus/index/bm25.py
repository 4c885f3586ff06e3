"""The word leg (词面检索): BM25 over the terms of every entry.

Scores depend on all entries at once, but the counts behind them do not: they are kept, so that a
grown index counts only the new entries and has exactly the scores of one made afresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.index.postings import Postings, count_terms, inserted
from corpus.index.words import terms

COUNTS, LENGTHS = "counts.npy", "lengths.npy"


class WordIndex:
    """BM25 scores of a query against every entry, by row."""

    def __init__(self, model: Any, rows: int) -> None:
        """Wrap a built or loaded ``bm25s`` model over ``rows`` entries."""
        self._model = model
        self._rows = rows

    @classmethod
    def build(cls, texts: Sequence[str], folder: Path) -> WordIndex:
        """Build over the texts and save into ``folder``."""
        return cls._saved(count_terms(map(terms, texts), {}), folder)

    @classmethod
    def grow(
        cls, before: Path, texts: Sequence[str], new: NDArray[np.bool_], folder: Path
    ) -> WordIndex:
        """Save into ``folder`` the index ``before`` with more texts: ``new`` tells their rows."""
        known = _postings(before)
        return cls._saved(inserted(known, count_terms(map(terms, texts), known.vocab), new), folder)

    @classmethod
    def _saved(cls, counted: Postings, folder: Path) -> WordIndex:
        model = _model(counted)
        model.save(folder, show_progress=False)
        np.save(folder / COUNTS, counted.counts)
        np.save(folder / LENGTHS, counted.lengths)
        return cls(model, len(counted.lengths))

    @classmethod
    def load(cls, folder: Path, rows: int) -> WordIndex:
        """Load a saved word index; its scores stay on disk until a question needs them."""
        return cls(_loaded(folder), rows)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Scores of all entries: shape ``(rows,)``; zeros when no term of the query is known."""
        known = [term for term in terms(query) if term in self._model.vocab_dict]
        if not known:
            return np.zeros(self._rows, dtype=np.float32)
        scores: NDArray[np.float32] = self._model.get_scores(known)
        return scores[: self._rows]


def _loaded(folder: Path) -> Any:
    import bm25s

    return bm25s.BM25.load(folder, load_corpus=False, mmap=True)


def _postings(folder: Path) -> Postings:
    """The counts of a saved index."""
    model = _loaded(folder)
    return Postings(
        vocab=dict(model.vocab_dict),
        ends=np.asarray(model.scores["indptr"][1:], dtype=np.int64),
        rows=np.asarray(model.scores["indices"], dtype=np.int32),
        counts=np.load(folder / COUNTS),
        lengths=np.load(folder / LENGTHS),
    )


def _model(counted: Postings) -> Any:
    """The counts as a ``bm25s`` model with its own parameters."""
    import bm25s

    model = bm25s.BM25()
    model.scores = {
        "data": counted.weights(model.k1, model.b),
        "indices": counted.rows,
        "indptr": np.concatenate(([0], counted.ends)),
        "num_docs": len(counted.lengths),
    }
    model.nonoccurrence_array = None  # no variant of BM25 that scores terms that are absent
    model.vocab_dict = counted.vocab
    model.unique_token_ids_set = set(counted.vocab.values())
    return model
