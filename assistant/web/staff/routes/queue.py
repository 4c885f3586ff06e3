"""The queue (队列): look at an item, settle it, take it up into a set."""

from __future__ import annotations

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import BadEntry
from assistant.model import Status, VerdictKind
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import Visit, desk_route, to
from assistant.web.staff.labels import (
    AnswerEntry,
    ClaimEntry,
    Difference,
    claim_row,
    question_row,
)
from assistant.web.staff.model import CheckedClaim, Role
from assistant.web.staff.queue import Item
from assistant.web.staff.refused import BAD_REQUEST

QUEUE = "/queue"
ITEM = QUEUE + "/{kind}/{number:int}"
DISMISS = "dismiss"
OF_CLAIM = ("passage", "claim", "correction", "citations")
OF_ANSWER = ("values", "must", "must_not", "citations")
FIELDS = (*OF_CLAIM, *OF_ANSWER, "verdict", "status", "note")


def queue_routes(desk: Desk) -> list[Route]:
    """The pages of editors."""
    return [
        desk_route(desk, QUEUE, show, Role.EDITOR, "GET"),
        desk_route(desk, ITEM, show_item, Role.EDITOR, "GET"),
        desk_route(desk, ITEM, settle, Role.EDITOR, "POST"),
        desk_route(desk, ITEM + "/promote", promote, Role.EDITOR, "POST"),
    ]


def show(visit: Visit) -> Response:
    """All items, open ones first."""
    return visit.page("queue", items=visit.desk.queue.items())


def show_item(visit: Visit) -> Response:
    """One item with all that is known of it, and the form to settle it."""
    return _item_page(visit, _item(visit))


def settle(visit: Visit) -> Response:
    """Write the label of an item, or turn it down."""
    item = _item(visit)
    try:
        row = None if visit.field("as") == DISMISS else _row(visit, item)
        who = visit.who.account.name
        visit.desk.queue.settle(item, row, visit.field("note"), who, visit.now)
    except BadEntry as error:
        return _item_page(visit, item, str(error), BAD_REQUEST)
    return to(_path(item))


def promote(visit: Visit) -> Response:
    """Take a settled item up into its set."""
    item = _item(visit)
    visit.desk.queue.promote(item, visit.who.account.name, visit.now)
    return to(_path(item))


def _item(visit: Visit) -> Item:
    params = visit.request.path_params
    try:
        return visit.desk.queue.find(str(params["kind"]), int(params["number"]))
    except BadEntry:
        raise HTTPException(404) from None


def _path(item: Item) -> str:
    return f"{QUEUE}/{item.subject}"


def _row(visit: Visit, item: Item) -> dict[str, Any]:
    """What was filled in, as a row of a set; ``BadEntry`` says what is wrong with it."""
    ident = f"desk-{item.kind.value}-{item.number}"
    if item.feedback is not None:
        told = item.feedback.feedback
        return question_row(ident, _answer_entry(visit), told.turns, told.region, told.answer.as_of)
    if item.decision is None:
        raise HTTPException(404)
    check = visit.desk.checks.find(item.decision.check)
    if check is None:
        raise HTTPException(404)
    return claim_row(ident, _claim_entry(visit), check.region, check.as_of)


def _answer_entry(visit: Visit) -> AnswerEntry:
    try:
        status = Status(visit.field("status"))
    except ValueError:
        raise BadEntry("请选应有的答复。") from None
    return AnswerEntry(status=status, **{name: visit.field(name) for name in OF_ANSWER})


def _claim_entry(visit: Visit) -> ClaimEntry:
    try:
        verdict = VerdictKind(visit.field("verdict"))
        differences = tuple(Difference(name) for name in visit.chosen("difference"))
    except ValueError:
        raise BadEntry("请选结论。") from None
    entered = {name: visit.field(name) for name in OF_CLAIM}
    return ClaimEntry(verdict=verdict, differences=differences, **entered)


def _item_page(visit: Visit, item: Item, error: str = "", status: int = 200) -> Response:
    claim = _claim(visit, item)
    row = json.dumps(item.row, ensure_ascii=False, indent=2) if item.row else ""
    filled = _filled(visit, item, claim)
    chosen = visit.chosen("difference")
    return visit.page(
        "item", status, item=item, claim=claim, row=row, filled=filled, chosen=chosen, error=error
    )


def _claim(visit: Visit, item: Item) -> CheckedClaim | None:
    if item.decision is None:
        return None
    check = visit.desk.checks.find(item.decision.check)
    return check.claims[item.decision.claim] if check else None


def _filled(visit: Visit, item: Item, claim: CheckedClaim | None) -> dict[str, str]:
    """What the form starts with: what was just sent, else what is known already."""
    if visit.request.method == "POST":
        return {name: visit.field(name) for name in FIELDS}
    known = dict.fromkeys(FIELDS, "")
    if claim is not None and item.decision is not None:
        told = claim.verdict.text
        known |= {"passage": told, "claim": told, "verdict": item.decision.verdict.value}
        known["citations"] = "\n".join(dict.fromkeys(f"{c.number}#{c.path}" for c in claim.clauses))
    if item.feedback is not None:
        known["status"] = Status.ANSWERED.value
        cited = item.feedback.feedback.answer.citations
        known["citations"] = "\n".join(dict.fromkeys(f"{c.notice}#{c.clause}" for c in cited))
    return known
