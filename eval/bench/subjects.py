"""What the bench compares (对比的系统): the product, the usual way, and the embedder alone.

``wence`` answers as for people. ``naive`` keeps its chunks in a Chroma folder, as people do who
build it. ``embed`` only turns a question into a vector and finds the nearest of all clauses.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.index import generation
from corpus.index.embedders import make_embedder
from corpus.index.embedders.base import Embedder
from corpus.index.entries import make_entries
from corpus.model import NoticeText
from corpus.settings import Settings
from eval.bench.questions import Asked

Answering = Callable[[Asked], Any]
NAIVE, EMBED = "naive", "embed"
VECTORS = "vectors.npy"


def opened(system: str, settings: Settings) -> Answering:
    """Open a built system; calling it answers one question."""
    return {"wence": _wence, "naive": _naive, "embed": _embed}[system](settings)


def folder_of(system: str, settings: Settings) -> Path:
    """Where a system keeps what it has built."""
    if system == "wence":
        return settings.data / "index"
    return settings.data / "other" / system


def _wence(settings: Settings) -> Answering:
    from assistant import open_assistant

    assistant = open_assistant(settings)
    return lambda one: assistant.ask(list(one.turns), one.region, one.as_of).text


def _naive(settings: Settings) -> Answering:
    from eval.systems.naive import NaiveSystem

    system = NaiveSystem(settings, folder=folder_of(NAIVE, settings))
    return lambda one: system.ask(one.turns, one.region, one.as_of)["text"]


def _embed(settings: Settings) -> Answering:
    embedder = make_embedder(settings)
    vectors = np.load(folder_of(EMBED, settings) / VECTORS, mmap_mode="r")
    return lambda one: int(np.einsum("ij,j->i", vectors, _vector(embedder, one)).argmax())


def _vector(embedder: Embedder, one: Asked) -> Any:
    return embedder.query_vector(one.turns[-1])


def build_wence(settings: Settings, embedder: Embedder, documents: Sequence[NoticeText]) -> int:
    """Index the corpus; the number of texts."""
    from corpus.change import build

    build(settings, embedder=embedder)
    return len(make_entries(documents))


def build_naive(settings: Settings, embedder: Embedder, _: Sequence[NoticeText]) -> int:
    """Fill the Chroma folder; the number of chunks."""
    from eval.systems.naive import NaiveSystem

    return NaiveSystem(settings, folder=folder_of(NAIVE, settings), embedder=embedder).size()


def build_embed(settings: Settings, _: Embedder, documents: Sequence[NoticeText]) -> int:
    """Take the vectors of all clauses from the index: computing them again would tell nothing."""
    info = generation.current(settings.data)
    assert info is not None, "要先建索引"
    folder = folder_of(EMBED, settings)
    folder.mkdir(parents=True, exist_ok=True)
    index = generation.index_root(settings.data) / info.folder
    shutil.copy(index / generation.VECTORS, folder / VECTORS)
    return len(make_entries(documents))


BUILDERS = {"wence": build_wence, "naive": build_naive, "embed": build_embed}
