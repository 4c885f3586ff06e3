"""Typing what stands on the page (改字): where characters were recognised wrongly."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import BadEntry
from assistant.web.staff import papers
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import Visit, desk_route, number_of, to
from assistant.web.staff.model import Action, Role
from assistant.web.staff.papers import Paper
from assistant.web.staff.refused import BAD_REQUEST, told
from assistant.web.staff.sheet import Typed, marks_of
from assistant.web.staff.words import words
from corpus.carried import Values
from corpus.differences import differences
from corpus.errors import CorpusError
from corpus.history import What
from corpus.listing import differing_lines
from corpus.model import NoticeText, Range
from corpus.preview import differing_facts
from corpus.retype import Hand, line_of, retyped

Find = Callable[[Visit], Paper]


def retype_routes(desk: Desk, prefix: str, find: Find) -> list[Route]:
    """The page on which a line is typed anew."""
    path = prefix + "/retype"
    return [
        desk_route(desk, path, lambda v: _form(v, find(v)), Role.EDITOR, "GET"),
        desk_route(desk, path, lambda v: _send(v, find(v)), Role.EDITOR, "POST"),
    ]


def _form(visit: Visit, paper: Paper) -> Response:
    number = number_of(visit, "line")
    if number is None or number > paper.document.text.count("\n") or not paper.document.places:
        raise HTTPException(404)
    line = line_of(paper.document.text, number)
    return _page(visit, paper, number, line, paper.document.text[line.start : line.end])


def _send(visit: Visit, paper: Paper) -> Response:
    """Show what would change, or let it hold."""
    said, sent = visit.field("line"), visit.field("words")
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise HTTPException(404)
    number = int(said)
    try:
        line = _as_seen(visit, paper.document, number)
        hand = Hand(visit.who.account.name, visit.now)
        made = retyped(paper.document, paper.values, line, sent, hand)
        if visit.field("do") != "save":
            return _page(visit, paper, number, line, sent, made)
        return _hold(visit, paper, number, sent, hand, made)
    except CorpusError as error:
        now = min(number, paper.document.text.count("\n"))
        line = line_of(paper.document.text, now)
        return _page(visit, paper, now, line, sent, error=told(error))


def _as_seen(visit: Visit, document: NoticeText, number: int) -> Range:
    """The line, as long as it reads as it did when the form was opened."""
    line = line_of(document.text, number)
    if document.text[line.start : line.end] != visit.field("was"):
        raise BadEntry(words("problems")["line_changed"])
    return line


def _hold(
    visit: Visit,
    paper: Paper,
    number: int,
    sent: str,
    hand: Hand,
    made: tuple[NoticeText, Values],
) -> Response:
    def decision(document: NoticeText, values: Values) -> tuple[NoticeText, Values]:
        line = _as_seen(visit, document, number)
        return retyped(document, values, line, sent, hand)

    pairs = [f"“{t.record.was}”→“{t.now}”" for t in _new(made[0], hand)]
    said = "、".join(pairs) or sent
    page = _page_of(made[0], line_of(made[0].text, number))
    what = f"第{page}页 {said}" if page else said
    papers.decide_on(visit.desk, paper, decision, hand.by, what, What.RETYPE)
    log = {"was": visit.field("was"), "becomes": sent, "changes": said, "page": page}
    papers.note(visit.desk, hand.by, visit.now, Action.RETYPED, paper.subject, **log)
    return to(f"{quote(paper.at)}?page={page or 1}")


def _new(document: NoticeText, hand: Hand) -> list[Typed]:
    """What this hand typed just now."""
    return [
        Typed(record=r, now=document.text[r.start : r.end])
        for r in document.notice.retyped
        if (r.by, r.at) == hand
    ]


def _page_of(document: NoticeText, line: Range) -> int | None:
    pages = [p.page for p in document.places if p.start < line.end and line.start < p.end]
    return min(pages, default=None)


def _page(
    visit: Visit,
    paper: Paper,
    number: int,
    line: Range,
    sent: str,
    made: tuple[NoticeText, Values] | None = None,
    error: str = "",
) -> Response:
    document = paper.document
    page = _page_of(document, line) or 1
    found = differences(paper.values, made[1]) if made else None
    return visit.page(
        "retype",
        BAD_REQUEST if error else 200,
        paper=paper,
        at=f"/staff{quote(paper.at)}",
        number=number,
        was=document.text[line.start : line.end],
        sent=sent,
        page=page,
        boxes=[p for p in marks_of(document, line) if p.page == page],
        typed=_new(made[0], Hand(visit.who.account.name, visit.now)) if made else [],
        lines=differing_lines(found) if found else [],
        facts=differing_facts(document.notice, made[0].notice) if made else (),
        error=error,
    )
