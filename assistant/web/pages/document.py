"""The HTML document around the blocks (网页外壳): its language, title, style and first paint.

Gradio's own document is in English, names other sites in its particulars and is blank until its
scripts have come. It is mended on the way out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from gradio.utils import MatplotlibBackendMananger
from starlette.datastructures import MutableHeaders
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.pages.doors import OnlyNeeded
from assistant.web.pages.files import STATIC
from assistant.web.pages.render import render
from assistant.web.stopping import at_stop

PAGES = ("/",)
OWN = "/page"
FOREIGN = re.compile(r"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*?/>", re.DOTALL)
MANIFEST = re.compile(r"\s*<link rel=\"manifest\"[^>]*>")


def mount_pages(app: FastAPI, pages: gr.Blocks) -> None:
    """Mount the pages at ``/``; their style and script lie under ``/page``."""
    app.mount(OWN, StaticFiles(directory=STATIC), name="page")
    app.add_middleware(OwnDocument, paths=PAGES)
    gr.mount_gradio_app(
        app,
        pages,
        path="/",
        footer_links=[],
        run_history=False,
        favicon_path=str(STATIC / "favicon.png"),
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=plain_theme(),
        max_file_size="1kb",
    )
    _guard(app)
    _warm()


def _warm() -> None:
    """Load now what Gradio would load on the event loop, before all, at the first question."""
    with MatplotlibBackendMananger():
        pass


def _guard(app: FastAPI) -> None:
    """Close what is not needed of the mounted Gradio, and let its streams end with the service."""
    for mount in app.routes:
        if isinstance(mount, Mount) and isinstance(mount.app, App):
            at_stop(app, mount.app.stop_event.set)
            mount.app = OnlyNeeded(mount.app)


def plain_theme() -> gr.themes.Base:
    """Gradio's plainest theme with the fonts of the person's own machine."""
    fonts = ("system-ui", "-apple-system", "PingFang SC", "Microsoft YaHei", "sans-serif")
    return gr.themes.Base(font=fonts, font_mono=("ui-monospace", "monospace"))


def mended(document: str) -> str:
    """Gradio's document with our language, head and first paint, and nothing of other sites."""
    document = FOREIGN.sub("", MANIFEST.sub("", document))
    document = document.replace('lang="en"', 'lang="zh-CN"', 1)
    head, opening = _own_parts()
    document = document.replace('<meta charset="utf-8" />', f'<meta charset="utf-8" />{head}', 1)
    return re.sub(r"(<body[^>]*>)", lambda m: m.group(1) + opening, document, count=1)


@lru_cache(maxsize=1)
def _own_parts() -> tuple[str, str]:
    return render("head", own=OWN), render("opening")


class OwnDocument:
    """Mends the HTML of the pages on its way out; everything else passes untouched."""

    def __init__(self, app: ASGIApp, paths: Sequence[str]) -> None:
        self.app = app
        self.paths = frozenset(paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back the start of a page's answer until its whole body is known."""
        if scope["type"] != "http" or scope["path"] not in self.paths:
            await self.app(scope, receive, send)
            return
        held: list[Message] = []
        body: list[bytes] = []

        async def mending(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)
                return
            body.append(message.get("body", b""))
            if message.get("more_body", False):
                return
            whole = _mended_body(held[0], b"".join(body))
            await send(held[0])
            await send({"type": "http.response.body", "body": whole})

        await self.app(scope, receive, mending)


def _mended_body(start: Message, body: bytes) -> bytes:
    headers = MutableHeaders(scope=start)
    if headers.get("content-type", "").startswith("text/html"):
        body = mended(body.decode("utf-8")).encode("utf-8")
    headers["content-length"] = str(len(body))
    return body
