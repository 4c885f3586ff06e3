"""Attempts to log in (登录尝试): too many wrong passwords lock a name for a while.

Names that nobody has are counted and locked just the same, so that nothing tells them apart. Every
attempt is counted before its password is looked at: a thousand at once get no more than the rest.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import math

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.web.staff.model import plain_name
from assistant.web.staff.tables import ATTEMPTS, Database, seconds
from corpus.settings import Settings

MINUTE = 60
TIMES_TRIED = 3


class Attempts:
    """Counts failures by name, in the database: every process knows of them."""

    def __init__(self, settings: Settings, database: Database) -> None:
        """Nothing is read yet."""
        self._most, self._minutes = settings.staff_failures, settings.staff_locked
        self._database = database

    def take(self, name: str, now: dt.datetime) -> int:
        """Count one attempt and return 0; or the minutes for which the name is still locked."""
        key, at = _key(name), seconds(now)
        oldest = at - self._minutes * MINUTE
        for _ in range(TIMES_TRIED):
            # Another attempt of this name was counted first at the same moment: look again.
            with contextlib.suppress(IntegrityError), self._database.begin() as db:
                # A wrong password of an hour ago counts no more.
                db.execute(delete(ATTEMPTS).where(ATTEMPTS.c.last <= oldest))
                if self._counted(db, key, at):
                    return 0
                last = db.scalar(select(ATTEMPTS.c.last).where(ATTEMPTS.c.name == key))
                if last is not None:
                    return max(1, math.ceil((int(last) - oldest) / MINUTE))
                db.execute(insert(ATTEMPTS).values(name=key, failures=1, last=at))
                return 0
        return self._minutes

    def is_locked(self, name: str, now: dt.datetime) -> bool:
        """Whether the next attempt would be refused."""
        oldest = seconds(now) - self._minutes * MINUTE
        mine = (ATTEMPTS.c.name == _key(name)) & (ATTEMPTS.c.last > oldest)
        with self._database.begin() as db:
            failures = db.scalar(select(ATTEMPTS.c.failures).where(mine))
        return failures is not None and failures >= self._most

    def forget(self, name: str) -> None:
        """Begin anew: the password was right, or somebody unlocked the name."""
        with self._database.begin() as db:
            db.execute(delete(ATTEMPTS).where(ATTEMPTS.c.name == _key(name)))

    def _counted(self, db: Connection, key: str, at: int) -> bool:
        """One more failure of a name that is known and not locked, in one step."""
        open_ = (ATTEMPTS.c.name == key) & (ATTEMPTS.c.failures < self._most)
        more = update(ATTEMPTS).where(open_)
        return bool(db.execute(more.values(failures=ATTEMPTS.c.failures + 1, last=at)).rowcount)


def _key(name: str) -> str:
    """The name's digest: people type their password where the name should be."""
    return hashlib.sha256(plain_name(name).encode("utf-8", "replace")).hexdigest()
