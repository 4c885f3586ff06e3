"""Accounts and the log from the command line: ``python -m assistant staff …``.

A password is read from the terminal without showing it, or from standard input; never from an
option, which every other process of the machine could read.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from assistant.errors import BadAccount
from assistant.web.staff.accounts import Accounts
from assistant.web.staff.attempts import Attempts
from assistant.web.staff.log import Log
from assistant.web.staff.model import Account, Action, Role
from assistant.web.staff.passwords import LONGEST
from assistant.web.staff.tables import Database, now
from assistant.web.staff.words import words
from corpus.library import corpus_version
from corpus.settings import Settings

HERE = "命令行"


def run_staff(settings: Settings, options: argparse.Namespace) -> int:
    """Run one command; ``CorpusError`` when it cannot be done."""
    doing = {
        "add": _add,
        "list": _list,
        "passwd": _passwd,
        "remove": _remove,
        "unlock": _unlock,
        "log": _verify,
    }
    doing[options.staff](settings, options)
    return 0


def _add(settings: Settings, options: argparse.Namespace) -> None:
    role = Role(options.role)
    account = Accounts(settings).add(options.name, role, _password())
    _note(settings, Action.ACCOUNT_ADDED, account, role=role.value)
    print(f"已加：{account.name}（{words('roles')[role.value]}）")


def _list(settings: Settings, _: argparse.Namespace) -> None:
    attempts = Attempts(settings, Database(settings))
    for account in Accounts(settings).all():
        locked = "\t已锁定" if attempts.is_locked(account.name, now()) else ""
        print(f"{account.name}\t{account.role.value}\t{words('roles')[account.role.value]}{locked}")


def _passwd(settings: Settings, options: argparse.Namespace) -> None:
    account = Accounts(settings).set_password(options.name, _password())
    _note(settings, Action.PASSWORD_CHANGED, account)
    print(f"已改密码：{account.name}，原来的登录都已结束。")


def _remove(settings: Settings, options: argparse.Namespace) -> None:
    account = Accounts(settings).remove(options.name)
    _note(settings, Action.ACCOUNT_REMOVED, account)
    print(f"已删除：{account.name}，登录都已结束。")


def _unlock(settings: Settings, options: argparse.Namespace) -> None:
    account = Accounts(settings).find(options.name)
    if account is None:
        raise BadAccount(f"没有叫“{options.name}”的账号。")
    Attempts(settings, Database(settings)).forget(account.name)
    _note(settings, Action.UNLOCKED, account)
    print(f"已解锁：{account.name}")


def _verify(settings: Settings, options: argparse.Namespace) -> None:
    count, head = Log(Database(settings)).verify(options.head)
    print(f"核对过 {count} 行，前后相接，没有改动。末行的校验值：{head}")


def _password() -> str:
    """A new password: asked twice at a terminal, else one line of standard input."""
    if sys.stdin is None:
        raise BadAccount("没有读到密码。")
    if not sys.stdin.isatty():
        return sys.stdin.readline(LONGEST * 2).rstrip("\r\n")
    first = getpass.getpass("新密码：")
    if getpass.getpass("再输一遍：") != first:
        raise BadAccount("两次输入的密码不一样。")
    return first


def _note(settings: Settings, action: Action, account: Account, **detail: Any) -> None:
    version = corpus_version(settings)
    log = Log(Database(settings))
    log.add(now(), HERE, action, account.subject, version, **detail)
