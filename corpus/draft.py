"""A change of the corpus while it is prepared (待发布的改动): notices written, changed, taken away.

Every command that changes the corpus works in one ``drafting`` block. At its end the index of what
the notices will be is made, and all of it holds at once or not at all.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from corpus import store
from corpus.carried import carried
from corpus.history import Note, What, read_history
from corpus.index import generation
from corpus.index.build import stage_index, tidy
from corpus.index.embedders.base import Embedder
from corpus.library import (
    NOTICES,
    REMOVED,
    Entry,
    Library,
    digest_of,
    documents_of,
    keep_entries,
    load_library,
    removed_ids,
)
from corpus.model import NoticeText, PolicyValue
from corpus.recording import Recorder, files_of
from corpus.replay import clear_replays
from corpus.settings import Settings
from corpus.transaction import Pending, changing, view, write_lock


class Draft:
    """The notices as they will be. Use ``drafting``."""

    def __init__(self, settings: Settings, change: Pending, before: Library, note: Note) -> None:
        """A draft that changes nothing yet."""
        self.before = before
        self.entries = dict(before.entries)
        """The notices as they will be, by id."""
        self.note = note
        """Who changes what; the block may say it more exactly."""
        self.history = read_history(settings.data)
        self.recorder = Recorder(settings, self.history)
        self.recorder.outside(before.entries, note.at)
        self._settings = settings
        self._change = change
        self._removed = removed_ids(view(settings.data))
        self._hidden = set(self._removed)
        self._folders: dict[str, Path] = {}
        self._shown: dict[str, Path] = {}

    def write(self, document: NoticeText, values: Iterable[PolicyValue], source: bytes) -> Entry:
        """Add or replace a notice; what people decided on values that read the same stays."""
        known = self.entries.get(document.notice.id)
        held = tuple(values)
        if known is not None:
            held = carried(known.document, known.values, document, held).values
            if self.note.what is What.ADD:
                self.note = replace(self.note, what=What.REPLACE)
        ident = document.notice.id
        rows = store.load_relations(self._folders.get(ident, known.folder)) if known else ()
        folder = self._folder(ident)
        store.fill(folder, document, held, source)
        if rows:
            (folder / store.RELATIONS).write_text(store.relations_yaml(rows), encoding="utf-8")
        return self._set(Entry(document, held, folder))

    def revise(self, document: NoticeText, values: Iterable[PolicyValue]) -> Entry:
        """Give a notice that is there other particulars or values; its other files stay."""
        held = tuple(values)
        folder = self._opened(document.notice.id)
        store.write_document(folder, document, held)
        return self._set(Entry(document, held, folder))

    def set_file(self, ident: str, name: str, content: bytes) -> Entry:
        """Put a file of its own beside those of a notice, or replace it."""
        folder = self._opened(ident)
        (folder / name).write_bytes(content)
        known = self.entries[ident]
        return self._set(Entry(known.document, known.values, folder))

    def put_back(self, ident: str, files: Mapping[str, bytes]) -> Entry:
        """Make a notice of files that it had before; the product's own if they are the same."""
        folder = self._folder(ident)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        shipped = self._settings.shipped / ident
        if shipped.is_dir() and files_of(shipped) == files_of(folder):
            return self._show(ident, shipped)
        return self._set(Entry(*store.load_notice(folder), folder))

    def _show(self, ident: str, shipped: Path) -> Entry:
        """Let a shipped notice be seen in the place of the one in the data folder."""
        self._forget_folder(ident)
        self._hidden.discard(ident)
        self._shown[ident] = shipped
        self.entries[ident] = Entry(*store.load_notice(shipped), shipped, digest_of(shipped))
        return self.entries[ident]

    def remove(self, ident: str) -> None:
        """Take a notice away; a shipped one is only hidden in this data folder."""
        del self.entries[ident]
        self._forget_folder(ident)
        if (self._settings.shipped / ident / store.NOTICE).is_file():
            self._hidden.add(ident)

    def _forget_folder(self, ident: str) -> None:
        self._folders.pop(ident, None)
        self._shown.pop(ident, None)
        self._change.drop(f"{NOTICES}/{ident}")

    def _folder(self, ident: str) -> Path:
        """An empty folder in the draft for a notice."""
        folder = self._change.put(f"{NOTICES}/{ident}")
        folder.mkdir()
        self._shown.pop(ident, None)
        self._folders[ident] = folder
        return folder

    def _opened(self, ident: str) -> Path:
        """The folder of a notice in the draft, with its files as they are."""
        if ident not in self._folders:
            shutil.copytree(self.entries[ident].folder, self._folder(ident), dirs_exist_ok=True)
        return self._folders[ident]

    def _set(self, entry: Entry) -> Entry:
        """Note a notice that was prepared, at the place where it will lie."""
        ident = entry.notice.id
        final = self._settings.data / NOTICES / ident
        rows = store.load_relations(entry.folder)
        notice = store.related(entry.notice, rows)
        document = entry.document.model_copy(update={"notice": notice})
        made = Entry(document, entry.values, final, digest_of(entry.folder))
        self.entries[ident] = made
        self._hidden.discard(ident)
        return made

    def stage(self, progress: bool = False, embedder: Embedder | None = None) -> None:
        """Prepare what goes with the notices: the list of removals, the history, the index."""
        self.recorder.change(self.note, self.entries, {**self._folders, **self._shown})
        self.recorder.stage(self._change)
        if self._hidden != self._removed:
            self._stage_hidden()
        entries = [self.entries[i] for i in sorted(self.entries)]
        if entries:
            documents = documents_of(entries)
            stage_index(self._settings, documents, self._change, progress, embedder)
        else:
            self._change.drop(generation.POINTER)

    def _stage_hidden(self) -> None:
        if self._hidden:
            lines = "\n".join(sorted(self._hidden)) + "\n"
            self._change.put(REMOVED).write_text(lines, encoding="utf-8")
        else:
            self._change.drop(REMOVED)


@contextlib.contextmanager
def drafting(
    settings: Settings,
    note: Note,
    progress: bool = False,
    embedder: Embedder | None = None,
    spare: Callable[[str], bool] = lambda _: False,
) -> Iterator[Draft]:
    """Change the corpus; what the block drafted holds at its end, and not if it fails.

    ``spare``: as for ``load_library``. ``CorpusBusy`` when another process is writing this data
    folder.
    """
    with write_lock(settings.data):
        library = load_library(settings, spare)
        with changing(settings.data) as change:
            draft = Draft(settings, change, library, note)
            yield draft
            draft.stage(progress, embedder)
        tidy(settings)
        clear_replays(settings.data)
        keep_entries(settings, draft.entries.values())
