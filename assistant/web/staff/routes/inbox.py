"""The inbox (收文箱): bring files in, see how far they are, look through them, publish."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import BadEntry
from assistant.web.staff import papers
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import Visit, desk_route, to
from assistant.web.staff.model import Action, Role
from assistant.web.staff.papers import INBOX, NOTICES, Paper
from assistant.web.staff.refused import BAD_REQUEST, told
from assistant.web.staff.routes.papers import paper_routes, shown
from assistant.web.staff.upload import file_name
from assistant.web.staff.words import words
from corpus.clock import CHINA
from corpus.errors import BadSetting, CorpusError
from corpus.inbox import Arrival, Progress, Step, digest, new_ident
from corpus.jurisdictions import places
from corpus.listing import differing_lines
from corpus.preview import Outcome, with_alarms
from corpus.structure import checked_number

NEW, ONE = INBOX + "/new", INBOX + "/{arrival}"
MOST_FILES = 20
EVERY = 2
"""Seconds after which a page with a file that is being read is shown anew."""

GOES_ON = (Step.WAITING, Step.READING)
STATED = ("region", "doc_number", "issued")


def inbox_routes(desk: Desk) -> list[Route]:
    """The pages of files that are not in the corpus yet."""
    return [
        desk_route(desk, INBOX, show, Role.CHECKER, "GET"),
        desk_route(desk, NEW, show_form, Role.EDITOR, "GET"),
        desk_route(desk, INBOX, bring, Role.EDITOR, "POST", files=MOST_FILES),
        desk_route(desk, ONE, show_one, Role.CHECKER, "GET"),
        desk_route(desk, ONE, act, Role.EDITOR, "POST"),
        *paper_routes(desk, ONE + "/{part:int}", _paper, show_paper),
    ]


def show(visit: Visit) -> Response:
    """All files of the inbox, newest first, and how far each is."""
    inbox = visit.desk.inbox
    listed = [(arrival, inbox.progress(arrival.id)) for arrival in inbox.all()]
    page = visit.page("inbox", listed=listed, still=_still(visit))
    return _again(visit, page, any(progress.step in GOES_ON for _, progress in listed))


def _still(visit: Visit) -> bool:
    return "still" in visit.request.query_params


def _again(visit: Visit, page: Response, goes_on: bool) -> Response:
    """The page, shown anew by itself while something is being read; people can switch that off."""
    if goes_on and not _still(visit):
        page.headers["refresh"] = str(EVERY)
    return page


def show_form(visit: Visit) -> Response:
    """The form to bring files in."""
    return visit.page("bring", error="", stated=dict.fromkeys(STATED, ""))


def bring(visit: Visit) -> Response:
    """Take files into the inbox; those before a bad one are taken."""
    try:
        files = visit.files("file")
        if not files:
            raise BadEntry(words("problems")["empty"])
        stated = _stated(visit)
        for file in files:
            _take(visit, file, stated)
    except CorpusError as error:
        sent = {name: visit.field(name) for name in STATED}
        return visit.page("bring", BAD_REQUEST, error=told(error), stated=sent)
    return to(INBOX)


def _stated(visit: Visit) -> dict[str, str | dt.date | None]:
    """What was stated about the files; what cannot be is said before anything is read."""
    region, number, day = (visit.field(name).strip() for name in STATED)
    try:
        issued = dt.date.fromisoformat(day) if day else None
    except ValueError:
        raise BadEntry(words("problems")["day"]) from None
    if region:
        places().resolve(region)
    return {"region": region or None, "doc_number": _number(number), "issued": issued}


def _number(text: str) -> str | None:
    try:
        return checked_number(text) if text else None
    except BadSetting as error:
        raise BadEntry(str(error)) from error


def _take(visit: Visit, file: UploadFile, stated: dict[str, str | dt.date | None]) -> None:
    data, name = file.file.read(), file_name(file.filename or "")
    who, settings = visit.who.account.name, visit.desk.settings
    arrival = Arrival.model_validate(
        {
            **stated,
            "id": new_ident(),
            "name": name,
            "who": who,
            "at": visit.now,
            "sha256": digest(data),
            "certain": settings.ocr_certain,
        }
    )
    visit.desk.inbox.take(data, arrival)
    _log(visit, Action.RECEIVED, arrival)


def _log(visit: Visit, action: Action, arrival: Arrival) -> None:
    who, subject = visit.who.account.name, f"inbox/{arrival.id}"
    visit.desk.log.add(
        visit.now, who, action, subject, visit.desk.corpus, file=arrival.name, sha256=arrival.sha256
    )


def _arrival(visit: Visit) -> Arrival:
    found = visit.desk.inbox.find(str(visit.request.path_params["arrival"]))
    if found is None:
        raise HTTPException(404)
    return found


def show_one(visit: Visit) -> Response:
    """How far a file is; once it is read, its first notice."""
    arrival = _arrival(visit)
    progress = visit.desk.inbox.progress(arrival.id)
    if progress.step is Step.READY:
        return to(f"{INBOX}/{arrival.id}/1")
    page = _progress_page(visit, arrival, progress)
    return _again(visit, page, progress.step in GOES_ON)


def _progress_page(visit: Visit, arrival: Arrival, progress: Progress, error: str = "") -> Response:
    return visit.page(
        "progress",
        BAD_REQUEST if error else 200,
        arrival=arrival,
        progress=progress,
        goes_on=progress.step in GOES_ON,
        still=_still(visit),
        error=error,
    )


def act(visit: Visit) -> Response:
    """Stop, read again, discard or publish a file of the inbox."""
    arrival = _arrival(visit)
    doing = {"stop": _stop, "again": _read_again, "discard": _discard, "publish": _publish}
    try:
        do = doing.get(visit.field("do"))
        if do is None:
            raise BadEntry(words("problems")["do"])
        return do(visit, arrival)
    except CorpusError as error:
        return _refused(visit, arrival, told(error))


def _refused(visit: Visit, arrival: Arrival, said: str) -> Response:
    progress = visit.desk.inbox.progress(arrival.id)
    if progress.step is Step.READY:
        return show_paper(visit, papers.in_inbox(visit.desk, arrival.id, 1), said, BAD_REQUEST)
    return _progress_page(visit, arrival, progress, said)


def _stop(visit: Visit, arrival: Arrival) -> Response:
    visit.desk.inbox.stop(arrival.id)
    _log(visit, Action.STOPPED, arrival)
    return to(f"{INBOX}/{arrival.id}")


def _read_again(visit: Visit, arrival: Arrival) -> Response:
    visit.desk.inbox.begin(arrival.id)
    return to(f"{INBOX}/{arrival.id}")


def _discard(visit: Visit, arrival: Arrival) -> Response:
    visit.desk.inbox.discard(arrival.id)
    _log(visit, Action.DISCARDED, arrival)
    return to(INBOX)


def _publish(visit: Visit, arrival: Arrival) -> Response:
    """Put all notices of the file into the corpus; a replacement wants a tick more."""
    if visit.desk.inbox.progress(arrival.id).step is not Step.READY:
        raise BadEntry(words("problems")["not_ready"])
    planned = papers.previews(visit.desk, arrival)
    replaces = any(p.outcome is Outcome.REPLACES for p in planned)
    if replaces and not visit.field("seen"):
        raise BadEntry(words("problems")["confirm"])
    idents = papers.publish_all(visit.desk, arrival, replaces, visit.who.account.name)
    for plan, ident in zip(planned, idents, strict=True):
        action = Action.REPLACED if plan.outcome is Outcome.REPLACES else Action.PUBLISHED
        papers.note(
            visit.desk,
            visit.who.account.name,
            visit.now,
            action,
            f"notice/{ident}",
            file=arrival.name,
            sha256=arrival.sha256,
            values=len(plan.values),
            changes=differing_lines(plan.differences),
        )
    return to(f"{NOTICES}/{quote(idents[0])}?done=published")


def _paper(visit: Visit) -> Paper:
    params = visit.request.path_params
    return papers.in_inbox(visit.desk, str(params["arrival"]), int(params["part"]))


def show_paper(visit: Visit, paper: Paper, error: str = "", status: int = 200) -> Response:
    """A notice of the inbox beside its pages, and what publishing would do."""
    assert paper.arrival is not None
    today = visit.now.astimezone(CHINA).date()
    plain = papers.previews(visit.desk, paper.arrival)
    planned = with_alarms(plain, visit.desk.library, today)
    part = int(paper.at.rpartition("/")[2])
    plan = planned[part - 1]
    return visit.page(
        "incoming",
        status,
        **shown(visit, paper),
        plan=plan,
        plans=planned,
        part=part,
        lines=differing_lines(plan.differences),
        replaces=any(p.outcome is Outcome.REPLACES for p in planned),
        progress=visit.desk.inbox.progress(paper.arrival.id),
        place=places().full_name(paper.document.notice.jurisdiction),
        error=error,
    )
