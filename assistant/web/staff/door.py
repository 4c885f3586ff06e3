"""The door of the desk (门禁): nobody passes without a session, and nobody beyond their role.

It is shut twice. The guard stands before the routes and lets strangers through to the login page
alone, so that a new page is shut from the start; and each route names the role that it needs.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.problems import Problem
from assistant.web.staff.desk import Desk
from assistant.web.staff.model import Role
from assistant.web.staff.refused import refusal
from assistant.web.staff.render import HEADERS, page
from assistant.web.staff.sessions import Signed
from corpus.errors import CorpusError

AT = "/staff"
COOKIE = "wence_staff"
LOGIN, WORKING = "/login", "/working"
OPEN_TO_ALL = (LOGIN, "/static/desk.css")
PROOF = "proof"
MOST_FIELDS = 60
MOST_DIGITS = 6
MOST_PART = 4 * 1024 * 1024
SAME_SITE = ("same-origin", "none")


@dataclass(frozen=True)
class Visit:
    """One request to a page: who comes, what was sent, and when."""

    desk: Desk
    request: Request
    signed: Signed | None
    form: FormData
    now: dt.datetime

    @property
    def who(self) -> Signed:
        """Who is logged in; the door lets nobody else through to a page with a role."""
        if self.signed is None:
            raise HTTPException(401)
        return self.signed

    def field(self, name: str) -> str:
        """A field of the form, with one kind of line end and without control characters."""
        text = self.raw(name)
        return "".join(c for c in text if c >= " " or c in "\n\t")

    def raw(self, name: str) -> str:
        """A field with one kind of line end, otherwise as it was sent."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""

    def chosen(self, name: str) -> list[str]:
        """All values of a field that may be there several times."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def file(self, name: str) -> UploadFile | None:
        """An uploaded file, if one was chosen."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def files(self, name: str) -> list[UploadFile]:
        """All uploaded files of a field."""
        found = (v for v in self.form.getlist(name) if isinstance(v, UploadFile))
        return [file for file in found if file.filename]

    def page(self, template: str, status: int = 200, **data: Any) -> Response:
        """A page with the head that all pages have."""
        path = path_of(self.request.scope)
        return page(template, status, signed=self.signed, path=path, **data)


Handler = Callable[[Visit], Response]


def number_of(visit: Visit, name: str) -> int | None:
    """A number in the address."""
    said = visit.request.query_params.get(name, "")
    good = said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS
    return int(said) if good else None


def path_of(scope: Scope) -> str:
    """The path below the desk's own."""
    whole: str = scope["path"]
    return whole.removeprefix(scope.get("root_path", ""))


class Guard:
    """Lets nobody without a session through to the routes, whatever they are."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app, self.desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        try:
            signed = await self._signed(Request(scope).cookies.get(COOKIE, ""))
        except (CorpusError, Problem) as error:
            await refusal(error)(scope, receive, send)
            return
        scope.setdefault("state", {})["signed"] = signed
        if signed is None and path_of(scope) not in OPEN_TO_ALL:
            await to_login()(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _signed(self, token: str) -> Signed | None:
        if not token:
            return None
        now = self.desk.clock()
        return await self.desk.work(lambda: self.desk.sessions.signed(token, now), signed=True)


def to_login() -> Response:
    """Send a stranger to the login page, and always to the same one."""
    return RedirectResponse(f"{AT}{LOGIN}", 303, HEADERS)


def to(path: str) -> Response:
    """Go on to a page of the desk after a change."""
    return RedirectResponse(f"{AT}{path}", 303, HEADERS)


def desk_route(
    desk: Desk, path: str, handler: Handler, role: Role | None, method: str, files: int = 1
) -> Route:
    """A page behind the door. ``role`` is ``None`` only for those that need no session.

    ``files`` is how many may be sent at once.
    """

    async def endpoint(request: Request) -> Response:
        signed: Signed | None = getattr(request.state, "signed", None)
        if role is not None:
            if signed is None:
                return to_login()
            if not signed.account.role.covers(role):
                raise HTTPException(403)
        limits = {"max_files": files, "max_fields": MOST_FIELDS, "max_part_size": MOST_PART}
        form = await request.form(**limits)
        visit = Visit(desk, request, signed, form, desk.clock())
        known = signed if role is not None else None
        job = partial(_answered, handler, visit, known)
        if method == "GET" or known is None:
            return await desk.work(job, signed is not None)
        answer = await desk.ongoing.do(job, known.account.name)
        return to(f"{WORKING}/{answer}") if isinstance(answer, str) else answer

    return Route(path, endpoint, methods=[method], name=f"{method} {path}")


def _answered(handler: Handler, visit: Visit, known: Signed | None) -> Response:
    """What a page answers; uploaded files are open for as long as that takes."""
    with ExitStack() as opened:
        for _, file in visit.form.multi_items():
            if isinstance(file, UploadFile):
                opened.callback(file.file.close)
        if visit.request.method == "POST":
            _check_origin(visit.request, known, visit.form)
        return handler(visit)


def _check_origin(request: Request, signed: Signed | None, form: FormData) -> None:
    """A change must come from a page of this site, and of this very session."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in SAME_SITE:
        raise HTTPException(403)
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)
    proof = form.get(PROOF, "")
    known = isinstance(proof, str) and proof.isascii()
    if signed is not None and not (known and hmac.compare_digest(str(proof), signed.proof)):
        raise HTTPException(403)


def keep_cookie(response: Response, request: Request, token: str) -> Response:
    """Give the browser the session; no script and no other site ever gets at it."""
    response.set_cookie(
        COOKIE,
        token,
        path=AT,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


def drop_cookie(response: Response) -> Response:
    """Take the session from the browser."""
    response.delete_cookie(COOKIE, path=AT, httponly=True, samesite="strict")
    return response
