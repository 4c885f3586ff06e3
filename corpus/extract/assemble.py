"""Assembling (组装): clause → policy values, every part with the characters it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from corpus.extract.binding import bind_label, set_scopes
from corpus.extract.cases import (
    included_settings,
    item_class,
    item_conditions,
    item_heading,
    listed_items,
    own_cases,
    widens,
)
from corpus.extract.changes import change_sign, mark_changes, mark_roles
from corpus.extract.conditions import (
    Places,
    find_conditions,
    places_in,
    replace_condition,
    shares_tail,
    with_shared_tail,
)
from corpus.extract.drafts import Draft, blank_words, draft_of, read_sentence
from corpus.extract.figures import PER_PREFIX, Figure, unit_text
from corpus.extract.labels import KeyContext, find_label, key_of, tidy_label, with_list
from corpus.extract.layout import Page, Span, above_of, sentences
from corpus.extract.lexicon import group_forms, patterns
from corpus.extract.numerals import plain
from corpus.extract.pairing import pair_runs, split_each
from corpus.extract.people import build_group, find_group, mentions
from corpus.extract.per import bind_per
from corpus.extract.scan import BLANK
from corpus.extract.whose import bind_group
from corpus.model import (
    Clause,
    Condition,
    ConditionKind,
    Delta,
    Jurisdiction,
    PolicyValue,
    Role,
    ValueCitations,
    ValueKind,
)

SUBSIDY, REST = "fiscal_subsidy", "other_insured"
_WITH_PLACE = {ValueKind.MONEY, ValueKind.RATIO, ValueKind.MULTIPLE, ValueKind.POINTS}


def clause_values(page: Page, clause: Clause, places: Places | None) -> Iterator[PolicyValue]:
    """Yield the values of one clause in reading order."""
    for sentence in sentences(page.work, clause.start, clause.end):
        drafts = read_sentence(page, clause, sentence)
        pair_runs(page.work, drafts)
        mark_roles(drafts)
        drafts = mark_changes(drafts)
        previous: Draft | None = None
        for draft in drafts:
            set_scopes(page, draft)
            draft.label = bind_label(draft, previous)
            draft.previous = previous
            if draft.figure.kind in _WITH_PLACE:
                previous = draft
        _share_label_before(drafts)
        _share_last_label(drafts)
        _part_first_item(drafts)
        for draft in drafts:
            if draft.delta is not None:
                set_scopes(page, draft.delta)
            yield from _values(page, draft, places)


def value_of(page: Page, clause: Clause, figure: Figure, label: Span) -> PolicyValue:
    """Return the value of a figure whose label a person chose; the rest is read as always."""
    sentence = next(
        s for s in sentences(page.work, clause.start, clause.end) if figure.start < s.end
    )
    drafts = read_sentence(page, clause, sentence)
    known = [d for d in drafts if d.figure == figure]
    draft = known[0] if known else draft_of(page, clause, sentence, figure)
    mark_roles([draft])
    set_scopes(page, draft)
    draft.label = label
    return _value(page, draft, draft.item)


def _share_label_before(drafts: list[Draft]) -> None:
    """Give a length of time whose own words only say whose it is the label of the one before."""
    for before, draft in pairwise(drafts):
        spans = {before.figure.kind, draft.figure.kind} == {ValueKind.DURATION}
        own = draft.view[slice(*draft.own)]
        alone = any(p.fullmatch(own) for p in patterns("alone_patterns"))
        if spans and alone and before.part == draft.part:
            draft.label = before.label


def _share_last_label(drafts: list[Draft]) -> None:
    """Give a whole list the label that follows its last figure (分别发放50元、100元养老补贴)."""
    for last in drafts:
        if last.run < 0 or last.label is None or last.label.start < last.figure.end:
            continue
        for draft in drafts:
            if draft.run == last.run and draft.part == last.part and not _own_label(draft):
                draft.label = last.label


def _part_first_item(drafts: list[Draft]) -> None:
    """Part the first item from the label that later figures have without it.

    高血压|年度限额2400元，糖尿病3000元: 年度限额 is the name of both, and each has its own disease.
    """
    names = {d.label.end: d.label for d in drafts if d.label and d.item is None}
    for first in drafts:
        label = first.label
        common = names.get(label.end) if label and first.item is None else None
        if label and common and label.start < common.start and first.low <= label.start:
            first.item, first.label = Span(label.start, common.start), common


def _own_label(draft: Draft) -> bool:
    """Tell whether a figure's label stands in its own part and says what it is."""
    label = draft.label
    if label is None or label.start < draft.part.start:
        return False
    return find_label(draft.view, *label) is not None


def _values(page: Page, draft: Draft, places: Places | None) -> Iterator[PolicyValue]:
    aside = draft.figure.kind is ValueKind.AGE and draft.named is None
    if draft.label is None or (aside and _describes(page, draft)):
        return
    items = split_each(draft)
    if items:
        for number, item in enumerate(items):
            yield _for_item(page, draft, item, number)
        return
    value = _value(page, draft, draft.item)
    outer = page.notice.notice.jurisdiction
    found = _places(page, draft, places, outer)
    if not found:
        yield value
    if draft.run >= 0 and draft.item is None and len(found) > 1:
        yield value  # several figures, several places, and no telling which is whose
        return
    for number, (place, _span) in enumerate(found):
        update = {"jurisdiction": place.adcode, "id": f"{value.id}.{number + 1}"}
        yield value.model_copy(update=update if len(found) > 1 else {"jurisdiction": place.adcode})


def _describes(page: Page, draft: Draft) -> bool:
    """Tell whether an age only describes a group (70周岁以上老年人) and is no rule itself."""
    end = draft.near.after.span.end if draft.near.after else draft.figure.end
    rest = page.work[end : draft.part.end]
    goes_on = re.match(r"[、，][^。；，]{0,8}周?岁", rest) is not None
    return draft.bound.span is None or rest[:1] not in "、，；。" or goes_on


def _places(
    page: Page, draft: Draft, places: Places | None, outer: str
) -> list[tuple[Jurisdiction, Span]]:
    if draft.figure.kind not in _WITH_PLACE:
        return []
    spans = [draft.item] if draft.item else []
    spans += [draft.own, Span(draft.part.start, draft.own.end)]
    for span in spans:
        found = places_in(places, outer, draft.view, span)
        if found:
            return found
    return []


def _for_item(page: Page, draft: Draft, item: Span, number: int) -> PolicyValue:
    """Return the value of one of several that share a figure by 各."""
    value = _value(page, draft, item)
    return value.model_copy(update={"id": f"{value.id}.{number + 1}"})


def _value(page: Page, draft: Draft, item: Span | None) -> PolicyValue:
    figure, clause = draft.figure, draft.clause
    assert draft.label is not None
    label = _item_label(draft, item) or draft.label
    per, per_span = bind_per(draft)
    group_span = bind_group(page, draft)
    label = _without_group(page, draft, label, group_span)
    if figure.label is None:
        shared = figure.kind in _WITH_PLACE
        label = with_list(draft.view, label, draft.items) if shared else label
        label = tidy_label(draft.view, label)
    key = key_of(figure.kind, page.plain(label), _context(page, draft, group_span))
    if key == "effective_date" or (key == SUBSIDY and _for_everybody(page, draft)):
        group_span = None  # 标准…自…起执行 lists standards, not people
    return PolicyValue(
        id=_id(page, draft),
        notice=page.notice.notice.id,
        clause=clause.id,
        key=key,
        label=page.text(label),
        kind=figure.kind,
        role=draft.role,
        value=plain(figure.value) if isinstance(figure.value, Decimal) else figure.value,
        unit=unit_text(figure.base, (*figure.per, *per)),
        bound=draft.bound.bound,
        bound_text=draft.bound.text,
        delta=_delta(page, draft),
        group=build_group(page, group_span, clause) if group_span else None,
        conditions=_conditions(page, draft, item),
        jurisdiction=page.notice.notice.jurisdiction,
        citations=ValueCitations(
            value=page.cite((figure.start, figure.end), clause),
            label=page.cite(label, clause),
            unit=page.cite(per_span, clause) if per_span else None,
            bound=page.cite(draft.bound.span, clause) if draft.bound.span else None,
        ),
    )


def _for_everybody(page: Page, draft: Draft) -> bool:
    """Tell whether a subsidy that names nobody comes after the fee of the rest of the people
    (学生每人交370元，其余居民每人交430元，财政另外给每人补760元)."""
    before = (
        [] if mentions(page.work, *draft.own) else mentions(page.work, draft.part.start, draft.low)
    )
    return bool(before) and group_forms().get(page.work[slice(*before[-1])]) == REST


def _context(page: Page, draft: Draft, group: Span | None) -> KeyContext:
    """Return the words that help to tell the key: the part so far and the rest of the segment."""
    begin, end = draft.rest or (draft.figure.end, draft.limit)
    rest = re.split("[，；。]", draft.view[begin:end])[0]
    return KeyContext(
        part=draft.view[draft.part.start : draft.figure.end] + rest,
        before=page.work[draft.clause.start : draft.figure.start],
        above=above_of(page, draft.clause),
        people=page.plain(group) if group else "",
    )


def _without_group(page: Page, draft: Draft, label: Span, group: Span | None) -> Span:
    """Drop a group from the front of a label where a known one remains (成年居民|个人缴费标准)."""
    inner = group if group and label.start < group.end < label.end else None
    inner = inner or find_group(page.work, *label)
    if inner is None or inner.end >= label.end:
        return label
    rest = Span(inner.end + (page.work[inner.end] == "的"), label.end)
    per = re.compile(PER_PREFIX).match(page.work, *rest)
    if per and per.end() < label.end:
        return Span(per.end(), label.end)  # 低保对象每人|资助
    near = _context(page, draft, group)
    return rest if key_of(draft.figure.kind, page.plain(rest), near) else label


def _item_label(draft: Draft, item: Span | None) -> Span | None:
    """Return an item of a 各 list as the label where it is one (个人缴费和财政补助各为0.15%)."""
    if item is None or item is draft.item or not find_label(draft.view, *item, strong=True):
        return None
    return item


def _id(page: Page, draft: Draft) -> str:
    offset = draft.figure.start - draft.clause.start
    suffix = f"-{draft.figure.bound}" if draft.figure.bound else ""
    return f"{draft.clause.id}@{offset}{suffix}"


def _delta(page: Page, draft: Draft) -> Delta | None:
    """Return the change; its citation runs from the word of change to the figure."""
    change = draft.delta
    piece = change.near.first("change") if change else None
    if change is None or piece is None or not isinstance(change.figure.value, Decimal):
        return None
    span = Span(piece.span.start, change.figure.end)
    amount = plain(change.figure.value) * change_sign(piece.word)
    return Delta(amount=amount, citation=page.cite(span, draft.clause))


def _conditions(page: Page, draft: Draft, item: Span | None) -> tuple[Condition, ...]:
    if draft.figure.kind in {ValueKind.DATE, ValueKind.PERIOD}:
        return ()
    listed = listed_items(page, draft)
    view = blank_words(draft.view, draft.part.start, draft.figure, "base_patterns")
    if listed is not None:  # 门诊 in the name of a disease is no setting
        start, end = listed.citation.start, listed.citation.end
        view = view[:start] + BLANK * (end - start) + view[end:]
    found = find_conditions(page, view, draft.scopes, draft.clause)
    found = (*found, *item_class(page, draft, found))
    found = _without_taken(page, draft, found)
    if draft.items:
        found = _without_others(page, draft, found)
    named = listed or item_heading(page, draft)
    wider = (c for c in included_settings(page, draft) if widens(c, found))
    for extra in (*_told_cases(page, draft, item), *wider, *([named] if named else [])):
        found = replace_condition(found, extra) if not _of_band(extra, found) else found
    excepted = _excepted(page, draft)
    return (*(with_shared_tail(page, c) for c in found), *excepted)


def _told_cases(page: Page, draft: Draft, item: Span | None) -> tuple[Condition, ...]:
    """What a figure's own words say, or those of the one whose place it takes
    (糖尿病由500元提高到|600元)."""
    former = draft.previous
    own = own_cases(page, draft, item)
    if own or former is None or former.role is not Role.PREVIOUS or former.part != draft.part:
        return own
    between = draft.view[former.figure.end : draft.near.start]
    return () if re.search("[，、；。：]", between) else own_cases(page, former, former.item)


def _without_others(
    page: Page, draft: Draft, found: tuple[Condition, ...]
) -> tuple[Condition, ...]:
    """Drop what other items of a list say, save what the first begins with or the last ends in.

    市域内|一级、二级医院住院: 市域内 and 住院 are said of all, the grades of one each.
    """
    others = [o for o in draft.items if o != draft.item]
    if draft.item is not None and shares_tail(page, draft.item):
        others = others[:-1]
    lead = _shared_lead(page, draft)
    tail = {c.citation.start for c in _shared_tail(page, draft)}
    kept = [
        c
        for c in found
        if c not in lead and (c.citation.start in tail or not any(_overlap(c, o) for o in others))
    ]
    return (*lead, *kept)


def _without_taken(page: Page, draft: Draft, found: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Drop what tells apart the items of a list whose figures came before this one."""
    named = [c.kind for o in draft.taken for c in item_conditions(page, o, draft.clause)]
    apart = {kind for kind in named if named.count(kind) > 1}
    return tuple(
        c for c in found if c.kind not in apart or not any(_overlap(c, o) for o in draft.taken)
    )


def _shared_lead(page: Page, draft: Draft) -> tuple[Condition, ...]:
    """Return what the first item of a list begins with and no other item says of itself."""
    first, *rest = (item_conditions(page, o, draft.clause) for o in draft.items)
    told = {c.kind for conditions in rest for c in conditions}
    begin = min((c.citation.start for c in first if c.kind in told), default=0)
    return tuple(c for c in first if c.kind not in told and c.citation.start < begin)


def _shared_tail(page: Page, draft: Draft) -> tuple[Condition, ...]:
    """Return what the last item ends in and no other item says (县级、市级医院|住院的)."""
    *rest, last = (item_conditions(page, o, draft.clause) for o in draft.items)
    told = {c.kind for conditions in rest for c in conditions}
    end = max((c.citation.end for c in last if c.kind in told), default=draft.items[-1].end)
    return tuple(c for c in last if c.kind not in told and c.citation.start >= end)


def _of_band(extra: Condition, found: tuple[Condition, ...]) -> bool:
    """Tell whether a case is only the end of a band of cost (5万元以内|部分)."""
    bands = (c for c in found if c.kind is ConditionKind.COST_BAND)
    at = extra.citation
    return any(b.citation.start <= at.start and at.end <= b.citation.end for b in bands)


def _excepted(page: Page, draft: Draft) -> tuple[Condition, ...]:
    """Whom a length of time does not hold for (除新生儿、退役军人外，…3个月), or a change in points
    (…降低15个百分点；特困人员除外)."""
    places = {
        ValueKind.DURATION: ("except_patterns", draft.part.start, draft.figure.start),
        ValueKind.POINTS: ("except_behind_patterns", draft.figure.end, draft.sentence.end),
    }
    name, start, end = places.get(draft.figure.kind, ("except_patterns", 0, 0))
    found = [
        m.span()
        for p in patterns(name)
        for m in p.finditer(page.work, start, end)
        if find_group(page.work, *m.span())
    ]
    return tuple(
        Condition(
            kind=ConditionKind.EXCEPT, text=page.text(at), citation=page.cite(at, draft.clause)
        )
        for at in found
    )


def _overlap(condition: Condition, span: Span) -> bool:
    return condition.citation.start < span.end and span.start < condition.citation.end
