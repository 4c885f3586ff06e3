"""Writing the history (记历史): what a change touched, and what happened outside of any command."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from corpus.history import LOG, NOBODY_KNOWS, Event, History, Kept, Note, What, packed
from corpus.library import Entry, version_of
from corpus.settings import Settings
from corpus.store import NOTICE
from corpus.transaction import Pending

Entries = Mapping[str, Entry]
Read = Callable[[], bytes]


class Recorder:
    """Adds changes to a history, as part of a pending change of the data folder."""

    def __init__(self, settings: Settings, history: History) -> None:
        """Nothing is recorded yet."""
        self.state: dict[str, Kept] = dict(history.latest)
        """The notices as they are with what was recorded, by id."""
        self._shipped = settings.shipped
        self._events = list(history.events)
        self._history = history
        self._packs: dict[int, dict[str, Read]] = {}
        self._stored = set(history.holders)

    def outside(self, entries: Entries, at: dt.datetime) -> None:
        """Record what became of the notices since the last change, by hand or by an update.

        ``at`` is the time of the change that found it, which comes after it.
        """
        if not self._events:
            folders = {i: e.folder for i, e in entries.items()}
            self._record(Note(What.FIRST, at=at), entries, folders, ())
            return
        touched = {i for i, e in entries.items() if not self._is_known(i, e)}
        changed = touched | (self.state.keys() - entries.keys())
        product = {i for i in changed if self._is_products(i, entries.get(i))}
        for what, ids in ((What.PRODUCT, product), (What.BY_HAND, changed - product)):
            folders = {i: entries[i].folder for i in sorted(ids & touched)}
            if ids:
                self._record(Note(what, NOBODY_KNOWS, at), entries, folders, sorted(ids - touched))

    def _is_known(self, ident: str, entry: Entry) -> bool:
        return ident in self.state and self.state[ident].digest == entry.digest

    def _is_products(self, ident: str, entry: Entry | None) -> bool:
        """Whether it is the product's doing what became of a notice, and not a person's."""
        known = self.state.get(ident)
        if known is not None and not known.shipped:
            return False
        if entry is None:
            return not (self._shipped / ident / NOTICE).is_file()
        return entry.folder.parent == self._shipped

    def change(self, note: Note, entries: Entries, folders: Mapping[str, Path]) -> None:
        """Record a change: the notices after it, and the folders of those that it wrote."""
        new = {i: f for i, f in folders.items() if not self._is_same(i, f)}
        gone = [ident for ident in self.state if ident not in entries]
        if new or gone:
            self._record(note, entries, new, gone)

    def _is_same(self, ident: str, folder: Path) -> bool:
        return ident in self.state and self.state[ident].files == files_of(folder)

    def forget(self, ident: str, note: Note) -> None:
        """Wipe a notice's names and files from all that was recorded, and record that."""
        events = [_without(event, ident) for event in self._events]
        held = {
            sha
            for e in events
            for kept in e.notices.values()
            if kept
            for sha in kept.files.values()
        }
        for at, event in enumerate(events):
            left = tuple(sha for sha in event.stored if sha in held)
            if left != event.stored:
                events[at] = event.model_copy(update={"stored": left})
                self._packs[event.number] = {s: self._before(event.number, s) for s in left}
        self._events = events
        self._record(note, {}, {}, ())

    def _before(self, number: int, sha: str) -> Read:
        """How a file of a pack is read: from the draft, or from the history as it is."""
        return self._packs.get(number, {}).get(sha) or partial(self._history.content, sha)

    def _record(
        self, note: Note, entries: Entries, folders: Mapping[str, Path], gone: Iterable[str]
    ) -> None:
        before = version_of(self._digests()) if self._events else None
        notices: dict[str, Kept | None] = dict.fromkeys(gone)
        pack: dict[str, Read] = {}
        for ident, folder in folders.items():
            files = files_of(folder)
            new = {sha: folder / name for name, sha in files.items() if sha not in self._stored}
            pack |= {sha: path.read_bytes for sha, path in new.items()}
            notices[ident] = self._kept(entries[ident], files)
        for ident, kept in notices.items():
            self.state.pop(ident, None)
            if kept is not None:
                self.state[ident] = kept
        self._stored |= set(pack)
        self._packs[len(self._events) + 1] = pack
        self._events.append(
            Event(
                number=len(self._events) + 1,
                at=note.at,
                by=note.by,
                what=note.what,
                before=before,
                after=version_of(self._digests()),
                notices=notices,
                stored=tuple(pack),
                note=note.note,
            )
        )

    def _digests(self) -> dict[str, str]:
        return {ident: kept.digest for ident, kept in self.state.items()}

    def _kept(self, entry: Entry, files: dict[str, str]) -> Kept:
        notice = entry.notice
        return Kept(
            digest=entry.digest,
            title=notice.title,
            doc_number=notice.doc_number,
            files=files,
            shipped=entry.folder.parent == self._shipped,
        )

    def stage(self, pending: Pending) -> None:
        """Make what was recorded part of the pending change."""
        for number, pack in self._packs.items():
            if pack:
                _write_pack(pending.put(packed(number)), pack)
            else:
                pending.drop(packed(number))
        if self._packs:
            _write_log(pending.put(LOG), self._events)


def _without(event: Event, ident: str) -> Event:
    """A change without what it tells of a notice, but that it touched it."""
    kept = event.notices.get(ident)
    if kept is None:
        return event
    wiped = Kept(digest=kept.digest, shipped=kept.shipped, forgotten=True)
    return event.model_copy(update={"notices": {**event.notices, ident: wiped}})


def _write_log(path: Path, events: Iterable[Event]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(event.model_dump_json(exclude_defaults=True) + "\n" for event in events)


def _write_pack(path: Path, pack: Mapping[str, Read]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for sha, read in pack.items():
            made.writestr(sha, read())


def files_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a notice, by name."""
    paths = sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
