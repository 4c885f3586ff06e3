"""Sessions (登录会话): a random token in a cookie; the database keeps its digest alone.

A session rests on the hash of the password that it began with. It ends when the password changes,
the account goes, nobody uses it for a while, or its longest time is over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from sqlalchemy import delete, insert, select, update

from assistant.web.staff.accounts import Accounts
from assistant.web.staff.model import Account
from assistant.web.staff.tables import SESSIONS, Database, seconds
from corpus.model import Frozen
from corpus.settings import Settings

MINUTE = 60
BYTES = 32
LONGEST_TOKEN = 100


class Signed(Frozen):
    """Who is logged in; ``proof`` must come with every change that the person sends."""

    account: Account
    token: str
    proof: str


class Sessions:
    """Begins, knows and ends sessions; every process knows all of them."""

    def __init__(self, settings: Settings, database: Database, accounts: Accounts) -> None:
        """Nothing is read yet."""
        self._idle, self._longest = settings.staff_idle * MINUTE, settings.staff_longest * MINUTE
        self._database, self._accounts = database, accounts

    def begin(self, account: Account, now: dt.datetime) -> str:
        """A new session with a token of its own; those that are over are swept away."""
        token, at = secrets.token_urlsafe(BYTES), seconds(now)
        row = {"token": _digest(token), "name": account.name, "mark": _mark(account)}
        over = (SESSIONS.c.seen <= at - self._idle) | (SESSIONS.c.began <= at - self._longest)
        with self._database.begin() as db:
            db.execute(delete(SESSIONS).where(over))
            db.execute(insert(SESSIONS).values(**row, began=at, seen=at))
        return token

    def signed(self, token: str, now: dt.datetime) -> Signed | None:
        """Whose session this is, if anybody's; it counts as used."""
        if not token or len(token) > LONGEST_TOKEN:
            return None
        at, mine = seconds(now), SESSIONS.c.token == _digest(token)
        with self._database.begin() as db:
            row = db.execute(select(SESSIONS).where(mine)).first()
            if row is None:
                return None
            if row.seen <= at - self._idle or row.began <= at - self._longest:
                db.execute(delete(SESSIONS).where(mine))
                return None
            if row.seen <= at - MINUTE:  # reading a page need not write each time
                db.execute(update(SESSIONS).where(mine).values(seen=at))
        account = self._accounts.find(row.name)
        if account is None or not hmac.compare_digest(_mark(account), row.mark):
            return None
        return Signed(account=account, token=token, proof=_proof(token))

    def end(self, token: str) -> None:
        """End one session."""
        with self._database.begin() as db:
            db.execute(delete(SESSIONS).where(SESSIONS.c.token == _digest(token)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _proof(token: str) -> str:
    """What only a page of this session can know (防跨站): no other site can read the cookie."""
    return hashlib.sha256(b"proof:" + token.encode("utf-8", "replace")).hexdigest()


def _mark(account: Account) -> str:
    return hashlib.sha256(account.hash.encode()).hexdigest()
