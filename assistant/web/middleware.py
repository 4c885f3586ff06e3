"""What every request passes (中间件): headers of safety, a line in the log, limits.

All are plain ASGI, so that answers stream through them. The log never has the text of a question.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.metrics import Metrics
from assistant.web.problems import problem

log = logging.getLogger("wence.web")

SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
}
PROGRAM = "default-src 'none'; frame-ancestors 'none'"
# Gradio starts itself by a script in its page and makes functions of short texts; nothing may come
# from, or go to, another site.
PAGE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PROGRAM_PATHS = ("/api/", "/v1/", "/mcp", "/healthz", "/readyz", "/metrics", "/openapi.json")
LIMITED_PATHS = ("/api/", "/v1/", "/mcp")
CLIENTS_KEPT = 20_000
NETWORK_BITS = 64
"""One subscriber holds a whole IPv6 network of this length."""


class SafeHeaders:
    """Adds the headers of safety to every response that lacks them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = PROGRAM if scope["path"].startswith(PROGRAM_PATHS) else PAGE

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**SAFE, "content-security-policy": policy}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, safe)


class Watch:
    """Counts every request and writes one line about it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        client = scope["client"][0] if scope.get("client") else "-"
        log.info("%s %s %s %d %.0fms", client, method, route, status, seconds * 1000)


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _route(scope: Scope) -> str:
    """The route's pattern; paths of people's own making would be counted without end."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str) and path:
        return f"{scope.get('root_path', '')}{path}"
    return "/mcp" if scope["path"].startswith("/mcp") else "page"


class BodyLimit:
    """Refuses larger requests, told beforehand or found out while reading.

    ``apart`` are paths with a limit of their own; ``refusal`` is the response to what is too large.
    """

    def __init__(
        self,
        app: ASGIApp,
        limit: int,
        apart: Collection[str] = (),
        refusal: Callable[[int], Response] | None = None,
    ) -> None:
        self.app, self.limit, self.apart = app, limit, apart
        self._refusal = refusal or (lambda limit: problem("too-large", limit=limit))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] in self.apart:
            await self.app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdigit() or int(told[:20]) > self.limit:
            await self._refusal(self.limit)(scope, receive, send)
            return
        body = await self._read(receive)
        if body is None:
            await self._refusal(self.limit)(scope, receive, send)
            return
        await self.app(scope, _again(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        """The whole body, or ``None`` when it is too large or the client has gone."""
        parts: list[bytes] = []
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return b"".join(parts)
            part = message.get("body", b"")
            size += len(part)
            if size > self.limit:
                return None
            parts.append(part)
            more = message.get("more_body", False)
        return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read, then whatever comes."""
    given = False

    async def first() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return first


class RateLimit:
    """A bucket of tokens a client: ``burst`` at once, then ``per_minute`` of them a minute.

    Counted in this process alone. Looking at pages and files costs nothing.
    """

    def __init__(
        self,
        app: ASGIApp,
        per_minute: int,
        burst: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app, self.rate, self.burst = app, per_minute / 60, burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not self.rate or not _costs(scope):
            await self.app(scope, receive, send)
            return
        wait = self.take(client_of(scope))
        if wait:
            headers = {"retry-after": str(wait)}
            await problem("too-many-requests", headers=headers, seconds=wait)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def take(self, client: str) -> int:
        """Take a token of this client; 0, or the seconds until there is one."""
        now = self._clock()
        left, since = self._buckets.pop(client, (float(self.burst), now))
        left = min(self.burst, left + (now - since) * self.rate)
        self._buckets[client] = (left - 1 if left >= 1 else left, now)
        if len(self._buckets) > CLIENTS_KEPT:
            self._buckets.popitem(last=False)
        return 0 if left >= 1 else math.ceil((1 - left) / self.rate)


def _costs(scope: Scope) -> bool:
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return bool(scope["path"].startswith(LIMITED_PATHS))
    return True


def client_of(scope: Scope) -> str:
    """The client's address, of IPv6 the network."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))
