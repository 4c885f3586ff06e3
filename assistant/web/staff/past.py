"""What became of a notice (经过), and those that were taken out: from the history of the corpus."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from corpus.history import Kept, read_history
from corpus.history_text import WORDS
from corpus.model import Frozen


class Deed(Frozen):
    """One change of a notice; ``version`` is the corpus version after it.

    ``again``: it can be had again as it was then, and is not so now.
    """

    at: dt.datetime
    by: str
    what: str
    note: str
    version: str
    again: bool


class Gone(Frozen):
    """A notice that was taken out; ``version`` is the last one that had it."""

    id: str
    title: str
    doc_number: str | None
    at: dt.datetime
    by: str
    version: str


def deeds_of(data: Path, ident: str) -> list[Deed]:
    """The changes of a notice, newest first."""
    history = read_history(data)
    now = history.latest.get(ident)
    return [
        Deed(
            at=event.at,
            by=event.by,
            what=WORDS[event.what],
            note=event.note,
            version=event.after,
            again=_again(event.notices[ident], now),
        )
        for event in reversed(history.events)
        if ident in event.notices
    ]


def _again(kept: Kept | None, now: Kept | None) -> bool:
    if kept is None or kept.forgotten:
        return False
    return now is None or kept.digest != now.digest


def gone_from(data: Path) -> list[Gone]:
    """The notices that were taken out and can be had again, newest first."""
    history = read_history(data)
    found: dict[str, Gone] = {}
    last: dict[str, Kept] = {}
    for event in history.events:
        for ident, kept in event.notices.items():
            found.pop(ident, None)
            if kept is not None:
                last[ident] = kept
            elif ident in last and not last[ident].forgotten and event.before:
                found[ident] = Gone(
                    id=ident,
                    title=last[ident].title,
                    doc_number=last[ident].doc_number,
                    at=event.at,
                    by=event.by,
                    version=event.before,
                )
    return sorted(found.values(), key=lambda gone: gone.at, reverse=True)
