"""Changes that take their time (还在办的事): they go on by themselves, a page waits for them."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

import anyio
from starlette.responses import Response

THREADS = 2
KEPT = 100
"""So many of the last slow changes can be asked for."""


class Ongoing:
    """The changes of one desk, in threads of their own; safe to share between threads.

    Whoever leaves or loses the page loses nothing: what was begun is done to its end.
    """

    def __init__(self, patience: float) -> None:
        """``patience``: seconds that a change may take before its page with a bar is shown."""
        self._patience = patience
        self._workers = ThreadPoolExecutor(THREADS, "changes")
        self._slow: OrderedDict[tuple[str, str], Future[Response]] = OrderedDict()
        self._lock = Lock()

    async def do(self, job: Callable[[], Response], who: str) -> Response | str:
        """What the job answers, or the id under which it can be asked for while it goes on."""
        going = self._workers.submit(job)
        with anyio.move_on_after(self._patience):
            answer: Response = await asyncio.shield(asyncio.wrap_future(going))
            return answer
        return self._put(who, going)

    def _put(self, who: str, going: Future[Response]) -> str:
        ident = secrets.token_urlsafe(9)
        with self._lock:
            self._slow[who, ident] = going
            while len(self._slow) > KEPT:
                self._slow.popitem(last=False)
        return ident

    def of(self, who: str, ident: str) -> Future[Response] | None:
        """A slow change of this person, done or not; ``None`` when there is none of that id."""
        with self._lock:
            return self._slow.get((who, ident))
