"""Clauses behind LangChain's retriever interface (检索器), for chains and agents.

The answer pipeline asks ``Index.search`` itself: importing LangChain's runnables takes a second,
which a first answer need not wait for.
"""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from corpus.index import Hit, Index
from corpus.model import Clause, NoticeText


class ClauseRetriever(BaseRetriever):
    """Finds the clauses for a question; one document a clause, best first.

    ``notices`` limits the search to these notice ids; ``None`` searches all. A document's text is
    the clause verbatim; its metadata are ``notice``, ``clause``, ``title``, ``path``, ``headings``,
    ``start``, ``end`` (characters of the canonical text) and ``score`` (0–1).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    k: int = 8
    notices: frozenset[str] | None = None
    _clauses: dict[str, tuple[str, Clause]] = PrivateAttr(default_factory=dict)

    @classmethod
    def over(
        cls,
        index: Index,
        documents: Sequence[NoticeText],
        k: int = 8,
        notices: frozenset[str] | None = None,
    ) -> ClauseRetriever:
        """Make a retriever over an open index of these documents."""
        retriever = cls(index=index, k=k, notices=notices)
        retriever._clauses = {
            clause.id: (document.notice.title, clause)
            for document in documents
            for clause in document.clauses
        }
        return retriever

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [self._document(hit) for hit in self.index.search(query, self.k, self.notices)]

    def _document(self, hit: Hit) -> Document:
        title, clause = self._clauses[hit.clause_id]
        metadata = {
            "notice": clause.notice,
            "clause": clause.id,
            "title": title,
            "path": clause.path,
            "headings": list(clause.headings),
            "start": clause.start,
            "end": clause.end,
            "score": hit.score,
        }
        return Document(id=clause.id, page_content=clause.text, metadata=metadata)
