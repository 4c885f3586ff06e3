"""What a notice says about other documents (文件关系): basis, repeal, amendment of articles.

A document is named by its title, its number or both, and what becomes of it stands right before or
right behind its name. Nothing is taken from words further away: a repeal that is read wrongly takes
a whole notice out of the answers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.articles import articles_in
from corpus.model import Clause, ClauseKind, Relation, RelationKind
from corpus.readers.words import patterns
from corpus.structure import lines
from corpus.structure.naming import Named, masked, named_in
from corpus.structure.relation_words import RelationWords, relation_words

ENDINGS = (RelationKind.REPEALS, RelationKind.AMENDS, RelationKind.REPLACES)
"""What takes a document, or a part of it, out of use."""

_SENTENCE = re.compile("[^。；\n]+[。；]?")
_BASIS = re.compile("(?:根据|按照|依据|遵照|依照|落实)[^。；]*$")
_STRUCK = re.compile("[的中]*(“[^”]{1,60}”)")
_RAISED = re.compile(
    r"[^。；“]{0,30}?由(?P<old>[\d.]+(?:万?元|%|个?百分点|[天日月年次]))[^。；]{0,8}$"
)
_ITEM_WORDS = 8
"""More words beside the documents than this are a sentence of its own, no item of a list."""


@dataclass
class _Reading:
    """A notice being read: the document that items amend, and the list that a sentence opened."""

    text: str
    masked: str
    words: RelationWords
    opening: int
    amended: Named | None = None
    listing: Relation | None = None
    found: dict[tuple[object, ...], Relation] = field(default_factory=dict)

    def add(self, relation: Relation) -> None:
        """Keep a relation once."""
        key = (relation.kind, relation.doc_number, relation.title, relation.articles)
        self.found.setdefault((*key, relation.struck), relation)


def relations_of(title: str, text: str, clauses: Sequence[Clause]) -> tuple[Relation, ...]:
    """The relations that a notice's title, text and clauses state, each with its words."""
    reading = _Reading(text, masked(text), relation_words(), _opening_end(clauses, text))
    reading.amended = _amended_in_title(title, reading.words)
    lists = _repeal_lists(clauses, reading.words)
    for sentence in _SENTENCE.finditer(reading.masked):
        named = named_in(reading.text, *sentence.span())
        if any(start <= sentence.start() < end for start, end in lists):
            _add_listed(reading, named, text[slice(*sentence.span())], None)
        else:
            _read_sentence(reading, sentence.start(), sentence.end(), named)
    return tuple(reading.found.values())


def _opening_end(clauses: Sequence[Clause], text: str) -> int:
    """Where the preamble ends: only what stands there states the basis (依据)."""
    first = [c for c in clauses if c.path.startswith("第一条")]
    if first:
        return first[0].end
    numbered = [c.start for c in clauses if lines.mark_of(c.text)]
    return min(numbered, default=len(text))


def _amended_in_title(title: str, words: RelationWords) -> Named | None:
    named = named_in(title, 0, len(title))
    return next((n for n in named if words.title_amends.search(title[: n.start])), None)


def _repeal_lists(clauses: Sequence[Clause], words: RelationWords) -> list[tuple[int, int]]:
    """The spans of attachments whose heading says that they list what is repealed."""
    attached = [c for c in clauses if c.kind is ClauseKind.ATTACHMENT or c.path.startswith("附件")]
    headed = [c for c in attached if any(words.list_headed.search(h) for h in c.headings)]
    return [(c.start, c.end) for c in headed]


def _read_sentence(reading: _Reading, start: int, end: int, named: list[Named]) -> None:
    words, quote = reading.words, reading.text[start:end]
    said = reading.masked[start:end]
    if reading.listing is not None:
        if named and _is_item(said, start, named):
            _add_listed(reading, named, quote, reading.listing.since)
            return
        reading.listing = None
    for run in _runs(reading, named, end):
        _read_run(reading, run, start, end)
    if any(p.search(said) for p in words.list_opens):
        reading.listing = Relation(kind=RelationKind.REPEALS, since=_day(said), quote=quote)
    if reading.amended is not None and not named:
        _read_item(reading, start, end)


def _is_item(said: str, start: int, named: list[Named]) -> bool:
    """Whether a line only names documents, as the items of a list do."""
    left, at = "", 0
    for each in named:
        left += said[at : each.start - start]
        at = each.end - start
    words = re.sub(r"[\W\d_]", "", left + said[at:])
    return len(words) <= _ITEM_WORDS


def _add_listed(reading: _Reading, named: list[Named], quote: str, since: dt.date | None) -> None:
    for each in named:
        if each.number or _is_document(each):
            reading.add(_relation(RelationKind.REPEALS, each, quote, since=since))


@dataclass(frozen=True)
class _Run:
    """Documents named one after another, and where the words behind them begin."""

    documents: tuple[tuple[Named, tuple[str, ...]], ...]
    start: int
    end: int


def _runs(reading: _Reading, named: list[Named], end: int) -> Iterator[_Run]:
    """Documents that share what is said of them: joined by nothing but 、和及."""
    held: list[tuple[Named, tuple[str, ...]]] = []
    for at, each in enumerate(named):
        articles, behind = articles_in(reading.masked, each.end, end)
        held.append((each, articles))
        next_start = named[at + 1].start if at + 1 < len(named) else None
        joined = next_start is not None and reading.words.joined.fullmatch(
            reading.masked[behind:next_start]
        )
        if not joined:
            yield _Run(tuple(held), held[0][0].start, behind)
            held = []


def _read_run(reading: _Reading, run: _Run, start: int, end: int) -> None:
    """Say of every document of a run what the words around the run say."""
    quote = reading.text[start:end]
    before, after = reading.masked[start : run.start], reading.masked[run.end : end]
    since = _since(reading.words, before, after)
    for named, articles in run.documents:
        kind = _kind(reading, run, articles, before, after) or RelationKind.MENTIONS
        if not _is_worth_keeping(kind, named):
            continue
        if kind is RelationKind.BASED_ON and start >= reading.opening:
            kind = RelationKind.MENTIONS
        amends = kind is RelationKind.AMENDS
        relation = _relation(kind, named, quote, articles if amends else (), since)
        if amends and articles:
            relation = relation.model_copy(update={"struck": _struck(reading, run.end, end)})
        reading.add(relation)
        if amends and not articles:
            reading.amended = named


def _kind(
    reading: _Reading, run: _Run, articles: tuple[str, ...], before: str, after: str
) -> RelationKind | None:
    words = reading.words
    if _is_ended(words, before, after):
        return RelationKind.AMENDS if articles else RelationKind.REPEALS
    rewrites = words.rewrites.match(after) and not _BASIS.search(before)
    if articles and (rewrites or words.strikes_before.search(before)):
        return RelationKind.AMENDS
    if words.replaced_after.match(after) or words.replaced_before.search(before):
        return RelationKind.REPLACES
    if words.part_ends.match(after) or words.rewrites_some.match(after):
        return RelationKind.AMENDS
    if words.amends_below(before, after):
        return RelationKind.AMENDS
    return _other_kind(before, after)


def _is_ended(words: RelationWords, before: str, after: str) -> bool:
    """Whether the words say that it ends; a basis (根据《…》，同时废止…) ends something else."""
    ends = words.ends.match(after)
    if ends and not (_BASIS.search(before) and re.search("[，,]", ends[0])):
        return True
    ahead = words.whole_before.search(before)
    return ahead is not None and not words.negated.search(before[: ahead.start()])


def _other_kind(before: str, after: str) -> RelationKind | None:
    if re.search("现将[^。]*$", before) and re.match("[^。]{0,12}转发", after):
        return RelationKind.FORWARDS
    if re.search("(?:现将|现印发|印发)[^。]*$", before) and re.search("^[^。]{0,20}印发", after):
        return RelationKind.ISSUES
    if not before and re.search("现(?:予)?印发", after):
        return RelationKind.ISSUES
    return RelationKind.BASED_ON if _BASIS.search(before) else None


def _read_item(reading: _Reading, start: int, end: int) -> None:
    """An item that names only articles (一、第五条修改为：…): they are the amended document's."""
    words, said = reading.words, reading.masked[start:end]
    head = words.item_head.match(said)
    if head is None or reading.amended is None:
        return
    articles, behind = articles_in(reading.masked, start + head.end(), end)
    after = reading.masked[behind:end]
    if not articles or not (
        head["strike"] or words.rewrites.match(after) or words.ends.match(after)
    ):
        return
    relation = _relation(RelationKind.AMENDS, reading.amended, reading.text[start:end], articles)
    reading.add(relation.model_copy(update={"struck": _struck(reading, behind, end)}))


def _struck(reading: _Reading, start: int, end: int) -> tuple[str, ...]:
    """The words inside an article that others take the place of; empty for the whole article."""
    rewrite = reading.words.rewrite.search(reading.masked, start, end)
    if rewrite is None:
        return ()
    before = reading.text[start : rewrite.start()]
    quoted = _STRUCK.findall(before)
    raised = _RAISED.match(before)
    return tuple(q.strip("“”") for q in quoted) or ((raised["old"],) if raised else ())


def _relation(
    kind: RelationKind,
    named: Named,
    quote: str,
    articles: tuple[str, ...] = (),
    since: dt.date | None = None,
) -> Relation:
    return Relation(
        kind=kind,
        doc_number=named.number,
        title=named.title,
        quote=quote,
        articles=articles,
        since=since,
    )


def _since(words: RelationWords, before: str, after: str) -> dt.date | None:
    """The day stated beside the document itself (自2026年1月1日起，《…》停止执行)."""
    ahead, ends = words.in_force_from.search(before), words.ends.match(after)
    day = (lines.first_date(ahead["when"]) if ahead else None) or (_day(ends[0]) if ends else None)
    if day and ends and words.past_the_day.search(ends[0]):
        return day + dt.timedelta(days=1)
    return day


def _day(text: str) -> dt.date | None:
    return lines.first_date(text)


def _is_worth_keeping(kind: RelationKind, named: Named) -> bool:
    """Whether a document is named well enough for what is said of it."""
    if kind is RelationKind.MENTIONS:
        return bool(named.number and named.title)
    if kind in ENDINGS:
        return bool(named.number) or _is_document(named)
    return named.title is not None and (bool(named.number) or _is_document(named))


def _is_document(named: Named) -> bool:
    title = named.title or ""
    return bool(patterns().title_end.search(title)) or title.endswith("法")
