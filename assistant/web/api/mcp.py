"""The same tools for agents (MCP, streamable HTTP at ``/mcp``): ask, every rule, the notices.

No session is kept, so that any process behind a load balancer can answer any request.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from assistant.calculate.rule import Rule, rules
from assistant.web.api.check import ToCheck, checked
from assistant.web.api.notices import listed, whole
from assistant.web.api.shapes import Asked
from assistant.web.front import Front
from assistant.web.problems import Problem, words_of
from corpus.errors import CorpusError

NAME = "wence"
READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
NOTHING = {"type": "object", "properties": {}, "additionalProperties": False}
IDENT = {
    "type": "object",
    "properties": {"id": {"type": "string", "description": "通知的编号"}},
    "required": ["id"],
    "additionalProperties": False,
}
Call = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class McpDoor:
    """An ASGI app that speaks MCP; ``open`` it for as long as the service runs."""

    def __init__(self, front: Front) -> None:
        """Nothing is started yet."""
        self._tools = McpTools(front)
        self._limit = front.settings.http_body
        self._manager: StreamableHTTPSessionManager | None = None

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Take requests until the end of the block."""
        server: Server[Any] = Server(
            NAME,
            instructions=_texts()["instructions"],
            on_list_tools=self._tools.listed,
            on_call_tool=self._tools.called,
        )
        manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=self._limit
        )
        async with manager.run():
            self._manager = manager
            yield
        self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if self._manager is None:
            raise Problem("not-ready")
        await self._manager.handle_request(scope, receive, send)


class McpTools:
    """The tools and what they do."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._calls: dict[str, Call] = {
            "ask": self._ask,
            "check": self._check,
            "list_notices": self._list,
            "read_notice": self._read,
        }

    async def listed(self, _: Any, __: PaginatedRequestParams | None) -> ListToolsResult:
        """All tools with the JSON schemas of their inputs."""
        shapes = {
            "ask": Asked.model_json_schema(),
            "check": ToCheck.model_json_schema(),
            "list_notices": NOTHING,
            "read_notice": IDENT,
        }
        own = [_tool(name, shape, **_texts()[name]) for name, shape in shapes.items()]
        return ListToolsResult(tools=[*own, *(_rule_tool(rule) for rule in rules().values())])

    async def called(self, _: Any, params: CallToolRequestParams) -> CallToolResult:
        """The result of one tool; what the caller can correct is told to it as an error."""
        given = params.arguments or {}
        try:
            call = self._calls.get(params.name)
            found = await (call(given) if call else self._front.calculate(params.name, given))
        except (Problem, CorpusError, ValidationError) as error:
            told = TextContent(type="text", text=_words(error))
            return CallToolResult(content=[told], is_error=True)
        text = json.dumps(found, ensure_ascii=False)
        return CallToolResult(
            content=[TextContent(type="text", text=text)], structured_content=found
        )

    async def _ask(self, given: dict[str, Any]) -> dict[str, Any]:
        asked = Asked.model_validate(given)
        answer = await self._front.ask("mcp", asked.said, asked.region, asked.as_of)
        return answer.model_dump(mode="json")

    async def _check(self, given: dict[str, Any]) -> dict[str, Any]:
        found = await checked(self._front, ToCheck.model_validate(given))
        return found.model_dump(mode="json")

    async def _list(self, _: dict[str, Any]) -> dict[str, Any]:
        front = self._front
        found = await front.work(lambda: listed(front.live.current().library))
        return found.model_dump(mode="json")

    async def _read(self, given: dict[str, Any]) -> dict[str, Any]:
        front, ident = self._front, str(given.get("id", ""))
        found = await front.work(lambda: whole(front.live.current().library, ident))
        return found.model_dump(mode="json")


def _rule_tool(rule: Rule) -> Tool:
    shape = rule.inputs.model_json_schema()
    return _tool(rule.name, shape, title=rule.title, description=rule.purpose)


def _tool(name: str, shape: dict[str, Any], title: str, description: str) -> Tool:
    return Tool(
        name=name, title=title, description=description, input_schema=shape, annotations=READS
    )


def _words(error: Problem | CorpusError | ValidationError) -> str:
    if isinstance(error, ValidationError):
        return words_of("invalid-request")
    return (error.detail or words_of(error.name)) if isinstance(error, Problem) else str(error)


@cache
def _texts() -> dict[str, Any]:
    file = Path(__file__).with_suffix(".yaml")
    loaded: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded
