"""Searching the index (检索): vectors and words, fused.

Scores of both legs are scaled to 0–1 over the candidates and weighed; on this kind of text that
beats fusing ranks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from corpus.errors import CorpusError
from corpus.index import generation
from corpus.index.bm25 import WordIndex
from corpus.index.build import build_index
from corpus.index.embedders import make_embedder
from corpus.index.embedders.base import Embedder, Vectors
from corpus.index.generation import IndexInfo
from corpus.index.locks import hold_for_reading
from corpus.index.store import ChromaStore
from corpus.model import Frozen, NoticeText
from corpus.settings import Settings

POOL = 100
"""Candidates of each leg that are fused."""

QUERY_CHARS = 400
"""A longer question is cut: its embedding would take seconds and blur."""

EXACT_LIMIT = 20_000
"""Up to this many entries, comparing with every vector takes 3 ms or less, so that the first
answer need not wait for Chroma to be loaded (1.3 s)."""

Scores = NDArray[np.float32]


class Hit(Frozen):
    """A found clause (命中条款).

    ``score`` is the fused score from 0 to 1 among the candidates of this query; ``dense`` the
    cosine and ``word`` the BM25 score of the clause's best entry, comparable between queries.
    """

    clause_id: str
    notice: str
    score: float
    dense: float
    word: float


class Index:
    """An open index over one corpus version. Several processes may have it open."""

    def __init__(self, settings: Settings, info: IndexInfo, embedder: Embedder) -> None:
        """Use ``open_index``."""
        self.info = info
        self._settings = settings
        self._embedder = embedder
        self._folder = generation.index_root(settings.data) / info.folder
        self._held = hold_for_reading(self._folder)
        self._rows, self._vectors = generation.load_rows(self._folder)
        self._words = WordIndex.load(self._folder / "words")
        self.embed_query = lru_cache(maxsize=256)(embedder.query_vector)
        """The question's unit vector, shape ``(dim,)``; the last 256 questions are kept."""

    @cached_property
    def store(self) -> ChromaStore:
        """The Chroma collection, opened on first use (embedded: 1.3 s)."""
        return ChromaStore(self._folder / "chroma", self.info.chroma_url, self.info.held_in)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {row[0]: number for number, row in enumerate(self._rows)}

    @cached_property
    def _spans(self) -> dict[str, list[tuple[int, int]]]:
        """Where the rows of every notice lie: runs from start to end."""
        found: dict[str, list[tuple[int, int]]] = {}
        start = 0
        for notice, run in groupby(self._rows, key=itemgetter(1)):
            end = start + sum(1 for _ in run)
            found.setdefault(notice, []).append((start, end))
            start = end
        return found

    def warm(self) -> None:
        """Load what a long-running process needs, so that no question waits for it."""
        self.embed_query("预热")
        self._words.warm()
        self.store.nearest(self.embed_query("预热"), 1)

    def close(self) -> None:
        """Let go of the index folder, so that it can be removed when it is out of date."""
        if "store" in self.__dict__:
            self.store.close()
        if self._held >= 0:
            os.close(self._held)
            self._held = -1

    def search(self, query: str, k: int = 8, notices: Collection[str] | None = None) -> list[Hit]:
        """Return the best ``k`` clauses, best first; ``notices`` limits them to those ids."""
        query = query[:QUERY_CHARS]
        allowed = self._allowed(notices)
        if k < 1 or not allowed.size or not query.strip():
            return []
        vector = self.embed_query(query)
        words = self._words.scores(query)
        pool = np.union1d(self._dense_pool(vector, allowed, notices), _best(words, allowed))
        dense = self._cosines(vector, pool)
        weight = self._settings.dense_weight
        fused = weight * _scaled(dense) + (1 - weight) * _scaled(words[pool])
        return self._hits(pool, fused, dense, words[pool])[:k]

    def alike(self, query: str, texts: Sequence[str]) -> list[float]:
        """How far each text's cosine with the query lies above that of unrelated sentences.

        Empty where that of the embedder is not known. 0.1 s a text.
        """
        if self._embedder.unrelated is None or not texts:
            return []
        vectors = self._embedder.document_vectors(texts)
        cosines = np.einsum("ij,j->i", vectors, self.embed_query(query[:QUERY_CHARS]))
        return [float(cosine) - self._embedder.unrelated for cosine in cosines]

    def _allowed(self, notices: Collection[str] | None) -> NDArray[np.intp]:
        if notices is None:
            return np.arange(len(self._rows))
        spans = [span for notice in set(notices) for span in self._spans.get(notice, ())]
        rows = [np.arange(start, end) for start, end in sorted(spans)]
        return np.concatenate(rows) if rows else np.arange(0)

    def _dense_pool(
        self, vector: Vectors, allowed: NDArray[np.intp], notices: Collection[str] | None
    ) -> NDArray[np.intp]:
        """Rows of the nearest entries.

        A filter inside Chroma costs more than comparing with all vectors of the allowed notices.
        """
        loaded = "store" in self.__dict__ or bool(self.info.chroma_url)
        if notices is None and (loaded or len(self._rows) > EXACT_LIMIT):
            found = self.store.nearest(vector, min(POOL, len(self._rows)))
            known = [self._row_of[entry] for entry in found if entry in self._row_of]
            return np.asarray(known, dtype=np.intp)
        return _best_of(self._cosines(vector, allowed), allowed)

    def _cosines(self, vector: Vectors, rows: NDArray[np.intp]) -> Scores:
        # einsum works in this thread; a BLAS product would wake threads that then compete
        # with the embedder's for the cores.
        whole = rows.size == len(self._rows)
        matrix = self._vectors if whole else self._vectors[rows]
        cosines: Scores = np.einsum("ij,j->i", matrix, vector)
        return cosines

    def _hits(
        self, pool: NDArray[np.intp], fused: Scores, dense: Scores, words: Scores
    ) -> list[Hit]:
        """One hit a clause: the best of its entries."""
        hits: dict[str, Hit] = {}
        for at in np.argsort(-fused, kind="stable"):
            _, notice, clause = self._rows[int(pool[at])]
            if clause not in hits:
                hits[clause] = Hit(
                    clause_id=clause,
                    notice=notice,
                    score=round(float(fused[at]), 6),
                    dense=round(float(dense[at]), 6),
                    word=round(float(words[at]), 6),
                )
        return list(hits.values())


def open_index(
    settings: Settings,
    notices: Sequence[NoticeText],
    progress: bool = False,
    embedder: Embedder | None = None,
    still: Callable[[], bool] = lambda: True,
) -> Index:
    """Open the index of these notices; it is built or brought up to date first if need be.

    ``still``: as for ``build_index``.
    """
    embedder = embedder or make_embedder(settings)
    for _attempt in range(2):
        info = build_index(settings, notices, progress, embedder, still)
        try:
            index = Index(settings, info, embedder)
        except FileNotFoundError:
            # Another process has just replaced and removed this folder: look again.
            continue
        return index
    raise CorpusError("索引文件夹正在被别的进程更换，请稍后再试。")


def _best(scores: Scores, allowed: NDArray[np.intp]) -> NDArray[np.intp]:
    return _best_of(scores[allowed], allowed)


def _best_of(scores: Scores, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rows of the ``POOL`` highest scores."""
    if rows.size <= POOL:
        return rows
    best: NDArray[np.intp] = rows[np.argpartition(-scores, POOL)[:POOL]]
    return best


def _scaled(scores: Scores) -> Scores:
    """Scale to 0–1; equal scores tell nothing and become 0."""
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return np.zeros_like(scores)
    scaled: Scores = (scores - low) / (high - low)
    return scaled
