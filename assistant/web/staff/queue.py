"""The queue (队列): verdicts that staff overruled, and answers that residents call wrong.

Nothing is stored for it: it is what the log and the feedback hold, less what was settled.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.errors import BadEntry
from assistant.web.feedback import FeedbackRecord, FeedbackStore, Opinion
from assistant.web.masking import mask
from assistant.web.staff.decisions import DECIDED, LONGEST_NOTE, decision_of
from assistant.web.staff.log import Log
from assistant.web.staff.model import Action, Decision, Line
from assistant.web.staff.sets import promote
from corpus.model import Frozen

MOST_FEEDBACK = 1000


class Kind(StrEnum):
    """Where an item of the queue comes from."""

    OVERRULE = "overrule"  # 改判
    FEEDBACK = "feedback"  # 居民反馈


class Item(Frozen):
    """An item of the queue (待办): what it is about, and what was done with it so far."""

    kind: Kind
    number: int
    at: dt.datetime
    who: str
    title: str
    note: str
    corpus: str
    decision: Decision | None = None
    feedback: FeedbackRecord | None = None
    settled: Line | None = None
    promoted: Line | None = None

    @property
    def subject(self) -> str:
        """The item as the log names it."""
        return f"{self.kind.value}/{self.number}"

    @property
    def row(self) -> dict[str, Any] | None:
        """The row that it was settled to be, if any."""
        return self.settled.detail.get("row") if self.settled else None


class Queue:
    """Lists, settles and promotes items."""

    def __init__(self, log: Log, feedback: FeedbackStore, data: Path) -> None:
        """Nothing is read yet."""
        self._log, self._feedback, self._data = log, feedback, data

    def items(self) -> list[Item]:
        """All items, open ones first, newest first in each."""
        done = {
            (line.subject, line.action): line
            for line in self._log.of((Action.SETTLED, Action.PROMOTED))
        }
        found = [*map(_of_overrule, self._overrules()), *map(_of_feedback, self._wrong())]
        whole = [
            item.model_copy(
                update={
                    "settled": done.get((item.subject, Action.SETTLED)),
                    "promoted": done.get((item.subject, Action.PROMOTED)),
                }
            )
            for item in found
        ]
        newest = sorted(whole, key=lambda item: item.at, reverse=True)
        return sorted(newest, key=lambda item: item.settled is not None)

    def find(self, kind: str, number: int) -> Item:
        """One item; ``BadEntry`` when there is none (any more: its claim was decided anew)."""
        for item in self.items():
            if (item.kind.value, item.number) == (kind, number):
                return item
        raise BadEntry("队列里没有这一件：可能已经重新判过了。")

    def settle(
        self, item: Item, row: dict[str, Any] | None, note: str, who: str, now: dt.datetime
    ) -> None:
        """Settle an item, to a row for a set or, without one, as not to be taken up."""
        note = mask(note.strip())
        if len(note) > LONGEST_NOTE:
            raise BadEntry(f"说明太长，最多 {LONGEST_NOTE} 字。")
        if row is None and not note:
            raise BadEntry("不采纳的，要写明理由。")
        if item.promoted:
            raise BadEntry("这一件已经收进问题集，不能再改。")
        self._log.add(now, who, Action.SETTLED, item.subject, item.corpus, row=row, note=note)

    def promote(self, item: Item, who: str, now: dt.datetime) -> Path:
        """Put the row of a settled item into its set; twice is the same as once."""
        if item.row is None:
            raise BadEntry("先处理这一件，写好标注，才能收进问题集。")
        path = promote(self._data, item.row)
        if not item.promoted:
            self._log.add(
                now, who, Action.PROMOTED, item.subject, item.corpus, set=path.name, row=item.row
            )
        return path

    def _overrules(self) -> list[Line]:
        """The overrules that still hold: a later decision on the same claim takes its place."""
        last = {line.subject: line for line in self._log.of(DECIDED)}
        return [line for line in last.values() if line.action is Action.OVERRULED]

    def _wrong(self) -> list[FeedbackRecord]:
        return self._feedback.recent(MOST_FEEDBACK, Opinion.WRONG)


def _of_overrule(line: Line) -> Item:
    return Item(
        kind=Kind.OVERRULE,
        number=line.id,
        at=line.at,
        who=line.who,
        title=line.detail["claim"],
        note=line.detail["note"],
        corpus=line.corpus,
        decision=decision_of(line),
    )


def _of_feedback(record: FeedbackRecord) -> Item:
    return Item(
        kind=Kind.FEEDBACK,
        number=record.id,
        at=record.at,
        who="居民",
        title=record.feedback.turns[-1],
        note=record.feedback.note,
        corpus=record.feedback.answer.corpus,
        feedback=record,
    )
