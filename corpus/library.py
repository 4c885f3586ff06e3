"""The library (文件库): all notices, clauses and values of one corpus version, in memory."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from corpus import kept, store
from corpus.documents import Documents, mark
from corpus.errors import CorpusError
from corpus.jurisdictions import Places, places
from corpus.model import Citation, Clause, Notice, NoticeText, PolicyValue, Role
from corpus.settings import Settings
from corpus.standing import Ending, endings
from corpus.transaction import View, steady
from corpus.unsure import open_ranges, touches

REMOVED, NOTICES = "removed.txt", "notices"
VERSIONED_FILES = (store.NOTICE, store.TEXT, store.VALUES, store.RELATIONS)


class Entry:
    """One notice of the library with its text, clauses and values."""

    ended: frozenset[str] = frozenset()
    """Clauses that are no longer to be used."""

    def __init__(
        self, document: NoticeText, values: Sequence[PolicyValue], folder: Path, digest: str = ""
    ) -> None:
        """``digest`` is of the notice's files; empty when the notice lies in none."""
        self.notice = document.notice
        self.folder = folder
        self.digest = digest
        self._document = document
        self._values = tuple(values)

    @property
    def document(self) -> NoticeText:
        """The notice with its text and clauses."""
        return self._document

    @property
    def values(self) -> tuple[PolicyValue, ...]:
        """Its values, those too that people have rejected."""
        return self._values

    @property
    def text(self) -> str:
        """Its canonical text."""
        return self.document.text

    @cached_property
    def mark(self) -> str:
        """What tells whether its part of an index is up to date."""
        return mark(self.document)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Its clauses by id."""
        return {c.id: c for c in self.document.clauses}


class CutEntry(Entry):
    """A notice without the clauses that others have ended, and without the values in them.

    All its clauses can still be looked up: what stands may cite a heading or a list that does not.
    """

    def __init__(self, whole: Entry, ends: Iterable[Ending]) -> None:
        """``ends`` of other notices are left alone."""
        own, clauses = [e for e in ends if e.of == whole.notice.id], whole.document.clauses
        self.notice, self.folder, self.digest = whole.notice, whole.folder, whole.digest
        self.ended = frozenset(c.id for c in clauses if any(e.ends(c, clauses) for e in own))
        held = tuple(c for c in clauses if c.id not in self.ended)
        self._document = whole.document.model_copy(update={"clauses": held})
        self._values = tuple(v for v in whole.values if v.clause not in self.ended)
        self._whole = whole

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """All clauses by id, those too that ended."""
        return self._whole.clauses


class KeptEntry(Entry):
    """A notice that was parsed before; text, clauses and values are unpacked when needed."""

    def __init__(self, row: kept.Row, folder: Path) -> None:
        """The row stays in memory: what another process changes meanwhile changes nothing here."""
        self.notice = kept.notice_in(row)
        self.folder = folder
        self.digest = row.digest
        self.mark = row.mark
        self._row = row

    @cached_property
    def _body(self) -> kept.Body:
        return kept.body_in(self._row)

    @cached_property
    def _whole(self) -> NoticeText:
        return NoticeText(notice=self.notice, text=self.text, clauses=self._body.clauses)

    @property
    def document(self) -> NoticeText:
        """The notice with its text and clauses."""
        return self._whole

    @property
    def values(self) -> tuple[PolicyValue, ...]:
        """Its values, those too that people have rejected."""
        return self._body.values

    @cached_property
    def text(self) -> str:
        """Its canonical text."""
        return kept.text_in(self._row)


@dataclass
class Library:
    """All notices of one corpus version and the look-ups over them."""

    entries: dict[str, Entry]
    version: str
    places: Places
    view: View | None = None
    """How the data folder was read, where one was: an equal view means that nothing changed."""
    _by_place: dict[str, list[Notice]] = field(init=False)
    endings: tuple[Ending, ...] = field(init=False)
    """What its notices end of one another, wholly or in single articles."""
    _on: dict[tuple[Ending, ...], Library] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_place = {}
        for notice in self.notices:
            self._by_place.setdefault(notice.jurisdiction, []).append(notice)
        self.endings = endings(self.notices)
        self._on = {}

    @property
    def notices(self) -> list[Notice]:
        """All notices, in the order of their ids."""
        return [e.notice for e in self.entries.values()]

    @property
    def documents(self) -> Documents:
        """All notices with their texts and clauses, each read when it is asked for."""
        return documents_of(list(self.entries.values()))

    @property
    def jurisdictions(self) -> Collection[str]:
        """The adcodes of the places that have a notice of their own."""
        return self._by_place.keys()

    def clause(self, clause_id: str) -> Clause:
        """The clause of this id; ``KeyError`` when there is none."""
        return self.entries[clause_id.partition("#")[0]].clauses[clause_id]

    def text(self, notice_id: str) -> str:
        """The canonical text of a notice."""
        return self.entries[notice_id].text

    def says(self, words: str) -> bool:
        """Whether any notice, of whatever place, has these words in its text."""
        return any(words in entry.text for entry in self.entries.values())

    def values(self, notices: Iterable[str] | None = None) -> list[PolicyValue]:
        """All values that answers may use, of all notices or of those named."""
        ids = self.entries if notices is None else notices
        return [v for i in ids for v in self.entries[i].values if not v.withheld]

    def waits(self, notice_id: str) -> bool:
        """Whether figures of a notice wait for a person, and answers do without them."""
        entry = self.entries[notice_id]
        return bool(entry.notice.unsure and open_ranges(entry.notice, entry.values))

    def doubted(self, notice_id: str) -> set[str]:
        """The known keys of which a notice has figures that wait for a person."""
        entry = self.entries[notice_id]
        if not entry.notice.unsure:
            return set()
        return {v.key for v in entry.values if v.key and v.uncertain and v.withheld}

    def is_unsure(self, span: Citation | Clause) -> bool:
        """Whether characters hold a figure that OCR may have misread and nobody confirmed."""
        entry = self.entries[span.notice]
        return (
            touches(span, open_ranges(entry.notice, entry.values)) if entry.notice.unsure else False
        )

    def governing(
        self, place: str, as_of: dt.date | None = None, case: dt.date | None = None
    ) -> list[Notice]:
        """The notices that hold in ``place`` (adcode), nearest level first.

        A notice holds everywhere inside its own place. With ``as_of``, notices issued later
        are left out, and so are those that another notice had repealed by then; by the day of the
        ``case`` (出院), where the question has one.
        """
        chain = {j.adcode: n for n, j in enumerate(self.places.ancestors(place))}
        near = [n for a in chain for n in self._by_place.get(a, ())]
        found = self.in_force(near, as_of, case)
        return sorted(found, key=lambda n: (chain[n.jurisdiction], _newest_first(n)))

    def in_force(
        self, notices: Iterable[Notice], as_of: dt.date | None, case: dt.date | None = None
    ) -> list[Notice]:
        """Those of the notices that were issued by a day and not wholly ended by another.

        ``case``: what ended only after that day still holds for it.
        """
        day = min(as_of, case) if as_of and case else as_of
        ended = {e.of for e in self.endings if e.whole and e.works(day)}
        return [n for n in notices if known_on(n, as_of) and n.id not in ended]

    def ending(self, notice_id: str, as_of: dt.date | None = None) -> Ending | None:
        """By what a notice was wholly ended on a day; ``None`` while it stands."""
        own = (e for e in self.endings if e.of == notice_id and e.whole and e.works(as_of))
        return next(own, None)

    def on(self, as_of: dt.date) -> Library:
        """The library with the articles cut that other notices have ended by a day.

        What is wholly ended stays: it answers about itself, and :meth:`in_force` leaves it out.
        """
        works = tuple(e for e in self.endings if not e.whole and e.works(as_of))
        if not works:
            return self
        if works not in self._on:
            cut = {e.of: CutEntry(self.entries[e.of], works) for e in works}
            self._on[works] = Library(self.entries | cut, self.version, self.places, self.view)
        return self._on[works]

    def is_ended(self, clause: Clause) -> bool:
        """Whether a clause is cut from this library: it may be looked up, but not told."""
        return clause.id in self.entries[clause.notice].ended

    def begins(self, notice_id: str) -> dt.date | None:
        """The first day on which a notice takes the place of another; ``None`` if it never does."""
        days = [e.since for e in self.endings if e.by == notice_id and e.since]
        return min(days, default=None)

    def touching(self, place: str) -> list[Notice]:
        """The notices of ``place``, of the places above it and of those inside it."""
        above = {j.adcode for j in self.places.ancestors(place)}
        near = [a for a in self._by_place if a in above or self.places.contains(place, a)]
        return [n for a in near for n in self._by_place[a]]

    def lookup(
        self, key: str, place: str, group: str | None = None, date: dt.date | None = None
    ) -> list[PolicyValue]:
        """Standards of a known ``key`` that hold in ``place`` on ``date``, nearest level first.

        ``group`` is a group key; values that name no group hold for every group.
        """
        return [
            v
            for notice in self.governing(place, date)
            for v in (self.on(date) if date else self).entries[notice.id].values
            if v.key == key and v.role is Role.STANDARD and _holds(v, group, date)
        ]


def documents_of(entries: Sequence[Entry]) -> Documents:
    """The documents of entries, each read when it is asked for."""
    return Documents([partial(_document, e) for e in entries], [e.mark for e in entries])


def _document(entry: Entry) -> NoticeText:
    return entry.document


def known_on(notice: Notice, as_of: dt.date | None) -> bool:
    """Whether the notice had been issued by that day."""
    return as_of is None or notice.issued_on is None or notice.issued_on <= as_of


def _newest_first(notice: Notice) -> int:
    return -(notice.issued_on or dt.date.min).toordinal()


def _holds(value: PolicyValue, group: str | None, date: dt.date | None) -> bool:
    if value.withheld:
        return False
    named = {m.key for m in value.group.members} if value.group else {group}
    if group is not None and group not in named:
        return False
    return date is None or value.effective_from is None or value.effective_from <= date


def removed_ids(view: View) -> set[str]:
    """Ids of shipped notices that were taken out of this data folder, one a line."""
    path = view.path(REMOVED)
    return set(path.read_text("utf-8").split()) if path.is_file() else set()


def notice_folders(settings: Settings, view: View) -> list[Path]:
    """Folders of all notices of this data folder: the shipped ones and the added ones.

    A notice added under the id of a shipped one takes its place.
    """
    found = {path.name: path for path in store.notice_folders(settings.shipped)}
    added = view.below(NOTICES)
    found |= {name: path for name, path in added.items() if (path / store.NOTICE).is_file()}
    removed = removed_ids(view)
    return [found[i] for i in sorted(found) if i not in removed]


def corpus_version(settings: Settings) -> str:
    """The version of what lies in a data folder, without parsing it."""
    return steady(settings.data, lambda view: version_of(_digests(notice_folders(settings, view))))


def version_of(digests: Mapping[str, str]) -> str:
    """Digest of everything an answer can depend on: twelve hexadecimal characters.

    ``digests`` are those of the notices' files, by the notice's id.
    """
    lines = "".join(f"{ident}\n{digests[ident]}\n" for ident in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def _digests(folders: Sequence[Path]) -> dict[str, str]:
    return {folder.name: digest_of(folder) for folder in folders}


def digest_of(folder: Path) -> str:
    """Digest of a notice's versioned files, each with its name and length."""
    digest = hashlib.sha256()
    for name in VERSIONED_FILES:
        try:
            # Thousands of small files at every start: unbuffered they take half the time.
            with open(folder / name, "rb", buffering=0) as file:
                content = file.read()
        except FileNotFoundError:
            continue
        digest.update(f"{name}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def load_library(settings: Settings, spare: Callable[[str], bool] = lambda _: False) -> Library:
    """Load all notices of a data folder; ``CorpusError`` names a damaged file.

    ``spare``: of which ids a damaged notice is left out, since it is about to be put right.
    """
    return steady(settings.data, partial(_load, settings, spare))


def _load(settings: Settings, spare: Callable[[str], bool], view: View) -> Library:
    folders = {folder.name: folder for folder in notice_folders(settings, view)}
    digests = _digests(list(folders.values()))
    rows = kept.kept_rows(settings.data, list(digests.values()))
    entries: dict[str, Entry] = {}
    for ident, digest in digests.items():
        with suppress(CorpusError) if spare(ident) else nullcontext():
            known = rows.get(digest)
            folder = folders[ident]
            entry = KeptEntry(known, folder) if known else _parsed(folder, digest)
            entries[entry.notice.id] = entry
    version = version_of({entry.folder.name: entry.digest for entry in entries.values()})
    return Library(entries, version, places(), view)


def _parsed(folder: Path, digest: str) -> Entry:
    document, values = store.load_notice(folder)
    return Entry(document, values, folder, digest)


def keep_entries(settings: Settings, entries: Collection[Entry]) -> None:
    """Keep the parsed notices for the next start, and only these. Hold the write lock.

    A notice whose files were changed while it was being parsed is left for the next time.
    """
    new = (
        kept.pack(e.digest, e.document, e.values)
        for e in entries
        if not isinstance(e, KeptEntry) and e.digest == digest_of(e.folder)
    )
    kept.keep(settings.data, new, {e.digest for e in entries})
