"""Relations that staff set (经办设定的关系): repeals, amendments and replacements, with their days.

They stand in ``relations.yaml`` in the folder of the notice that ends the other, so that they are
part of the corpus version, of its history and of a backup. What the text itself says stays in
``notice.yaml``; a person may say that it was read wrongly (``cancelled``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import store
from corpus.articles import in_articles
from corpus.draft import Draft, drafting
from corpus.errors import BadSetting, UnknownNotice
from corpus.history import COMMAND_LINE, Note, What
from corpus.library import Entry, Library
from corpus.model import Notice, Relation, RelationKind
from corpus.settings import Settings
from corpus.standing import ending_relations, since
from corpus.structure.lines import doc_number_line

KINDS = {
    RelationKind.REPEALS.value: "废止",
    RelationKind.AMENDS.value: "修改",
    RelationKind.REPLACES.value: "代替",
}


@dataclass(frozen=True)
class Related:
    """A relation as it was set, the notice that has it, and from which day it works."""

    notice: Notice
    relation: Relation
    since: dt.date | None


def relate(
    settings: Settings,
    wanted: str,
    kind: RelationKind,
    target: str,
    *,
    since_day: dt.date | None = None,
    articles: Sequence[str] = (),
    note: str = "",
    by: str = COMMAND_LINE,
) -> Related:
    """Say that a notice (id or 文号) repeals, amends or replaces another (id or 文号).

    The other need not be in the corpus if it has a 文号. ``articles`` are its provisions that
    alone are meant. ``UnknownNotice`` and ``BadSetting`` say what is wrong; nothing is changed.
    """
    with drafting(settings, Note(What.RELATE, by, note=note)) as draft:
        notice = notice_of(draft.before, wanted)
        other = _target(draft.before, target)
        relation = _relation(kind, other, target, since_day, tuple(articles))
        if other is not None:
            _check(notice, draft.before.entries[other.id], relation.articles)
        rows = [r for r in _rows(draft, notice) if not _is_about(r, relation)]
        _write(draft, notice, [*rows, relation])
        return Related(notice, relation, since(notice, relation))


def unrelate(
    settings: Settings, wanted: str, target: str, by: str = COMMAND_LINE
) -> tuple[Relation, ...]:
    """Take back what a notice does to another: what staff set goes, what was read is cancelled.

    Returns what no longer works; ``UnknownNotice`` when there was nothing.
    """
    with drafting(settings, Note(What.RELATE, by)) as draft:
        notice = notice_of(draft.before, wanted)
        other = _target(draft.before, target)
        meant = _relation(RelationKind.REPEALS, other, target, None, ())
        gone = tuple(r for r in ending_relations(notice) if _names_same(r, meant))
        if not gone:
            name = notice.doc_number or notice.title
            raise UnknownNotice(f"“{name}”没有对“{target}”的废止、修改或代替。")
        rows = [r for r in _rows(draft, notice) if r not in gone]
        rows += [_cancelled(r) for r in gone if not r.staff]
        _write(draft, notice, rows)
        return gone


def notice_of(library: Library, wanted: str) -> Notice:
    """The notice of this id or 文号; ``UnknownNotice`` when there is none."""
    for notice in library.notices:
        if wanted in (notice.id, notice.doc_number):
            return notice
    raise UnknownNotice(f"库里没有编号或文号为“{wanted}”的文件，可用 list 查看。")


def _target(library: Library, wanted: str) -> Notice | None:
    """The notice meant; ``None`` for a 文号 that is not in the corpus."""
    number = doc_number_line(wanted)
    for notice in library.notices:
        if notice.id == wanted or (notice.doc_number and notice.doc_number in (wanted, number)):
            return notice
    if number is None:
        raise UnknownNotice(f"“{wanted}”不是库里的编号，也不像文号；文号应像“闽医保〔2024〕70号”。")
    return None


def _relation(
    kind: RelationKind,
    other: Notice | None,
    target: str,
    since_day: dt.date | None,
    articles: tuple[str, ...],
) -> Relation:
    number = other.doc_number if other else doc_number_line(target)
    return Relation(
        kind=kind,
        doc_number=number,
        title=other.title if other else None,
        articles=articles,
        since=since_day,
        staff=True,
        notice=other.id if other and number is None else None,
    )


def _check(notice: Notice, other: Entry, articles: Sequence[str]) -> None:
    """A notice can't end itself, nor a provision that the other doesn't have."""
    if notice.id == other.notice.id:
        raise BadSetting("一份文件不能废止、修改或代替它自己。")
    clauses = other.document.clauses
    for article in articles:
        if not any(in_articles(c, (article,), clauses) for c in clauses):
            name = other.notice.doc_number or other.notice.title
            raise BadSetting(f"“{name}”里没有“{article}”，写法应像“第五条”或“一（一）”。")


def _rows(draft: Draft, notice: Notice) -> tuple[Relation, ...]:
    return store.load_relations(draft.entries[notice.id].folder)


def _write(draft: Draft, notice: Notice, rows: Sequence[Relation]) -> None:
    draft.set_file(notice.id, store.RELATIONS, store.relations_yaml(rows).encode())


def _is_about(row: Relation, relation: Relation) -> bool:
    """Whether a row is replaced by a relation: the same kind, document and provisions."""
    same = row.kind is relation.kind and _names_same(row, relation)
    return same and (row.cancelled or row.articles == relation.articles)


def _names_same(one: Relation, other: Relation) -> bool:
    named = ("notice", "doc_number") if one.notice or one.doc_number else ("title",)
    return all(getattr(one, name) == getattr(other, name) for name in named)


def _cancelled(relation: Relation) -> Relation:
    return relation.model_copy(update={"cancelled": True, "staff": True, "quote": ""})
