"""What adding files would do (预览): read, extracted and compared, with nothing written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from corpus.alarms import Alarm, alarms, vanished
from corpus.differences import Differences, differences
from corpus.intake import (
    Given,
    as_retyped,
    is_same,
    not_the_same,
    read_file,
    twice_given,
    values_of,
)
from corpus.library import Entry, Library, load_library
from corpus.model import Frozen, Notice, NoticeText, PolicyValue
from corpus.settings import Settings

FACTS = {
    "title": "标题",
    "doc_number": "文号",
    "issuers": "发文机关",
    "jurisdiction": "适用地区",
    "issued_on": "成文日期",
    "effective_from": "施行日期",
    "effective_to": "有效期止",
    "benefit_years": "待遇年度",
}


class Outcome(StrEnum):
    """What ``add`` would do with a notice."""

    NEW = "new"  # 加入
    SAME = "same"  # 已在库中，内容相同
    REPLACES = "replaces"  # 替换同文号的
    REFUSED = "refused"  # 同文号而内容不同


class Preview(Frozen):
    """One notice of a file as ``add`` would take it in (预览).

    ``document`` carries the places on the pages of its source. ``known`` is the notice of the same
    文号 that is there. ``facts`` names the particulars that differ from that one (成文日期 …),
    ``text_differs`` whether any character does, and ``differences`` its values. ``why`` is the
    sentence with which ``add`` refuses, else empty. ``alarms`` are those that it would raise.
    """

    file: str
    document: NoticeText
    values: tuple[PolicyValue, ...]
    outcome: Outcome
    why: str = ""
    known: Notice | None = None
    text_differs: bool = False
    facts: tuple[str, ...] = ()
    differences: Differences = Differences()
    alarms: tuple[Alarm, ...] = ()

    @property
    def uncertain(self) -> tuple[PolicyValue, ...]:
        """The values that wait for a person: OCR was not sure of their characters."""
        return tuple(v for v in self.values if v.uncertain)


def preview_files(
    settings: Settings,
    files: Sequence[Path],
    given: Given,
    replace: bool = False,
    progress: bool = False,
    as_of: dt.date | None = None,
) -> tuple[Preview, ...]:
    """Read every file and say what ``add`` would do; nothing is written, no lock is taken.

    With ``as_of`` (today) the previews carry the alarms that the notices would raise.
    Raises what reading a file raises (``UnreadableFile``, ``NoNoticeFound`` …), as ``add`` does.
    """
    library = load_library(settings)
    seen: dict[str, NoticeText] = {}
    previews = []
    for path in files:
        for document in read_file(settings, path, given, progress):
            previews.append(_preview(library, path, document, seen, replace))
            seen.setdefault(document.notice.id, document)
    return tuple(previews) if as_of is None else with_alarms(previews, library, as_of)


def with_alarms(
    previews: Sequence[Preview], library: Library, as_of: dt.date
) -> tuple[Preview, ...]:
    """The previews with the alarms that their notices would raise in a library on a day."""
    coming = [p for p in previews if p.outcome is not Outcome.SAME]
    entries = {p.document.notice.id: Entry(p.document, p.values, Path(p.file)) for p in coming}
    after = Library(library.entries | entries, library.version, library.places)
    return tuple(
        p.model_copy(update={"alarms": _alarms(p, after, as_of)}) if p in coming else p
        for p in previews
    )


def _alarms(preview: Preview, after: Library, as_of: dt.date) -> tuple[Alarm, ...]:
    found = alarms(after, as_of, {preview.document.notice.id})
    return (*vanished(preview.differences), *found)


def _preview(
    library: Library, path: Path, document: NoticeText, seen: dict[str, NoticeText], replace: bool
) -> Preview:
    document = as_retyped(library, document)
    preview = Preview(
        file=path.name, document=document, values=values_of(document), outcome=Outcome.NEW
    )
    twin = seen.get(document.notice.id)
    if twin is not None:
        same = is_same(twin, document)
        outcome = Outcome.SAME if same else Outcome.REFUSED
        why = "" if same else twice_given(document)
        return preview.model_copy(update={"outcome": outcome, "why": why})
    return beside_known(preview, library, replace)


def beside_known(preview: Preview, library: Library, replace: bool) -> Preview:
    """The preview beside the notice of the same 文号, where one is there."""
    document = preview.document
    known = library.entries.get(document.notice.id)
    if known is None:
        return preview
    if is_same(known.document, document):
        return preview.model_copy(update={"outcome": Outcome.SAME, "known": known.notice})
    found = differences(known.values, preview.values)
    return preview.model_copy(
        update={
            "outcome": Outcome.REPLACES if replace else Outcome.REFUSED,
            "why": "" if replace else not_the_same(document, found),
            "known": known.notice,
            "text_differs": known.text != document.text,
            "facts": differing_facts(known.notice, document.notice),
            "differences": found,
        }
    )


def differing_facts(before: Notice, after: Notice) -> tuple[str, ...]:
    """The names of the particulars that are not the same."""
    return tuple(
        name for field, name in FACTS.items() if getattr(before, field) != getattr(after, field)
    )
