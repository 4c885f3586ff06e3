"""Tables of the staff desk (经办台的表), and the one way to read and write them.

The log is written once and never changed: triggers of the database refuse it on SQLite, and
``docs/operators.md`` has those for PostgreSQL. Moments are kept as seconds or as ISO text in UTC,
the same in every database.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from assistant.errors import StaffUnavailable
from assistant.web.database import open_engine
from corpus.settings import Settings

FILE = "staff.sqlite"
DIGEST = 64
WHEN = 32
WHO = 64
_ALL = MetaData()

SESSIONS = Table(
    "staff_sessions",
    _ALL,
    Column("token", String(DIGEST), primary_key=True),
    Column("name", String(WHO), nullable=False),
    Column("mark", String(DIGEST), nullable=False),
    Column("began", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
)
ATTEMPTS = Table(
    "staff_attempts",
    _ALL,
    Column("name", String(DIGEST), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", Integer, nullable=False),
)
LOG = Table(
    "staff_log",
    _ALL,
    Column("id", Integer, primary_key=True),
    Column("at", String(WHEN), nullable=False),
    Column("who", String(WHO), nullable=False),
    Column("action", String(32), nullable=False, index=True),
    Column("subject", String(128), nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("corpus", String(64), nullable=False),
    # Two lines after the same line cannot be: the slower of two writers tries again.
    Column("previous", String(DIGEST), nullable=False, unique=True),
    Column("hash", String(DIGEST), nullable=False),
)
CHECKS = Table(
    "staff_checks",
    _ALL,
    Column("id", Integer, primary_key=True),
    Column("at", String(WHEN), nullable=False),
    Column("who", String(WHO), nullable=False),
    Column("name", String(128), nullable=False),
    Column("region", String(100)),
    Column("as_of", String(10), nullable=False),
    Column("corpus", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("claims", Text, nullable=False),
)
WRITTEN_ONCE = (LOG, CHECKS)
_TRIGGER = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)


class Database:
    """The tables of the staff desk; safe to share between threads and processes."""

    def __init__(self, settings: Settings) -> None:
        """Make the tables if need be; ``StaffUnavailable`` when the database cannot be opened."""
        self._engine = open_engine(settings, FILE)
        try:
            with self._engine.begin() as db:
                _create(db, self._engine)
        except SQLAlchemyError as error:
            raise StaffUnavailable("经办台的数据库打不开，请检查数据文件夹的设置。") from error

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction; ``StaffUnavailable`` when the database does not take it.

        ``IntegrityError`` goes through: another writer was quicker.
        """
        try:
            with self._engine.begin() as db:
                yield db
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise StaffUnavailable("经办台的数据库读写没有成功，请稍后再试。") from error

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()


def _create(db: Connection, engine: Engine) -> None:
    for table in _ALL.sorted_tables:
        db.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            db.execute(CreateIndex(index, if_not_exists=True))
    if engine.dialect.name == "sqlite":
        for table in WRITTEN_ONCE:
            for verb in ("UPDATE", "DELETE"):
                db.execute(text(_TRIGGER.format(table=table.name, verb=verb)))


def now() -> dt.datetime:
    """This moment."""
    return dt.datetime.now(dt.UTC)


def seconds(moment: dt.datetime) -> int:
    """A moment as it is kept of sessions and attempts."""
    return int(moment.timestamp())


def iso(moment: dt.datetime) -> str:
    """A moment as it is kept of lines and checks: always of one length and in UTC."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
