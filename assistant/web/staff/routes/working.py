"""The page of a change that takes its time (还在办): a bar, and then what the change answered."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from assistant.web.staff.desk import Desk
from assistant.web.staff.door import WORKING, Visit, desk_route
from assistant.web.staff.model import Role

EVERY = 2
"""Seconds after which the page is shown anew."""

NOT_FOUND = 404


def working_routes(desk: Desk) -> list[Route]:
    """The page that waits for a change."""
    return [desk_route(desk, WORKING + "/{ident}", show, Role.CHECKER, "GET")]


def show(visit: Visit) -> Response:
    """The answer of the change as soon as there is one; its errors are told as everywhere."""
    ident = visit.request.path_params["ident"]
    going = visit.desk.ongoing.of(visit.who.account.name, ident)
    if going is None:
        return visit.page("working", NOT_FOUND, known=False, still=True)
    if going.done():
        return going.result()
    still = "still" in visit.request.query_params
    page = visit.page("working", known=True, still=still)
    if not still:
        page.headers["refresh"] = str(EVERY)
    return page
