"""The notices of the corpus (文件): find one, look at it, take it out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import BadEntry
from assistant.web.staff import papers
from assistant.web.staff.decisions import LONGEST_NOTE
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import Visit, desk_route, number_of, to
from assistant.web.staff.model import Action, Role
from assistant.web.staff.papers import NOTICES, Paper
from assistant.web.staff.past import deeds_of, gone_from
from assistant.web.staff.refused import BAD_REQUEST, told
from assistant.web.staff.routes.papers import paper_routes, shown
from assistant.web.staff.shelf import A_PAGE, shelf, state_of
from assistant.web.staff.words import words
from corpus.alarms import alarms
from corpus.change import remove
from corpus.clock import CHINA
from corpus.errors import BadSetting, CorpusError, UnknownNotice
from corpus.jurisdictions import places
from corpus.listing import related_words, standing_words
from corpus.model import RelationKind
from corpus.relations import KINDS, relate, unrelate
from corpus.restore import restore_notice
from corpus.standing import ending_relations, since

ONE = NOTICES + "/{notice}"
GONE, ALARMS = NOTICES + "/removed", NOTICES + "/alarms"
LISTED = 30
AGAIN = 2
"""Seconds after which a page that is still being prepared is shown anew."""

SEPARATORS = re.compile(r"[、，,;；\s]+")


def notice_routes(desk: Desk) -> list[Route]:
    """The pages of the notices that answers rest on."""
    return [
        desk_route(desk, NOTICES, show, Role.CHECKER, "GET"),
        desk_route(desk, ALARMS, show_alarms, Role.CHECKER, "GET"),
        desk_route(desk, GONE, show_gone, Role.CHECKER, "GET"),
        desk_route(desk, GONE, bring_back, Role.EDITOR, "POST"),
        desk_route(desk, ONE, act, Role.EDITOR, "POST"),
        *paper_routes(desk, ONE, _paper, show_paper),
    ]


def show(visit: Visit) -> Response:
    """The list: found by words, newest first."""
    asked = visit.request.query_params
    found, waiting = asked.get("q", "")[:100], "waiting" in asked
    today = visit.now.astimezone(CHINA).date()
    listed = shelf(visit.desk.library, found, waiting, number_of(visit, "page") or 1, today)
    inbox = len(visit.desk.inbox.all())
    return visit.page("notices", shelf=listed, q=found, waiting=waiting, inbox=inbox)


def show_alarms(visit: Visit) -> Response:
    """Where notices in force disagree, each with the clauses."""
    library = visit.desk.library
    raised = visit.desk.watch.alarms(library, visit.now.astimezone(CHINA).date())
    pages = max(1, -(-len(raised or ()) // A_PAGE))
    page = min(max(number_of(visit, "page") or 1, 1), pages)
    listed = [
        (alarm, [(c, library.entries[c.notice].notice) for c in alarm.citations])
        for alarm in (raised or ())[(page - 1) * A_PAGE : page * A_PAGE]
    ]
    found, notices = len(raised or ()), len(library.entries)
    told = {"found": found, "notices": notices, "looking": raised is None}
    shown_ = visit.page("alarms", listed=listed, page_number=page, pages=pages, **told)
    if raised is None:
        shown_.headers["refresh"] = str(AGAIN)
    return shown_


def _paper(visit: Visit) -> Paper:
    return papers.in_corpus(visit.desk, str(visit.request.path_params["notice"]))


def show_paper(visit: Visit, paper: Paper, error: str = "", status: int = 200) -> Response:
    """A notice beside its pages, with what was done to it."""
    library, notice = visit.desk.library, paper.document.notice
    today = visit.now.astimezone(CHINA).date()
    return visit.page(
        "notice",
        status,
        **shown(visit, paper),
        place=places().full_name(notice.jurisdiction),
        state=state_of(notice, library, today),
        alarms=alarms(library, today, {notice.id}),
        standing=standing_words(notice, library, today),
        relations=[
            (related_words(notice, r, since(notice, r)), r.notice or r.doc_number)
            for r in ending_relations(notice)
        ],
        kinds=KINDS,
        deeds=deeds_of(visit.desk.settings.data, notice.id)[:LISTED],
        done=visit.request.query_params.get("done") == "published",
        error=error,
    )


def act(visit: Visit) -> Response:
    """Do with a notice what the button says."""
    paper = _paper(visit)
    doing = {"remove": _remove, "restore": _restore, "relate": _relate, "unrelate": _unrelate}
    try:
        do = doing.get(visit.field("do"))
        if do is None:
            raise BadEntry(words("problems")["do"])
        return do(visit, paper)
    except CorpusError as error:
        return show_paper(visit, paper, told(error), BAD_REQUEST)


def _remove(visit: Visit, paper: Paper) -> Response:
    if not visit.field("seen"):
        raise BadEntry(words("problems")["confirm"])
    ident = paper.document.notice.id
    who, title = visit.who.account.name, paper.document.notice.title
    papers.patiently(lambda: remove(visit.desk.settings, ident, by=who))
    papers.note(visit.desk, who, visit.now, Action.REMOVED, paper.subject, title=title)
    return to(f"{GONE}?now={quote(ident)}")


def _restore(visit: Visit, paper: Paper) -> Response:
    """Make a notice what it was in a version of the corpus."""
    ident, version = paper.document.notice.id, visit.field("version")
    _brought_back(visit, ident, version)
    return to(f"{NOTICES}/{quote(ident)}")


def _brought_back(visit: Visit, ident: str, version: str) -> None:
    who = visit.who.account.name
    papers.patiently(lambda: restore_notice(visit.desk.settings, ident, version, by=who))
    papers.note(visit.desk, who, visit.now, Action.RESTORED, f"notice/{ident}", version=version)


def _relate(visit: Visit, paper: Paper) -> Response:
    """Say what this notice does to another; the other may be outside the corpus."""
    who, ident = visit.who.account.name, paper.document.notice.id
    articles = tuple(part for part in SEPARATORS.split(visit.field("articles")) if part)
    target, note, day = (visit.field(name).strip() for name in ("target", "note", "since"))
    kind = visit.field("kind")
    if kind not in KINDS:
        raise BadEntry(words("problems")["do"])
    since_day, why = _day(day), note[:LONGEST_NOTE]
    _related(
        lambda: relate(
            visit.desk.settings,
            ident,
            RelationKind(kind),
            target,
            since_day=since_day,
            articles=articles,
            note=why,
            by=who,
        )
    )
    detail = {"kind": KINDS[kind], "target": target, "since": day, "articles": articles}
    papers.note(visit.desk, who, visit.now, Action.RELATED, paper.subject, **detail, why=why)
    return to(f"{NOTICES}/{quote(ident)}#relations")


def _unrelate(visit: Visit, paper: Paper) -> Response:
    """Take back what this notice does to another."""
    who, ident = visit.who.account.name, paper.document.notice.id
    target = visit.field("target")
    _related(lambda: unrelate(visit.desk.settings, ident, target, by=who))
    papers.note(visit.desk, who, visit.now, Action.UNRELATED, paper.subject, target=target)
    return to(f"{NOTICES}/{quote(ident)}#relations")


def _related(change: Callable[[], object]) -> None:
    """Make the change; what is wrong with what was filled in is told on the page."""
    try:
        papers.patiently(change)
    except (BadSetting, UnknownNotice) as error:
        raise BadEntry(str(error)) from error


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise BadEntry(words("problems")["day"]) from None


def show_gone(visit: Visit) -> Response:
    """The notices that were taken out."""
    return _gone_page(visit)


def _gone_page(visit: Visit, error: str = "") -> Response:
    listed = gone_from(visit.desk.settings.data)
    now = visit.request.query_params.get("now", "")
    status = BAD_REQUEST if error else 200
    return visit.page("removed", status, listed=listed, now=now, error=error)


def bring_back(visit: Visit) -> Response:
    """Put a notice back that was taken out."""
    ident = visit.field("notice")
    found = [gone for gone in gone_from(visit.desk.settings.data) if gone.id == ident]
    try:
        if not found:
            raise BadEntry(words("problems")["not_gone"])
        _brought_back(visit, ident, found[0].version)
    except CorpusError as error:
        return _gone_page(visit, told(error))
    return to(f"{NOTICES}/{quote(ident)}")
