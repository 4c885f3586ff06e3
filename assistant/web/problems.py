"""Errors as problem+json (RFC 9457): a stable ``type``, and one Chinese sentence for people."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from httpx import HTTPError
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from assistant.errors import BadQuestion, BadText
from corpus.errors import AmbiguousRegion, CorpusError, UnknownNotice, UnknownRegion
from corpus.model import Frozen

TYPE = "urn:wence:problem:"
MEDIA = "application/problem+json"
LONGEST_INPUT = 80
_DATA = Path(__file__).with_suffix(".yaml")

log = logging.getLogger("wence.web")

BY_ERROR: dict[type[CorpusError], str] = {
    UnknownRegion: "unknown-region",
    AmbiguousRegion: "ambiguous-region",
    BadQuestion: "bad-question",
    BadText: "bad-text",
    UnknownNotice: "unknown-notice",
}
BY_STATUS = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
}


class FieldProblem(Frozen):
    """What is wrong with one field."""

    field: str = Field(examples=["body.turns"])
    reason: str = Field(examples=["缺少这个字段"])


class OpenAIError(Frozen):
    """The same error in the form that OpenAI's clients read."""

    message: str
    type: str
    code: str
    param: None = None


class ProblemBody(Frozen):
    """An error as programs read it."""

    type: str = Field(examples=[TYPE + "unknown-region"])
    title: str = Field(examples=["没有这个地方"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["没有叫“聊程”的地方，您要找的是不是：聊城市？"])
    errors: tuple[FieldProblem, ...] = ()
    error: OpenAIError


class Problem(Exception):
    """An error of a route by its name in ``problems.yaml``."""

    def __init__(self, name: str, detail: str = "") -> None:
        """Without ``detail`` the file's own is told."""
        super().__init__(name)
        self.name, self.detail = name, detail


TOLD = (Problem, CorpusError, HTTPError)
"""Errors that :func:`said_of` puts in words; any other is a fault of the program."""


def problem(
    name: str,
    detail: str = "",
    errors: tuple[FieldProblem, ...] = (),
    headers: Mapping[str, str] | None = None,
    **blanks: object,
) -> JSONResponse:
    """The response of a problem. ``error`` repeats it in the form that OpenAI's clients read."""
    known = _texts()[name]
    words = detail or known["detail"].format(**blanks)
    body = ProblemBody(
        type=TYPE + name,
        title=known["title"],
        status=known["status"],
        detail=words,
        errors=errors,
        error=OpenAIError(message=words, type=TYPE + name, code=name),
    )
    return JSONResponse(body.model_dump(mode="json"), known["status"], headers, MEDIA)


def add_handlers(app: FastAPI) -> None:
    """Every error of the app leaves as a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(CorpusError, _corpus_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(HTTPError, _far_service)
    app.add_exception_handler(Exception, _unexpected)


def name_of(error: CorpusError) -> str:
    """The problem that an error of the corpus or the assistant is told as."""
    for kind in type(error).__mro__:
        if kind in BY_ERROR:
            return BY_ERROR[kind]
    return "corpus-trouble"


def said_of(error: Exception) -> str:
    """What a person on the page reads about an error of :data:`TOLD`."""
    if isinstance(error, Problem):
        return error.detail or words_of(error.name)
    if isinstance(error, CorpusError) and name_of(error) != "corpus-trouble":
        return str(error)
    log.error("网页上的问题没有答成：%s", error)
    return words_of("corpus-trouble")


async def _problem(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Problem):
        raise error
    return problem(error.name, error.detail)


async def _corpus_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, CorpusError):
        raise error
    name = name_of(error)
    if name == "corpus-trouble":
        # Such a message may name folders and settings: it is for those who run the service.
        log.error("文件库出错：%s", error)
        return problem(name)
    return problem(name, str(error))


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    if any(e["type"] == "json_invalid" for e in found):
        return problem("bad-request")
    return problem("invalid-request", errors=tuple(_field(e) for e in found))


def _field(error: Mapping[str, Any]) -> FieldProblem:
    reasons = _texts()["reasons"]
    where = ".".join(str(part) for part in error["loc"])[:LONGEST_INPUT]
    return FieldProblem(field=where, reason=reasons.get(error["type"], reasons["other"]))


async def _http(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    name = BY_STATUS.get(error.status_code, "bad-request")
    return problem(name, headers=error.headers, limit="")


async def _far_service(_: Request, error: Exception) -> JSONResponse:
    log.error("向量库或向量模型的服务没有回答：%s", error)
    return problem("corpus-trouble")


async def _unexpected(_: Request, error: Exception) -> JSONResponse:
    log.error("没有料到的错误", exc_info=error)
    return problem("internal")


def words_of(name: str) -> str:
    """The sentence of a problem where there is nothing better to say."""
    words: str = _texts()[name]["detail"]
    return words


@cache
def _texts() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(_DATA.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded
