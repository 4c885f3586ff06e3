"""Accounts (账号管理): add, give a new password, unlock, remove."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import BadAccount
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import Visit, desk_route, to
from assistant.web.staff.model import Account, Action, Role
from assistant.web.staff.refused import BAD_REQUEST

ACCOUNTS = "/accounts"


def account_routes(desk: Desk) -> list[Route]:
    """The page of those who manage accounts."""
    return [
        desk_route(desk, ACCOUNTS, show, Role.ADMIN, "GET"),
        desk_route(desk, ACCOUNTS, change, Role.ADMIN, "POST"),
    ]


def show(visit: Visit) -> Response:
    """All accounts, and whether they are locked."""
    return _page(visit)


def change(visit: Visit) -> Response:
    """Do what the form's button says; ``BadAccount`` is told on the page."""
    doing = {"add": _add, "password": _password, "unlock": _unlock, "remove": _remove}
    try:
        do = doing.get(visit.field("do"))
        if do is None:
            raise BadAccount("请选要做的事。")
        do(visit)
    except BadAccount as error:
        return _page(visit, str(error), BAD_REQUEST)
    return to(ACCOUNTS)


def _add(visit: Visit) -> None:
    try:
        role = Role(visit.field("role"))
    except ValueError:
        raise BadAccount("请选一个角色。") from None
    account = visit.desk.accounts.add(visit.field("name"), role, visit.raw("password"))
    _note(visit, Action.ACCOUNT_ADDED, account, role=role.value)


def _password(visit: Visit) -> None:
    account = visit.desk.accounts.set_password(visit.field("name"), visit.raw("password"))
    _note(visit, Action.PASSWORD_CHANGED, account)


def _unlock(visit: Visit) -> None:
    account = visit.desk.accounts.find(visit.field("name"))
    if account is None:
        raise BadAccount("没有这个账号。")
    visit.desk.attempts.forget(account.name)
    _note(visit, Action.UNLOCKED, account)


def _remove(visit: Visit) -> None:
    account = visit.desk.accounts.remove(visit.field("name"))
    _note(visit, Action.ACCOUNT_REMOVED, account)


def _note(visit: Visit, action: Action, account: Account, **detail: str) -> None:
    who = visit.who.account.name
    desk = visit.desk
    desk.log.add(visit.now, who, action, account.subject, desk.corpus, **detail)


def _page(visit: Visit, error: str = "", status: int = 200) -> Response:
    desk = visit.desk
    listed = [
        (account, desk.attempts.is_locked(account.name, visit.now))
        for account in desk.accounts.all()
    ]
    return visit.page("accounts", status, listed=listed, error=error)
