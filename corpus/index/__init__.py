"""The index (索引): clauses findable by meaning (Chroma) and by words (BM25)."""

from __future__ import annotations

from corpus.index.build import build_index
from corpus.index.generation import IndexInfo
from corpus.index.search import Hit, Index, open_index

__all__ = ["Hit", "Index", "IndexInfo", "build_index", "open_index"]
