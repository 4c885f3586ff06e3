"""Drafts (草稿): figures on their way to becoming policy values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.extract.approach import Approach, BoundFound, approach, find_bound
from corpus.extract.figures import Figure
from corpus.extract.layout import Page, Scope, Span, own_heading, split_parts
from corpus.extract.lexicon import bound_pattern, condition_patterns, patterns
from corpus.extract.people import mentions
from corpus.extract.scan import BLANK, scan
from corpus.model import Bound, Clause, ConditionKind, Role, ValueKind


@dataclass
class Draft:
    """What is known so far about one figure. ``low`` is where its own words begin."""

    figure: Figure
    clause: Clause
    sentence: Span
    part: Span
    low: int
    view: str
    near: Approach
    bound: BoundFound
    limit: int
    role: Role = Role.STANDARD
    item: Span | None = None
    items: tuple[Span, ...] = ()
    taken: tuple[Span, ...] = ()  # the items of lists before it, which other figures belong to
    label: Span | None = None
    per: tuple[tuple[str, ...], Span | None] = ((), None)
    delta: Draft | None = None
    previous: Draft | None = None
    heading: Span | None = None
    named: Span | None = None  # the label, where the heading of the item gives it
    run: int = -1
    rest: Span | None = None  # the words after the last figure of its list
    scopes: list[Scope] = field(default_factory=list)

    @property
    def is_change(self) -> bool:
        """Tell whether the figure is an amount of change (增加30元), not a total."""
        turn = next((p for p in reversed(self.near.pieces) if p.type in {"change", "total"}), None)
        return turn is not None and turn.type == "change"

    @property
    def is_total(self) -> bool:
        """Tell whether words such as 达到 stand right before the figure."""
        return any(p.type == "total" for p in self.near.pieces)

    @property
    def own(self) -> Span:
        """The words between the figure before it and its approach."""
        return Span(self.low, max(self.low, self.near.start))


def parts_of(work: str, sentence: Span, figures: list[Figure]) -> list[Span]:
    """Cut a sentence at ；, but keep a list of groups with the figure that it belongs to."""
    merged: list[Span] = []
    for part in split_parts(work, *sentence, "；"):
        before = merged[-1] if merged else None
        if before and _only_lists(work, before, figures):
            merged[-1] = Span(before.start, part.end)
        else:
            merged.append(part)
    return merged


def _only_lists(work: str, part: Span, figures: list[Figure]) -> bool:
    """Tell whether a part before ； holds no figure of its own and ends in a group."""
    if any(part.start <= f.start < part.end and f.kind is not ValueKind.AGE for f in figures):
        return False
    named = mentions(work, *part)
    return bool(named) and bool(
        re.fullmatch(r"(?:（[^（）]*）)?；", work[named[-1].end : part.end])
    )


def blank_asides(work: str, start: int, figure: Figure) -> str:
    """Return the text with every （…） before the figure blanked, save the one it stands in."""
    out = list(work)
    opened: list[int] = []
    for pos in range(start, figure.start):
        if work[pos] == "（":
            opened.append(pos)
        elif work[pos] == "）" and opened:
            begin = opened.pop()
            out[begin + 1 : pos] = BLANK * (pos - begin - 1)
    return "".join(out)


def blank_said(view: str, figure: Figure, figures: list[Figure]) -> str:
    """Return the view without what was said in words before (不设起付线，按70%报销)."""
    for said in figures:
        if said.label is not None and said.end <= figure.start:
            view = view[: said.start] + BLANK * (said.end - said.start) + view[said.end :]
    return view


def blank_excepted(view: str, start: int, figure: Figure) -> str:
    """Return the view without 除…外 before the figure: what stands there is just not meant."""
    return blank_words(view, start, figure, "except_patterns")


def blank_words(view: str, start: int, figure: Figure, name: str) -> str:
    """Return the view with what a list of patterns finds before the figure blanked."""
    for pattern in patterns(name):
        for match in pattern.finditer(view, start, figure.start):
            view = view[: match.start()] + BLANK * len(match[0]) + view[match.end() :]
    return view


def read_sentence(page: Page, clause: Clause, sentence: Span) -> list[Draft]:
    """Return a draft for every figure of a sentence, in reading order."""
    issued = page.notice.notice.issued_on
    scanned = scan(page.work[slice(*sentence)], issued)
    shares = any(f.kind is ValueKind.RATIO for f in scanned)
    ages = bool(scanned) and all(f.kind is ValueKind.AGE for f in scanned)
    heads = {
        f: _age_rule(page, clause) if ages else _threshold(page, clause, sentence, f, shares=shares)
        for f in scanned
    }
    figures = {
        _shift(f, sentence.start): heads[f]
        for f in scanned
        if heads[f] or not _is_limit(page, sentence, f)
    }
    parts = parts_of(page.work, sentence, list(figures))
    drafts = list(_drafts(page, clause, sentence, list(figures), parts))
    for draft, head in zip(drafts, figures.values(), strict=True):
        draft.named = head
        if (
            head is not None and draft.figure.kind is ValueKind.MONEY
        ):  # 超过X元的部分 names the threshold, which is X exactly
            draft.bound = BoundFound(Bound.EXACT, "", None)
    return drafts


def draft_of(page: Page, clause: Clause, sentence: Span, figure: Figure) -> Draft:
    """Return a draft for a figure that the grammar did not see in its sentence."""
    parts = parts_of(page.work, sentence, [figure])
    return next(_drafts(page, clause, sentence, [figure], parts))


def _threshold(
    page: Page, clause: Clause, sentence: Span, figure: Figure, *, shares: bool
) -> Span | None:
    """Return 起付线 where the item's heading says so and 超过X元的部分 states its amount.

    Beside shares only the sum that stands before all bands does, by its own word (超过).
    """
    end = sentence.start + figure.end
    spoken = re.compile(r"元(?:以上)?(?:，(?:超[出过]|多出)来?)?的?部分").match(
        page.work, end - 1, sentence.end
    )
    if figure.kind is not ValueKind.MONEY or not spoken:
        return None
    headed = None if shares else _in_heading(page, clause, "threshold_patterns")
    if headed:
        return headed
    words = page.work[end - 1 : sentence.end]
    if not any(p.search(words) for p in patterns("head_of_bands_patterns")):
        return None
    start = sentence.start
    over = (p.search(page.work[start : start + figure.start]) for p in patterns("over_patterns"))
    return next((Span(start + m.start("label"), start + m.end("label")) for m in over if m), None)


def _age_rule(page: Page, clause: Clause) -> Span | None:
    """Return 发放对象 where the item's heading says so: an age alone in a sentence is its rule."""
    return _in_heading(page, clause, "age_rule_patterns")


def _in_heading(page: Page, clause: Clause, name: str) -> Span | None:
    own = own_heading(page.work, clause)
    for span in [*([own] if own else []), *(s.span for s in page.lead_ins(clause)[:1])]:
        for pattern in patterns(name):
            if match := pattern.search(page.work, *span):
                return Span(*match.span())
    return None


def _is_limit(page: Page, sentence: Span, figure: Figure) -> bool:
    """Tell whether a figure is no value: said again (含250元), or the limit of a band or tier."""
    before = page.work[sentence.start : sentence.start + figure.start]
    at_end = sentence.start + figure.end
    if before.endswith(("（含", "（不含")) or _is_share_of_case(page, sentence, figure):
        return True
    if figure.kind is ValueKind.DURATION and (
        _RESTATED.search(before) or (_BEYOND.search(before) and _CASE.match(page.work, at_end))
    ):
        return True
    if figure.kind is not ValueKind.MONEY:
        return False
    at = sentence.start + figure.start
    for kind, pattern in condition_patterns():
        if kind in {ConditionKind.COST_BAND, ConditionKind.TIER}:
            found = pattern.finditer(page.work, *sentence)
            if any(m.start() <= at < m.end() and "元" in m[0] for m in found):
                return True
    return False


def _is_share_of_case(page: Page, sentence: Span, figure: Figure) -> bool:
    """Tell whether a share only says when a rule holds (实际报销比例低于|40%|的，按40%支付)."""
    at = sentence.start + figure.start
    before, after = page.work[sentence.start : at], page.work[sentence.start + figure.end :][:2]
    compared = any(p.search(before) for p in patterns("compared_patterns"))
    return figure.kind is ValueKind.RATIO and compared and after in {"的，", "时，"}


# 3个月（缴费次日起算|90天）: the same length of time said again.
# 超过|90天|的，等待期为3个月: whose rule it is, and no rule itself.
_BEYOND, _CASE = re.compile(r"[，；。：]超过$"), re.compile("[^，。；\\d]{0,4}的，")
_RESTATED = re.compile(r"\d+(?:个月|天|日|年)（[^（）\d]*$")


def _shift(figure: Figure, by: int) -> Figure:
    label = figure.label and (figure.label[0] + by, figure.label[1] + by)
    return replace(figure, start=figure.start + by, end=figure.end + by, label=label)


def _drafts(
    page: Page, clause: Clause, sentence: Span, figures: list[Figure], parts: list[Span]
) -> Iterator[Draft]:
    solid = [f for f in figures if f.kind is not ValueKind.AGE]
    for figure in figures:
        part = next(p for p in parts if p.start <= figure.start < p.end)
        aside = blank_asides(page.work, part.start, figure)
        low = _low(aside, part, figure, solid)
        view = blank_excepted(blank_said(aside, figure, figures), part.start, figure)
        limit = min([f.start for f in solid if f.start >= figure.end] + [part.end])
        near = approach(view, low, figure)
        bound = find_bound(view, low, figure, near)
        yield Draft(figure, clause, sentence, part, low, view, near, bound, limit)


def _low(view: str, part: Span, figure: Figure, figures: list[Figure]) -> int:
    """Return where the figure's own words begin: after the figure before it, or after its （."""
    opening = view.rfind("（", part.start, figure.start)
    inside = opening >= 0 and "）" not in view[opening : figure.start]
    ends = [f.end for f in figures if part.start <= f.start and f.end <= figure.start]
    if figure.kind is ValueKind.WAIVER:
        ends = []
    spent = re.compile(f"{bound_pattern('bounds_after')}|{bound_pattern('date_bounds_after')}")
    ends = [m.end() if (m := spent.match(view, e, figure.start)) else e for e in ends]
    visible = [e for e in ends if view[e - 1] != BLANK]
    return max([part.start, *visible[-1:], *([opening + 1] if inside else [])])


def segment_start(draft: Draft) -> int:
    """Return where the figure's own words begin after the last comma."""
    edges = [m.end() for m in re.finditer("[，；。：（]", draft.view[draft.low : draft.near.start])]
    return draft.low + (edges[-1] if edges else 0)


def segment_end(draft: Draft) -> int:
    """Return where the segment that the figure stands in ends."""
    match = re.compile("[，；。）]").search(draft.view, draft.figure.end, draft.part.end)
    return match.start() if match else draft.part.end
