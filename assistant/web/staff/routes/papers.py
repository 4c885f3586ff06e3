"""One notice beside its pages (对照原件): look at it, decide on its values, choose characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import BadEntry
from assistant.web.staff import papers
from assistant.web.staff.choosing import corrected_value, fields_of, new_value
from assistant.web.staff.desk import Desk
from assistant.web.staff.door import Visit, desk_route, number_of, to
from assistant.web.staff.model import Action, Role
from assistant.web.staff.papers import Paper
from assistant.web.staff.refused import BAD_REQUEST, told
from assistant.web.staff.render import picture
from assistant.web.staff.routes.retype import retype_routes
from assistant.web.staff.sheet import Card, Passage, Sheet, sheet
from assistant.web.staff.words import words
from corpus.carried import Values
from corpus.change import Decision
from corpus.errors import CorpusError
from corpus.listing import figure_words, name_words
from corpus.model import NoticeText, PolicyValue, ValueStatus
from corpus.picks import Part
from corpus.review import added, corrected, found, settled, sure

Find = Callable[[Visit], Paper]
Show = Callable[..., Response]
STATUSES = {
    "confirm": (ValueStatus.CONFIRMED, Action.CONFIRMED),
    "reject": (ValueStatus.REJECTED, Action.REJECTED),
    "open": (ValueStatus.EXTRACTED, Action.REOPENED),
}


def paper_routes(desk: Desk, prefix: str, find: Find, show: Show) -> list[Route]:
    """The pages of a notice that ``find`` finds and ``show`` shows."""

    def values(visit: Visit) -> Response:
        return _decide(visit, find(visit), show)

    return [
        desk_route(desk, prefix, lambda visit: show(visit, find(visit)), Role.CHECKER, "GET"),
        desk_route(desk, prefix + "/values", values, Role.EDITOR, "POST"),
        desk_route(desk, prefix + "/choose", lambda v: _form(v, find(v)), Role.EDITOR, "GET"),
        desk_route(desk, prefix + "/choose", lambda v: _choose(v, find(v)), Role.EDITOR, "POST"),
        *retype_routes(desk, prefix, find),
        desk_route(
            desk, prefix + "/pages/{page:int}", lambda v: _page(v, find(v)), Role.CHECKER, "GET"
        ),
    ]


def shown(visit: Visit, paper: Paper) -> dict[str, Any]:
    """What the pages of a notice all show: its sheet, the chosen clause and page."""
    clause, page = number_of(visit, "clause"), number_of(visit, "page")
    only = "waiting" in visit.request.query_params
    whole = sheet(paper.document, paper.values, page or 1)
    if page is None and clause is not None and clause < len(whole.passages):
        page = whole.passages[clause].page
        whole = sheet(paper.document, paper.values, page or 1)
    return {
        "paper": paper,
        "at": f"/staff{quote(paper.at)}",
        "sheet": whole,
        "chosen": clause,
        "page": page or min(whole.pages, default=1),
        "passages": _passages(whole, only),
        "passages_by": whole.passages,
        "only": only,
        "may": visit.who.account.role.covers(Role.EDITOR),
    }


def _passages(whole: Sheet, only: bool) -> list[Passage]:
    """All clauses, or those with something that waits."""
    return [
        p for p in whole.passages if not only or p.unsure or any(card.waits for card in p.cards)
    ]


def _page(visit: Visit, paper: Paper) -> Response:
    page = int(visit.request.path_params["page"])
    if page not in {placed.page for placed in paper.document.places}:
        raise HTTPException(404)
    data = papers.source_of(visit.desk, paper)
    return picture(visit.desk.pictures.get(data, paper.file, page))


def _decide(visit: Visit, paper: Paper, show: Show) -> Response:
    """Do what the button of a value, a clause or a line says."""
    try:
        clause = _done(visit, paper)
    except CorpusError as error:
        return show(visit, paper, told(error), BAD_REQUEST)
    return to(f"{quote(paper.at)}?clause={clause}#c{clause}")


def _done(visit: Visit, paper: Paper) -> int:
    do, number = visit.field("do"), visit.field("clause")
    if not (number.isascii() and number.isdigit() and int(number) < len(paper.document.clauses)):
        raise BadEntry(words("problems")["none"])
    if do == "sure":
        _sure(visit, paper)
    elif do == "all":
        _confirm_all(visit, paper, int(number))
    elif do in STATUSES:
        _settle(visit, paper, do)
    else:
        raise BadEntry(words("problems")["do"])
    return int(number)


def _settle(visit: Visit, paper: Paper, do: str) -> None:
    status, action = STATUSES[do]
    ident, mark = visit.field("value"), visit.field("mark")

    def decision(document: NoticeText, values: Values) -> tuple[NoticeText, Values]:
        found(values, ident, mark)
        return document, settled(values, ident, status)

    value = found(paper.values, ident, mark)
    _hold(visit, paper, decision, f"{words('actions')[action]} {_said(value)}")
    _note(visit, paper, action, value)


def _confirm_all(visit: Visit, paper: Paper, number: int) -> None:
    """Confirm the values of a clause that nobody has decided on, as they were seen."""
    seen = dict(pair.split(" ", 1)[::-1] for pair in visit.chosen("seen") if " " in pair)

    def decision(document: NoticeText, values: Values) -> tuple[NoticeText, Values]:
        for ident, mark in seen.items():
            found(values, ident, mark)
            values = settled(values, ident, ValueStatus.CONFIRMED)
        return document, values

    confirmed = [value for value in paper.values if value.id in seen]
    said = "；".join(map(_said, confirmed))
    _hold(visit, paper, decision, f"{words('actions')[Action.CONFIRMED]} {said}")
    for value in confirmed:
        _note(visit, paper, Action.CONFIRMED, value)


def _sure(visit: Visit, paper: Paper) -> None:
    start = visit.field("start")
    if not (start.isascii() and start.isdigit() and len(start) < 9):
        raise BadEntry(words("problems")["none"])
    line = next((r for r in paper.document.notice.unsure if r.start == int(start)), None)
    text = paper.document.text[line.start : line.end] if line else ""
    what = f"{words('actions')[Action.LINE_SURE]} {text}"
    _hold(visit, paper, lambda d, v: sure(d, v, int(start)), what)
    _log(visit, paper, Action.LINE_SURE, line=text)


def _hold(visit: Visit, paper: Paper, decision: Decision, what: str) -> None:
    papers.decide_on(visit.desk, paper, decision, visit.who.account.name, what)


def _note(visit: Visit, paper: Paper, action: Action, value: PolicyValue) -> None:
    _log(visit, paper, action, value=value.id, name=name_words(value), figure=figure_words(value))


def _log(visit: Visit, paper: Paper, action: Action, **detail: str) -> None:
    who = visit.who.account.name
    papers.note(visit.desk, who, visit.now, action, paper.subject, **detail)


def _form(visit: Visit, paper: Paper) -> Response:
    """The form of a value's parts, or of a new value in a clause."""
    value = _value(paper, visit.request.query_params.get("value", ""))
    if value is not None:
        return _choose_page(visit, paper, value.clause, value, fields_of(paper.document, value))
    clause = number_of(visit, "clause")
    if clause is None or clause >= len(paper.document.clauses):
        raise HTTPException(404)
    return _choose_page(visit, paper, paper.document.clauses[clause].id, None, _empty())


def _empty() -> dict[str, str]:
    return {part.value: "" for part in Part}


def _value(paper: Paper, ident: str) -> PolicyValue | None:
    return next((v for v in paper.values if v.id == ident), None)


def _choose(visit: Visit, paper: Paper) -> Response:
    """Show what the chosen characters say, or let it hold."""
    sent = {part.value: visit.field(part.value) for part in Part}
    clause, value = visit.field("clause"), _value(paper, visit.field("value"))
    if all(c.id != clause for c in paper.document.clauses):
        raise HTTPException(404)
    try:
        if value is not None:
            return _correct(visit, paper, value, sent)
        return _add(visit, paper, clause, sent)
    except CorpusError as error:
        return _choose_page(visit, paper, clause, value, sent, error=told(error))


def _correct(visit: Visit, paper: Paper, value: PolicyValue, sent: dict[str, str]) -> Response:
    new, picks = corrected_value(paper.document, value, sent)
    if visit.field("do") != "save":
        corrected(paper.document, paper.values, value.id, picks)  # would it do?
        return _choose_page(visit, paper, value.clause, value, sent, new)
    mark = visit.field("mark")

    def decision(document: NoticeText, values: Values) -> tuple[NoticeText, Values]:
        found(values, value.id, mark)
        return document, corrected(document, values, value.id, picks)

    was, becomes = _said(value), _said(new)
    _hold(visit, paper, decision, f"{words('actions')[Action.CORRECTED]} {was} → {becomes}")
    _log(visit, paper, Action.CORRECTED, value=value.id, was=was, becomes=becomes)
    return to(back_to(paper, value.clause))


def _add(visit: Visit, paper: Paper, clause: str, sent: dict[str, str]) -> Response:
    """First the grammar's own reading is shown in the form, then what was changed in it counts."""
    base = new_value(paper.document, clause, sent[Part.FIGURE], sent[Part.LABEL])
    do = visit.field("do")
    if do not in ("look", "save"):
        return _choose_page(visit, paper, clause, None, fields_of(paper.document, base), base)
    new, _picks = corrected_value(paper.document, base, sent)
    added(paper.document, paper.values, new)
    if do == "look":
        return _choose_page(visit, paper, clause, None, sent, new)

    def decision(document: NoticeText, values: Values) -> tuple[NoticeText, Values]:
        return document, added(document, values, new)

    _hold(visit, paper, decision, f"{words('actions')[Action.ADDED]} {_said(new)}")
    _log(visit, paper, Action.ADDED, value=new.id, becomes=_said(new))
    return to(back_to(paper, clause))


def _said(value: PolicyValue) -> str:
    return f"{name_words(value)}：{figure_words(value)}"


def back_to(paper: Paper, clause: str) -> str:
    """The place of a clause on the page of its notice."""
    number = next(n for n, c in enumerate(paper.document.clauses) if c.id == clause)
    return f"{quote(paper.at)}?clause={number}#c{number}"


def _choose_page(
    visit: Visit,
    paper: Paper,
    clause: str,
    value: PolicyValue | None,
    fields: dict[str, str],
    new: PolicyValue | None = None,
    error: str = "",
) -> Response:
    whole = sheet(paper.document, paper.values, 1)
    passage = next(p for p in whole.passages if p.clause.id == clause)
    card = next((c for c in whole.cards if value is not None and c.value.id == value.id), None)
    become = _card_of(paper, new) if new is not None else None
    return visit.page(
        "choose",
        BAD_REQUEST if error else 200,
        scripts=True,
        paper=paper,
        at=f"/staff{quote(paper.at)}",
        passage=passage,
        card=card,
        fields=fields,
        new=become,
        error=error,
        back=back_to(paper, clause),
    )


def _card_of(paper: Paper, value: PolicyValue) -> Card:
    """A value that is not there yet, as it would be shown."""
    return sheet(paper.document, (value,), 1).cards[0]
