"""What most people build today (常见做法): split, embed, take four chunks, say the best sentence.

LangChain's recursive splitter (500 characters, 50 over), Chroma, the product's own embedder. The
place and all turns go into the query, which is more than most do. It never declines.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.index.embedders import make_embedder
from corpus.index.embedders.base import Embedder, Vectors
from corpus.index.embedders.langchain import LangChainEmbeddings
from corpus.library import Library, load_library
from corpus.model import Clause, NoticeText
from corpus.settings import Settings
from eval.cases import Case
from eval.spoken import sentences, spoken_values
from eval.systems.base import Found, SystemOptions, answer_form
from eval.systems.cite import citation, found

CHUNK, OVERLAP, TOP = 500, 50, 4
BATCH = 200


class NaiveSystem:
    """Top four chunks of Chroma; the answer is their sentence nearest to the question."""

    def __init__(
        self,
        settings: Settings,
        options: SystemOptions | None = None,
        folder: Path | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        """``folder`` keeps the chunks for the next time; without it they are in memory only."""
        self._library = load_library(settings)
        self._embedder = embedder or make_embedder(settings)
        self._sentences: dict[str, Vectors] = {}
        # A name of its own: collections in memory are shared within one process.
        name = "naive" if folder else f"naive-{uuid.uuid4().hex}"
        kept = str(folder) if folder else None
        self._store = Chroma(name, LangChainEmbeddings(self._embedder), persist_directory=kept)
        chunks = [] if self._store.get(limit=1, include=[])["ids"] else list(split(self._library))
        for start in range(0, len(chunks), BATCH):
            self._store.add_documents(chunks[start : start + BATCH])

    def size(self) -> int:
        """How many chunks there are."""
        return len(self._store.get(include=[])["ids"])

    def ask(self, turns: Sequence[str], region: str | None, as_of: dt.date) -> dict[str, Any]:
        """The best sentence of the best chunks, with the place it was taken from."""
        query = query_text(turns, region)
        spots = [spot for chunk in self._nearest(query, TOP) for spot in spots_of(chunk)]
        if not spots:
            empty = "没有找到相关内容。"
            return answer_form(as_of, self._library.version, empty, "unanswerable", "no_source")
        # Without the place: with it the letterhead is the nearest sentence to every question.
        vector = self._embedder.query_vector(query_text(turns, None))
        notice, start, best = max(spots, key=lambda s: float(self._vector(s[2]) @ vector))
        cited = citation(self._library, notice, start, start + len(best))
        return answer_form(
            as_of, self._library.version, best, values=spoken_values(best), citations=[cited]
        )

    def find(self, case: Case, limit: int) -> Sequence[Found]:
        """The clauses of the nearest chunks; those of one chunk have its rank."""
        chunks = self._nearest(query_text(case.turns, case.region), limit)
        return [
            found(self._library, clause, rank)
            for rank, chunk in enumerate(chunks, 1)
            for clause in self._clauses(chunk)
        ]

    def _nearest(self, query: str, limit: int) -> list[Document]:
        documents: list[Document] = self._store.similarity_search(query, k=limit)
        return documents

    def _clauses(self, chunk: Document) -> Iterator[Clause]:
        start = chunk.metadata["start_index"]
        end = start + len(chunk.page_content)
        for clause in self._library.entries[chunk.metadata["notice"]].document.clauses:
            if clause.start < end and start < clause.end:
                yield clause

    def _vector(self, sentence: str) -> Vectors:
        if sentence not in self._sentences:
            self._sentences[sentence] = np.asarray(self._embedder.document_vectors([sentence])[0])
        return self._sentences[sentence]


def query_text(turns: Sequence[str], region: str | None) -> str:
    """The place and everything that was said, in one line."""
    return " ".join((*([region] if region else []), *turns))


def split(library: Library) -> Iterator[Document]:
    """Chunks of all notices, knowing their notice and where they start."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
    )
    for document in library.documents:
        yield from splitter.split_documents([whole(document)])


def whole(document: NoticeText) -> Document:
    """A notice as LangChain's document."""
    return Document(page_content=document.text, metadata={"notice": document.notice.id})


def spots_of(chunk: Document) -> Iterator[tuple[str, int, str]]:
    """(notice id, start in the canonical text, words) of every sentence of a chunk."""
    for at, words in sentences(chunk.page_content):
        yield chunk.metadata["notice"], chunk.metadata["start_index"] + at, words
