"""Logging in and changing passwords (登录、改密码)."""

from __future__ import annotations

import datetime as dt

from assistant.errors import BadAccount
from assistant.web.staff.desk import Desk
from assistant.web.staff.model import Account, Action
from assistant.web.staff.passwords import matches

WRONG = "名字或密码不对。"
LOCKED = "输错次数太多，这个名字已锁定；请 {minutes} 分钟后再试，或请管理员解锁。"


def sign_in(desk: Desk, name: str, password: str, now: dt.datetime) -> str:
    """The token of a new session; ``BadAccount`` says no, alike for known and unknown names."""
    account = prove(desk, name, password, now)
    token = desk.sessions.begin(account, now)
    desk.log.add(now, account.name, Action.LOGIN, account.subject, desk.corpus)
    return token


def prove(desk: Desk, name: str, password: str, now: dt.datetime) -> Account:
    """The account, if this is its password; a wrong one counts towards the lock."""
    if minutes := desk.attempts.take(name, now):
        raise BadAccount(LOCKED.format(minutes=minutes))
    account = desk.accounts.find(name)
    right = matches(account.hash if account else None, password)
    if account is None or not right:
        if account is not None and desk.attempts.is_locked(name, now):
            desk.log.add(now, account.name, Action.LOCKED, account.subject, desk.corpus)
        raise BadAccount(WRONG)
    desk.attempts.forget(name)
    return account


def change_password(
    desk: Desk, account: Account, old: str, new: str, again: str, now: dt.datetime
) -> str:
    """Set one's own password; all sessions end, and the token of a new one is given."""
    if new != again:
        raise BadAccount("两次输入的新密码不一样。")
    prove(desk, account.name, old, now)
    changed = desk.accounts.set_password(account.name, new)
    desk.log.add(now, account.name, Action.PASSWORD_CHANGED, account.subject, desk.corpus)
    return desk.sessions.begin(changed, now)
