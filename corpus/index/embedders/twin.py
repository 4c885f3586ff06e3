"""The torch twin of the bundled engine: same weights, same token ids, many texts at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.index.embedders.base import Advance, Vectors
from corpus.index.embedders.dequantise import torch_folder
from corpus.index.embedders.st import encode_batches, load_model

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
        """Unit vectors of passages that fit the window."""
        if not texts:
            return np.zeros((0, int(self.model.get_embedding_dimension())), dtype=np.float32)
        return encode_batches(self.model, texts, lengths, advance)


def _fuses_unknown(ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> bool:
    """Whether several unknown characters became one token: the engine keeps them apart."""
    if UNKNOWN_ID not in ids:
        return False
    spans = (offsets[i] for i, token in enumerate(ids) if token == UNKNOWN_ID)
    return any(end - start > 1 for start, end in spans)
