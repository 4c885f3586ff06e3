"""Notices that staff work on (经办的通知): in the inbox, or in the corpus; every act is logged."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from starlette.exceptions import HTTPException

from assistant.web.staff.desk import Desk
from assistant.web.staff.model import Action
from corpus.carried import Values, carried
from corpus.change import Decision, decide, publish
from corpus.errors import CorpusBusy
from corpus.history import What
from corpus.inbox import Arrival, Read
from corpus.intake import as_retyped
from corpus.library import Library
from corpus.model import NoticeText
from corpus.preview import Outcome, Preview, beside_known
from corpus.store import load_places

NOTICES, INBOX = "/notices", "/inbox"
PATIENCE = 8.0
"""Seconds that a change waits for another one to end."""

R = TypeVar("R")
_deciding = Lock()


@dataclass(frozen=True)
class Paper:
    """A notice as staff look at it. ``at`` is its page below the desk's own, ``subject`` its name
    in the log; ``arrival`` and ``read`` are there while it is in the inbox.
    """

    at: str
    subject: str
    document: NoticeText
    values: Values
    file: str
    arrival: Arrival | None = None
    read: Read | None = None


def in_corpus(desk: Desk, ident: str) -> Paper:
    """The notice of this id in the corpus; 404 when there is none."""
    entry = desk.library.entries.get(ident)
    if entry is None:
        raise HTTPException(404)
    placed = entry.document.model_copy(update={"places": load_places(entry.folder)})
    subject = f"notice/{ident}"
    return Paper(
        f"{NOTICES}/{ident}", subject, placed, tuple(entry.values), entry.notice.source.file
    )


def in_inbox(desk: Desk, ident: str, part: int) -> Paper:
    """A notice of a file in the inbox, ``part`` counts from 1; 404 when there is none.

    What was decided on the same notice in the corpus holds for it too.
    """
    arrival = desk.inbox.find(ident)
    found = desk.inbox.notices(ident) if arrival else []
    if arrival is None or not 0 < part <= len(found):
        raise HTTPException(404)
    read = found[part - 1]
    document, values = _as_known(desk.library, read)
    at = f"{INBOX}/{ident}/{part}"
    return Paper(at, f"inbox/{ident}", document, values, arrival.name, arrival, read)


def _as_known(library: Library, read: Read) -> tuple[NoticeText, Values]:
    """A notice of the inbox with what was decided on, or typed in, the same one in the corpus."""
    document = as_retyped(library, read.document)
    known = library.entries.get(document.notice.id)
    if known is None:
        return document, read.values
    fresh = read.values if document is read.document else known.values
    return document, carried(known.document, known.values, document, fresh).values


def source_of(desk: Desk, paper: Paper) -> bytes:
    """The file that the notice was read from."""
    if paper.arrival is not None:
        return desk.inbox.source(paper.arrival)
    entry = desk.library.entries[paper.document.notice.id]
    return (entry.folder / entry.notice.source.file).read_bytes()


def decide_on(
    desk: Desk,
    paper: Paper,
    decision: Decision,
    who: str,
    what: str,
    kind: What = What.CONFIRM,
) -> None:
    """Let a decision hold: at once in the corpus, or in the inbox until it is published."""
    if paper.read is None:
        ident = paper.document.notice.id
        patiently(lambda: decide(desk.settings, ident, decision, who, what, kind))
        return
    with _deciding:
        assert paper.arrival is not None
        part = int(paper.at.rpartition("/")[2])
        now = in_inbox(desk, paper.arrival.id, part)
        assert now.read is not None
        document, values = decision(now.document, now.values)
        desk.inbox.save(now.read, document, values)


def previews(desk: Desk, arrival: Arrival) -> list[Preview]:
    """What publishing each notice of a file would do."""
    papers = [in_inbox(desk, arrival.id, n + 1) for n in range(len(desk.inbox.notices(arrival.id)))]
    return [_preview(desk.library, paper) for paper in papers]


def _preview(library: Library, paper: Paper) -> Preview:
    plain = Preview(
        file=paper.file, document=paper.document, values=paper.values, outcome=Outcome.NEW
    )
    return beside_known(plain, library, replace=True)


def publish_all(desk: Desk, arrival: Arrival, replace: bool, who: str) -> list[str]:
    """Put all notices of a file into the corpus and take the file from the inbox; their ids."""
    source = desk.inbox.source(arrival)
    found = [in_inbox(desk, arrival.id, n + 1) for n in range(len(desk.inbox.notices(arrival.id)))]
    ready = [(paper.document, paper.values, source) for paper in found]
    added = patiently(lambda: publish(desk.settings, ready, replace, who))
    desk.inbox.discard(arrival.id)
    return [each.document.notice.id for each in added]


def patiently(change: Callable[[], R]) -> R:
    """Make a change of the corpus; wait for another one to end, but not for ever."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return change()
        except CorpusBusy:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def note(
    desk: Desk, who: str, now: dt.datetime, action: Action, subject: str, **detail: Any
) -> None:
    """Write a line about what was done; the corpus version is that after the change."""
    desk.log.add(now, who, action, subject, desk.newest(), **detail)
