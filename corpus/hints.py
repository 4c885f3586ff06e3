"""Soft hints (说明): what may be amiss with a notice, which only a person can tell.

One notice taken in twice under two 文号; a notice that changes older ones without naming them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import yaml

from corpus.alarm import Alarm, AlarmKind
from corpus.library import Library
from corpus.model import Notice, RelationKind, Role
from corpus.structure.naming import named_in

_DATA = Path(__file__).parent / "lexicon" / "hints.yaml"
_SENTENCE = re.compile("[^。；\n]+[。；]?")
_REMARK = re.compile(r"（[^（）]{1,10}）$|\s")
_APART = 31  # days: the same title later in the year is a notice of its own
_SHOWN = 3
_OWN_KEYS = ("validity_period", "effective_date")  # every notice has them


@lru_cache(maxsize=1)
def _changes() -> tuple[re.Pattern[str], ...]:
    with _DATA.open(encoding="utf-8") as file:
        words: dict[str, list[str]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return tuple(re.compile(pattern) for pattern in words["unnamed_change"])


def twins(library: Library, as_of: dt.date, about: Collection[str] | None) -> Iterator[Alarm]:
    """Notices in force of one title, place and year that have two 文号: perhaps one taken twice."""
    near = library.notices
    if about is not None:
        places = {library.entries[i].notice.jurisdiction for i in about}
        near = [n for n in near if n.jurisdiction in places]
    same: dict[tuple[object, ...], list[Notice]] = {}
    for notice in library.in_force(near, as_of):
        title = _REMARK.sub("", notice.title)
        same.setdefault((title, notice.jurisdiction, notice.benefit_years), []).append(notice)
    for found in same.values():
        for one, other in combinations(found, 2):
            if (about is None or {one.id, other.id} & set(about)) and _may_be_one(one, other):
                yield _twin(one, other)


def _may_be_one(one: Notice, other: Notice) -> bool:
    offices = not one.issuers or not other.issuers or bool({*one.issuers} & {*other.issuers})
    days = [n.issued_on for n in (one, other) if n.issued_on]
    near = len(days) < 2 or abs((days[0] - days[1]).days) <= _APART
    forwarded = any(r.kind is RelationKind.FORWARDS for n in (one, other) for r in n.relations)
    return offices and near and not forwarded


def _twin(one: Notice, other: Notice) -> Alarm:
    names = "和".join(n.doc_number or f"没有文号的一份（{n.id}）" for n in (one, other))
    text = f"{names}标题、地方、年度都一样，可能是同一份通知收了两遍；请核对文号，多余的一份移除。"
    return Alarm(kind=AlarmKind.TWIN, text=text, information=True)


def unnamed_changes(library: Library, notice: Notice, as_of: dt.date) -> Iterator[Alarm]:
    """A notice that changes older ones without naming them, where the library has such."""
    said = next(_unnamed(library.entries[notice.id].document.text), "")
    older = _older(library, notice, as_of) if said else []
    if older:
        text = (
            f"{_name(notice)} 似乎改了旧文件，没有写是哪一份：“{said}”。库里同一地方、较早、"
            f"还有效、说到同样标准的有 {_listed(older)}；是它们的话，请登记修改或废止。"
        )
        yield Alarm(kind=AlarmKind.UNNAMED, text=text, information=True)


def _name(notice: Notice) -> str:
    return notice.doc_number or f"《{notice.title}》"


def _listed(notices: list[Notice]) -> str:
    more = f"等 {len(notices)} 份" if len(notices) > _SHOWN else ""
    return "、".join(map(_name, notices[:_SHOWN])) + more


def _unnamed(text: str) -> Iterator[str]:
    """The sentences that speak of changing what other documents say, and name none."""
    for sentence in _SENTENCE.finditer(text):
        changes = any(p.search(sentence[0]) for p in _changes())
        if changes and not named_in(text, *sentence.span()):
            yield sentence[0].rstrip("。；")


def _older(library: Library, notice: Notice, as_of: dt.date) -> list[Notice]:
    """Earlier notices of the place, in force, of the same standards, with no relation to it."""
    keys = _standards(library, notice)
    known = {e.of for e in library.endings if e.by == notice.id}
    near = [n for n in library.notices if n.jurisdiction == notice.jurisdiction]
    return [
        other
        for other in library.in_force(near, as_of)
        if other.id not in known
        and other.issued_on
        and notice.issued_on
        and other.issued_on < notice.issued_on
        and keys & _standards(library, other)
    ]


def _standards(library: Library, notice: Notice) -> set[str]:
    values = library.entries[notice.id].values
    return {v.key for v in values if v.key and v.key not in _OWN_KEYS and v.role is Role.STANDARD}
