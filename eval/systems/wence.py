"""The product itself (问策), in this process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from corpus.settings import Settings
from eval.cases import Case
from eval.systems.base import Found, SystemOptions


class WenceSystem:
    """The product, answering as it does for people."""

    def __init__(self, settings: Settings, options: SystemOptions | None = None) -> None:
        # The assistant is imported here so that reading and checking sets needs no index.
        from assistant import open_assistant

        self._settings = settings
        self._assistant = open_assistant(settings)

    def ask(self, turns: Sequence[str], region: str | None, as_of: dt.date) -> dict[str, Any]:
        """Answer the last turn."""
        answer: dict[str, Any]
        answer = self._assistant.ask(list(turns), region, as_of).model_dump(mode="json")
        return answer

    @cached_property
    def _search(self) -> Any:
        from eval.retrieval import IndexSearch

        return IndexSearch(self._settings)

    def find(self, case: Case, limit: int) -> Sequence[Found]:
        """The product's index, over the notices that govern the place of the case."""
        found: Sequence[Found] = self._search.find(case, limit)
        return found
