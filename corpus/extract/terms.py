"""Labels of dates and lengths of time (期限的名称): their own segment speaks for them."""

from __future__ import annotations

import re

from corpus.extract.approach import is_date
from corpus.extract.drafts import Draft, segment_end, segment_start
from corpus.extract.labels import fallback_label, find_label, trim_label
from corpus.extract.layout import Span
from corpus.extract.lexicon import any_of, patterns
from corpus.extract.scan import scan
from corpus.model import Bound, ValueKind


def term_label(draft: Draft) -> Span | None:
    """Return the label of a date or length of time: only its own segment speaks for it."""
    view, figure, start = draft.view, draft.figure, segment_start(draft)
    found = _term_after(draft) or _waited(draft, start)
    found = found or _counted(draft, start) or _step(draft, start)
    found = found or _named_before(draft, start)
    if found is not None:
        return found
    stop = draft.part.end if is_date(figure) else min(draft.limit, draft.part.end)
    after = fallback_label(view, figure.end, figure.end, figure.end, stop)
    if _is_case(draft):
        after = None  # 断缴3年以上的，等待期6个月: what follows is another figure's name
    before = fallback_label(view, start, draft.near.start, draft.near.start, draft.near.start)
    if before is not None and view[slice(*before)].endswith("基础上"):
        before = None
    if before is not None and after is not None and view[before.end - 1] == "的":
        before = None  # 逾期未缴的可于…补缴 names a case, not a measure
    if before is not None and after is not None and _stands_alone(draft, before):
        after = None
    late = is_date(figure) and draft.bound.bound is Bound.AT_MOST
    if before is not None and draft.bound.bound is Bound.AT_MOST:
        late = late or not re.search("[起后续]$", view[slice(*before)])
    if before is None or (after and (late or before.end - before.start < 4)):
        before = after or before
    last = before or fallback_label(
        view, draft.part.start, max(draft.part.start, start - 1), figure.end, draft.part.end
    )
    # 2027年1月1日|以后: the words only say on which side of the day.
    wordless = last and any(p.fullmatch(view[slice(*last)]) for p in patterns("wordless"))
    return None if wordless else last


def _is_case(draft: Draft) -> bool:
    """Tell whether a length of time with words before it only says for whom a rule is."""
    worded = draft.near.start - segment_start(draft) >= 2
    duration = draft.figure.kind is ValueKind.DURATION
    ends = any(p.match(draft.view, draft.figure.end) for p in patterns("case_end_patterns"))
    return worded and duration and ends


def _stands_alone(draft: Draft, before: Span) -> bool:
    """Tell whether a period that ends its segment is called by the words before it.

    集中征缴|自10月8日起至1月15日止，逾期补缴的，…: the case after the comma is another one.
    """
    closed = segment_end(draft) - (draft.near.after.span.end if draft.near.after else 0)
    period = draft.figure.kind is ValueKind.PERIOD
    named = patterns("said_before_patterns")
    return period and closed <= 1 and any(p.search(draft.view[slice(*before)]) for p in named)


def _step(draft: Draft, start: int) -> Span | None:
    """Return the step of a procedure that a length of time is given for (公示|7日, 3日内完成|审核).

    Words that say from when it is counted (申请之日起) call it, unless the sentence has several.
    """
    if draft.figure.kind is not ValueKind.DURATION:
        return None
    view, near, stop = draft.view, draft.near.start, min(draft.limit, segment_end(draft))
    said = re.search(f"{any_of('step_words')}(?:时间|期限|期)?$", view[start:near])
    if said:
        return trim_label(view, start, near)
    counted = near == start or (re.search("[后起]$", view[start:near]) and _one_of_several(draft))
    done = re.compile(f"[^，。；：、（）]{{0,8}}?(?P<label>(?:{any_of('step_words')})+)")
    match = done.match(view, draft.figure.end, stop) if counted else None
    return Span(*match.span("label")) if match else None


def _one_of_several(draft: Draft) -> bool:
    """Tell whether the sentence states other lengths of time as well."""
    figures = scan(draft.view[slice(*draft.sentence)])
    return sum(f.kind is ValueKind.DURATION for f in figures) > 1


def _term_after(draft: Draft) -> Span | None:
    """Return the term that a length of time is said to be (90日为|固定等待期, 3个月|等待期)."""
    if draft.figure.kind is not ValueKind.DURATION:
        return None
    for pattern in patterns("term_after_patterns"):
        if match := pattern.match(draft.view, draft.figure.end, draft.part.end):
            return Span(*match.span("label"))
    return None


def _waited(draft: Draft, start: int) -> Span | None:
    """Return the verb of waiting longer right before a length of time (每断一年，|再加等|1个月)."""
    for pattern in patterns("waiting_verb_patterns"):
        match = pattern.search(draft.view[start : draft.near.start])
        if match and draft.figure.kind is ValueKind.DURATION:
            return Span(start + match.start("label"), start + match.end("label"))
    return None


def _named_before(draft: Draft, start: int) -> Span | None:
    """Return the label before a figure; the whole event where one is named (费用结算之日起)."""
    found = find_label(draft.view, start, draft.near.start)
    modal, plain = patterns("event_patterns")
    match = modal.search(draft.view[start : draft.near.start])
    if match is None and found is not None:
        start = found.start
        match = plain.search(draft.view[start : draft.near.start])
    if match is None or draft.figure.kind is not ValueKind.DURATION:
        return found
    return Span(start + match.start("label"), start + match.end("label"))


def _counted(draft: Draft, start: int) -> Span | None:
    """Return the term before the words that say from when it is counted or by how much it changes.

    设固定待遇等待期，自缴费次日起|90日; 变动等待期可以修复，每补缴1年减少|30日.
    """
    if draft.figure.kind is not ValueKind.DURATION:
        return None
    own = draft.view[start : draft.near.start]
    counted = any(p.search(own) for p in patterns("counted_patterns"))
    if not counted and not (
        draft.is_change and not find_label(draft.view, start, draft.near.start)
    ):
        return None
    for pattern in patterns("counted_label_patterns"):
        named = list(pattern.finditer(draft.view, draft.part.start, draft.near.start))
        if named and (term := trim_label(draft.view, *named[-1].span())):
            return term
    return None
