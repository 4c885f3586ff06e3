"""The torch twin of the bundled engine: same weights, same token ids, many texts at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from corpus.index.embedders.base import Advance, Vectors
from corpus.index.embedders.batches import batches_by_length
from corpus.index.embedders.dequantise import torch_folder
from corpus.index.embedders.st import load_model

PROMPT = "passage: "
UNKNOWN_ID = 3


class TorchTwin:
    """The expanded model. Texts beyond its window are left to the engine (it averages windows)."""

    def __init__(self, packed: Path, models: Path) -> None:
        """Expand the weights on first use and load them (seconds)."""
        self.model = load_model(str(torch_folder(packed, models)))
        self.window = int(self.model.max_seq_length)

    def measure(self, texts: Sequence[str]) -> tuple[list[int], list[int]]:
        """Token counts of the texts the twin takes, and the positions of those it leaves."""
        tokenizer = self.model.tokenizer.backend_tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()
        encodings = tokenizer.encode_batch([PROMPT + text for text in texts])
        lengths: list[int] = []
        left: list[int] = []
        for position, encoding in enumerate(encodings):
            if len(encoding.ids) > self.window or _fuses_unknown(encoding.ids, encoding.offsets):
                left.append(position)
            else:
                lengths.append(len(encoding.ids))
        return lengths, left

    def encode(self, texts: Sequence[str], lengths: Sequence[int], advance: Advance) -> Vectors:
        """Unit vectors of passages that fit the window.

        One small batch a core is a fifth faster than all cores on one batch.
        """
        out = np.zeros((len(texts), self.model.get_embedding_dimension()), dtype=np.float32)
        batches = list(batches_by_length(lengths))[::-1]

        def fill(batch: list[int]) -> None:
            chosen = [texts[i] for i in batch]
            out[batch] = self.model.encode_document(
                chosen, batch_size=len(chosen), show_progress_bar=False
            )
            advance(len(batch))

        # The first batch goes alone: it settles the tokenizer's state, which threads share.
        for batch in batches[:1]:
            fill(batch)
        _on_all_cores(fill, batches[1:])
        return out


def _on_all_cores(work: Callable[[list[int]], None], batches: list[list[int]]) -> None:
    """Run the batches on as many threads as torch would use, each of them with one core."""
    import torch

    cores: int = torch.get_num_threads()
    try:
        with ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            list(pool.map(work, batches))
    finally:
        torch.set_num_threads(cores)


def _fuses_unknown(ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> bool:
    """Whether several unknown characters became one token: the engine keeps them apart."""
    if UNKNOWN_ID not in ids:
        return False
    spans = (offsets[i] for i, token in enumerate(ids) if token == UNKNOWN_ID)
    return any(end - start > 1 for start, end in spans)
