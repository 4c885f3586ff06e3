"""Notices and places over HTTP (通知、地方)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import FileResponse

from assistant.web.api.shapes import (
    LONGEST_NAME,
    NoticeList,
    NoticeRow,
    NoticeWhole,
    PlaceRow,
)
from assistant.web.front import Front
from assistant.web.place_search import find_places
from assistant.web.problems import Problem
from corpus.library import Entry, Library
from corpus.listing import value_row
from corpus.model import Notice

MOST_PLACES = 50


def notice_routes(front: Front) -> APIRouter:
    """The routes that list and show."""
    routes = APIRouter(prefix="/api/v1", tags=["通知"])

    @routes.get("/notices", summary="收录了哪些通知")
    async def notices() -> NoticeList:
        """按编号排列。"""
        return await front.work(lambda: listed(front.live.current().library))

    @routes.get("/notices/{ident}", summary="一份通知：原文、条款、数值")
    async def notice(ident: str) -> NoticeWhole:
        """``start``、``end`` 是 ``text`` 里的字符位置。"""
        return await front.work(lambda: whole(front.live.current().library, ident))

    @routes.get("/notices/{ident}/file", summary="下载原文件", response_class=FileResponse)
    async def original(ident: str) -> FileResponse:
        """加入时的那个文件，一个字节不改；只供下载，不在浏览器里打开。"""
        path = await front.work(lambda: _file(front.live.current().library, ident))
        # Whatever the file says it is, no browser shall run it.
        return FileResponse(path, media_type="application/octet-stream", filename=path.name)

    @routes.get("/places", summary="按名字找地方", tags=["地方"])
    async def places(
        q: Annotated[str, Query(max_length=LONGEST_NAME, examples=["聊城"])],
        limit: Annotated[int, Query(ge=1, le=MOST_PLACES)] = 10,
    ) -> list[PlaceRow]:
        """在全国省、市、县里找名字含有这几个字的。"""
        found = await front.work(lambda: find_places(front.live.current().library, q, limit))
        return [PlaceRow.model_validate(hit.model_dump()) for hit in found]

    return routes


def listed(library: Library) -> NoticeList:
    """All notices, by id."""
    rows = tuple(_row(notice, library) for notice in library.notices)
    return NoticeList(corpus=library.version, notices=rows)


def _row(notice: Notice, library: Library) -> NoticeRow:
    return NoticeRow(
        id=notice.id,
        title=notice.title,
        doc_number=notice.doc_number,
        issuers=notice.issuers,
        region=library.places.full_name(notice.jurisdiction),
        issued_on=notice.issued_on,
        benefit_years=notice.benefit_years,
    )


def whole(library: Library, ident: str) -> NoticeWhole:
    """One notice; ``Problem`` when there is none."""
    entry = _entry(library, ident)
    return NoticeWhole(
        notice=entry.notice,
        region=library.places.full_name(entry.notice.jurisdiction),
        text=entry.text,
        clauses=entry.document.clauses,
        values=tuple(value_row(value) for value in entry.values),
    )


def _entry(library: Library, ident: str) -> Entry:
    if ident not in library.entries:
        raise Problem("unknown-notice")
    return library.entries[ident]


def _file(library: Library, ident: str) -> Path:
    """The kept original; ids are looked up, never made into a path."""
    entry = _entry(library, ident)
    path = entry.folder / entry.notice.source.file
    if not path.is_file():
        raise Problem("unknown-notice")
    return path
