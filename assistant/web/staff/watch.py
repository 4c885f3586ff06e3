"""Alarms of the whole corpus (提醒): looked for beside the pages, since it takes its time."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from threading import Lock

from corpus.alarms import Alarm, alarms
from corpus.library import Library

AT_ONCE = 0.8
"""Seconds that a page waits for them."""

Key = tuple[str, dt.date]


class Watch:
    """Looks once for the alarms of a corpus version and a day; safe to share between threads."""

    def __init__(self) -> None:
        """Nothing is looked for yet."""
        self._lock = Lock()
        self._key: Key | None = None
        self._found: Future[tuple[Alarm, ...]] = Future()
        self._worker = ThreadPoolExecutor(1, "alarms")

    def alarms(self, library: Library, today: dt.date) -> tuple[Alarm, ...] | None:
        """The alarms, or ``None`` while they are still being looked for."""
        with self._lock:
            if self._key != (library.version, today):
                self._found.cancel()  # nobody asks about that version any more
                self._key = (library.version, today)
                self._found = self._worker.submit(alarms, library, today)
            found = self._found
        try:
            return found.result(AT_ONCE)
        except NotYet:
            return None
