"""Any sentence-transformers model, by name or folder (``st:<name or folder>``)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import EmbedderUnavailable
from corpus.index.embedders.base import Advance, Embedder, Vectors, silent, unit
from corpus.index.embedders.batches import batches_by_length

WEIGHT_FILES = ("*.safetensors", "*.bin", "*.json", "*/config.json")


class SentenceTransformerEmbedder(Embedder):
    """A sentence-transformers model; its own query and document prompts are used if it has any."""

    def __init__(self, model: str) -> None:
        """``model`` is a folder or a name on the model hub. Nothing is loaded yet."""
        self.model_name = model
        self.name = f"st:{model}{_folder_digest(Path(model))}"

    @cached_property
    def model(self) -> Any:
        """The loaded model (torch is imported here, seconds)."""
        return load_model(self.model_name)

    @property
    def dim(self) -> int:
        """Number of dimensions, as the model says."""
        return int(self.model.get_embedding_dimension())

    def query_vector(self, text: str) -> Vectors:
        """Encode one question with the model's query prompt."""
        vector: Vectors = np.asarray(self.model.encode_query(text, show_progress_bar=False))
        return unit(vector.astype(np.float32))

    def document_vectors(self, texts: Sequence[str], advance: Advance = silent) -> Vectors:
        """Encode passages with the model's document prompt, in batches of like length."""
        lengths = [min(len(text), 2000) + 8 for text in texts]
        return encode_batches(self.model, texts, lengths, advance)


def encode_batches(
    model: Any, texts: Sequence[str], lengths: Sequence[int], advance: Advance
) -> Vectors:
    """Encode passages batch by batch; rows come back in the order of ``texts``."""
    out = np.zeros((len(texts), int(model.get_embedding_dimension())), dtype=np.float32)
    for batch in batches_by_length(lengths):
        chosen = [texts[i] for i in batch]
        out[batch] = model.encode_document(chosen, batch_size=len(chosen), show_progress_bar=False)
        advance(len(batch))
    return unit(out)


def load_model(name: str) -> Any:
    """Load a model quietly on the CPU; ``EmbedderUnavailable`` says what is wrong."""
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except (ImportError, OSError) as error:
        raise EmbedderUnavailable(
            f"无法载入 sentence-transformers（{error}），请先安装 requirements.txt。"
        ) from error
    logging.disable_progress_bar()
    try:
        return SentenceTransformer(name, device="cpu")
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else "未知原因"
        raise EmbedderUnavailable(f"无法载入向量模型“{name}”：{first}") from error


def _folder_digest(folder: Path) -> str:
    """Digest of a local folder's files by name, size and time: a changed folder is a new model."""
    if not folder.is_dir():
        return ""
    files = sorted({path for pattern in WEIGHT_FILES for path in folder.glob(pattern)})
    marks = [(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    return "@" + hashlib.sha256(repr(marks).encode()).hexdigest()[:12]
