"""Changing the corpus (增删文件): add and remove notices, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corpus import store
from corpus.carried import carried, reading
from corpus.clock import now
from corpus.draft import Draft, drafting
from corpus.errors import BadChoice, UnknownNotice
from corpus.history import COMMAND_LINE, Note, What
from corpus.index.build import warm
from corpus.index.embedders.base import Embedder
from corpus.intake import Given, Planned, is_new, is_same, plan, read_file, values_of
from corpus.library import Entry, load_library
from corpus.model import Notice, NoticeText, PolicyValue, ValueStatus
from corpus.retype import Hand, place_of, replaced
from corpus.settings import Settings
from corpus.structure.relations import relations_of
from corpus.transaction import write_lock

Publication = tuple[NoticeText, tuple[PolicyValue, ...], bytes]
"""A notice with its values, and the bytes of its file."""

Decision = Callable[
    [NoticeText, tuple[PolicyValue, ...]], tuple[NoticeText, tuple[PolicyValue, ...]]
]
"""What a person decides on: the notice and its values before and after."""


@dataclass(frozen=True)
class Added:
    """One notice that an ``add`` read: its values, and whether anything was written."""

    document: NoticeText
    values: tuple[PolicyValue, ...]
    written: bool


def add_files(
    settings: Settings,
    files: Sequence[Path],
    given: Given,
    replace: bool = False,
    progress: bool = False,
    by: str = COMMAND_LINE,
) -> list[Added]:
    """Read every file, index and write every notice; an error leaves everything as it was.

    A notice that is there already with the same characters is left alone. ``DuplicateNotice`` when
    the same 文号 is there with other characters and ``replace`` is false, or is given twice.
    """
    # A file is read in a process of its own: what comes after it is loaded meanwhile. Not sooner:
    # beside it the library's thousands of small files take five times as long.
    with ThreadPoolExecutor(1) as beside, drafting(settings, Note(What.ADD, by), progress) as draft:
        beside.submit(warm)
        read = [(p, d) for p in files for d in read_file(settings, p, given, progress)]
        return [_write(draft, each) for each in plan(draft.before, read, replace)]


def build(settings: Settings, progress: bool = False, embedder: Embedder | None = None) -> None:
    """Bring the index up to date, and keep the parsed notices for a quick start."""
    with drafting(settings, Note(What.BUILD), progress, embedder):
        pass


def _write(draft: Draft, planned: Planned) -> Added:
    values = planned.values
    if planned.new:
        values = draft.write(planned.document, values, planned.path.read_bytes()).values
    return Added(planned.document, values, planned.new)


def remove(settings: Settings, wanted: str, progress: bool = False, by: str = COMMAND_LINE) -> str:
    """Remove a notice by id or 文号; a shipped one is only hidden in this data folder."""
    with drafting(settings, Note(What.REMOVE, by), progress) as draft:
        ids = [n.id for n in draft.before.notices if wanted in (n.id, n.doc_number)]
        if not ids:
            raise UnknownNotice(f"库里没有编号或文号为“{wanted}”的文件，可用 list 查看。")
        draft.remove(ids[0])
        return ids[0]


def extract_again(settings: Settings) -> list[tuple[str, int]]:
    """Read every notice's values anew from its kept text; people's decisions stay.

    For a new version of the grammar: the ids with how many values each has now. A shipped notice
    is changed where it lies, as those who keep the product do.
    """
    with write_lock(settings.data):
        for entry in load_library(settings).entries.values():
            if entry.folder.parent == settings.shipped:
                store.replace_values(entry.folder, _extracted(entry))
        with drafting(settings, Note(What.EXTRACT)) as draft:
            for entry in draft.before.entries.values():
                document, values = _related(entry.document), _extracted(entry)
                if values != entry.values or document != entry.document:
                    draft.revise(document, values)
            return [(i, len(entry.values)) for i, entry in draft.entries.items()]


def _related(document: NoticeText) -> NoticeText:
    """The notice with its relations read anew; what its file says of its parts stays."""
    notice = document.notice
    linked = tuple(r for r in notice.relations if r.staff or not r.quote)
    found = relations_of(notice.title, document.text, document.clauses)
    if (*found, *linked) == notice.relations:
        return document
    update = {"relations": (*found, *linked)}
    return document.model_copy(update={"notice": notice.model_copy(update=update)})


def _extracted(entry: Entry) -> tuple[PolicyValue, ...]:
    document = entry.document
    return carried(document, entry.values, document, values_of(document)).values


def publish(
    settings: Settings,
    read: Sequence[Publication],
    replace: bool = False,
    by: str = COMMAND_LINE,
) -> list[Added]:
    """Put notices that people have looked through into the corpus, with their decisions.

    ``DuplicateNotice`` when the same 文号 is there with other characters and ``replace`` is false.
    """
    with drafting(settings, Note(What.ADD, by)) as draft:
        added = []
        for document, values, source in read:
            known = draft.before.entries.get(document.notice.id)
            same = known is not None and is_same(known.document, document)
            new = is_new(draft.before, document, values, replace or same)
            entry = draft.write(document, values, source) if new else None
            added.append(Added(document, entry.values if entry else values, new))
        return added


class Typed(NamedTuple):
    """A notice after typing (改字), and the values that this confirmed."""

    notice: Notice
    values: tuple[PolicyValue, ...]


def retype(
    settings: Settings,
    wanted: str,
    was: str,
    words: str,
    which: int | None = None,
    by: str = COMMAND_LINE,
) -> Typed:
    """Put right what was recognised wrongly in a notice, named by id or 文号.

    ``UnknownNotice``; ``BadChoice`` when the characters ``was`` stand nowhere, or several times and
    ``which`` (from 1) does not say which.
    """
    done: list[Typed] = []

    def decision(
        document: NoticeText, values: tuple[PolicyValue, ...]
    ) -> tuple[NoticeText, tuple[PolicyValue, ...]]:
        hand = Hand(by, now())
        made, held = replaced(document, values, place_of(document.text, was, which), words, hand)
        before = {reading(v) for v in values if v.status is ValueStatus.CONFIRMED}
        confirmed = [v for v in held if v.status is ValueStatus.CONFIRMED]
        new = tuple(v for v in confirmed if reading(v) not in before)
        done.append(Typed(made.notice, new))
        return made, held

    ids = [n.id for n in load_library(settings).notices if wanted in (n.id, n.doc_number)]
    if not ids:
        raise UnknownNotice(f"库里没有编号或文号为“{wanted}”的文件，可用 list 查看。")
    decide(settings, ids[0], decision, by, f"“{was}”→“{words}”", What.RETYPE)
    return done[0]


def decide(
    settings: Settings,
    ident: str,
    decision: Decision,
    by: str = COMMAND_LINE,
    what: str = "",
    kind: What = What.CONFIRM,
) -> None:
    """Let a person's decision on a notice hold; ``what`` says which, for the history.

    ``UnknownNotice`` when it is gone; what the decision itself raises changes nothing.
    """
    with drafting(settings, Note(kind, by, note=what)) as draft:
        entry = draft.before.entries.get(ident)
        if entry is None:
            raise UnknownNotice(f"库里没有编号为“{ident}”的文件了。")
        places = store.load_places(entry.folder)
        placed = entry.document.model_copy(update={"places": places})
        document, values = decision(placed, tuple(entry.values))
        if document.notice.id != ident:
            raise BadChoice("文号变了就是另一份通知：请移除这一份，重新收文，在收文箱里改文号。")
        draft.revise(document, values)
