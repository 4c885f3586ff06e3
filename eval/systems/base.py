"""The one small interface of systems under test (被测系统)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from pydantic import SecretStr

from corpus.model import Frozen
from eval.cases import Case
from eval.errors import BadAnswer

STATUSES = ("answered", "clarify", "unanswerable", "refused")
LISTS: Mapping[str, tuple[str, ...]] = {
    "values": (),
    "citations": ("notice", "clause", "quote"),
    "steps": ("text",),
}  # the lists of an answer, with what each of their rows must say


class System(Protocol):
    """Something that answers: ``ask`` returns the answer as the JSON of the outside interface."""

    def ask(self, turns: Sequence[str], region: str | None, as_of: dt.date) -> dict[str, Any]:
        """Answer the last turn; CorpusError says why it can't."""
        ...


class Found(Frozen):
    """A clause that a search found: 文号 (or ""), title and path.

    ``rank`` counts from 1; several clauses have the same rank where they lie in one chunk.
    """

    notice: str
    title: str
    path: str
    rank: int = 0


@runtime_checkable
class Search(Protocol):
    """Something that finds clauses, best first, each clause once."""

    def find(self, case: Case, limit: int) -> Sequence[Found]:
        """At most ``limit`` ranks of clauses for the last turn of the case."""
        ...


class SystemOptions(Frozen):
    """What a system needs besides the corpus: the endpoint of ``http`` (地址、模型、密钥).

    The key is never written to the results.
    """

    url: str = ""
    model: str = ""
    key: SecretStr = SecretStr("")
    timeout: float = 120.0


def answer_form(
    as_of: dt.date,
    corpus: str,
    text: str,
    status: str = "answered",
    reason: str | None = None,
    **lists: list[dict[str, Any]],
) -> dict[str, Any]:
    """An answer in the outside form, with empty lists for what isn't given."""
    form = {name: lists.get(name, []) for name in (*LISTS, "follow_ups")}
    head = {"status": status, "reason": reason, "text": text}
    return {**head, **form, "as_of": as_of.isoformat(), "corpus": corpus}


def checked_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer when it has the outside form; ``BadAnswer`` names what is wrong with it."""
    if answer.get("status") not in STATUSES:
        given = answer.get("status")
        raise BadAnswer(f"回答的 status 是“{given}”，不在 {'、'.join(STATUSES)} 之内。")
    if not str(answer.get("text") or "").strip():
        raise BadAnswer("回答是空的。")
    rows = {name: _rows(name, answer.get(name) or [], needed) for name, needed in LISTS.items()}
    return {"reason": None, **answer, "text": str(answer["text"]), **rows}


def _rows(name: str, rows: object, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadAnswer(f"回答的 {name} 应是由对象组成的列表。")
    for row in rows:
        missing = [key for key in needed if not isinstance(row.get(key), str)]
        if missing:
            raise BadAnswer(f"回答的 {name} 里缺少 {'、'.join(missing)}，或不是文字。")
    return rows
