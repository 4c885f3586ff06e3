"""The staff desk (经办台) as an application of its own, below ``/staff``."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Route

from assistant.web.front import Front
from assistant.web.middleware import BodyLimit
from assistant.web.problems import Problem
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import AT, Guard
from assistant.web.staff.papers import INBOX
from assistant.web.staff.refused import on_error, on_surprise, too_large
from assistant.web.staff.routes.accounts import account_routes
from assistant.web.staff.routes.checks import CHECKS, check_routes
from assistant.web.staff.routes.inbox import inbox_routes
from assistant.web.staff.routes.log import log_routes
from assistant.web.staff.routes.login import login_routes
from assistant.web.staff.routes.notices import notice_routes
from assistant.web.staff.routes.queue import queue_routes
from assistant.web.staff.routes.working import working_routes
from corpus.errors import CorpusError

FILES = f"{AT}{INBOX}"
UPLOADS = (f"{AT}{CHECKS}", FILES)
"""Paths that take more than others: only behind the door."""


def mount_staff(app: FastAPI, front: Front) -> None:
    """Put the desk into the app, before whatever takes all paths that are left."""
    desk = app.state.desk = Desk(front)
    app.router.routes.append(
        Route(AT, lambda _: RedirectResponse(f"{AT}/", 303), include_in_schema=False)
    )
    app.mount(AT, staff_app(desk))


def staff_app(desk: Desk) -> Starlette:
    """All pages of the desk behind their door."""
    work = (check_routes, notice_routes, inbox_routes, queue_routes)
    families = (login_routes, *work, working_routes, log_routes, account_routes)
    settings = desk.settings
    return Starlette(
        routes=[route for family in families for route in family(desk)],
        middleware=[
            # A stranger's upload is refused before any of it is read.
            Middleware(Guard, desk=desk),
            Middleware(BodyLimit, limit=settings.http_upload, apart=(FILES,), refusal=too_large),
            Middleware(BodyLimit, limit=settings.http_files, refusal=too_large),
        ],
        exception_handlers={
            HTTPException: on_error,
            Problem: on_error,
            CorpusError: on_error,
            Exception: on_surprise,
        },
    )
