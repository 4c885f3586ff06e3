"""Pairs (分别、各): lists of figures, and the lists of labels, groups or places they belong to."""

from __future__ import annotations

import re

from corpus.extract.drafts import Draft
from corpus.extract.figures import PER_PREFIX
from corpus.extract.layout import Span
from corpus.extract.lexicon import any_of, bound_pattern, condition_patterns, patterns
from corpus.extract.people import mentions
from corpus.extract.scan import BLANK

_EDGE = re.compile("[，；。：（）" + BLANK + "]")
_NO_FIGURES = re.compile(r"\d{4}年度?|\d{1,3}(?:周?岁)?(?:[—–～~－\-至到]\d{1,3})?周?岁")
_ITEM_MAX = 12  # of an item of a list some way off
_FILL = "\x01"
_BLANKED_ASIDE = re.compile(f"（{BLANK}+）")
_SPLIT = re.compile(r"、|和|与|及(?!以)|以及|或者")


def find_runs(work: str, drafts: list[Draft]) -> list[list[Draft]]:
    """Return the maximal lists of two or more figures that only 、 or 和 separates."""
    gap = re.compile(
        rf"(?:{bound_pattern('bounds_after')})?[、，]?(?:和|及|与|以及)?(?:{PER_PREFIX})?"
        rf"(?:{bound_pattern('bounds_before')})?"
    )
    runs: list[list[Draft]] = []
    for draft in drafts:
        last = runs[-1][-1] if runs else None
        joined = (
            last is not None
            and last.figure.kind is draft.figure.kind
            and last.part == draft.part
            and last.figure.end < draft.figure.start
            and gap.fullmatch(work[last.figure.end : draft.figure.start]) is not None
        )
        if joined:
            runs[-1].append(draft)
        else:
            runs.append([draft])
    return [run for run in runs if len(run) > 1]


def pair_runs(work: str, drafts: list[Draft]) -> None:
    """Give every figure of a list its own item of the list before it, and the shared words."""
    paired: dict[int, list[Span]] = {}
    none: list[Span | None]
    runs = find_runs(work, drafts)
    for index, run in enumerate(runs):
        size = len(run)
        items = _items_before(run[0], size, fresh=size not in paired)
        items = items or _people_of_siblings(run, drafts) or paired.get(size)
        if items:
            paired[size] = items
        none = [None] * size
        for draft, item in zip(run, items or none, strict=True):
            draft.item, draft.run, draft.items = item, index, tuple(items or ())
            draft.rest = Span(run[-1].figure.end, run[-1].limit)
            _share(draft, run[0])
    for draft in drafts:
        before = (i for r in runs if r[-1].figure.end <= draft.figure.start for i in r[0].items)
        draft.taken = tuple(i for i in before if i not in draft.items)


def _people_of_siblings(run: list[Draft], drafts: list[Draft]) -> list[Span] | None:
    """Return whom the figures of the part before were for, one after the other.

    一级医院在职职工支付70%，退休人员支付80%；二级医院|支付60%、70%: the same people, in that order.
    """
    first = run[0]
    before = [d for d in drafts if d.sentence == first.sentence and d.part.end <= first.part.start]
    before = [d for d in before if d.figure.kind is first.figure.kind]
    part = [d for d in before if before and d.part == before[-1].part]
    people = [_last_person(d) for d in part]
    named = [p for p in people if p is not None]
    if len(named) != len(run) or len(part) != len(run) or mentions(first.view, *first.own):
        return None
    distinct = {first.view[slice(*p)] for p in named}
    return named if len(distinct) == len(run) else None


def _last_person(draft: Draft) -> Span | None:
    """Return the group that stands in the figure's own segment, right before it."""
    begin = max(draft.own.start, *(draft.view.rfind(c, 0, draft.own.end) + 1 for c in "，；："))
    found = mentions(draft.view, begin, draft.own.end)
    return found[-1] if found else None


def _share(draft: Draft, first: Draft) -> None:
    """Hand the words before the first figure of a list on to the others."""
    if draft is first:
        return
    draft.low = first.low
    if not any(p.type == "bound" for p in draft.near.pieces) and draft.near.after is None:
        draft.bound = first.bound
    own = [p for p in draft.near.pieces if p.type == "per"]
    pieces = [p for p in first.near.pieces if not (own and p.type == "per")]
    draft.near = draft.near._replace(start=first.near.start, pieces=(*pieces, *own))


def _items_before(first: Draft, size: int, *, fresh: bool) -> list[Span] | None:
    """Return the nearest list of ``size`` items before a list of figures.

    Without 分别 only the words right before count, and not once a list has been ``paired`` already.
    """
    view, start = _closed(first.view), first.part.start
    said = [
        m.start() for m in re.compile("分别|依次").finditer(view, first.low, first.figure.start)
    ]
    apart = said[-1] if said else -1
    if apart < 0 and not fresh:
        return None
    stop = apart if apart >= 0 else first.near.start
    if apart >= 0 and size == 2 and (both := _town_and_country(view, start, apart)):
        return both
    begins = [start, *(m.end() for m in _EDGE.finditer(view, start, stop))]
    for nth, begin in enumerate(reversed(begins)):
        end = min([e - 1 for e in begins if e > begin], default=stop)
        if nth:  # far away, 的 ends the list: A区、B区的城镇…标准
            cut = view.find("的", begin, end)
            end = cut if cut >= 0 and "岁" not in view[begin:cut] else end
        items = _split(view, begin, end)
        if nth and items:  # 高血压、糖尿病患者|门诊报销60%，一年分别…
            items[-1] = _person_only(view, items[-1])
        if nth and apart < 0 and not _all_named(view, items):
            continue  # without 分别 only a list of cases speaks from farther away
        if len(items) == size and _is_list(view, items, nearest=nth == 0):
            return [_trim(view, item) for item in items]
    return None


def _person_only(view: str, item: Span) -> Span:
    """Return the item as far as its first person word, where figures follow that word."""
    person = re.compile(any_of("people_heads")).search(view, *item)
    rest = person and re.search(r"\d", view[person.end() : item.end])
    return Span(item.start, person.end()) if person and rest else item


def _closed(view: str) -> str:
    """Return the view with its blanked asides filled: 一级（含卫生院） is one item of its list."""
    return _BLANKED_ASIDE.sub(lambda m: _FILL * len(m[0]), view)


def _town_and_country(view: str, start: int, stop: int) -> list[Span] | None:
    """Return 城 and 乡 as the two items of 城乡低保标准分别…; None beside any other list."""
    segment = max(view.rfind(c, start, stop) for c in "，；：。")
    at = view.find("城乡", max(start, segment + 1), stop)
    if at < 0 or _SPLIT.search(view, at, stop):
        return None
    return [Span(at, at + 1), Span(at + 1, at + 2)]


def _all_named(view: str, items: list[Span]) -> bool:
    """Tell whether all items name one kind of condition (一级医院、二级医院、三级医院)."""
    return any(all(_names(view, item, p) for item in items) for _kind, p in condition_patterns())


def _names(view: str, item: Span, pattern: re.Pattern[str]) -> bool:
    # A few characters more, since patterns look at what follows.
    match = pattern.search(view, item.start, item.end + 6)
    return match is not None and match.start() < item.end


def _is_list(view: str, items: list[Span], *, nearest: bool) -> bool:
    """Tell whether items can be what figures belong to; far away only short ones can."""
    # An age may tell the items apart (60—79周岁、80周岁以上的老人分别…) and a year stand before
    # them all, no other figure may.
    if any(re.search(r"[\d%]", _NO_FIGURES.sub("", view[slice(*item)])) for item in items):
        return False
    said = [view[slice(*item)].replace(_FILL, "") for item in items]
    return nearest or all(len(words) <= _ITEM_MAX for words in said[:-1])


def _split(view: str, start: int, end: int) -> list[Span]:
    """Cut a segment into list items; 的 ends the list (…、南沙区的城镇特困人员…)."""
    items, begin = [], start
    for match in _SPLIT.finditer(view, start, end):
        items.append(Span(begin, match.start()))
        begin = match.end()
    items.append(Span(begin, end))
    return [i for i in items if i.end - i.start >= 1]


def _trim(view: str, item: Span) -> Span:
    start, end = item
    for pattern in (*patterns("label_cut_patterns"), *patterns("label_lead_patterns")):
        for match in pattern.finditer(view[start:end]):
            if end - start - match.end() >= 2:
                start += match.end()
                break
    words = any_of("total_words", "up_words", "down_words", "pair_tails")
    tail = re.search(rf"(?:{PER_PREFIX}|{words})+$", view[start:end])
    if tail and tail.start() >= 2:
        end = start + tail.start()
    return Span(start, end)


def split_each(draft: Draft) -> tuple[Span, ...]:
    """Return the items that share one figure by 各: 省级和市县两级财政各负担20%."""
    lead = draft.view[draft.low : draft.figure.start]
    match = re.search(
        r"各(?:自)?(?:负担|承担|分担|为|按|占|补助|支付|缴纳)?(?:[^，。；、各]{0,3})$", lead
    )
    if match is None:
        return ()
    stop = draft.low + match.start()
    edges = [m.end() for m in _EDGE.finditer(draft.view, draft.low, stop)]
    begin = edges[-1] if edges else draft.low
    items = _split(draft.view, begin, stop)
    return tuple(_trim(draft.view, i) for i in items) if len(items) > 1 else ()
