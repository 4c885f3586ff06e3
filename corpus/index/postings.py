"""How often which term stands in which entry (倒排表), and what BM25 makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int32]


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

    @property
    def terms(self) -> Whole:
        """The term of every count."""
        return np.repeat(np.arange(len(self.ends), dtype=np.int32), self._frequencies)

    @property
    def _frequencies(self) -> NDArray[np.int64]:
        """In how many entries every term stands."""
        return np.diff(self.ends, prepend=0)

    def weights(self, k1: float, b: float) -> NDArray[np.float32]:
        """The BM25 weight of every count, by Lucene's formula; ``k1`` saturation, ``b`` length."""
        entries, often = len(self.lengths), self._frequencies
        rarity = np.log(1 + (entries - often + 0.5) / (often + 0.5))
        relative = self.lengths / max(self.lengths.mean(), 1e-9) if entries else self.lengths
        damped = self.counts / (k1 * (1 - b + b * relative)[self.rows] + self.counts)
        weights: NDArray[np.float32] = (rarity[self.terms] * damped).astype(np.float32)
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
    held, added = _keys(known.terms, old_rows), _keys(more.terms, new_rows)
    at = np.searchsorted(held, added)
    lengths = np.zeros(len(new), np.int32)
    lengths[~new], lengths[new] = known.lengths, more.lengths
    often = np.diff(more.ends, prepend=0)
    often[: len(known.ends)] += np.diff(known.ends, prepend=0)
    return Postings(
        vocab=more.vocab,
        ends=np.cumsum(often),
        rows=np.insert(old_rows, at, new_rows),
        counts=np.insert(known.counts, at, more.counts),
        lengths=lengths,
    )


def _keys(terms: Whole, rows: Whole) -> NDArray[np.int64]:
    """Numbers in the order of terms and, within a term, of rows."""
    return (terms.astype(np.int64) << 32) | rows
