"""Assistants of the corpus as it is and as it was (各版本的助手), to have an old answer again."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace

from assistant.service import Assistant, open_assistant
from corpus.history import read_history
from corpus.index.embedders import make_embedder
from corpus.library import load_library
from corpus.replay import unpacked
from corpus.settings import Settings

OPEN_AT_MOST = 4
"""Old versions open at a time: each has its notices in memory and an index on disk."""


class Versions:
    """Assistants of one data folder by corpus version; close them at the end."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet."""
        self._settings = settings
        self._now: Assistant | None = None
        self._old: dict[str, tuple[Assistant, ExitStack]] = {}

    @property
    def now(self) -> Assistant:
        """The assistant of the corpus as it is."""
        if self._now is None:
            self._now = open_assistant(self._settings)
        return self._now

    def of(self, version: str | None) -> Assistant:
        """The assistant of a version, or of the corpus as it is.

        ``UnknownVersion``; ``ForgottenNotice`` when a notice of it was wiped.
        """
        if version is None or version == self.now.library.version:
            return self.now
        whole = read_history(self._settings.data).version(version)
        if whole not in self._old:
            self._close_all_but(OPEN_AT_MOST - 1)
            self._old[whole] = self._opened(whole)
        return self._old[whole][0]

    def _opened(self, version: str) -> tuple[Assistant, ExitStack]:
        with ExitStack() as stack:
            settings = stack.enter_context(unpacked(self._settings, version))
            library = replace(load_library(settings), version=version)
            embedder = make_embedder(self._settings)
            assistant = stack.enter_context(closing(Assistant(settings, library, embedder)))
            return assistant, stack.pop_all()

    def _close_all_but(self, kept: int) -> None:
        """Close the versions that were opened first."""
        for version in list(self._old)[: max(0, len(self._old) - kept)]:
            self._old.pop(version)[1].close()

    def close(self) -> None:
        """Close all that was opened."""
        self._close_all_but(0)
        if self._now is not None:
            self._now.close()
