"""Pages that say no (不行的时候): one Chinese sentence, and the way back."""

from __future__ import annotations

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import AssistantError, FeedbackUnavailable, StaffUnavailable
from assistant.web.problems import Problem, words_of
from assistant.web.staff.render import page
from assistant.web.staff.words import words
from corpus.errors import (
    AmbiguousRegion,
    BadChoice,
    CorpusError,
    ForgottenNotice,
    NoNoticeFound,
    UnknownRegion,
    UnknownVersion,
    UnreadableFile,
    ValueChanged,
)

TOLD = (
    AssistantError,
    UnknownRegion,
    AmbiguousRegion,
    UnreadableFile,
    NoNoticeFound,
    UnknownVersion,
    ForgottenNotice,
    BadChoice,
    ValueChanged,
)
"""Errors whose sentence is for the person; the others may name folders and settings."""

BROKEN = (StaffUnavailable, FeedbackUnavailable)
BAD_REQUEST, TOO_LARGE = 422, 413
BROKEN_INSIDE, UNAVAILABLE, TIMEOUT = 500, 503, 504

log = logging.getLogger("wence.web")


def told(error: CorpusError) -> str:
    """The sentence of an error; others than those for people are written down instead."""
    if isinstance(error, TOLD):
        return str(error)
    log.error("文件库出错：%s", error)
    return words_of("corpus-trouble")


def refusal(error: Exception) -> Response:
    """The page of an error that is no fault of the program."""
    if isinstance(error, Problem):
        return _page(TIMEOUT if error.name == "timeout" else UNAVAILABLE, words_of(error.name))
    if isinstance(error, HTTPException):
        known = words("refusals")
        return _page(error.status_code, known.get(str(error.status_code)) or known["other"])
    if not isinstance(error, CorpusError):
        raise error
    fault = isinstance(error, TOLD) and not isinstance(error, BROKEN)
    return _page(BAD_REQUEST if fault else UNAVAILABLE, told(error))


def too_large(limit: int) -> Response:
    """What was sent is too large."""
    return _page(TOO_LARGE, words("refusals")["413"].format(limit=limit // (1024 * 1024)))


async def on_error(_: Request, error: Exception) -> Response:
    """The handler of all errors that are foreseen."""
    return refusal(error)


async def on_surprise(_: Request, error: Exception) -> Response:
    """The handler of all others."""
    log.error("没有料到的错误", exc_info=error)
    return _page(BROKEN_INSIDE, words_of("internal"))


def _page(status: int, said: str) -> Response:
    return page("refused", status, signed=None, path="", said=said)
