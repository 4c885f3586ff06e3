"""A version of the corpus as it was (旧版本), to be read or asked beside the present one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import kept
from corpus.history import History, read_history
from corpus.index.generation import index_root
from corpus.index.locks import IN_USE, hold_for_reading, nobody_reads
from corpus.library import NOTICES, VERSIONED_FILES
from corpus.settings import Settings

PREFIX = ".replay-"
CACHES = (Path(kept.FILE), Path("index") / "vectors.sqlite")
"""What need not be parsed or computed again, where it is known."""


@contextmanager
def unpacked(
    settings: Settings, version: str, ids: Collection[str] | None = None
) -> Iterator[Settings]:
    """Settings of a data folder with the notices of a version, all or those named.

    The folder lies inside the data folder and is gone when the block ends: what was removed from
    the corpus stays in no index. ``UnknownVersion``, ``ForgottenNotice``.
    """
    history = read_history(settings.data)
    whole = history.version(version)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=settings.data))
    (folder / IN_USE).touch()
    held = hold_for_reading(folder)
    try:
        _unpack(history, whole, folder, ids)
        _share(settings.data, folder)
        old = {"data": folder, "shipped": folder / "shipped", "chroma_url": ""}
        yield settings.model_copy(update=old)
    finally:
        os.close(held)
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(history: History, version: str, folder: Path, ids: Collection[str] | None) -> None:
    for ident, notice in history.state(version).items():
        if ids is None or ident in ids:
            home = folder / NOTICES / ident
            home.mkdir(parents=True)
            for name, content in history.files(ident, notice, VERSIONED_FILES).items():
                (home / name).write_bytes(content)


def _share(data: Path, folder: Path) -> None:
    index_root(folder).mkdir()
    for cache in CACHES:
        if (data / cache).is_file():
            shutil.copyfile(data / cache, folder / cache)


def clear_replays(data: Path) -> None:
    """Remove the folders of killed replays. Hold the write lock."""
    for folder in data.glob(f"{PREFIX}*"):
        if nobody_reads(folder):
            shutil.rmtree(folder, ignore_errors=True)
