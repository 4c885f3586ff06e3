"""How often which term stands in which entry (倒排表), and what BM25 makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int32]
Weights = NDArray[np.float32]

SATURATION, LENGTH = 1.5, 0.75
"""BM25's k1 and b, as is usual: how soon more of a term counts no more, how much length counts."""


class Postings(NamedTuple):
    """Counts by term and, within a term, by row.

    ``vocab`` numbers the terms; those of term ``t`` lie from ``ends[t - 1]`` to ``ends[t]`` in
    ``rows`` and ``counts``. ``lengths`` is the number of terms of every row.
    """

    vocab: dict[str, int]
    ends: NDArray[np.int64]
    rows: Whole
    counts: Whole
    lengths: Whole

    def span(self, term: int) -> slice:
        """Where the counts of a term lie."""
        return slice(int(self.ends[term - 1]) if term else 0, int(self.ends[term]))

    def damping(self) -> Weights:
        """What a count in an entry is damped by, shape ``(rows,)``: more in a long entry."""
        if not len(self.lengths):
            return np.zeros(0, np.float32)
        relative = self.lengths / max(self.lengths.mean(), 1e-9)
        damping: Weights = (SATURATION * (1 - LENGTH + LENGTH * relative)).astype(np.float32)
        return damping

    def weights(self, span: slice, damping: Weights) -> Weights:
        """The BM25 weight, by Lucene's formula, of the counts of a whole term or of several."""
        entries, often = len(self.lengths), np.diff(self.ends, prepend=0)
        first, last = np.searchsorted(self.ends, [span.start, span.stop - 1], side="right")
        mine = often[first : last + 1]
        rarity = np.log(1 + (entries - mine + 0.5) / (mine + 0.5)).astype(np.float32)
        counts = self.counts[span].astype(np.float32)
        weights: Weights = np.repeat(rarity, mine) * (counts / (damping[self.rows[span]] + counts))
        return weights


def count_terms(texts: Iterable[Sequence[str]], known: dict[str, int]) -> Postings:
    """Count the terms of every text; terms that ``known`` does not number get the next numbers."""
    vocab, lengths = dict(known), []
    terms: list[int] = []
    counts: list[int] = []
    distinct: list[int] = []
    for words in texts:
        found = Counter(words)
        terms += [vocab.setdefault(word, len(vocab)) for word in found]
        counts += found.values()
        distinct.append(len(found))
        lengths.append(len(words))
    rows = np.repeat(np.arange(len(lengths), dtype=np.int32), distinct)
    return _ordered(vocab, np.array(terms, np.int32), rows, np.array(counts, np.int32), lengths)


def _ordered(
    vocab: dict[str, int], terms: Whole, rows: Whole, counts: Whole, lengths: Sequence[int]
) -> Postings:
    order = np.argsort(terms, kind="stable")
    ends = np.cumsum(np.bincount(terms, minlength=len(vocab)))
    return Postings(vocab, ends, rows[order], counts[order], np.array(lengths, np.int32))


def inserted(known: Postings, more: Postings, new: NDArray[np.bool_]) -> Postings:
    """Both together: the rows of ``more`` stand where ``new`` (shape ``(rows,)``) is true.

    ``more`` was counted with the vocabulary of ``known``.
    """
    old_rows = np.flatnonzero(~new).astype(np.int32)[known.rows]
    new_rows = np.flatnonzero(new).astype(np.int32)[more.rows]
    often, more_often = _often(known, len(more.ends)), _often(more, len(more.ends))
    at = _places(old_rows, np.cumsum(often) - often, often, new_rows, more_often)
    lengths = np.zeros(len(new), np.int32)
    lengths[~new], lengths[new] = known.lengths, more.lengths
    return Postings(
        vocab=more.vocab,
        ends=np.cumsum(often + more_often),
        rows=np.insert(old_rows, at, new_rows),
        counts=np.insert(known.counts, at, more.counts),
        lengths=lengths,
    )


def _often(counted: Postings, terms: int) -> NDArray[np.int64]:
    """In how many entries each of ``terms`` terms stands; the last ones may stand in none."""
    often = np.zeros(terms, np.int64)
    often[: len(counted.ends)] = np.diff(counted.ends, prepend=0)
    return often


def _places(
    rows: Whole,
    starts: NDArray[np.int64],
    often: NDArray[np.int64],
    new_rows: Whole,
    new_often: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Where among ``rows``, within its term, each of the new rows belongs.

    Only the terms of the new entries are looked at: the others are many times more.
    """
    places = [
        start + np.searchsorted(rows[start : start + count], mine)
        for start, count, mine in _by_term(starts, often, new_rows, new_often)
    ]
    return np.concatenate(places) if places else np.zeros(0, np.int64)


def _by_term(
    starts: NDArray[np.int64],
    often: NDArray[np.int64],
    new_rows: Whole,
    new_often: NDArray[np.int64],
) -> Iterator[tuple[int, int, Whole]]:
    """For every term of the new entries: where its old rows start, how many, and its new rows."""
    begin = 0
    for term in np.flatnonzero(new_often).tolist():
        end = begin + int(new_often[term])
        yield int(starts[term]), int(often[term]), new_rows[begin:end]
        begin = end
