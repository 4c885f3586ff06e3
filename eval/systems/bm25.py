"""Words alone (纯词面): the best clause by BM25 and its best sentence, with the product's terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.index.words import terms
from corpus.library import load_library
from corpus.settings import Settings
from eval.cases import Case
from eval.spoken import sentences, spoken_values
from eval.systems.base import Found, SystemOptions, answer_form
from eval.systems.cite import citation, found


class Ranking:
    """BM25 over some texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        self._model = bm25s.BM25()
        self._model.index([terms(text) for text in texts], show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Scores of all texts: shape ``(count,)``; zeros when no term is known."""
        known = [term for term in terms(query) if term in self._model.vocab_dict]
        if not known:
            return np.zeros(self._count, dtype=np.float32)
        scores: NDArray[np.float32] = self._model.get_scores(known)
        return scores[: self._count]


class Bm25System:
    """The clause that shares most words with the question; it never declines."""

    def __init__(self, settings: Settings, options: SystemOptions | None = None) -> None:
        self._library = load_library(settings)
        self._clauses = [c for d in self._library.documents for c in d.clauses if c.text.strip()]
        self._by_clause = Ranking([clause.text for clause in self._clauses])
        self._spots = [sentences(clause.text) for clause in self._clauses]
        self._starts = np.cumsum([0, *(len(spots) for spots in self._spots)])
        self._by_sentence = Ranking([words for spots in self._spots for _, words in spots])

    def ask(self, turns: Sequence[str], region: str | None, as_of: dt.date) -> dict[str, Any]:
        """The best sentence of the best clause."""
        query = " ".join((*([region] if region else []), *turns))
        best = int(np.argmax(self._by_clause.scores(query)))
        spots = self._spots[best]
        scores = self._by_sentence.scores(query)[self._starts[best] : self._starts[best + 1]]
        at, words = spots[int(np.argmax(scores))]
        clause = self._clauses[best]
        start = clause.start + at
        cited = citation(self._library, clause.notice, start, start + len(words))
        return answer_form(
            as_of, self._library.version, words, values=spoken_values(words), citations=[cited]
        )

    def find(self, case: Case, limit: int) -> Sequence[Found]:
        """The clauses that share most words with the question."""
        query = " ".join((*([case.region] if case.region else []), *case.turns))
        order = np.argsort(-self._by_clause.scores(query), kind="stable")[:limit]
        return [
            found(self._library, self._clauses[int(row)], rank) for rank, row in enumerate(order, 1)
        ]
