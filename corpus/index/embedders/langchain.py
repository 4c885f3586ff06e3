"""An embedder under LangChain's interface (LangChain 的向量模型接口), for what is built with it."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from corpus.index.embedders.base import Embedder


class LangChainEmbeddings(Embeddings):
    """LangChain's form of one of our embedders: lists of numbers instead of arrays."""

    def __init__(self, embedder: Embedder) -> None:
        """Nothing is loaded yet."""
        self._embedder = embedder

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of one question: ``dim`` numbers."""
        return [float(x) for x in self._embedder.query_vector(text)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of passages: ``dim`` numbers each."""
        return [[float(x) for x in row] for row in self._embedder.document_vectors(texts)]
