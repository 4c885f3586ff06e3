"""Checking texts, deciding on claims, and the reports (核对、处理、导出)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import BadEntry
from assistant.model import VerdictKind
from assistant.web.staff.article import passages, without_overlap
from assistant.web.staff.checks import Pasted, check
from assistant.web.staff.decisions import decide, decisions_on
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import Visit, desk_route, to
from assistant.web.staff.export.rows import Row, rows_of
from assistant.web.staff.export.table import csv_report
from assistant.web.staff.export.word import word_report
from assistant.web.staff.marked import Piece, side_by_side, with_quotes
from assistant.web.staff.model import Action, Check, CheckedClaim, CitedClause, Role
from assistant.web.staff.refused import BAD_REQUEST, told
from assistant.web.staff.render import attachment
from assistant.web.staff.upload import file_name, read_upload
from corpus.clock import CHINA
from corpus.errors import CorpusError

CHECKS = "/checks"
LISTED = 30
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"
Shown = tuple[CitedClause, tuple[Piece, ...]]


def check_routes(desk: Desk) -> list[Route]:
    """The pages that every member of staff works with."""
    one = CHECKS + "/{check:int}"
    return [
        desk_route(desk, "/", home, Role.CHECKER, "GET"),
        desk_route(desk, CHECKS, check_one, Role.CHECKER, "POST"),
        desk_route(desk, one, show, Role.CHECKER, "GET"),
        desk_route(desk, one + "/claims/{claim:int}", decide_one, Role.CHECKER, "POST"),
        desk_route(desk, one + "/report.docx", as_word, Role.CHECKER, "GET"),
        desk_route(desk, one + "/report.csv", as_csv, Role.CHECKER, "GET"),
    ]


def home(visit: Visit) -> Response:
    """A field to paste into, and what was checked lately."""
    return _form(visit, "", "", "", _today(visit).isoformat())


def check_one(visit: Visit) -> Response:
    """Check what was pasted or uploaded; what was typed stays when that cannot be done."""
    text, region, day = visit.raw("text"), visit.field("region").strip(), visit.field("as_of")
    try:
        pasted = _pasted(visit, text, region, day)
        assistant = visit.desk.front.live.current()
        safe, claims = check(assistant, pasted)
    except CorpusError as error:
        return _form(visit, told(error), text, region, day, BAD_REQUEST)
    who, corpus = visit.who.account.name, assistant.library.version
    number = visit.desk.checks.keep(safe, claims, who, visit.now, corpus)
    visit.desk.log.add(
        visit.now,
        who,
        Action.CHECKED,
        f"check/{number}",
        corpus,
        name=safe.name,
        characters=len(safe.text),
        claims=len(claims),
    )
    return to(f"{CHECKS}/{number}")


def show(visit: Visit) -> Response:
    """The text with its claims, and the chosen claim beside its clauses."""
    return _shown(visit, _chosen(visit))


def decide_one(visit: Visit) -> Response:
    """Accept a claim's verdict or overrule it, then go on to the same claim."""
    found, claim = _check(visit), int(visit.request.path_params["claim"])
    try:
        verdict = _verdict(visit.field("verdict") or visit.field("other"))
        who = visit.who.account.name
        decide(visit.desk.log, found, claim, verdict, visit.field("note"), who, visit.now)
    except BadEntry as error:
        return _shown(visit, claim, str(error), visit.field("note"), BAD_REQUEST)
    return to(f"{CHECKS}/{found.id}?claim={claim + 1}#claim")


def as_word(visit: Visit) -> Response:
    """The report as a Word file."""
    return _report(visit, "docx", WORD, word_report)


def as_csv(visit: Visit) -> Response:
    """The report as a table."""
    return _report(visit, "csv", CSV, lambda _, rows: csv_report(rows))


def _pasted(visit: Visit, text: str, region: str, day: str) -> Pasted:
    file, name = visit.file("file"), ""
    if file is not None:
        if text.strip():
            raise BadEntry("文字和文件只能给一个：请清空文字，或者不选文件。")
        # Its bytes lie in memory or a temporary file already; this is not the event loop.
        name = file_name(file.filename or "")
        text = read_upload(file.file.read(), name)
    return Pasted(text=text, name=name, region=region or None, as_of=_day(day))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadEntry("日期应像 2024-10-01，并且是真实的日期。") from None


def _today(visit: Visit) -> dt.date:
    return visit.now.astimezone(CHINA).date()


def _verdict(name: str) -> VerdictKind:
    try:
        return VerdictKind(name)
    except ValueError:
        raise BadEntry("请选一个结论。") from None


def _form(
    visit: Visit, error: str, text: str, region: str, day: str, status: int = 200
) -> Response:
    recent = visit.desk.checks.recent(LISTED)
    return visit.page("home", status, error=error, text=text, region=region, day=day, recent=recent)


def _check(visit: Visit) -> Check:
    found = visit.desk.checks.find(int(visit.request.path_params["check"]))
    if found is None:
        raise HTTPException(404)
    return found


def _chosen(visit: Visit) -> int | None:
    """The claim that the address names, from 0."""
    asked = visit.request.query_params.get("claim", "")
    return int(asked) - 1 if asked.isascii() and asked.isdigit() and len(asked) < 6 else None


def _shown(
    visit: Visit, chosen: int | None, error: str = "", note: str = "", status: int = 200
) -> Response:
    found = _check(visit)
    inside = chosen is not None and 0 <= chosen < len(found.claims)
    claim = found.claims[chosen] if inside and chosen is not None else None
    said, clauses = _beside(claim) if claim else ((), [])
    return visit.page(
        "check",
        status,
        check=found,
        passages=passages(found.text, without_overlap(found)),
        decisions=decisions_on(visit.desk.log, found.id),
        chosen=chosen if claim else None,
        claim=claim,
        said=said,
        clauses=clauses,
        error=error,
        note=note,
    )


def _beside(claim: CheckedClaim) -> tuple[tuple[Piece, ...], list[Shown]]:
    """The claim and its clauses; the first of them is compared, the others only support it."""
    if not claim.clauses:
        return (Piece(text=claim.verdict.text),), []
    plain = [(one, with_quotes(one.clause, one.quotes)) for one in claim.clauses]
    if claim.verdict.verdict is VerdictKind.SUPPORTED:  # other words for the same differ nowhere
        return (Piece(text=claim.verdict.text),), plain
    first = claim.clauses[0]
    said, told = side_by_side(claim.verdict.text, first.clause, first.quotes)
    return said, [(first, told), *plain[1:]]


def _report(
    visit: Visit, ending: str, media: str, write: Callable[[Check, list[Row]], bytes]
) -> Response:
    found = _check(visit)
    rows = rows_of(found, decisions_on(visit.desk.log, found.id))
    who, subject = visit.who.account.name, f"check/{found.id}"
    visit.desk.log.add(visit.now, who, Action.EXPORTED, subject, found.corpus, format=ending)
    return attachment(write(found, rows), media, f"核对报告-{found.id}.{ending}")
