"""Cases (情形): what narrows a figure in the notice's own words that no word list knows."""

from __future__ import annotations

import re

from corpus.extract.conditions import condition_of, conditions_of
from corpus.extract.drafts import Draft
from corpus.extract.items import cores_in
from corpus.extract.labels import find_label
from corpus.extract.layout import Page, Span
from corpus.extract.leftover import leftover
from corpus.extract.lexicon import condition_patterns, pattern_source, patterns
from corpus.extract.people import find_group
from corpus.extract.scan import BLANK
from corpus.model import Clause, Condition, ConditionKind, ValueKind

_AMOUNTS = {ValueKind.MONEY, ValueKind.RATIO, ValueKind.MULTIPLE, ValueKind.POINTS}
_HEADING_MAX = 30
_OWN_MAX = 16  # beyond that only what the lexicon knows of a figure's own words counts


def own_cases(page: Page, draft: Draft, item: Span | None) -> tuple[Condition, ...]:
    """Return what the figure's own words say: its list item, words without label, or …的，."""
    listed = item is not None and item.end - item.start > 1
    if listed and item and (known := item_conditions(page, item, draft.clause)):
        return known
    own = _own_case(page, draft, item)
    return (own,) if own else ()


def item_conditions(page: Page, item: Span, clause: Clause) -> tuple[Condition, ...]:
    """Return what an item of a list names; its aside （含卫生院） belongs to what stands before."""
    opening = page.work.find("（", *item)
    head = Span(item.start, opening) if opening > item.start else item
    return tuple(_with_aside(page, c, item, clause) for c in conditions_of(page, head, clause))


def _with_aside(page: Page, condition: Condition, item: Span, clause: Clause) -> Condition:
    """Take in what a hospital's aside counts to it (乡镇卫生院|（社区卫生服务中心）)."""
    end = condition.citation.end
    aside = re.compile("（[^（）]*）").match(page.work, end, item.end)
    bare = any(
        p.match(page.work, condition.citation.start) for p in patterns("shared_tail_patterns")
    )
    if aside is None or bare or condition.kind is not ConditionKind.HOSPITAL:
        return condition
    span = Span(condition.citation.start, aside.end())
    return Condition(kind=condition.kind, text=page.plain(span), citation=page.cite(span, clause))


def _own_case(page: Page, draft: Draft, item: Span | None) -> Condition | None:
    if item is not None and item.end - item.start == 1:
        return _other(page, draft, item)  # 城 or 乡 of 城乡…分别
    if draft.figure.kind is ValueKind.WAIVER:
        return _stated_case(page, draft)
    if draft.figure.kind not in _AMOUNTS:
        return None
    plain_item = item is not None and not find_label(draft.view, *item)
    own = item if plain_item else (leftover(draft, draft.label) if draft.label else None)
    if own is None or find_group(page.work, *own):
        return _after_label(page, draft) or _stated_case(page, draft)
    if any(p.match(draft.view, *own) for p in patterns("each_more_patterns")):
        return _stated_case(page, draft) or _other(page, draft, own)
    long = own.end - own.start > _OWN_MAX and condition_of(page, own, draft.clause)
    if long or all_known(page, own):
        return _stated_case(page, draft)
    return _other(page, draft, own)


def _after_label(page: Page, draft: Draft) -> Condition | None:
    """Return the grade between a label and its figure (护理补贴一级每人每月130元)."""
    if draft.label is None or not draft.low <= draft.label.start < draft.own.end:
        return None
    for pattern in patterns("grade_patterns"):
        if match := pattern.fullmatch(draft.view, draft.label.end, draft.own.end):
            return _other(page, draft, Span(*match.span()))
    return _first_of_list(page, draft, draft.label)


def _first_of_list(page: Page, draft: Draft, label: Span) -> Condition | None:
    """Return the first name of a list of names and sums (年度限额|高血压|310元、糖尿病420元)."""
    follows = (p.match(draft.view, draft.figure.end) for p in patterns("next_item_patterns"))
    sum_of = draft.figure.kind is ValueKind.MONEY and not draft.is_change
    if draft.items or not sum_of or not any(follows):
        return None
    for pattern in patterns("first_item_patterns"):
        match = pattern.fullmatch(draft.view, label.end, draft.own.end)
        span = Span(*match.span("name")) if match else None
        if span and not all_known(page, span) and not find_group(page.work, *span):
            return _other(page, draft, span)
    return None


def _stated_case(page: Page, draft: Draft) -> Condition | None:
    """Return the case that a figure is for (第二次及以后住院的，起付线按…), if no group says it."""
    waived = draft.figure.kind is ValueKind.WAIVER
    named = patterns("waiver_case_patterns") if waived else ()
    for pattern in (*patterns("case_patterns"), *named):
        start = draft.part.start
        found = pattern.finditer(draft.view[start : draft.near.start])
        spans = [Span(start + m.start("case"), start + m.end("case")) for m in found]
        spans = [_stripped(page, span) for span in spans]
        free = [s for s in spans if not find_group(draft.view, *s) and not all_known(page, s)]
        if free and "（" not in page.text(free[-1]):
            return _other(page, draft, _with_each_more(draft, free[-1]))
    return None


def _with_each_more(draft: Draft, case: Span) -> Span:
    """Take in what a supplement is counted by, right after its case (两种以上的，|每增加一种)."""
    named = patterns("each_more_patterns") if draft.is_change else ()
    found = (p.match(draft.view, case.end, draft.own.end) for p in named)
    return next((Span(case.start, m.end()) for m in found if m), case)


def _stripped(page: Page, span: Span) -> Span:
    text = page.text(span)
    return Span(span.start + len(text) - len(text.lstrip()), span.end)


def _other(page: Page, draft: Draft, span: Span) -> Condition:
    citation = page.cite(span, draft.clause)
    return Condition(kind=ConditionKind.OTHER, text=page.plain(span), citation=citation)


def all_known(page: Page, span: Span) -> bool:
    """Tell whether known conditions and empty words are all that some words say (三级医院的)."""
    # A few characters more, since patterns look at what follows.
    around = page.text((span.start, span.end + 6))
    size, known = span.end - span.start, False
    for _kind, pattern in condition_patterns():
        for match in pattern.finditer(around):
            if match.end() <= size:
                known = True
                around = around[: match.start()] + BLANK * len(match[0]) + around[match.end() :]
    text = around[:size].replace(BLANK, "")
    for pattern in patterns("empty_words_patterns"):
        text = pattern.sub("", text)
    return known and len(text) < 3


def item_heading(page: Page, draft: Draft) -> Condition | None:
    """Return the heading of the item where the label comes from farther above it.

    （二）设备使用费用 below 费用按以下比例支付： says which of them a figure is for.
    """
    if draft.label is None or draft.figure.kind not in _AMOUNTS:
        return None
    for scope in draft.scopes:
        if not scope.near:
            continue
        if scope.span.start <= draft.label.start:
            return None
        span = _bare_heading(page, scope.span)
        if span is not None and not all_known(page, span) and not find_group(page.work, *span):
            citation = page.cite(span, draft.clause)
            return Condition(kind=ConditionKind.ITEM, text=page.plain(span), citation=citation)
    return None


def included_settings(page: Page, draft: Draft) -> tuple[Condition, ...]:
    """Return the settings that a limit is said to take in, right after it (，包括住院费用)."""
    for pattern in patterns("included_patterns"):
        match = pattern.match(page.work, draft.figure.end, draft.part.end)
        if match and draft.figure.kind is ValueKind.MONEY:
            named = conditions_of(page, Span(*match.span("what")), draft.clause)
            return tuple(c for c in named if c.kind is ConditionKind.SETTING)
    return ()


def widens(extra: Condition, found: tuple[Condition, ...]) -> bool:
    """Tell whether a setting takes in the one that is known (住院 in 住院和门诊慢特病)."""
    return any(c.kind is extra.kind and c.text in extra.text for c in found)


def listed_items(page: Page, draft: Draft) -> Condition | None:
    """Return the list of diseases or items that a sentence begins with (一类病种：A、B，85%)."""
    if draft.figure.kind not in _AMOUNTS | {ValueKind.WAIVER}:
        return None
    for pattern in patterns("item_list_patterns"):
        found = list(pattern.finditer(page.work, draft.sentence.start, draft.near.start))
        match = found[-1] if found else None  # 一类：A、B，75%；二类：C、D，60%
        if match and _is_past(page, draft, match):
            return None
        if match and not find_group(page.work, *match.span("list")):
            citation = page.cite(match.span("list"), draft.clause)
            return Condition(kind=ConditionKind.ITEM, text=match["list"], citation=citation)
    return None


def _is_past(page: Page, draft: Draft, listed: re.Match[str]) -> bool:
    """Tell whether another class begins behind a list (甲类病种：A、B，75%；乙类病种65%)."""
    before = cores_in(page.work[draft.sentence.start : listed.end("list")])
    between = cores_in(page.work[listed.end("list") : draft.figure.start])
    return bool(before and between - before)


def item_class(page: Page, draft: Draft, found: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Return the class of diseases that a clause is about (一类病种起付线…。单个病种限额…)."""
    if draft.figure.kind not in _AMOUNTS | {ValueKind.WAIVER}:
        return ()
    name = re.compile(pattern_source("item_class_name_pattern"))
    named = list(name.finditer(page.work, draft.clause.start, draft.clause.end))
    told = any(c.kind is ConditionKind.TIER for c in found)
    if told or not named or len(cores_in(page.work[draft.clause.start : draft.clause.end])) != 1:
        return ()
    if named[0].end() > draft.near.start:
        return ()
    cited = page.cite(Span(*named[0].span()), draft.clause)
    return (Condition(kind=ConditionKind.TIER, text=cited.quote, citation=cited),)


def _bare_heading(page: Page, span: Span) -> Span | None:
    """Return a short heading without its number and its stop."""
    text = page.work[slice(*span)]
    start = span.start + len(text) - len(text.lstrip(BLANK + " "))
    end = span.start + len(text.rstrip("。；"))
    short = 2 <= end - start <= _HEADING_MAX
    if not short or re.search(r"[\d，；：。" + BLANK + "]", page.work[start:end]):
        return None
    if any(p.fullmatch(page.work[start:end]) for p in patterns("general_label_patterns")):
        return None
    return Span(start, end)
