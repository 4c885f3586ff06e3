"""The library (文件库): all notices, clauses and values of one corpus version, in memory."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus import store
from corpus.jurisdictions import Places, places
from corpus.model import Clause, Notice, NoticeText, PolicyValue, Role, ValueStatus
from corpus.settings import Settings

REMOVED = "removed.txt"
VERSIONED_FILES = ("notice.yaml", "text.txt", "values.yaml")


@dataclass(frozen=True)
class Entry:
    """One notice of the library with its text, clauses and values."""

    document: NoticeText
    values: tuple[PolicyValue, ...]
    folder: Path

    @property
    def notice(self) -> Notice:
        """The notice's metadata."""
        return self.document.notice


@dataclass
class Library:
    """All notices of one corpus version and the look-ups over them."""

    entries: dict[str, Entry]
    version: str
    places: Places
    _clauses: dict[str, Clause] = field(init=False)

    def __post_init__(self) -> None:
        self._clauses = {c.id: c for e in self.entries.values() for c in e.document.clauses}

    @property
    def notices(self) -> list[Notice]:
        """All notices, in the order of their ids."""
        return [e.notice for e in self.entries.values()]

    @property
    def documents(self) -> list[NoticeText]:
        """All notices with their texts and clauses."""
        return [e.document for e in self.entries.values()]

    def clause(self, clause_id: str) -> Clause:
        """The clause of this id; ``KeyError`` when there is none."""
        return self._clauses[clause_id]

    def text(self, notice_id: str) -> str:
        """The canonical text of a notice."""
        return self.entries[notice_id].document.text

    def values(self, notices: Iterable[str] | None = None) -> list[PolicyValue]:
        """All values that people have not rejected, of all notices or of those named."""
        ids = self.entries if notices is None else notices
        return [
            v for i in ids for v in self.entries[i].values if v.status is not ValueStatus.REJECTED
        ]

    def governing(self, place: str, as_of: dt.date | None = None) -> list[Notice]:
        """The notices that hold in ``place`` (adcode), nearest level first.

        A notice holds everywhere inside its own place. With ``as_of``, notices issued later
        are left out, and so are those that another notice had repealed by then.
        """
        chain = {j.adcode: n for n, j in enumerate(self.places.ancestors(place))}
        found = [n for n in self.notices if n.jurisdiction in chain and known_on(n, as_of)]
        repealed = self._repealed(as_of)
        found = [n for n in found if n.doc_number not in repealed]
        return sorted(found, key=lambda n: (chain[n.jurisdiction], _newest_first(n)))

    def lookup(
        self, key: str, place: str, group: str | None = None, date: dt.date | None = None
    ) -> list[PolicyValue]:
        """Standards of a known ``key`` that hold in ``place`` on ``date``, nearest level first.

        ``group`` is a group key; values that name no group hold for every group.
        """
        return [
            v
            for notice in self.governing(place, date)
            for v in self.entries[notice.id].values
            if v.key == key and v.role is Role.STANDARD and _holds(v, group, date)
        ]

    def _repealed(self, as_of: dt.date | None) -> set[str]:
        return {
            r.doc_number
            for n in self.notices
            if known_on(n, as_of)
            for r in n.relations
            if r.kind == "repeals" and r.doc_number
        }


def known_on(notice: Notice, as_of: dt.date | None) -> bool:
    """Whether the notice had been issued by that day."""
    return as_of is None or notice.issued_on is None or notice.issued_on <= as_of


def _newest_first(notice: Notice) -> int:
    return -(notice.issued_on or dt.date.min).toordinal()


def _holds(value: PolicyValue, group: str | None, date: dt.date | None) -> bool:
    if value.status is ValueStatus.REJECTED:
        return False
    named = {m.key for m in value.group.members} if value.group else {group}
    if group is not None and group not in named:
        return False
    return date is None or value.effective_from is None or value.effective_from <= date


def removed_ids(data: Path) -> set[str]:
    """Ids of shipped notices that were taken out of this data folder, one a line."""
    path = data / REMOVED
    return set(path.read_text("utf-8").split()) if path.is_file() else set()


def notice_folders(settings: Settings) -> list[Path]:
    """Folders of all notices of this data folder: the shipped ones and the added ones.

    A notice added under the id of a shipped one takes its place.
    """
    removed = removed_ids(settings.data)
    found: dict[str, Path] = {}
    for root in (settings.shipped, settings.data / "notices"):
        found |= {p.name: p for p in store.notice_folders(root)}
    return [found[i] for i in sorted(found) if i not in removed]


def corpus_version(folders: Sequence[Path]) -> str:
    """Digest of everything an answer can depend on, twelve hexadecimal characters."""
    digest = hashlib.sha256()
    for folder in folders:
        digest.update(folder.name.encode())
        for name in VERSIONED_FILES:
            path = folder / name
            digest.update(path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()[:12]


def load_library(settings: Settings) -> Library:
    """Load all notices of a data folder; ``CorpusError`` names a damaged file."""
    folders = notice_folders(settings)
    entries: dict[str, Entry] = {}
    for folder in folders:
        document, values = store.load_notice(folder)
        entries[document.notice.id] = Entry(document, tuple(values), folder)
    return Library(entries, corpus_version(folders), places())
