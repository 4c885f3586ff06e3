"""Logging in and out, and one's own password (登录、退出、改密码)."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from assistant.errors import BadAccount
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import LOGIN, Visit, desk_route, drop_cookie, keep_cookie, to
from assistant.web.staff.login import change_password, sign_in
from assistant.web.staff.model import Action, Role
from assistant.web.staff.render import HEADERS

STATIC = Path(__file__).parent.parent / "static"
KEPT = {**HEADERS, "cache-control": "max-age=600"}
HOME = "/"


def login_routes(desk: Desk) -> list[Route]:
    """The only pages that need no session, and those about the session itself."""
    return [
        desk_route(desk, LOGIN, show_login, None, "GET"),
        desk_route(desk, LOGIN, log_in, None, "POST"),
        desk_route(desk, "/static/desk.css", style, None, "GET"),
        desk_route(desk, "/static/choose.js", script, Role.CHECKER, "GET"),
        desk_route(desk, "/logout", log_out, Role.CHECKER, "POST"),
        desk_route(desk, "/password", show_password, Role.CHECKER, "GET"),
        desk_route(desk, "/password", set_password, Role.CHECKER, "POST"),
    ]


def style(_: Visit) -> Response:
    """The look of the pages."""
    return FileResponse(STATIC / "desk.css", media_type="text/css", headers=KEPT)


def script(_: Visit) -> Response:
    """The one script: it puts selected words into a field."""
    return FileResponse(STATIC / "choose.js", media_type="text/javascript", headers=KEPT)


def show_login(visit: Visit) -> Response:
    """The form; who is logged in goes on to the desk."""
    return to(HOME) if visit.signed else visit.page("login", error="", name="")


def log_in(visit: Visit) -> Response:
    """A new session in place of the old one, if any: a token that was planted is worth nothing."""
    name = visit.field("name")
    try:
        token = sign_in(visit.desk, name, visit.raw("password"), visit.now)
    except BadAccount as error:
        return visit.page("login", 403, error=str(error), name=name)
    if visit.signed:
        visit.desk.sessions.end(visit.signed.token)
    return keep_cookie(to(HOME), visit.request, token)


def log_out(visit: Visit) -> Response:
    """End the session."""
    account = visit.who.account
    visit.desk.sessions.end(visit.who.token)
    visit.desk.log.add(visit.now, account.name, Action.LOGOUT, account.subject, visit.desk.corpus)
    return drop_cookie(to(LOGIN))


def show_password(visit: Visit) -> Response:
    """The form for one's own password."""
    return visit.page("password", error="", done=False)


def set_password(visit: Visit) -> Response:
    """All other sessions of the account end; this one goes on with a new token."""
    old, new, again = (visit.raw(name) for name in ("old", "new", "again"))
    try:
        token = change_password(visit.desk, visit.who.account, old, new, again, visit.now)
    except BadAccount as error:
        return visit.page("password", 422, error=str(error), done=False)
    return keep_cookie(to(HOME), visit.request, token)
