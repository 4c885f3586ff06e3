"""The interface that chat clients know (OpenAI 兼容接口): ``POST /v1/chat/completions``.

The turns are the user's messages. Place and day come from ``metadata`` (region, as_of) or from a
line of the system message. No language model stands behind it: temperature, tools and the like
are accepted and change nothing. The whole answer stands beside the text under ``wence``.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import time
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.config import JsonDict
from starlette.responses import JSONResponse, Response, StreamingResponse

from assistant.model import Answer
from assistant.prompt import print_answer
from assistant.web.api.shapes import LONGEST_NAME, LONGEST_TURN, MOST_TURNS, Day
from assistant.web.front import Front
from assistant.web.problems import Problem

MODEL = "wence"
MOST_MESSAGES = 4 * MOST_TURNS
EXAMPLE: JsonDict = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "居民医保一个人交多少钱"}],
    "metadata": {"region": "聊城市", "as_of": "2024-10-15"},
}
_DATA = Path(__file__).with_suffix(".yaml")


class Lenient(BaseModel):
    """Clients send many fields that mean nothing here; new ones must not break them."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Part(Lenient):
    """A part of a message; only texts are read."""

    type: str = Field(max_length=LONGEST_NAME)
    text: str = Field("", max_length=LONGEST_TURN)


class Message(Lenient):
    """One message of the talk."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | tuple[Part, ...] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, tuple):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(Lenient):
    """``include_usage``: one more event with the counts."""

    include_usage: bool = False


class Completion(Lenient):
    """A request for the next message."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    model: str = Field(MODEL, max_length=LONGEST_NAME)
    messages: tuple[Message, ...] = Field(min_length=1, max_length=MOST_MESSAGES)
    metadata: dict[str, str] | None = None
    stream: bool | None = False
    stream_options: StreamOptions | None = None


def openai_routes(front: Front) -> APIRouter:
    """The routes of OpenAI's interface."""
    routes = APIRouter(prefix="/v1", tags=["OpenAI 兼容"])

    @routes.get("/models", summary="有哪些模型")
    async def models() -> dict[str, Any]:
        """只有一个：wence。"""
        model = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
        return {"object": "list", "data": [model]}

    @routes.post(
        "/chat/completions",
        summary="聊天补全",
        response_class=JSONResponse,
        responses={200: {"content": {"text/event-stream": {}}}},
    )
    async def complete(asked: Completion) -> Response:
        """``stream`` 为真时按 SSE 一行一行给；整个答复核对过才开始给。"""
        turns = tuple(m.text for m in asked.messages if m.role == "user")[-MOST_TURNS:]
        if not turns or max(map(len, turns)) > LONGEST_TURN:
            raise Problem("bad-question", "messages 里要有 user 的话，每句不超过一万字。")
        region, as_of = _where(asked), _day(asked)
        answer = await front.ask("openai", turns, region, as_of)
        head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
        if not asked.stream:
            return JSONResponse(_whole(head, answer))
        usage = bool(asked.stream_options and asked.stream_options.include_usage)
        return StreamingResponse(
            _events(head, answer, usage),
            media_type="text/event-stream",
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},
        )

    return routes


def shown(answer: Answer) -> str:
    """The answer as a person reads it: text, steps, numbered citations."""
    out = io.StringIO()
    print_answer(answer, out)
    return out.getvalue().rstrip("\n")


def _whole(head: dict[str, Any], answer: Answer) -> dict[str, Any]:
    message = {"role": "assistant", "content": shown(answer), "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return head | {
        "object": "chat.completion",
        "choices": [choice],
        "usage": _usage(),
        "wence": answer.model_dump(mode="json"),
    }


def _events(head: dict[str, Any], answer: Answer, usage: bool) -> Iterator[str]:
    """Server-sent events: the role, the text line by line, the end with the whole answer."""
    yield _event(head, {"role": "assistant", "content": ""})
    for line in shown(answer).splitlines(keepends=True):
        yield _event(head, {"content": line})
    yield _event(head, {}, "stop", {"wence": answer.model_dump(mode="json")})
    if usage:
        yield _data(head | {"object": CHUNK, "choices": [], "usage": _usage()})
    yield "data: [DONE]\n\n"


CHUNK = "chat.completion.chunk"


def _event(
    head: dict[str, Any],
    delta: dict[str, Any],
    finish: str | None = None,
    extra: dict[str, Any] | None = None,
) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return _data(head | {"object": CHUNK, "choices": [choice]} | (extra or {}))


def _data(event: dict[str, Any]) -> str:
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n"


def _usage() -> dict[str, int]:
    """No model reads or writes tokens here."""
    return {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def _where(asked: Completion) -> str | None:
    return _stated(asked, "region") or None


def _day(asked: Completion) -> dt.date | None:
    stated = _stated(asked, "as_of")
    if not stated:
        return None
    try:
        return TypeAdapter(Day).validate_python(stated)
    except ValidationError:
        raise Problem("bad-question", "日期（as_of）应像 2024-10-15。") from None


def _stated(asked: Completion, name: str) -> str:
    """What the metadata say, or failing that the last system message with such a line."""
    if told := (asked.metadata or {}).get(name, "").strip():
        return told
    system = (m.text for m in reversed(asked.messages) if m.role in ("system", "developer"))
    found = (match for text in system if (match := _line(name).search(text)))
    return next((match.group(1) for match in found), "")


@cache
def _line(name: str) -> re.Pattern[str]:
    names = yaml.safe_load(_DATA.read_text("utf-8"))[name]
    return re.compile(rf"^[^\S\n]*(?:{'|'.join(names)})[^\S\n]*[:：][^\S\n]*(\S+)", re.M | re.I)
