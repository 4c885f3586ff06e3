"""The end of the service (停止服务): what never ends by itself is ended first.

An open page keeps a stream to the service as long as it is open. Waiting for it would hold up every
stop until the last requests' time is over.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence

import uvicorn
from fastapi import FastAPI


def at_stop(app: FastAPI, end: Callable[[], None]) -> None:
    """Have ``end`` called when the service is told to stop, before it waits for requests."""
    app.state.at_stop = (*_ends(app), end)


def _ends(app: FastAPI) -> Sequence[Callable[[], None]]:
    return getattr(app.state, "at_stop", ())


class Server(uvicorn.Server):
    """Serves an app and ends its endless streams when told to stop."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: streams first, then whatever requests are under way."""
        for end in _ends(self._app):
            end()
        await super().shutdown(sockets)
