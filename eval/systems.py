"""Systems under test (被测系统): anything that answers a question with the outside interface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from corpus.settings import Settings
from eval.errors import UnknownSystem


class System(Protocol):
    """Something that answers: ``ask`` returns the answer as the JSON of the outside interface."""

    def ask(self, turns: Sequence[str], region: str | None, as_of: dt.date) -> dict[str, Any]:
        """Answer the last turn."""
        ...


class WenceSystem:
    """The product itself, in this process."""

    def __init__(self, settings: Settings) -> None:
        # The assistant is imported here so that reading and checking sets needs no index.
        from assistant import open_assistant

        self._assistant = open_assistant(settings)

    def ask(self, turns: Sequence[str], region: str | None, as_of: dt.date) -> dict[str, Any]:
        """Answer the last turn."""
        answer: dict[str, Any]
        answer = self._assistant.ask(list(turns), region, as_of).model_dump(mode="json")
        return answer


SYSTEMS: dict[str, Callable[[Settings], System]] = {"wence": WenceSystem}


def make_system(name: str, settings: Settings) -> System:
    """Open a system by name; an unknown name lists the known ones."""
    if name not in SYSTEMS:
        raise UnknownSystem(f"没有名为“{name}”的系统，可选：{'、'.join(SYSTEMS)}。")
    return SYSTEMS[name](settings)
