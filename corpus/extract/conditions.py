"""Conditions (条件) and places (地区) that narrow a figure, near it or in what leads to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from corpus.extract.layout import Page, Scope, Span
from corpus.extract.lexicon import condition_patterns, patterns
from corpus.extract.people import mentions
from corpus.extract.scan import BLANK
from corpus.jurisdictions import PlaceMention
from corpus.model import Clause, Condition, ConditionKind, Jurisdiction

PART_END = re.compile("[，。；]")
LIST_JOIN = re.compile("[、和及与或]")
_NEXT_ONLY = (ConditionKind.COST_BAND, ConditionKind.OTHER)


class Places(Protocol):
    """What the grammar needs of the place tree (行政区划)."""

    def mentions(self, text: str, within: str | None = None) -> Sequence[PlaceMention]:
        """Return the places mentioned in a text with their characters."""

    def contains(self, outer: str, inner: str) -> bool:
        """Tell whether the place with adcode ``outer`` contains ``inner``."""


def find_conditions(
    page: Page, view: str, scopes: list[Scope], clause: Clause
) -> tuple[Condition, ...]:
    """Return the nearest condition of every kind, in the order of the kinds."""
    found = []
    for kind, pattern in condition_patterns():
        # A band of cost, and 男 or 女, holds for the figure right after it only.
        near = scopes[:1] if kind in _NEXT_ONLY else scopes
        if kind is ConditionKind.PAYER and _speaks(view, scopes[0].span):
            near = [*scopes[:1], *scopes[2:]]  # 单位按8%、职工按2%: another's payer is not its own
        whole, single = kind is ConditionKind.HOSPITAL, kind is ConditionKind.TIER
        span = _nearest(view, pattern, near, whole=whole, single=single)
        if span is not None:
            found.append(
                Condition(kind=kind, text=page.plain(span), citation=page.cite(span, clause))
            )
    return tuple(c for c in _one_band(found) if not _in_setting(c, found))


def _in_setting(tier: Condition, found: list[Condition]) -> bool:
    """Tell whether a class of diseases is only part of a setting's name (住院和甲类病种门诊)."""
    places = [c.citation for c in found if c.kind is ConditionKind.SETTING]
    inside = any(p.start <= tier.citation.start and tier.citation.end <= p.end for p in places)
    return tier.kind is ConditionKind.TIER and inside


def _one_band(found: list[Condition]) -> tuple[Condition, ...]:
    """Keep the band of cost that is nearest to the figure (超过1万元的部分，|0—5万元报销60%)."""
    bands = [c for c in found if c.kind is ConditionKind.COST_BAND]
    nearest = max(bands, key=lambda c: (c.citation.end, -c.citation.start), default=None)
    return tuple(c for c in found if c.kind is not ConditionKind.COST_BAND or c is nearest)


def _speaks(view: str, own: Span) -> bool:
    """Tell whether a figure names whom it is for in words of its own."""
    return bool(mentions(view, *own))


def _nearest(
    view: str,
    pattern: re.Pattern[str],
    scopes: list[Scope],
    whole: bool = False,
    single: bool = False,
) -> Span | None:
    """The last match of the nearest scope; the ``whole`` list that it ends (一级、二级医院).

    ``single``: of two that stand side by side (一档支付65%、二档支付55%，年度限额3000元) none holds
    for what comes after both.
    """
    for nth, scope in enumerate(scopes):
        # A few characters more, since patterns look at what follows.
        matches = pattern.finditer(view, scope.span.start, scope.span.end + 8)
        inside = [m for m in matches if m.end() <= scope.span.end]
        if single and nth and _side_by_side(view, inside):
            return None
        if inside:
            start, end = inside[-1].span()
            for earlier in reversed(inside[:-1] if whole else []):
                if not LIST_JOIN.fullmatch(view[earlier.end() : start]):
                    break
                start = earlier.start()
            return Span(start, end)
    return None


def _side_by_side(view: str, inside: list[re.Match[str]]) -> bool:
    """Tell whether the last two of some matches differ and stand in one part of a sentence."""
    if len(inside) < 2 or inside[-1][0] == inside[-2][0]:
        return False
    between = view[inside[-2].end() : inside[-1].start()]
    return "、" in between and not PART_END.search(between)


def with_shared_tail(page: Page, condition: Condition) -> Condition:
    """Complete a bare member of a list by what the last one ends in (一级 → 一级定点医疗机构).

    The citation then runs over the whole list, as far as the words taken from its end.
    """
    cited = condition.citation
    for pattern in patterns("shared_tail_patterns"):
        match = pattern.match(page.notice.text, cited.start)
        if match and match["own"] == condition.text:
            end = match.end()
            citation = cited.model_copy(update={"end": end, "quote": match[0]})
            text = _completed(match)
            return condition.model_copy(update={"text": text, "citation": citation})
    return condition


def shares_tail(page: Page, item: Span) -> bool:
    """Tell whether a member of a list is bare and takes its noun from the last one."""
    matches = (p.search(page.notice.text, item.start) for p in patterns("shared_tail_patterns"))
    return any(m and item.end in {m.end("own"), m.end("aside")} for m in matches)


def says_condition(quote: str, text: str) -> bool:
    """Tell whether a quote says a condition: in these very words, or as a member of a list."""
    matches = (p.fullmatch(quote) for p in patterns("shared_tail_patterns"))
    return quote == text or any(m and _completed(m) == text for m in matches)


def _completed(match: re.Match[str]) -> str:
    """The bare member with its aside and the noun that the list ends in."""
    return match["own"] + (match["aside"] or "") + match["tail"]


def condition_of(page: Page, span: Span, clause: Clause) -> Condition | None:
    """Return the first condition that these characters name (省级, 西部), if any."""
    return next(iter(conditions_of(page, span, clause)), None)


def conditions_of(page: Page, span: Span, clause: Clause) -> tuple[Condition, ...]:
    """Return what these characters name, one of every kind (市域内一级 is a place and a grade)."""
    found: dict[ConditionKind, Condition] = {}
    aside = re.compile("（[^（）]*）").match(page.work, span.end)
    # A few characters of context, since patterns look at what follows.
    limit = min((aside.end() if aside else span.end) + 6, len(page.work))
    for kind, pattern in condition_patterns():
        match = pattern.search(page.work, span.start, limit)
        if match and match.start() < span.end:
            inner = Span(match.start(), min(match.end(), max(span.end, match.start() + 1)))
            named = Condition(kind=kind, text=page.plain(inner), citation=page.cite(inner, clause))
            found.setdefault(kind, named)
    return tuple(found.values())


def replace_condition(known: tuple[Condition, ...], new: Condition) -> tuple[Condition, ...]:
    """Return the conditions with the one of the same kind replaced."""
    kept = [c for c in known if c.kind is not new.kind]
    order = list(ConditionKind)
    return tuple(sorted([*kept, new], key=lambda c: order.index(c.kind)))


def places_in(
    places: Places | None, outer: str, view: str, span: Span
) -> list[tuple[Jurisdiction, Span]]:
    """Return the places inside ``outer`` that the last list of places in a stretch names."""
    if places is None:
        return []
    text = view[span.start : span.end].replace(BLANK, " ")
    named = [
        (m.candidates[0], Span(span.start + m.start, span.start + m.end))
        for m in places.mentions(text, outer)
        if len(m.candidates) == 1
        and m.candidates[0].adcode != outer
        and places.contains(outer, m.candidates[0].adcode)
    ]
    cluster = named[-1:]
    for item in reversed(named[:-1]):
        gap = view[item[1].end : cluster[0][1].start]
        if not re.fullmatch(r"[、，和及与]", gap):
            break
        cluster.insert(0, item)
    return cluster
