"""For those who run the service (运行状况): alive, ready, figures."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from assistant.web.api.shapes import Health
from assistant.web.front import Front
from assistant.web.problems import Problem


def health_routes(front: Front) -> APIRouter:
    """The routes for load balancers and Prometheus."""
    routes = APIRouter(tags=["运行"])

    @routes.get("/healthz", summary="活着吗")
    async def healthz() -> Health:
        """进程活着就是 200。"""
        return Health(status="ok")

    @routes.get("/readyz", summary="能回答了吗")
    async def readyz() -> Health:
        """文件库已读、索引已开是 200；没有通知可答是 503。"""
        return await front.work(lambda: _ready(front))

    @routes.get("/metrics", summary="Prometheus 指标", response_class=Response)
    async def metrics() -> Response:
        """请求数、用时、答复的状态、没有给出答案的数。"""
        front.metrics.notices.set(len(front.live.current().library.entries))
        return Response(front.metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return routes


def _ready(front: Front) -> Health:
    assistant = front.live.current()
    if not assistant.library.entries:
        raise Problem("not-ready", "还没有收录任何通知，请先用 python -m corpus add 加入。")
    assistant.check_index()
    trouble = front.live.trouble and "文件库有变化，但新的还读不进来，现在用原来的回答。"
    return Health(
        status="ready",
        corpus=assistant.library.version,
        notices=len(assistant.library.entries),
        trouble=trouble,
    )
