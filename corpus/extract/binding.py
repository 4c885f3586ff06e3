"""Binding (绑定): the label of one draft and what speaks for it, nearest words first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extract.bases import of_what
from corpus.extract.drafts import Draft, segment_start
from corpus.extract.label_people import for_others
from corpus.extract.labels import (
    ends_in_label,
    fallback_label,
    find_label,
    label_after,
    paid_labels,
    without_condition,
)
from corpus.extract.layout import Page, Scope, Span, own_heading
from corpus.extract.leftover import leftover
from corpus.extract.lexicon import condition_patterns, patterns
from corpus.extract.limit_labels import ceiling, cumulative
from corpus.extract.people import find_group, mentions
from corpus.extract.terms import term_label
from corpus.model import ConditionKind, ValueKind

LOCAL = {ValueKind.DATE, ValueKind.PERIOD, ValueKind.DURATION, ValueKind.AGE, ValueKind.WAIVER}
_LOCAL_LABEL = LOCAL | {ValueKind.COUNT}
_AID, _POINTS = "label_aid_patterns", "label_points_patterns"
_KIND_BEFORE = {_AID: ValueKind.RATIO, _POINTS: ValueKind.POINTS}  # money, where none is told
_FITTED = {ValueKind.MONEY, ValueKind.RATIO}


def set_scopes(page: Page, draft: Draft) -> None:
    """Work out which passages speak for the figure: its own words, its part, the lead-ins."""
    spans = [draft.own, Span(draft.part.start, draft.own.end)]
    if draft.part.start > draft.sentence.start:
        lead = _sentence_lead(page.work, draft)
        spans += [lead] if lead else []
    scopes = [Scope(span, 0) for span in spans]
    draft.heading = own_heading(page.work, draft.clause)
    if draft.heading and draft.heading.end < draft.sentence.start:
        scopes.append(Scope(draft.heading, 1))
    else:
        draft.heading = None
    draft.scopes = scopes + list(page.lead_ins(draft.clause))


def _sentence_lead(work: str, draft: Draft) -> Span | None:
    """Return what stands before ： or 其中 and so speaks for all the parts after it."""
    before = work[draft.sentence.start : draft.part.start]
    cut = max(before.rfind("："), before.find("其中"))
    return Span(draft.sentence.start, draft.sentence.start + cut + 1) if cut > 0 else None


def bind_label(draft: Draft, previous: Draft | None) -> Span | None:
    """Return the characters of the label."""
    if draft.figure.label is not None:
        return Span(*draft.figure.label)
    if draft.named is not None:
        return draft.named
    # A list that other figures had before does not speak where these have words of their own.
    said = draft.item is not None and draft.item.end <= draft.low
    if said and (own := next(_said(draft, _paid(draft)), None)):
        return own
    found = _listed_label(draft, draft.item) if draft.item else None
    if found and (_suits(draft, found) or not _paid(draft)):
        return found
    if draft.figure.kind in _LOCAL_LABEL:
        return term_label(draft) or _run_in(draft) or _headed(draft)
    return next(_labels(draft, previous), None)


def _run_in(draft: Draft) -> Span | None:
    """Return the item's own heading for a figure that is a sentence by itself."""
    if draft.heading is None:
        return None
    start, end = draft.heading
    found = find_label(draft.view, start, end)
    return found or fallback_label(draft.view, start, end, end, end)


def _headed(draft: Draft) -> Span | None:
    """Return the heading over a period that stands alone (一、什么时候缴？从10月8日起，到…止)."""
    if draft.figure.kind is not ValueKind.PERIOD:
        return None
    for start, end in (s.span for s in draft.scopes if s.near):
        stop = start + len(draft.view[start:end].rstrip("？：。 "))
        if found := fallback_label(draft.view, start, stop, stop, stop):
            return found
    return None


def _listed_label(draft: Draft, item: Span) -> Span | None:
    """Return the label of a list item: its own, or the common one that the last item ends in."""
    shared = len(draft.items) > 1 and not ends_in_label(draft.view, draft.items[0])
    if find_label(draft.view, *item) and not shared:
        return item
    common = find_label(draft.view, *draft.items[-1], strong=True) if draft.items else None
    return without_condition(draft.view, common) if common else None


def _labels(draft: Draft, previous: Draft | None) -> Iterator[Span]:
    """Yield the labels that may fit, best first."""
    view, own = draft.view, _after_band(draft)
    sentence = [s.span for s in draft.scopes if not s.near]
    above = [s.span for s in draft.scopes if s.near]
    yield from (_named_before(draft, s) or s for s in of_what(draft))
    yield from _right_before(draft, "label_before_patterns")
    yield from _right_before(draft, _AID)
    yield from _right_before(draft, _POINTS)
    paid = _paid(draft)
    yield from _said(draft, paid)
    yield from cumulative(draft)
    yield from ceiling(draft, previous)
    direct = label_after(view, draft.figure.end, draft.limit, "direct")
    yield from [direct] if direct else []
    yield from _carried(draft, previous)
    governing = [*_before_colon(draft), *sentence[2:]]
    yield from _share(draft, [*governing, *above])
    yield from (s for s in _found(view, governing, strong=True) if _suits(draft, s))
    own_weak = list(_found(view, [own], strong=False))
    fitting = (s for s in own_weak if not paid or _suits(draft, s))  # 过了门槛报|78%
    yield from (s for s in fitting if s.end - s.start >= 3 and not _is_payer(view, s))
    if own.start > draft.own.start and not list(_of_heading(draft, above)):
        yield from own_weak  # 0—5万元|报销 says all that is needed
    if draft.figure.kind is ValueKind.POINTS and previous and previous.label:
        share = previous.figure.kind in (ValueKind.RATIO, ValueKind.POINTS)
        yield from [previous.label] if share and previous.sentence == draft.sentence else []
    named = (s for s in _found(view, sentence, strong=True) if not _of_band(draft, s))
    named = (for_others(draft, previous, s) for s in named)
    yield from (_core(draft, s) for s in named if _suits(draft, s))
    yield from _goes_on(draft, previous)
    yield from _of_heading(draft, above)
    yield from paid
    yield from _found(view, [s for s in above if view[s.end - 1] == "："], strong=True)
    yield from own_weak
    yield from _after_label(draft, 3)
    yield from _found(view, sentence, strong=False)
    yield from _last_labels(draft, previous, above)


def _last_labels(draft: Draft, previous: Draft | None, above: list[Span]) -> Iterator[Span]:
    """Yield what may still say what a figure is: its verb, the one before it, what is above."""
    view = draft.view
    yield from _right_before(draft, "label_verb_patterns")
    if previous is not None and previous.label and _speaks_on(previous, draft):
        yield for_others(draft, previous, previous.label)
    yield from _led_by(draft, above)
    yield from _found(view, above, strong=True)
    yield from _after_label(draft, 3)
    yield from _subject(draft)
    yield from _found(view, above, strong=False)
    yield from _after_label(draft, 2)
    start, stop = draft.part.start, draft.part.end
    last = fallback_label(view, start, draft.near.start, draft.figure.end, stop)
    if last is not None:
        yield last


def _goes_on(draft: Draft, previous: Draft | None) -> Iterator[Span]:
    """Yield the label that a sentence goes on with for other people (个人缴费标准为成年居民每人
    435元；学生每人|405元)."""
    if previous is None or previous.label is None or previous.sentence != draft.sentence:
        return
    money = {previous.figure.kind, draft.figure.kind} == {ValueKind.MONEY}
    parted = previous.part != draft.part and not draft.is_change and not previous.is_change
    inside = previous.part.start <= previous.label.start < previous.near.start
    if money and parted and inside and all(mentions(d.view, *d.own) for d in (previous, draft)):
        yield for_others(draft, previous, previous.label)


def _led_by(draft: Draft, above: list[Span]) -> Iterator[Span]:
    """Yield the label that the words right above end in (义务教育阶段生活补助：), however weak."""
    for span in [s for s in above if draft.view[s.end - 1] == "："][:1]:
        found = find_label(draft.view, *span)
        if found is not None and found.end == span.end - 1 and _suits(draft, found):
            yield found


def _right_before(draft: Draft, name: str) -> Iterator[Span]:
    """Yield the aid that a sum is, rather than what it is given for (个人缴费…|定额补助|200元)."""
    if draft.figure.kind is not _KIND_BEFORE.get(name, ValueKind.MONEY):
        return
    for pattern in patterns(name):
        match = pattern.search(draft.view[draft.low : draft.near.start])
        if match:
            yield Span(draft.low + match.start("label"), draft.low + match.end("label"))


def _paid(draft: Draft) -> list[Span]:
    """Return the verb right before a share: 起付标准以上部分|支付|92% is no threshold."""
    share = draft.figure.kind is ValueKind.RATIO
    return list(paid_labels(draft.view, segment_start(draft), draft.near.start) if share else ())


def _said(draft: Draft, paid: list[Span]) -> Iterator[Span]:
    """Yield the label of the figure's own words, unless it only says what is paid above it."""
    found = _found(draft.view, [_after_band(draft)], strong=True)
    fitting = (s for s in found if not paid or _suits(draft, s))
    yield from (_named_before(draft, s) or s for s in fitting)


def _named_before(draft: Draft, label: Span) -> Span | None:
    """Return what a bare 标准 is of, named right before it: 可以领丧葬补助金，|标准|为…."""
    view, start = draft.view, label.start
    bare = any(p.fullmatch(view[slice(*label)]) for p in patterns("general_label_patterns"))
    if not bare or start - 1 <= draft.sentence.start or view[start - 1] != "，":
        return None
    found = find_label(view, draft.sentence.start, start - 1)
    return found if found and found.end == start - 1 and _suits(draft, found) else None


def _speaks_on(previous: Draft, draft: Draft) -> bool:
    """Tell whether the figure before may lend its label: a supplement after ； has its own.

    低6个百分点；没有办理的，低|16个百分点: points of the same sentence are of the same share.
    """
    same = previous.part == draft.part or previous.figure.kind is ValueKind.POINTS
    return previous.sentence == draft.sentence and (same or not draft.is_change)


def _share(draft: Draft, above: list[Span]) -> Iterator[Span]:
    """Yield what 按70%的比例支付 is a share of: a heading's 支付比例, else its own words."""
    words = label_after(draft.view, draft.figure.end, draft.limit, "share")
    if words is not None:
        found = _found(draft.view, above, strong=True)
        yield from (s for s in found if "比例" in draft.view[slice(*s)])
        yield words


def _of_heading(draft: Draft, above: list[Span]) -> Iterator[Span]:
    """Yield the label that the item's own heading gives (（二）支付比例。…).

    A heading that says only 补贴标准 gives way to one above that says which (二、养老服务补贴).
    """
    found = find_label(draft.view, *draft.heading, strong=True) if draft.heading else None
    if found is None or not _suits(draft, found):
        return
    if any(p.fullmatch(draft.view[slice(*found)]) for p in patterns("general_label_patterns")):
        upper = [s for s in above if s != draft.heading]
        yield from (s for s in _found(draft.view, upper, strong=False) if _suits(draft, s))
    yield found


def _suits(draft: Draft, label: Span) -> bool:
    """Tell whether a label of a heading can be of a figure of this kind (no 比例 of yuan)."""
    listed = patterns(f"unfit_{draft.figure.kind}_labels") if draft.figure.kind in _FITTED else ()
    return not any(p.search(draft.view[slice(*label)]) for p in listed)


def _after_band(draft: Draft) -> Span:
    """Return the figure's own words without a band of cost (起付线以上至10万元|部分报销)."""
    start, end = draft.own
    for kind, pattern in condition_patterns():
        if kind is ConditionKind.COST_BAND:
            # A few characters more, since patterns look at what follows.
            found = [m for m in pattern.finditer(draft.view, start, end + 8) if m.end() <= end]
            start = max([start, *(m.end() - 2 * m[0].endswith("部分") for m in found)])
    return Span(start, end)


def _of_band(draft: Draft, label: Span) -> bool:
    """Tell whether words only say where a band of cost begins (起付标准以上至5万元的部分)."""
    bands = (p for kind, p in condition_patterns() if kind is ConditionKind.COST_BAND)
    found = [m.span() for p in bands for m in p.finditer(draft.view, *draft.part)]
    return any(start <= label.start and label.end <= end for start, end in found)


def _before_colon(draft: Draft) -> list[Span]:
    """Return what governs the figure from before a ： of its part (补助标准为：中央补助…)."""
    colon = draft.view.rfind("：", draft.part.start, draft.near.start)
    return [Span(draft.part.start, colon)] if colon >= 0 else []


def _is_payer(view: str, span: Span) -> bool:
    return view[slice(*span)].endswith("基金")


def _core(draft: Draft, label: Span) -> Span:
    """Keep what is common of a label that another figure had first (高血压|年度最高支付限额)."""
    if any(o.start <= label.start < o.end for o in draft.taken):
        label = without_condition(draft.view, label)
    own = leftover(draft, label)
    if label.start >= draft.low or own is None or find_group(draft.view, *own):
        return label
    if any(pattern.search(draft.view[slice(*own)]) for _kind, pattern in condition_patterns()):
        return label
    for pattern in patterns("label_core_patterns"):
        match = pattern.search(draft.view[slice(*label)])
        first_figure = re.search(r"\d", draft.view[label.end : draft.low])
        if match and match.end() - match.start() >= 4 and first_figure:
            return Span(label.start + match.start(), label.end)
    return label


def _found(view: str, spans: list[Span], *, strong: bool) -> Iterator[Span]:
    for span in spans:
        found = find_label(view, *span, strong=strong)
        if found is not None:
            yield found


def _subject(draft: Draft) -> Iterator[Span]:
    """Yield the first segment of the part, what the sentence is about (X药，按…元的标准支付)."""
    end = min([draft.near.start, *_commas(draft)])
    if end - draft.part.start >= 4 and end < draft.near.start:
        found = fallback_label(draft.view, draft.part.start, end, end, end)
        yield from [found] if found else []


def _commas(draft: Draft) -> list[int]:
    view, start = draft.view, draft.part.start
    return [m.start() for m in re.compile("[，：]").finditer(view, start, draft.near.start)]


def _carried(draft: Draft, previous: Draft | None) -> Iterator[Span]:
    """Carry the label of the figure before, where only ，为 stands between (…1.5倍，为…元)."""
    if previous is None or previous.label is None or previous.part != draft.part:
        return
    hidden = "\x00" in draft.view[previous.figure.start : previous.figure.end]
    between = draft.view[previous.figure.end : draft.near.start]
    if not hidden and re.fullmatch(r"[^，；。：（）]{0,8}[，、]?(?:即|折合|也就是|为)?", between):
        if find_label(draft.view, previous.figure.end, draft.near.start) or "、" in between:
            return
        yield previous.label


def _after_label(draft: Draft, least: int) -> Iterator[Span]:
    after = label_after(draft.view, draft.figure.end, min(draft.limit, draft.part.end))
    if after is not None and after.end - after.start >= least:
        yield after
