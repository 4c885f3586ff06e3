"""An OpenAI-compatible embeddings endpoint (``openai:<model>`` at ``embedder_url``)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from corpus.errors import EmbedderUnavailable
from corpus.index.embedders.base import Advance, Embedder, Vectors, silent, unit

BATCH = 64
TIMEOUT_SECONDS = 60


class OpenAIEmbedder(Embedder):
    """A remote model. The endpoint's own address is part of the identity."""

    def __init__(self, model: str, url: str, key: str) -> None:
        """``url`` ends before ``/embeddings``; ``key`` may be empty for a local server."""
        self.model_name = model
        self.url = url
        self.key = key
        self.name = f"openai:{model}@{url}"

    @cached_property
    def client(self) -> Any:
        """LangChain's client; plain strings are sent, since other servers take no token ids."""
        from langchain_openai import OpenAIEmbeddings
        from pydantic import SecretStr

        return OpenAIEmbeddings(
            model=self.model_name,
            openai_api_base=self.url,
            openai_api_key=SecretStr(self.key or "none"),
            check_embedding_ctx_length=False,
            request_timeout=TIMEOUT_SECONDS,
            max_retries=2,
        )

    @cached_property
    def dim(self) -> int:
        """Number of dimensions, found by embedding one word."""
        return int(self.query_vector("医保").shape[0])

    def query_vector(self, text: str) -> Vectors:
        """Embed one question."""
        return unit(self._ask([text])[0])

    def document_vectors(self, texts: Sequence[str], advance: Advance = silent) -> Vectors:
        """Embed passages, a batch a request."""
        parts = [list(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
        rows: list[Vectors] = []
        for part in parts:
            rows.append(self._ask(part))
            advance(len(part))
        return unit(np.concatenate(rows)) if rows else np.zeros((0, self.dim), dtype=np.float32)

    def _ask(self, texts: list[str]) -> Vectors:
        from openai import OpenAIError

        try:
            rows = self.client.embed_documents(texts)
        except (OpenAIError, ValueError, TypeError) as error:
            raise EmbedderUnavailable(f"向量服务 {self.url} 没有正常应答：{error}") from error
        return _as_matrix(rows, len(texts), self.url)


def _as_matrix(rows: list[list[float]], count: int, url: str) -> Vectors:
    """Check that the endpoint gave one vector of one length for every text."""
    if len(rows) != count or len({len(row) for row in rows}) != 1:
        raise EmbedderUnavailable(f"向量服务 {url} 返回的向量数目或维数不对。")
    return np.asarray(rows, dtype=np.float32)
