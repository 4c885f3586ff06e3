"""The notices of the corpus (文件): find one, look at it, take it out."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import BadEntry
from assistant.web.staff import papers
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import Visit, desk_route, to
from assistant.web.staff.model import Action, Line, Role
from assistant.web.staff.papers import NOTICES, Paper
from assistant.web.staff.refused import BAD_REQUEST, told
from assistant.web.staff.routes.papers import number_of, paper_routes, shown
from assistant.web.staff.shelf import shelf, state_of
from assistant.web.staff.words import words
from corpus.change import remove
from corpus.clock import CHINA
from corpus.errors import CorpusError
from corpus.jurisdictions import places

ONE = NOTICES + "/{notice}"
LISTED = 31
TOLD = ("name", "figure", "was", "becomes", "line", "file")


def notice_routes(desk: Desk) -> list[Route]:
    """The pages of the notices that answers rest on."""
    return [
        desk_route(desk, NOTICES, show, Role.CHECKER, "GET"),
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
        deeds=[(line, _deed(line)) for line in visit.desk.log.about(paper.subject)[:-LISTED:-1]],
        done=visit.request.query_params.get("done") == "published",
        error=error,
    )


def _deed(line: Line) -> str:
    """What a line of the log was about, in the notice's words."""
    told = {name: line.detail[name] for name in TOLD if line.detail.get(name)}
    if "was" in told:
        return f"{told['was']} 改为 {told['becomes']}"
    changes = line.detail.get("changes") or []
    return " ".join([*map(str, told.values()), "；".join(changes)]).strip()


def act(visit: Visit) -> Response:
    """Do with a notice what the button says."""
    paper = _paper(visit)
    try:
        if visit.field("do") != "remove":
            raise BadEntry(words("problems")["do"])
        return _remove(visit, paper)
    except CorpusError as error:
        return show_paper(visit, paper, told(error), BAD_REQUEST)


def _remove(visit: Visit, paper: Paper) -> Response:
    if not visit.field("seen"):
        raise BadEntry(words("problems")["confirm"])
    ident = paper.document.notice.id
    who, title = visit.who.account.name, paper.document.notice.title
    papers.patiently(lambda: remove(visit.desk.settings, ident, by=who))
    papers.note(visit.desk, who, visit.now, Action.REMOVED, paper.subject, title=title)
    return to(NOTICES)
