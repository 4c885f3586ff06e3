"""What all routes share (前台): the living assistant, the threads that work, what is counted.

Answers are made in a few threads: more would only take the cores from each other. Who comes
meanwhile waits in line, and is told when the line is too long or the wait too.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import anyio
from anyio import CapacityLimiter, to_thread

from assistant.calculate.rule import rules
from assistant.model import Answer
from assistant.outcomes import outcome_json
from assistant.service import Assistant
from assistant.web.feedback import Feedback, FeedbackStore
from assistant.web.live import Live
from assistant.web.metrics import Metrics
from assistant.web.problems import Problem
from corpus.clock import today
from corpus.settings import Settings

R = TypeVar("R")


class Front:
    """Answers the routes. One for an app; used on its event loop only."""

    def __init__(self, settings: Settings, live: Live, feedback: FeedbackStore) -> None:
        """Nothing is started yet."""
        self.settings, self.live, self.feedback = settings, live, feedback
        self.metrics = Metrics()
        self._waiting = 0
        self._threads: CapacityLimiter | None = None

    async def ask(
        self, interface: str, turns: Sequence[str], region: str | None, as_of: dt.date | None
    ) -> Answer:
        """Answer the last turn; ``as_of`` is today in China where nothing else is said."""
        day = as_of or today()
        return await self.answer(interface, lambda a: a.ask(turns, region or None, day))

    async def answer(self, interface: str, make: Callable[[Assistant], Answer]) -> Answer:
        """An answer made by the newest assistant, counted for its interface."""
        answer = await self.work(lambda: make(self.live.current()))
        self.metrics.answered(interface, answer)
        return answer

    async def keep(self, told: Feedback) -> int:
        """Keep and count feedback; its number. ``FeedbackUnavailable`` when that cannot be done."""
        now = dt.datetime.now(dt.UTC)
        number = await self.work(lambda: self.feedback.add(told, now))
        self.metrics.feedback.labels(told.verdict.value).inc()
        return number

    async def calculate(self, rule: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """The outcome of a rule as JSON; ``as_of`` is today where it is not given."""
        if rule not in rules():
            raise Problem("unknown-rule")
        given = {"as_of": today(), **inputs}

        def run() -> dict[str, Any]:
            calculator = self.live.current().calculator
            return outcome_json(calculator.run(rule, given), calculator.library)

        return await self.work(run)

    async def work(self, job: Callable[[], R]) -> R:
        """Do a blocking job in one of the threads; ``Problem`` when it is too busy or too slow."""
        if self._waiting >= self.settings.http_waiting:
            raise Problem("busy")
        if self._threads is None:
            self._threads = CapacityLimiter(self.settings.http_threads)
        self._waiting += 1
        self.metrics.waiting.set(self._waiting)
        try:
            with anyio.fail_after(self.settings.http_timeout):
                return await to_thread.run_sync(
                    self._timed, job, abandon_on_cancel=True, limiter=self._threads
                )
        except TimeoutError:
            raise Problem("timeout") from None
        finally:
            self._waiting -= 1
            self.metrics.waiting.set(self._waiting)

    def _timed(self, job: Callable[[], R]) -> R:
        began = time.perf_counter()
        try:
            return job()
        finally:
            self.metrics.working.observe(time.perf_counter() - began)
