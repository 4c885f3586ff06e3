"""Score the search alone (检索评测): at which rank does a right clause of a case come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from corpus.model import COUNTRY_ADCODE, Frozen
from corpus.settings import Settings
from eval.cases import Case

DEPTH = 10
COUNTRY = "国家"


class Found(Frozen):
    """A clause that a search found: 文号 (or ""), title and path."""

    notice: str
    title: str
    path: str


class Search(Protocol):
    """Something that finds clauses, best first, each clause once."""

    def find(self, case: Case, limit: int) -> Sequence[Found]:
        """The clauses for the last turn of the case, of notices that hold in its place."""
        ...


class IndexSearch:
    """The index of the product, over the notices that govern the place of the case."""

    def __init__(self, settings: Settings) -> None:
        # Imported here so that reading and checking sets needs no index.
        from corpus.index import open_index
        from corpus.library import load_library

        self._library = load_library(settings)
        self._index = open_index(settings, self._library.documents)

    def find(self, case: Case, limit: int) -> Sequence[Found]:
        """The clauses for the last turn of the case, of notices that hold in its place."""
        places = self._library.places
        place = places.resolve(case.region).adcode if case.region else COUNTRY_ADCODE
        allowed = {notice.id for notice in self._library.governing(place, case.as_of)}
        # Sibling notices share their wording: the place in the query finds the nearer one.
        query = " ".join((case.region or COUNTRY, case.turns[-1]))
        hits = self._index.search(query, 3 * limit, allowed)
        found = dict.fromkeys(self._found(hit.clause_id) for hit in hits)
        return list(found)[:limit]

    def _found(self, clause_id: str) -> Found:
        clause = self._library.clause(clause_id)
        notice = self._library.entries[clause.notice].notice
        return Found(notice=notice.doc_number or "", title=notice.title, path=clause.path)


class Rank(Frozen):
    """One case with the rank (from 1) of its first right clause; None when it isn't in reach."""

    case: Case
    rank: int | None
    first: Found | None


def rank_case(search: Search, case: Case) -> Rank:
    """Search for one case and find its first right clause."""
    found = search.find(case, DEPTH)
    ranks = (
        at
        for at, hit in enumerate(found, start=1)
        if any(label.covers(hit.notice, hit.title, hit.path) for label in case.expect.labels)
    )
    return Rank(case=case, rank=next(ranks, None), first=found[0] if found else None)


def share_within(ranks: Sequence[Rank], limit: int) -> float:
    """Per cent of the cases whose right clause is among the first ``limit``."""
    return 100 * sum(r.rank is not None and r.rank <= limit for r in ranks) / len(ranks)


def ranking_report(ranks: Sequence[Rank]) -> str:
    """The cases whose right clause isn't first, then the shares, in Chinese."""
    return "\n".join([*_misses(ranks), *_shares(ranks)])


def _misses(ranks: Sequence[Rank]) -> Iterator[str]:
    for r in ranks:
        if r.rank == 1:
            continue
        wanted = " 或 ".join(str(label) for label in r.case.expect.labels)
        first = f"{r.first.notice or r.first.title}#{r.first.path}" if r.first else "（没有）"
        yield f"✗ {r.case.id} {r.case.turns[-1]}  要 {wanted}，第{r.rank or '—'}位；首位是 {first}"


def _shares(ranks: Sequence[Rank]) -> Iterator[str]:
    yield f"\n共 {len(ranks)} 题"
    for limit in (1, 4, DEPTH):
        yield f"  前 {limit} 位里有正确条款：{share_within(ranks, limit):.1f}%"
