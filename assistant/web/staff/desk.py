"""The desk (经办台) as one object: what all its pages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import anyio
from anyio import CapacityLimiter, to_thread

from assistant.web.front import Front
from assistant.web.problems import Problem
from assistant.web.staff.accounts import Accounts
from assistant.web.staff.attempts import Attempts
from assistant.web.staff.checks import Checks
from assistant.web.staff.log import Log
from assistant.web.staff.ongoing import Ongoing
from assistant.web.staff.pictures import Pictures
from assistant.web.staff.queue import Queue
from assistant.web.staff.sessions import Sessions
from assistant.web.staff.tables import Database, now
from assistant.web.staff.watch import Watch
from corpus.inbox import Inbox
from corpus.library import Library

THREADS = 2
R = TypeVar("R")


class Desk:
    """Accounts, sessions, log, checks and queue of one app, and the threads that they work in.

    Staff and strangers at the login page have threads of their own: neither waits for the other,
    nor do residents for any of them.
    """

    def __init__(self, front: Front, clock: Callable[[], dt.datetime] = now) -> None:
        """Open the tables; ``CorpusError`` when that cannot be done."""
        settings = front.settings
        self.front, self.settings, self.clock = front, settings, clock
        self.database = Database(settings)
        self.accounts = Accounts(settings)
        self.attempts = Attempts(settings, self.database)
        self.sessions = Sessions(settings, self.database, self.accounts)
        self.log = Log(self.database)
        self.checks = Checks(self.database)
        self.inbox = Inbox(settings)
        self.inbox.settle()
        self.pictures = Pictures()
        self.watch = Watch()
        self.ongoing = Ongoing(settings.http_patience)
        self.queue = Queue(self.log, front.feedback, settings.data)
        self._threads: dict[bool, CapacityLimiter] = {}

    async def work(self, job: Callable[[], R], signed: bool) -> R:
        """Do a blocking job in a thread; ``Problem`` when it takes too long."""
        if signed not in self._threads:
            self._threads[signed] = CapacityLimiter(THREADS)
        try:
            with anyio.fail_after(self.settings.http_timeout):
                return await to_thread.run_sync(
                    job, abandon_on_cancel=True, limiter=self._threads[signed]
                )
        except TimeoutError:
            raise Problem("timeout") from None

    @property
    def library(self) -> Library:
        """All notices at this moment."""
        return self.front.live.current().library

    @property
    def corpus(self) -> str:
        """The corpus version of this moment."""
        return self.library.version

    def newest(self) -> str:
        """The corpus version after a change that was made here."""
        return self.front.live.newest().library.version
