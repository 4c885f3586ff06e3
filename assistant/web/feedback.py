"""Feedback of residents (反馈): helpful or wrong, kept for staff with the question and the answer.

Kept in SQLite in the data folder, or in any database that SQLAlchemy reaches by a URL. Personal
numbers are masked before anything is written.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from pydantic import Field
from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from assistant.errors import FeedbackUnavailable
from assistant.model import Answer
from assistant.web.database import open_engine
from assistant.web.masking import mask, masked
from corpus.model import Frozen
from corpus.settings import Settings

FILE = "feedback.sqlite"
LONGEST_NOTE = 2000

TABLE = Table(
    "feedback",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("verdict", String(16), nullable=False, index=True),
    Column("note", Text, nullable=False),
    Column("turns", JSON, nullable=False),
    Column("region", String(64)),
    Column("answer", JSON, nullable=False),
    Column("corpus", String(64), nullable=False),
)


class Opinion(StrEnum):
    """What the person thinks of the answer."""

    HELPFUL = "helpful"  # 有帮助
    WRONG = "wrong"  # 不对


class Feedback(Frozen):
    """What a person says about an answer, with all that it was asked and answered with."""

    verdict: Opinion
    turns: tuple[str, ...] = Field(min_length=1)
    region: str | None = None
    answer: Answer
    note: str = Field("", max_length=LONGEST_NOTE)


class FeedbackRecord(Frozen):
    """Feedback as it is kept, masked: its number, and when it was given (UTC)."""

    id: int
    at: dt.datetime
    feedback: Feedback


class FeedbackStore:
    """Adds and reads feedback; safe to share between threads and processes."""

    def __init__(self, settings: Settings) -> None:
        """Make the table if need be; ``BadSetting`` for a URL that names no usable database."""
        self._engine = open_engine(settings, FILE)
        try:
            with self._engine.begin() as db:
                db.execute(CreateTable(TABLE, if_not_exists=True))
        except SQLAlchemyError as error:
            raise FeedbackUnavailable("存反馈的数据库打不开，请检查 WENCE_FEEDBACK_URL") from error

    def add(self, feedback: Feedback, at: dt.datetime) -> int:
        """Keep one opinion, masked, and return its number."""
        row = {
            "at": at.astimezone(dt.UTC),
            "verdict": feedback.verdict.value,
            "note": mask(feedback.note),
            "turns": masked(feedback.turns),
            "region": mask(feedback.region) if feedback.region else None,
            "answer": masked(feedback.answer.model_dump(mode="json")),
            "corpus": mask(feedback.answer.corpus),
        }
        try:
            with self._engine.begin() as db:
                key = db.execute(insert(TABLE).values(row)).inserted_primary_key
        except SQLAlchemyError as error:
            raise FeedbackUnavailable("反馈没有存下来，请稍后再试。") from error
        return int(key[0]) if key else 0

    def recent(self, limit: int = 100, verdict: Opinion | None = None) -> list[FeedbackRecord]:
        """The newest opinions first."""
        query = select(TABLE).order_by(TABLE.c.id.desc()).limit(limit)
        if verdict is not None:
            query = query.where(TABLE.c.verdict == verdict.value)
        try:
            with self._engine.connect() as db:
                return [_record(row) for row in db.execute(query)]
        except SQLAlchemyError as error:
            raise FeedbackUnavailable("读不出反馈，请稍后再试。") from error

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()


def _record(row: Row[Any]) -> FeedbackRecord:
    told = Feedback(
        verdict=row.verdict,
        turns=tuple(row.turns),
        region=row.region,
        answer=Answer.model_validate(row.answer),
        note=row.note,
    )
    # SQLite keeps no time zone: what was written is UTC.
    at = row.at if row.at.tzinfo else row.at.replace(tzinfo=dt.UTC)
    return FeedbackRecord(id=row.id, at=at, feedback=told)
