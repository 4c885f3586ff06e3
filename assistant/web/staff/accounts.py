"""Accounts of staff (账号): a file in the data folder that only its owner may read.

Or, where the file system is not to hold secrets, a setting with the same content; those cannot be
changed from here.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from assistant.errors import BadAccount
from assistant.web.staff.model import Account, Role, plain_name
from assistant.web.staff.passwords import hashed, random_password
from corpus.errors import BadSetting
from corpus.settings import Settings

FILE = "staff.json"
FIRST = "admin"
LONGEST_NAME = 32
FORBIDDEN = frozenset("\"'<>&/\\:;,#")
SECONDS_TO_WAIT = 10
EVERYBODY = 0o077
T = TypeVar("T")
Known = tuple[Account, ...]
_LIST: TypeAdapter[Known] = TypeAdapter(Known)

log = logging.getLogger("wence.web")


class Accounts:
    """The accounts of a data folder or of the setting; safe to share between processes."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is read yet."""
        self._path = settings.data / FILE
        self._given = settings.staff_accounts.get_secret_value()

    def all(self) -> Known:
        """All accounts by name; ``BadSetting`` when the file or the setting cannot be read."""
        if self._given:
            return _parsed(self._given, "WENCE_STAFF_ACCOUNTS")
        try:
            if self._path.stat().st_mode & EVERYBODY:
                log.warning("账号文件 %s 别人也能读，请 chmod 600。", self._path.name)
            return _parsed(self._path.read_text("utf-8"), f"账号文件 {self._path.name}")
        except FileNotFoundError:
            return ()

    def find(self, name: str) -> Account | None:
        """The account of this name."""
        wanted = plain_name(name)
        return next((account for account in self.all() if account.name == wanted), None)

    def first(self) -> str | None:
        """Make the first account where there is none at all; its password, known only now."""
        if self.all():
            return None

        def make(found: Known) -> tuple[Known, str | None]:
            if found:  # another process was quicker
                return found, None
            password = random_password()
            account = Account(name=FIRST, role=Role.ADMIN, hash=hashed(password, FIRST))
            return (account,), password

        return self._change(make)

    def add(self, name: str, role: Role, password: str) -> Account:
        """A new account; ``BadAccount`` for a bad name or password, or a name that is taken."""
        name = _good_name(name)
        account = Account(name=name, role=role, hash=hashed(password, name))

        def make(found: Known) -> tuple[Known, Account]:
            if any(one.name == name for one in found):
                raise BadAccount(f"已有叫“{name}”的账号。")
            return tuple(sorted((*found, account), key=lambda one: one.name)), account

        return self._change(make)

    def set_password(self, name: str, password: str) -> Account:
        """A new password; all sessions of the account end, for they rest on the old one."""
        known = self._known(name)
        new = known.model_copy(update={"hash": hashed(password, known.name)})

        def make(found: Known) -> tuple[Known, Account]:
            _one_of(found, new.name)
            return tuple(new if one.name == new.name else one for one in found), new

        return self._change(make)

    def remove(self, name: str) -> Account:
        """Take an account away; the last of those who manage accounts stays."""
        known = self._known(name)

        def make(found: Known) -> tuple[Known, Account]:
            _one_of(found, known.name)
            left = tuple(one for one in found if one.name != known.name)
            managed = any(one.role is Role.ADMIN for one in left)
            if known.role is Role.ADMIN and not managed:
                raise BadAccount(f"“{known.name}”是最后一个管理员，不能删除。")
            return left, known

        return self._change(make)

    def _known(self, name: str) -> Account:
        return _one_of(self.all(), plain_name(name))

    def _change(self, make: Callable[[Known], tuple[Known, T]]) -> T:
        """Read, change and write with no other process between."""
        if self._given:
            raise BadAccount("账号写在 WENCE_STAFF_ACCOUNTS 里，请在那里改。")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._path.with_suffix(".lock"), timeout=SECONDS_TO_WAIT):
                accounts, result = make(self.all())
                _write(self._path, accounts)
        except Timeout as error:
            raise BadAccount("账号文件正被另一个进程改，请稍后再试。") from error
        return result


def _one_of(accounts: Known, name: str) -> Account:
    for account in accounts:
        if account.name == name:
            return account
    raise BadAccount(f"没有叫“{name}”的账号。")


def _good_name(name: str) -> str:
    plain = plain_name(name)
    bad = not plain.isprintable() or FORBIDDEN & set(plain) or any(c.isspace() for c in plain)
    if not plain or len(plain) > LONGEST_NAME or bad:
        raise BadAccount(f"账号的名字应有 1 到 {LONGEST_NAME} 个字，没有空格和引号之类的符号。")
    return plain


def _parsed(text: str, source: str) -> Known:
    try:
        accounts = _LIST.validate_json(text)
    except ValidationError as error:
        # Never with the content: it holds hashes.
        raise BadSetting(f"{source} 读不懂：应是账号的 JSON 列表。") from error
    named = {plain_name(one.name): one for one in accounts}
    if len(named) != len(accounts):
        raise BadSetting(f"{source} 里有同名的账号。")
    return tuple(one.model_copy(update={"name": name}) for name, one in sorted(named.items()))


def _write(path: Path, accounts: Known) -> None:
    """Replace the file in one step; made by ``mkstemp``, so that only its owner may read it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(_LIST.dump_python(accounts, mode="json"), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise
