"""Score the search alone (检索评测): at which rank does a right clause of a case come.

Recall, MRR and nDCG are counted by ``ir_measures`` over the labels: a label is found at the first
rank whose clause it covers, and a rank that adds no new label is a miss.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.model import Question
from assistant.understand import read_slots
from corpus.library import known_on
from corpus.model import Frozen
from corpus.settings import Settings
from eval.cases import Case
from eval.rows import ClauseRef
from eval.systems.base import Found, Search

DEPTH = 10
COUNTRY = "国家"


class IndexSearch:
    """The index of the product, over the notices that govern the place of the case."""

    def __init__(self, settings: Settings) -> None:
        # Imported here so that reading and checking sets needs no index.
        from corpus.index import open_index
        from corpus.library import load_library

        self._library = load_library(settings)
        self._index = open_index(settings, self._library.documents)

    def find(self, case: Case, limit: int) -> Sequence[Found]:
        """The clauses for the turns of the case, of notices that hold in its place."""
        # The place as the product reads it: one named in the question goes before the chosen one.
        question = Question(turns=case.turns, region=case.region, as_of=case.as_of)
        place = read_slots(question, self._library.places).place
        notices = self._library.notices
        if place is not None:
            notices = self._library.governing(place.at.adcode, case.as_of)
        allowed = {notice.id for notice in notices if known_on(notice, case.as_of)}
        # Sibling notices share their wording: the place in the query finds the nearer one.
        query = " ".join((place.at.name if place else COUNTRY, *case.turns))
        hits = self._index.search(query, 3 * limit, allowed)
        found = list(dict.fromkeys(self._found(hit.clause_id) for hit in hits))[:limit]
        return [hit.model_copy(update={"rank": rank}) for rank, hit in enumerate(found, 1)]

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


MEASURES = ("hit@1", "hit@4", "recall@4", "recall@10", "mrr", "ndcg@10")


def retrieval_measures(
    wanted: Mapping[str, Sequence[ClauseRef]], found: Mapping[str, Sequence[Found]]
) -> dict[str, dict[str, float]]:
    """The measures of every case by its key; 0 where nothing right was found.

    ``wanted`` holds the labels and ``found`` the search results of each case.
    """
    import ir_measures
    from ir_measures import RR, R, Success, nDCG

    counted = (Success @ 1, Success @ 4, R @ 4, R @ 10, RR @ 10, nDCG @ 10)
    names = dict(zip(counted, MEASURES, strict=True))
    qrels = {key: {str(ref): 1 for ref in refs} for key, refs in wanted.items()}
    run = {key: _ranked(refs, found.get(key, ())) for key, refs in wanted.items()}
    scores: dict[str, dict[str, float]] = {key: dict.fromkeys(MEASURES, 0.0) for key in wanted}
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        scores[metric.query_id][names[metric.measure]] = float(metric.value)
    return scores


def _ranked(refs: Sequence[ClauseRef], found: Sequence[Found]) -> dict[str, float]:
    """Labels and misses with falling scores, in the order in which they were found."""
    ranks: dict[int, list[Found]] = {}
    for place, hit in enumerate(found, 1):
        ranks.setdefault(hit.rank or place, []).append(hit)
    order: dict[str, None] = {}
    for rank in sorted(ranks):
        new = [
            str(ref)
            for ref in refs
            if str(ref) not in order
            and any(ref.covers(hit.notice, hit.title, hit.path) for hit in ranks[rank])
        ]
        order |= dict.fromkeys(new or [f"miss {rank}"])
    return {name: 1.0 / place for place, name in enumerate(order, 1)}
