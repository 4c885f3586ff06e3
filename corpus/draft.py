"""A change of the corpus while it is prepared (待发布的改动): notices written, changed, taken away.

Every command that changes the corpus works in one ``drafting`` block. At its end the index of what
the notices will be is made, and all of it holds at once or not at all.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus import store
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
from corpus.settings import Settings
from corpus.transaction import Pending, changing, view, write_lock


class Draft:
    """The notices as they will be. Use ``drafting``."""

    def __init__(self, settings: Settings, change: Pending, before: Library) -> None:
        """A draft that changes nothing yet."""
        self.before = before
        self.entries = dict(before.entries)
        """The notices as they will be, by id."""
        self._settings = settings
        self._change = change
        self._removed = removed_ids(view(settings.data))
        self._hidden = set(self._removed)
        self._folders: dict[str, Path] = {}

    def write(self, document: NoticeText, values: Iterable[PolicyValue], source: bytes) -> Entry:
        """Add or replace a notice; what people decided about the same figures stays."""
        ident = document.notice.id
        known = self.entries.get(ident)
        held = store.with_statuses(values, known.values if known else ())
        folder = self._folder(ident)
        store.fill(folder, document, held, source)
        return self._set(Entry(document, held, folder))

    def set_values(self, ident: str, values: Iterable[PolicyValue]) -> Entry:
        """Give a notice other values, or the same ones with other decisions."""
        held = tuple(values)
        folder = self._opened(ident)
        store.write_values(folder / store.VALUES, held)
        return self._set(Entry(self.entries[ident].document, held, folder))

    def set_file(self, ident: str, name: str, content: bytes) -> Entry:
        """Put a file of its own beside those of a notice, or replace it."""
        folder = self._opened(ident)
        (folder / name).write_bytes(content)
        known = self.entries[ident]
        return self._set(Entry(known.document, known.values, folder))

    def remove(self, ident: str) -> None:
        """Take a notice away; a shipped one is only hidden in this data folder."""
        del self.entries[ident]
        self._folders.pop(ident, None)
        if (self._settings.shipped / ident / store.NOTICE).is_file():
            self._hidden.add(ident)
        self._change.drop(f"{NOTICES}/{ident}")

    def _folder(self, ident: str) -> Path:
        """An empty folder in the draft for a notice."""
        folder = self._change.put(f"{NOTICES}/{ident}")
        folder.mkdir()
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
        made = Entry(entry.document, entry.values, final, digest_of(entry.folder))
        self.entries[ident] = made
        self._hidden.discard(ident)
        return made

    def stage(self, progress: bool = False, embedder: Embedder | None = None) -> None:
        """Prepare what goes with the notices: the list of removals and the index."""
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
    settings: Settings, progress: bool = False, embedder: Embedder | None = None
) -> Iterator[Draft]:
    """Change the corpus; what the block drafted holds at its end, and not if it fails.

    ``CorpusBusy`` when another process is writing this data folder.
    """
    with write_lock(settings.data):
        library = load_library(settings)
        with changing(settings.data) as change:
            draft = Draft(settings, change, library)
            yield draft
            draft.stage(progress, embedder)
        tidy(settings)
        keep_entries(settings, draft.entries.values())
