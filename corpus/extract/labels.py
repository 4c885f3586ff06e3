"""Labels (名称): the notice's own words for what a figure is, and the known key they map to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpus.extract.layout import Span
from corpus.extract.lexicon import any_of, condition_patterns, key_rules, patterns, schemes, words
from corpus.extract.scan import BLANK
from corpus.model import ValueKind

_EDGE = re.compile(r"[ ，；。：、！？（）｜\n“”" + BLANK + "]")
_PHRASE = re.compile(r"[ ，；。：！？（）｜\n“”" + BLANK + "]")
_MAX = 40
_LISTED_MAX = 12  # characters of an item of a list before a label
_ADDED_TO = re.compile("(?:(?!在)[一-龥]){0,8}基础上")  # what a figure is added to is not its label
_SUMMED = re.compile(
    "(?:(?![为按])[一-龥]){0,10}之和(?=[，。的缴确执])"
)  # nor what it is the sum of


@cache
def _heads() -> re.Pattern[str]:
    # 自付|费用 is one word, and its end says what it is.
    return re.compile(f"{any_of('label_heads')}(?!{any_of('compound_tails')})")


def is_strong(label: str) -> bool:
    """Tell whether a label ends in a word that says by itself what it is (标准, 比例), not 费用."""
    heads = [m[0] for m in _heads().finditer(label)]
    return bool(heads) and any(h not in words("weak_heads") for h in heads)


def find_label(work: str, start: int, end: int, *, strong: bool = False) -> Span | None:
    """Return the last label that ends within ``[start, end)`` of the blanked text."""
    for match in reversed(list(_heads().finditer(work, start, end))):
        if _ADDED_TO.match(work, match.end(), end) or _SUMMED.match(work, match.end(), end):
            continue
        if any(p.search(work, start, match.end()) for p in patterns("pointing_patterns")):
            continue
        span = trim_label(work, start, match.end())
        if span is None or (strong and not is_strong(work[span.start : span.end])):
            continue
        return span
    return None


def ends_in_label(work: str, item: Span) -> bool:
    """Tell whether an item has a label of its own (住院医疗费用在一级 only leads to one)."""
    found = find_label(work, *item)
    return found is not None and (found.end == item.end or is_strong(work[slice(*found)]))


def without_condition(work: str, label: Span) -> Span:
    """Drop the last item's own condition from a common label (三级医院|住院起付标准)."""
    for _kind, pattern in condition_patterns():
        match = pattern.match(work, *label)
        if match and find_label(work, match.end(), label.end):
            return Span(match.end(), label.end)
    return label


def trim_label(work: str, low: int, end: int) -> Span | None:
    """Walk left from ``end`` to the start of the noun phrase; None if nothing is left."""
    edges = [m.end() for m in _EDGE.finditer(work, low, end)]
    # A list item belongs to its phrase: 孤儿养育标准和… is one phrase, 、 separates others.
    start = max(edges[-1] if edges else low, end - _MAX)
    for pattern in patterns("label_joined_patterns"):
        for joined in pattern.finditer(work, low, end):
            if joined.start() < start < joined.end():
                start = joined.start()  # 市、县财政补助 is one payer
    for pattern in patterns("label_cut_patterns"):
        for match in pattern.finditer(work, start, end):
            if end - match.end() >= 3:
                start = max(start, match.end())
    start = _strip_lead(work, start, end)
    return Span(start, end) if end - start >= 2 else None


def _strip_lead(work: str, start: int, end: int) -> int:
    moved = True
    while moved:
        moved = False
        for pattern in patterns("label_lead_patterns"):
            match = pattern.match(work[start:end])
            if match and match.end() and end - start - match.end() >= 2:
                start, moved = start + match.end(), True
    return start


def with_list(work: str, label: Span, items: Sequence[Span] = ()) -> Span:
    """Give a label that begins with the last of a list its whole list, or none of it.

    高血压、糖尿病患者门诊报销: both are meant. Where every figure has an ``item`` of that list as
    its own, only what they share is its name (门诊报销).
    """
    person = re.compile(any_of("people_heads")).search(work, *label)
    if person is None or work[label.start - 1] != "、" or label.end - person.end() < 2:
        return label
    if any(label.start <= item.start < person.end() for item in items):
        return Span(person.end(), label.end)
    low = max(0, label.end - _MAX)
    edges = [m.end() for m in _PHRASE.finditer(work, low, label.start)]
    start = edges[-1] if edges else low
    if start and not edges:
        return label  # the list is longer than a label can be
    parts = work[start : label.start - 1].split("、")
    listed = all(0 < len(part) <= _LISTED_MAX for part in parts)
    return Span(start, label.end) if listed else label


def tidy_label(work: str, label: Span) -> Span:
    """Drop particles from both ends of a label (期间|补缴, 缴费|的)."""
    start, end = label
    for pattern in patterns("label_tidy_patterns"):
        match = pattern.search(work[start:end])
        if match and end - start - len(match[0]) >= 2:
            at_front = match.start() == 0
            start, end = (start + match.end(), end) if at_front else (start, start + match.start())
    return Span(start, end)


def label_after(work: str, figure_end: int, end: int, how: str = "after") -> Span | None:
    """Return a label after its figure: 200元的补助, 50%资助 (direct), 70%的比例支付 (share)."""
    for pattern in patterns(f"label_{how}_patterns"):
        match = pattern.match(work[figure_end:end])
        if match:
            return Span(figure_end + match.start("label"), figure_end + match.end("label"))
    return None


def paid_labels(work: str, low: int, near: int) -> Iterator[Span]:
    """Yield the verb of paying that ends right before a figure (起付线100元，|报|90%)."""
    for pattern in patterns("paid_patterns"):
        match = pattern.search(work[low:near])
        if match:
            yield Span(low + match.start("label"), low + match.end("label"))


def fallback_label(work: str, low: int, near: int, figure_end: int, end: int) -> Span | None:
    """Return the words of the figure's own segment, for figures that carry no label word."""
    edges = [m.end() for m in _EDGE.finditer(work, low, near)]
    start = _strip_lead(work, _strip_hedges(work, edges[-1] if edges else low, near), near)
    for pattern in patterns("fallback_tail_patterns"):
        tail = pattern.search(work[start:near])
        near = start + tail.start() if tail else near
    if near - start >= 2:
        return Span(max(start, near - _MAX), near)
    begin = _strip_hedges(work, figure_end, end)
    begin = _strip_lead(work, begin, end)
    match = re.compile(r"[^，；。：、（）“”" + BLANK + r"]{2,30}").search(work, begin, end)
    if match and (base := match[0].find("基础上")) >= 2:  # 3个月固定等待期|基础上增加…
        return Span(match.start(), match.start() + base)
    if match is None or match.start() - begin > 2:
        return None
    # 1月起，补贴标准|分别为每人每月209元: the figure behind it is another's.
    found = _heads().finditer(work, *match.span())
    named = [h.end() for h in found if h[0] not in words("weak_heads")]
    runs_on = named and re.search(r"\d", work[named[-1] : match.end() + 1])
    end = named[-1] if runs_on else match.end()
    return Span(match.start(), end - (work[end - 1] in "和及与" and end - match.start() > 2))


def _strip_hedges(work: str, start: int, end: int) -> int:
    for pattern in patterns("fallback_lead_patterns"):
        match = pattern.match(work[start:end])
        start += match.end() if match else 0
    return start


def key_of(kind: ValueKind, label: str, near: KeyContext) -> str | None:
    """Return the known key (已知标准) of a label, or None for an open label."""
    context = f"{label}\n{near.part}\n{near.scheme(label)}"
    around = f"{near.part}\n{near.before}\n" + "\n".join(near.above)
    for rule in key_rules():
        fits = kind in rule.kinds and rule.label.search(label)
        tests = ((rule.context, context), (rule.around, around), (rule.people, near.people))
        if fits and all(p is None or p.search(text) for p, text in tests):
            return rule.key
    return None


class KeyContext(NamedTuple):
    """The words beside a label that help to tell its key.

    ``part`` is the label's part of the sentence, ``before`` the clause as far as the figure,
    ``above`` the headings and the title of the notice, nearest first, ``people`` the group's words.
    """

    part: str
    before: str = ""
    above: tuple[str, ...] = ()
    people: str = ""

    def scheme(self, label: str) -> str:
        """Return the scheme (险种) that the nearest heading names alone; none if the label does.

        Of several that a passage names (经居民医保报销后由大病保险支付) the next heading decides.
        """
        nearer: list[str] = []
        for text in (label, *self.above):
            named = [name for name, pattern in schemes() if pattern.search(text)]
            if named and (nearer or len(named) == 1 or text == label):
                alone = len(named) == 1 and text != label and named[0] in (nearer or named)
                return named[0] if alone else ""
            nearer = named
        return ""
