"""Disagreement alarms (矛盾提醒): what staff should look at before people ask about it.

An alarm is raised only where two values are surely of one thing: the same standard, group, cases,
insurance and year. A needless alarm teaches people not to look.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import yaml

from corpus.alarm import Alarm, AlarmKind
from corpus.articles import in_articles
from corpus.differences import Differences
from corpus.extract.lexicon import key_name
from corpus.hints import twins, unnamed_changes
from corpus.library import Library
from corpus.listing import figure_words, name_words
from corpus.model import Bound, Citation, ConditionKind, Notice, PolicyValue, Role
from corpus.standing import ending_relations, titled

__all__ = ["Alarm", "AlarmKind", "alarms", "vanished"]

_DATA = Path(__file__).parent / "lexicon" / "alarms.yaml"
_YEAR = re.compile(r"(20\d{2})年")
FLOORS, CEILINGS = (Bound.AT_LEAST, Bound.MORE_THAN), (Bound.AT_MOST, Bound.LESS_THAN)


class _Thing(NamedTuple):
    """What two values must have in common to be of one thing."""

    key: str
    label: str
    kind: str
    unit: str
    group: frozenset[str]
    conditions: frozenset[str]
    cases: frozenset[str]


class _Held(NamedTuple):
    """A value in force, what it is of, whom it insures and the years it speaks for."""

    value: PolicyValue
    thing: _Thing
    insured: frozenset[str]
    years: frozenset[int]


def alarms(
    library: Library, as_of: dt.date, about: Collection[str] | None = None
) -> tuple[Alarm, ...]:
    """What is to be looked at in a library on a day; with ``about``, what these notices cause."""
    held = _held(library, as_of, about)
    found = [*_disagreements(library, held, about), *_bounds(library, held, about)]
    known = {n.doc_number for n in library.notices}
    own = [n for n in library.notices if about is None or n.id in about]
    for notice in own:
        found += _endings(library, notice, known)
        found += unnamed_changes(library, notice, as_of) if about is not None else ()
    found += twins(library, as_of, about)
    return tuple(sorted(found, key=lambda a: a.information))


def vanished(found: Differences) -> Iterator[Alarm]:
    """Known standards that a replacement no longer has: rules that read them find nothing."""
    for value in found.lost:
        if value.key and value.role is Role.STANDARD and not value.withheld:
            name = f"“{name_words(value)}”（{key_name(value.key)}）"
            text = f"替换以后没有{name}了，问到和算到它就没有依据。"
            yield Alarm(kind=AlarmKind.VANISHED, text=text, citations=(value.citations.value,))


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    with _DATA.open(encoding="utf-8") as file:
        words: dict[str, list[str]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return words


def _held(library: Library, as_of: dt.date, about: Collection[str] | None) -> list[_Held]:
    """The known standards in force; with ``about``, those of the places above and inside theirs."""
    cut = library.on(as_of)
    near = library.notices if about is None else _touching(library, about)
    known = library.in_force(near, as_of)
    standing = [n for n in known if n.effective_to is None or n.effective_to >= as_of]
    skipped = _words()["of_document"]
    return [
        _read(cut, value)
        for notice in standing
        for value in cut.values([notice.id])
        if value.key and value.key not in skipped and value.role is Role.STANDARD
    ]


def _touching(library: Library, about: Iterable[str]) -> list[Notice]:
    places = {library.entries[i].notice.jurisdiction for i in about}
    found = {n.id: n for place in sorted(places) for n in library.touching(place)}
    return [found[i] for i in sorted(found)]


def _read(library: Library, value: PolicyValue) -> _Held:
    notice, clause = library.entries[value.notice].notice, library.clause(value.clause)
    insurance = [c.text for c in value.conditions if c.kind is ConditionKind.INSURED]
    told = [c.text for c in value.conditions if c.kind is not ConditionKind.INSURED]
    around = " ".join((value.label, *clause.headings, *told))
    words = _words()
    thing = _Thing(
        key=value.key or "",
        label="" if value.key in words["named_by_key"] else value.label,
        kind=value.kind.value,
        unit=value.unit,
        group=_group(value),
        conditions=frozenset(told),
        cases=frozenset(w for w in words["cases"] if w in around),
    )
    insured = " ".join((around, notice.title, *insurance))
    own = frozenset(w for w in words["insured"] if w in insured)
    return _Held(value, thing, own, _years(value, notice, clause.text))


def _group(value: PolicyValue) -> frozenset[str]:
    if value.group is None:
        return frozenset()
    ages = f"{value.group.min_age}-{value.group.max_age}"
    left_out = {f"-{m.key or m.name}" for m in value.group.excludes}
    return frozenset({m.key or m.name for m in value.group.members} | left_out | {ages})


def _years(value: PolicyValue, notice: Notice, around: str) -> frozenset[int]:
    """The years it speaks for; its notice's or its clause's (``around``) where it states none.

    None at all for a standing rule.
    """
    if value.benefit_year:
        return frozenset({value.benefit_year})
    if value.effective_from:
        return frozenset({value.effective_from.year})
    told = _YEAR.findall(notice.title) or _YEAR.findall(around)
    return frozenset(notice.benefit_years) or frozenset(map(int, told))


def _comparable(one: _Held, other: _Held) -> bool:
    """Whether both speak of the same insurance and year; neither has a year, or they share one."""
    insured = one.insured == other.insured or not (one.insured and other.insured)
    return insured and (one.years == other.years or bool(one.years & other.years))


def _figure(value: PolicyValue) -> tuple[str, Bound]:
    return repr(value.value), value.bound


def _disagreements(
    library: Library, held: Sequence[_Held], about: Collection[str] | None
) -> Iterator[Alarm]:
    """Two notices in force in one place with other figures for one thing."""
    same: dict[tuple[str, _Thing], list[_Held]] = {}
    for each in held:
        same.setdefault((each.value.jurisdiction, each.thing), []).append(each)
    for (place, _), values in same.items():
        for one, other in combinations(values, 2):
            apart = one.value.notice != other.value.notice
            if not apart or not _comparable(one, other) or not _is_about(about, one, other):
                continue
            if _figure(one.value) != _figure(other.value) and not _is_agreed(values, one, other):
                yield _disagreement(library, place, one.value, other.value)


def _is_agreed(values: Sequence[_Held], one: _Held, other: _Held) -> bool:
    """Whether a notice states several figures for the thing, the other's among them."""
    stated = {_figure(v.value) for v in values if v.value.notice == one.value.notice}
    against = {_figure(v.value) for v in values if v.value.notice == other.value.notice}
    return _figure(other.value) in stated or _figure(one.value) in against


def _disagreement(library: Library, place: str, one: PolicyValue, other: PolicyValue) -> Alarm:
    name = library.places.get(place).name
    sides = "，".join(f"{_source(library, v)}是 {figure_words(v)}" for v in (one, other))
    text = f"{name}“{name_words(one)}”有两种说法：{sides}；两份都现行，没有谁废止或修改谁。"
    return Alarm(kind=AlarmKind.DISAGREE, text=text, citations=_cited(one, other))


def _bounds(
    library: Library, held: Sequence[_Held], about: Collection[str] | None
) -> Iterator[Alarm]:
    """A place's figure outside the bounds that a level above it sets."""
    upper: dict[tuple[str, str], list[_Held]] = {}
    for each in held:
        if each.value.bound in (*FLOORS, *CEILINGS):
            upper.setdefault((each.thing.key, each.value.jurisdiction), []).append(each)
    for low in held:
        for place in library.places.ancestors(low.value.jurisdiction)[1:]:
            for high in upper.get((low.thing.key, place.adcode), ()):
                kind = _outside(low.value, high.value)
                if kind and _is_under(low, high) and _is_about(about, low, high):
                    yield _out_of_bounds(library, kind, low.value, high.value)


def _outside(low: PolicyValue, high: PolicyValue) -> AlarmKind | None:
    if not (isinstance(low.value, Decimal) and isinstance(high.value, Decimal)):
        return None
    if high.bound in FLOORS and low.bound not in CEILINGS and low.value < high.value:
        return AlarmKind.BELOW_FLOOR
    if high.bound in CEILINGS and low.bound not in FLOORS and low.value > high.value:
        return AlarmKind.ABOVE_CEILING
    return None


def _is_under(low: _Held, high: _Held) -> bool:
    """Whether the upper level's bound is meant for the lower one's figure.

    A bound for all is no bound for a group of its own: students may pay less than 不低于400元.
    """
    one, other = low.thing, high.thing
    plain = one._replace(group=other.group, conditions=other.conditions)
    same = plain == other and other.conditions <= one.conditions
    group = one.group == other.group or (_is_for_all(low.value) and _is_for_all(high.value))
    return same and group and _comparable(low, high)


def _is_for_all(value: PolicyValue) -> bool:
    """Whether a value is for everybody, special groups aside."""
    members = value.group.members if value.group else ()
    return all(m.key in _words()["everybody"] for m in members)


def _out_of_bounds(library: Library, kind: AlarmKind, low: PolicyValue, high: PolicyValue) -> Alarm:
    name = library.places.get(low.jurisdiction).name
    word = "低于上级的底线" if kind is AlarmKind.BELOW_FLOOR else "高于上级的上限"
    sides = f"{_source(library, low)}是 {figure_words(low)}，{_source(library, high)}是 "
    text = f"{name}“{name_words(low)}”{word}：{sides}{figure_words(high)}。"
    return Alarm(kind=kind, text=text, citations=_cited(low, high))


def _endings(library: Library, notice: Notice, known: Container[str | None]) -> Iterator[Alarm]:
    """Documents and provisions that a notice ends and the corpus does not have."""
    if not any(True for _ in ending_relations(notice)):
        return
    ends = {(e.relation, e.of) for e in library.endings if e.by == notice.id}
    name = notice.doc_number or f"《{notice.title}》"
    for relation in ending_relations(notice):
        target = next((of for r, of in ends if r == relation), None)
        other = relation.doc_number or f"《{relation.title}》"
        if target is not None:
            clauses = library.entries[target].document.clauses
            for article in relation.articles:
                if not any(in_articles(c, (article,), clauses) for c in clauses):
                    text = f"{name} 说到 {other} 的{article}，那份文件里没有这一条；请核对。"
                    yield Alarm(kind=AlarmKind.NO_SUCH_ARTICLE, text=text)
        elif relation.doc_number not in known or relation.doc_number is None:
            if not titled(notice, relation.title or "", library.notices):
                text = f"{name} 废止或修改的 {other} 没有收录。"
                yield Alarm(kind=AlarmKind.UNKNOWN_DOCUMENT, text=text, information=True)


def _is_about(about: Collection[str] | None, one: _Held, other: _Held) -> bool:
    return about is None or one.value.notice in about or other.value.notice in about


def _source(library: Library, value: PolicyValue) -> str:
    notice = library.entries[value.notice].notice
    return notice.doc_number or f"《{notice.title}》"


def _cited(*values: PolicyValue) -> tuple[Citation, ...]:
    return tuple(v.citations.value for v in values)
