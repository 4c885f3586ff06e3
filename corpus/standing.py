"""What holds on a day (效力): which notices others have ended, wholly or in single articles.

A relation names a document by its number, by its title or, where a person set it, by its id. Here
it is found out which notice of the corpus that is, and from which day the relation works.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.articles import in_articles
from corpus.model import Clause, Frozen, Notice, Relation, RelationKind

_ENDING = (RelationKind.REPEALS, RelationKind.REPLACES, RelationKind.AMENDS)
_ISSUED = re.compile("关于(?:印发|发布|公布|下发)[《〈](.+)[》〉]的(?:通知|公告|通告)")
_SHORTEST_TITLE = 8


class Ending(Frozen):
    """Notice ``by`` ends notice ``of``, or the ``relation``'s articles of it, from ``since``.

    Without ``since`` nobody knows from which day: it works on every day.
    """

    by: str
    of: str
    relation: Relation
    since: dt.date | None
    issued: dt.date | None = None

    @property
    def whole(self) -> bool:
        """Whether the whole notice ends."""
        return not self.relation.articles

    def works(self, as_of: dt.date | None) -> bool:
        """Whether it works on a day; a text works on nobody before it was issued."""
        if as_of is None:
            return True
        known = self.relation.staff or self.issued is None or self.issued <= as_of
        return known and (self.since is None or self.since <= as_of)

    def ends(self, clause: Clause, clauses: Sequence[Clause]) -> bool:
        """Whether a clause of the notice is no longer to be used, once this works."""
        if self.whole:
            return True
        struck = self.relation.struck
        named = in_articles(clause, self.relation.articles, clauses)
        return named and (not struck or any(words in clause.text for words in struck))


def endings(notices: Sequence[Notice]) -> tuple[Ending, ...]:
    """All that the notices end of one another."""
    numbers = {n.doc_number: n for n in notices if n.doc_number}
    ids = {n.id: n for n in notices}
    return tuple(
        Ending(by=n.id, of=other.id, relation=r, since=since(n, r), issued=n.issued_on)
        for n in notices
        for r in ending_relations(n)
        if (other := _meant(n, r, notices, numbers, ids)) is not None and other.id != n.id
    )


def ending_relations(notice: Notice) -> Iterator[Relation]:
    """The relations of a notice that end another document or articles of it."""
    for relation in notice.relations:
        partly = relation.kind is not RelationKind.AMENDS or relation.articles
        if relation.kind in _ENDING and partly and not relation.cancelled:
            yield relation


def since(notice: Notice, relation: Relation) -> dt.date | None:
    """The first day on which a relation works: its own, else the first day of the notice."""
    return relation.since or notice.effective_from or notice.issued_on


def _meant(
    notice: Notice,
    relation: Relation,
    notices: Sequence[Notice],
    numbers: Mapping[str, Notice],
    ids: Mapping[str, Notice],
) -> Notice | None:
    if relation.notice is not None:
        return ids.get(relation.notice)
    if relation.doc_number is not None:
        return numbers.get(relation.doc_number)
    return titled(notice, relation.title or "", notices)


def titled(notice: Notice, title: str, notices: Iterable[Notice]) -> Notice | None:
    """The one earlier notice of the same place with this title; ``None`` where several have it."""
    found = [
        n
        for n in notices
        if n.id != notice.id
        and n.jurisdiction == notice.jurisdiction
        and _is_earlier(n, notice)
        and _same_title(title, n.title)
    ]
    return found[0] if len(found) == 1 else None


def _is_earlier(one: Notice, other: Notice) -> bool:
    return one.issued_on is None or other.issued_on is None or one.issued_on <= other.issued_on


def _same_title(said: str, title: str) -> bool:
    """Whether two titles are one, with or without the issuers before it and 关于印发 around it."""
    names = {_bare(title), *(_bare(m) for m in _ISSUED.findall(title))}
    wanted = {_bare(said), *(_bare(m) for m in _ISSUED.findall(said))}
    return any(
        min(len(a), len(b)) >= _SHORTEST_TITLE and (a.endswith(b) or b.endswith(a))
        for a in names
        for b in wanted
    )


def _bare(title: str) -> str:
    return re.sub(r"[\s《》〈〉]", "", title)
