"""The web application (网页应用): routes, limits and pages around one living assistant."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.web.api.answers import answer_routes
from assistant.web.api.check import check_routes
from assistant.web.api.health import health_routes
from assistant.web.api.mcp import McpDoor
from assistant.web.api.notices import notice_routes
from assistant.web.api.openai import openai_routes
from assistant.web.feedback import FeedbackStore
from assistant.web.front import Front
from assistant.web.live import LOOK_EVERY, Live
from assistant.web.middleware import BodyLimit, RateLimit, SafeHeaders, Watch
from assistant.web.problems import MEDIA, ProblemBody, add_handlers
from assistant.web.staff.app import UPLOADS, mount_staff
from corpus.settings import Settings

VERSION = "1.0"
"""Of the interface: it changes only by adding."""

ABOUT = "按收录的政策通知回答问题：每个数字都有逐字的出处，没有写明的就说没有。"
ERRORS = (400, 404, 413, 422, 429, 500, 503, 504)
REFERENCE = "#/components/schemas/{model}"


def make_app(settings: Settings, pages: bool = True, staff: bool = True) -> FastAPI:
    """The app over a data folder: its corpus is loaded and its index opened here.

    Without ``pages`` and ``staff``, the desk, only the interface for programs. ``CorpusError`` when
    it cannot start.
    """
    live, feedback = Live(settings), FeedbackStore(settings)
    front = Front(settings, live, feedback)
    door = McpDoor(front)
    app = FastAPI(
        title="问策 WenCe",
        version=VERSION,
        description=ABOUT,
        docs_url=None,  # its scripts would come from another site
        redoc_url=None,
        lifespan=_lifespan(front, door),
        responses={code: _error_page(code) for code in ERRORS},
    )
    app.state.front = front
    app.openapi = _described(app)  # type: ignore[method-assign]
    add_handlers(app)
    for routes in (answer_routes, check_routes, notice_routes, health_routes, openai_routes):
        app.include_router(routes(front))
    app.router.routes.append(Route("/mcp", door, include_in_schema=False))
    _guard(app, front)
    if staff:
        mount_staff(app, front)
    if pages:
        # Gradio takes seconds to load, and the interface for programs does without it.
        from assistant.web.pages import build_pages, mount_pages

        mount_pages(app, build_pages(front))
    return app


def _error_page(code: int) -> dict[str, Any]:
    shape = {"$ref": REFERENCE.format(model=ProblemBody.__name__)}
    return {"description": HTTPStatus(code).phrase, "content": {MEDIA: {"schema": shape}}}


def _described(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The OpenAPI page with the form of the problems, which no route returns by itself."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        page = plain()
        shape = ProblemBody.model_json_schema(ref_template=REFERENCE)
        page["components"]["schemas"] |= {**shape.pop("$defs"), ProblemBody.__name__: shape}
        return page

    return described


def _guard(app: FastAPI, front: Front) -> None:
    """What every request passes; the last one added is the first one passed."""
    settings = front.settings
    app.add_middleware(BodyLimit, limit=settings.http_body, apart=UPLOADS)
    app.add_middleware(RateLimit, per_minute=settings.http_rate, burst=settings.http_burst)
    if hosts := _list(settings.http_hosts):
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    app.add_middleware(Watch, metrics=front.metrics)
    app.add_middleware(SafeHeaders)
    if proxies := _list(settings.http_proxies):
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _lifespan(
    front: Front, door: McpDoor
) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        stop = threading.Event()
        watcher = threading.Thread(target=_follow, args=(front.live, stop), daemon=True)
        watcher.start()
        async with AsyncExitStack() as stack:
            stack.callback(front.feedback.close)
            if hasattr(app.state, "desk"):
                stack.callback(app.state.desk.database.close)
            stack.callback(stop.set)
            await stack.enter_async_context(door.open())
            yield

    return life


def _follow(live: Live, stop: threading.Event) -> None:
    """Look at the corpus every second, so that no person's question has to load it."""
    while not stop.wait(LOOK_EVERY):
        live.current()
