"""What became of the corpus (历史): every change, and enough kept to have any version again.

``<data>/history/log.jsonl`` has one line a change: who, when, what, the corpus version before and
after, and the notices that it touched with the SHA-256 of their files. ``<number>.zip`` beside it
holds the files that came with that change, each under its SHA-256; a file that an earlier change
brought is not kept twice. Lines are only ever added, but for a notice that must be forgotten.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from corpus.clock import now
from corpus.errors import CorpusError, ForgottenNotice, UnknownNotice, UnknownVersion
from corpus.model import Frozen
from corpus.transaction import View, steady

FOLDER = "history"
LOG = f"{FOLDER}/log.jsonl"
COMMAND_LINE, NOBODY_KNOWS = "命令行", "不详"
SHORTEST_VERSION = 4


class What(StrEnum):
    """What a change was (改动的种类)."""

    FIRST = "first"  # 最初
    ADD = "add"  # 加入
    REPLACE = "replace"  # 替换
    REMOVE = "remove"  # 移除
    RESTORE = "restore"  # 恢复
    CONFIRM = "confirm"  # 审核数值
    RETYPE = "retype"  # 改字
    RELATE = "relate"  # 登记文件关系
    EXTRACT = "extract"  # 重新抽取
    BY_HAND = "by_hand"  # 手工修改
    PRODUCT = "product"  # 产品更新
    BUILD = "build"  # 建索引
    FORGET = "forget"  # 抹去历史


@dataclass(frozen=True)
class Note:
    """Who changes what, and when (谁、何时、做什么); ``note`` says more where there is more."""

    what: What
    by: str = COMMAND_LINE
    at: dt.datetime = field(default_factory=now)
    note: str = ""


class Kept(Frozen):
    """A notice as it was: its names for people, its digest, and the SHA-256 of every file.

    ``shipped``: it lay in the product's folder. ``forgotten``: its files were wiped, as the law may
    demand.
    """

    digest: str
    title: str = ""
    doc_number: str | None = None
    files: dict[str, str] = Field(default_factory=dict)
    shipped: bool = False
    forgotten: bool = False


State = Mapping[str, Kept]
"""The notices of one version by id."""


class Event(Frozen):
    """One change (一次改动). ``notices`` are those it touched as they were then, ``None`` if gone.

    ``stored`` are the SHA-256 of the files that its zip holds.
    """

    number: int
    at: dt.datetime
    by: str
    what: What
    before: str | None
    after: str
    notices: dict[str, Kept | None]
    stored: tuple[str, ...] = ()
    note: str = ""


class History:
    """The changes of one data folder, oldest first."""

    def __init__(self, view: View, events: Sequence[Event]) -> None:
        """Use ``read_history``."""
        self.events = tuple(events)
        self._view = view
        self._packs: dict[str, zipfile.ZipFile] = {}

    @cached_property
    def holders(self) -> dict[str, int]:
        """The number of the change whose zip holds a file, by the file's SHA-256."""
        return {sha: e.number for e in reversed(self.events) for sha in e.stored}

    @cached_property
    def latest(self) -> State:
        """The notices after the last change."""
        return state_of(self.events)

    def state(self, version: str) -> State:
        """The notices of a version; ``UnknownVersion`` when the history has none like it."""
        at = max(n for n, e in enumerate(self.events, 1) if e.after == self.version(version))
        return state_of(self.events[:at])

    def version(self, given: str) -> str:
        """The whole version that a person names by it or by its first characters."""
        known = {e.after for e in self.events}
        found = {v for v in known if v.startswith(given) and len(given) >= SHORTEST_VERSION}
        if len(found) != 1:
            raise UnknownVersion(f"没有版本“{given}”，可用 python -m corpus history 查看。")
        return found.pop()

    def content(self, sha: str) -> bytes:
        """The content of a kept file; ``CorpusError`` when it is missing or damaged."""
        place = packed(self.holders.get(sha, 0))
        try:
            content = self._pack(place).read(sha)
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise CorpusError(f"历史“{place}”缺失或已损坏，请从备份恢复数据文件夹。") from error
        if hashlib.sha256(content).hexdigest() != sha:
            raise CorpusError(f"历史“{place}”已损坏，请从备份恢复数据文件夹。")
        return content

    def _pack(self, place: str) -> zipfile.ZipFile:
        """A zip, opened once: a large one lists ten thousand files."""
        if place not in self._packs:
            self._packs[place] = zipfile.ZipFile(self._view.path(place))
        return self._packs[place]

    def files(self, ident: str, kept: Kept, names: Iterable[str] | None = None) -> dict[str, bytes]:
        """The files of a notice as they were, all or those named, by name."""
        if kept.forgotten:
            raise ForgottenNotice(f"“{ident}”的历史已经抹去，这个版本拿不回来了。")
        wanted = kept.files if names is None else kept.files.keys() & set(names)
        return {name: self.content(kept.files[name]) for name in sorted(wanted)}

    def ident(self, wanted: str) -> str:
        """The id of a notice that ever was there, by its id or 文号; ``UnknownNotice``."""
        for event in reversed(self.events):
            for ident, kept in event.notices.items():
                if wanted == ident or (kept is not None and wanted == kept.doc_number):
                    return ident
        raise UnknownNotice(f"历史里没有编号或文号为“{wanted}”的文件。")


def state_of(events: Iterable[Event]) -> State:
    """The notices after these changes."""
    state: dict[str, Kept] = {}
    for event in events:
        for ident, kept in event.notices.items():
            state.pop(ident, None)
            if kept is not None:
                state[ident] = kept
    return state


def packed(number: int) -> str:
    """The place of the zip of a change."""
    return f"{FOLDER}/{number:06}.zip"


def read_history(data: Path) -> History:
    """The history of a data folder; without any changes where nothing was recorded yet."""
    return steady(data, _read)


def _read(view: View) -> History:
    path = view.path(LOG)
    if not path.is_file():
        return History(view, ())
    lines = path.read_bytes().splitlines()
    try:
        return History(view, [Event.model_validate_json(line) for line in lines])
    except ValidationError as error:
        raise CorpusError(f"“{LOG}”已损坏，请从备份恢复数据文件夹。") from error
