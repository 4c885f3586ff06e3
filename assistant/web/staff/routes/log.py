"""The log (日志): its pages, and whether it is whole."""

from __future__ import annotations

import json

from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import LogBroken
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import Visit, desk_route
from assistant.web.staff.model import Role

LOG = "/log"
LISTED = 100


def log_routes(desk: Desk) -> list[Route]:
    """The page of those who answer for the desk."""
    return [desk_route(desk, LOG, show, Role.ADMIN, "GET")]


def show(visit: Visit) -> Response:
    """The newest lines, or those before one of them."""
    asked = visit.request.query_params
    before = asked.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 12 else None
    lines = visit.desk.log.recent(LISTED, number)
    details = {
        line.id: json.dumps(line.detail, ensure_ascii=False) if line.detail else ""
        for line in lines
    }
    older = lines[-1].id if len(lines) == LISTED and lines[-1].id > 1 else None
    state = _state(visit) if "verify" in asked else ""
    return visit.page("log", lines=lines, details=details, older=older, state=state)


def _state(visit: Visit) -> str:
    try:
        count, head = visit.desk.log.verify()
    except LogBroken as error:
        return str(error)
    return f"核对过 {count} 行，前后相接，没有改动。末行的校验值：{head}"
