"""What of Gradio can be reached (只开需要的门).

Gradio serves much that these pages do not use: uploads, files, a proxy, run history, editing of its
code. Only what the pages ask for is open; the rest is not there.
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.problems import problem

NEEDED = re.compile(
    r"/(?:theme\.css|favicon\.ico|robots\.txt|config)?"
    r"|/(?:assets|static|svelte)/.+"
    r"|/gradio_api/(?:queue/join|queue/data|heartbeat/\w+|app_id|cancel)"
)


class OnlyNeeded:
    """Lets through what the pages need of Gradio; other addresses are not found."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and not NEEDED.fullmatch(scope["path"]):
            await problem("not-found")(scope, receive, send)
            return
        await self.app(scope, receive, send)
