"""The assistant of the newest corpus version (随文件库更新的助手).

Another process may change the corpus at any time. Whoever asks here gets an assistant of the files
as they lie now; a request under way keeps the one that it began with.
"""

from __future__ import annotations

import logging
import os
import time
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from assistant.service import Assistant
from corpus.errors import CorpusChanged, CorpusError
from corpus.index.embedders import make_embedder
from corpus.library import REMOVED, VERSIONED_FILES, load_library
from corpus.settings import Settings

LOOK_EVERY = 1.0
"""Seconds between two looks at the files."""

OPENED_AGAIN = 3
"""How often the corpus may change just while it is opened."""

Mark = tuple[tuple[str, int, int, int], ...]
"""Path, time of change, size and inode of every file that an answer can depend on."""

log = logging.getLogger("wence.web")


class Live:
    """Holds the assistant of the newest corpus; safe to share between threads."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Load the corpus and open its index; ``CorpusError`` when that cannot be done."""
        self.settings = settings
        self.trouble: str | None = None
        """Why the newest files could not be taken over, or ``None``: the old ones then answer."""
        self._clock = clock
        self._embedder = make_embedder(settings)
        self._looking = Lock()
        self._mark = corpus_mark(settings)
        self._assistant = self._opened()
        self._looked = clock()

    @property
    def held(self) -> Assistant:
        """The assistant as it is, without a look at the files: it never blocks."""
        return self._assistant

    def current(self) -> Assistant:
        """The assistant to answer a request with; the files are looked at once a second at most.

        One thread takes changed files over, meanwhile the others go on with the old ones.
        """
        if self._clock() - self._looked >= LOOK_EVERY and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked = self._clock()
                self._looking.release()
        return self._assistant

    def newest(self) -> Assistant:
        """The assistant of the files as they lie now: for who has just changed them."""
        with self._looking:
            self._look()
            self._looked = self._clock()
        return self._assistant

    def _look(self) -> None:
        try:
            mark = corpus_mark(self.settings)
            if mark == self._mark:
                self.trouble = None  # the files are as they were read
                return
            self._assistant = self._opened()
        except (CorpusError, OSError) as error:
            # In the middle of a change, or a damaged file: the next look tries again.
            self.trouble = str(error)
            log.warning("文件库有变化，但还读不进来，先用原来的：%s", error)
            return
        self._mark, self.trouble = mark, None
        log.info("文件库已更新：版本 %s", self._assistant.library.version)

    def _opened(self) -> Assistant:
        """A new assistant with its index open: one opened later might be of other files."""
        for _ in range(OPENED_AGAIN):
            with suppress(CorpusChanged):
                return self._opened_once()
        return self._opened_once()

    def _opened_once(self) -> Assistant:
        assistant = Assistant(self.settings, load_library(self.settings), self._embedder)
        index = assistant.prepare()
        if index is not None:
            # Nobody knows when the last request with it ends, but its memory does.
            weakref.finalize(assistant, index.close)
        return assistant


def corpus_mark(settings: Settings) -> Mark:
    """What changes whenever the corpus does, found without reading any file."""
    roots = (settings.shipped, settings.data / "notices")
    folders = [entry.path for root in roots for entry in _folders(root)]
    files = [os.path.join(folder, name) for folder in sorted(folders) for name in VERSIONED_FILES]
    return tuple(_traits(path) for path in [str(settings.data / REMOVED), *files])


def _folders(root: Path) -> Sequence[os.DirEntry[str]]:
    try:
        with os.scandir(root) as found:
            return [entry for entry in found if not entry.name.startswith(".")]
    except FileNotFoundError:
        return []


def _traits(path: str) -> tuple[str, int, int, int]:
    try:
        stat = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return path, 0, 0, 0
    return path, stat.st_mtime_ns, stat.st_size, stat.st_ino
