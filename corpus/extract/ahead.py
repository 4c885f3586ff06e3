"""Lists that come after their figure (后列名单): 下列人员由财政全额资助：特困人员；孤儿。"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.extract.layout import Page, Span, is_above
from corpus.extract.lexicon import patterns
from corpus.extract.people import build_group, parse_group
from corpus.extract.scan import scan
from corpus.model import Clause, Group, PolicyValue, ValueKind

_SUMS = {ValueKind.MONEY, ValueKind.RATIO}


def points_ahead(words: str) -> bool:
    """Tell whether a group only points to those who are listed after it (下列人员)."""
    return any(p.fullmatch(words) for p in patterns("ahead_patterns"))


def listed_ahead(page: Page, start: int, end: int) -> Span | None:
    """Return the people listed after the ： of a sentence, where no sum stands among them."""
    colon = page.work.find("：", start, end)
    if colon < 0 or _has_sum(page.work[colon + 1 : end]):
        return None
    stop = colon + 1 + len(page.work[colon + 1 : end].rstrip("。；\n \x00"))
    begin = stop - len(page.work[colon + 1 : stop].lstrip(" \x00"))
    return Span(begin, stop) if parse_group(page.text((begin, stop))).members else None


def name_listed(page: Page, values: list[PolicyValue]) -> list[PolicyValue]:
    """Return the values with the people whom the items below list for a group that points ahead
    (下列人员全额资助：1.特困人员；2.孤儿。); ``definitions`` cites every item.

    An item told from among others (低保对象中的重度残疾人) gets a value of its own.
    """
    return [one for value in values for one in _spread(page, value)]


def _spread(page: Page, value: PolicyValue) -> Iterator[PolicyValue]:
    group = value.group
    items = tuple(_items(page, value)) if group and points_ahead(group.text) else ()
    plain = tuple(g.citation for g in items if not _is_told_from(g))
    members = (m for g in items if not _is_told_from(g) for m in g.members)
    if group and plain:
        named = tuple(dict.fromkeys((*group.members, *members)))
        group = group.model_copy(update={"members": named, "definitions": plain})
    yield value.model_copy(update={"group": group})
    for number, item in enumerate(i for i in items if _is_told_from(i)):
        yield value.model_copy(update={"group": item, "id": f"{value.id}.{number + 1}"})


def _items(page: Page, value: PolicyValue) -> Iterator[Group]:
    """Yield the people of each item below the clause of a value."""
    above = next(c for c in page.notice.clauses if c.id == value.clause)
    below = page.notice.clauses if above.text.rstrip().endswith("：") else ()
    for clause in below:
        if not is_above(above.path, clause.path) or _has_sum(page.work[clause.start : clause.end]):
            continue
        group = build_group(page, listed_item(page, clause), clause)
        if group.members:
            yield group


def _is_told_from(group: Group) -> bool:
    return any(p.search(group.text) for p in patterns("among_patterns"))


def listed_item(page: Page, clause: Clause) -> Span:
    """Return the words of an item without its number and its closing mark."""
    words = page.work[clause.start : clause.end]
    stop = clause.start + len(words.rstrip("。；，\n \x00"))
    return Span(stop - len(page.work[clause.start : stop].lstrip(" \x00")), stop)


def _has_sum(words: str) -> bool:
    return any(f.kind in _SUMS for f in scan(words))
