"""Batches for a transformer: texts of like length together, a bounded number of tokens in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

TOKEN_BUDGET = 512
"""Tokens in one batch, padding included; more falls out of a CPU's cache and is slower."""


def batches_by_length(lengths: Sequence[int], budget: int = TOKEN_BUDGET) -> Iterator[list[int]]:
    """Yield lists of positions, shortest texts first; longest × count stays within ``budget``."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[position] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch
