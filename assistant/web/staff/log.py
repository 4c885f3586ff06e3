"""The log of staff (日志): lines are added and never changed.

Every line carries the hash of the line before, so that a line changed, taken out or put in later
shows. Whoever can write the database could still make the whole chain anew, or cut its end off:
the last hash, noted elsewhere, shows that too.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.errors import LogBroken, StaffUnavailable
from assistant.web.masking import masked
from assistant.web.staff.model import Action, Line
from assistant.web.staff.tables import LOG, Database, iso

BEGINNING = "0" * 64
TIMES_TRIED = 20
PAGE = 500


class Log:
    """Adds and reads lines; safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        """Nothing is read yet."""
        self._database = database

    def add(
        self,
        now: dt.datetime,
        who: str,
        action: Action,
        subject: str = "",
        corpus: str = "",
        **detail: Any,
    ) -> int:
        """Add one line, masked, and return its number."""
        fields = {
            "at": iso(now),
            "who": who,
            "action": action.value,
            "subject": subject,
            "detail": _canonical(masked(detail)),
            "corpus": corpus,
        }
        for _ in range(TIMES_TRIED):
            # Another writer was quicker: the line goes after that one's.
            with contextlib.suppress(IntegrityError), self._database.begin() as db:
                return _appended(db, fields)
        raise StaffUnavailable("日志正忙，没有记下，请稍后再试。")

    def recent(self, limit: int, before: int | None = None) -> list[Line]:
        """The newest lines first; those older than the line ``before``, if given."""
        query = select(LOG).order_by(LOG.c.id.desc()).limit(limit)
        return self._lines(query if before is None else query.where(LOG.c.id < before))

    def about(self, subject: str) -> list[Line]:
        """All lines about one thing, oldest first."""
        return self._lines(select(LOG).where(LOG.c.subject == subject).order_by(LOG.c.id))

    def under(self, prefix: str) -> list[Line]:
        """All lines about things whose names begin so, oldest first."""
        return self._lines(
            select(LOG).where(LOG.c.subject.startswith(prefix, autoescape=True)).order_by(LOG.c.id)
        )

    def of(self, actions: Sequence[Action]) -> list[Line]:
        """All lines of these actions, oldest first."""
        names = [action.value for action in actions]
        return self._lines(select(LOG).where(LOG.c.action.in_(names)).order_by(LOG.c.id))

    def verify(self, head: str = "") -> tuple[int, str]:
        """How many lines there are, and the last hash; ``LogBroken`` names the first bad line.

        ``head``: a last hash that was noted earlier; it must still be there.
        """
        previous, count, seen = BEGINNING, 0, not head
        for row in self._rows():
            if row.previous != previous or row.hash != _hash(row._asdict()):
                raise LogBroken(f"日志第 {row.id} 行与前后对不上：写下之后被改过。")
            previous, count, seen = row.hash, count + 1, seen or row.hash == head
        if not seen:
            raise LogBroken("日志里没有记着的那一行：后面的行被删掉过，或整个换过。")
        return count, previous

    def _lines(self, query: Select[Any]) -> list[Line]:
        with self._database.begin() as db:
            return [_line(row) for row in db.execute(query)]

    def _rows(self) -> Iterator[Row[Any]]:
        last = 0
        while True:
            query = select(LOG).where(LOG.c.id > last).order_by(LOG.c.id).limit(PAGE)
            with self._database.begin() as db:
                rows = db.execute(query).all()
            yield from rows
            if not rows:
                return
            last = rows[-1].id


def _appended(db: Connection, fields: dict[str, str]) -> int:
    """Add the line after the last one; ``IntegrityError`` when another writer was quicker."""
    last = db.execute(select(LOG.c.id, LOG.c.hash).order_by(LOG.c.id.desc()).limit(1)).first()
    row: dict[str, Any] = {**fields, "id": 1, "previous": BEGINNING}
    if last is not None:
        row |= {"id": last.id + 1, "previous": last.hash}
    db.execute(insert(LOG).values(**row, hash=_hash(row)))
    return int(row["id"])


def _hash(row: dict[str, Any]) -> str:
    names = ("id", "at", "who", "action", "subject", "detail", "corpus", "previous")
    return hashlib.sha256(_canonical([row[name] for name in names]).encode()).hexdigest()


def _canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _line(row: Row[Any]) -> Line:
    return Line.model_validate({**row._asdict(), "detail": json.loads(row.detail)})
