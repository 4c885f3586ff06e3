"""Rungs (分段的规定): 「交了6年能领几个月」 is answered by the rung that six years lie on.

A clause has rungs where two of its sentences begin with a condition that bounds the same thing
(缴费满1年不足5年的，…；满5年不足10年的，…). The one that the question's own figure lies in is
quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.answer.caveats import add_caveats, level_note
from assistant.answer.context import Context, Draft
from assistant.answer.each_unit import each_unit
from assistant.answer.evidence import rest_on
from assistant.answer.texts import say
from assistant.answer.wording import said_value
from assistant.understand.cues import cues
from assistant.understand.lexicon import load_yaml
from assistant.understand.spans import MONTHS, NEAR, told_spans
from corpus.extract.scan import scan
from corpus.model import Citation, Clause, Duration, PolicyValue, ValueKind

FILE = "rungs.yaml"
PIECE = re.compile(r"[^；。\n]+")
SEGMENT = re.compile(r"[^，：]+[，：]?")
FEWEST = 2
Measure = Callable[[object], Decimal | None]


@dataclass(frozen=True)
class Told:
    """The person's own figure: months or yuan, and how notices say what it is of."""

    amount: Decimal
    of: re.Pattern[str]
    measure: Measure


@dataclass(frozen=True)
class Rung:
    """One rung: where it lies, its characters, and where in them its condition ends."""

    clause: Clause
    start: int
    text: str
    case_end: int
    low: Decimal
    high: Decimal | None
    open_low: bool
    open_high: bool

    def takes_in(self, amount: Decimal) -> bool:
        """Whether an amount lies on the rung."""
        above = amount > self.low if self.open_low else amount >= self.low
        if self.high is None:
            return above
        return above and (amount < self.high if self.open_high else amount <= self.high)

    @property
    def citation(self) -> Citation:
        """The rung's characters."""
        start = self.clause.start + self.start
        span = {"start": start, "end": start + len(self.text), "quote": self.text}
        return Citation(notice=self.clause.notice, clause=self.clause.id, **span)


def by_rung(context: Context, *, keyed: bool = False) -> Draft | None:
    """The rung that the question's figure lies on; ``None`` where there are no such rungs.

    What the residents' insurance is known to state has rules of its own, which go before:
    ``keyed`` is for when they have found nothing.
    """
    for told in _told(context, keyed):
        for clause in _clauses(context):
            rungs = list(_rungs(clause, told))
            on = [r for r in rungs if r.takes_in(told.amount)]
            if len(rungs) < FEWEST or not on or not told.of.search(clause.text):
                continue
            rung = max(on, key=lambda r: r.low)
            if values := _results(context, rung):
                return _quoted(context, rung, values, told.amount)
    return None


def _told(context: Context, keyed: bool) -> Iterator[Told]:
    slots = context.slots
    if not any(a.kinds for a in slots.asks):
        return
    if slots.amounts and cues(FILE).says("asks_sum", slots.text):
        yield from (Told(slots.amounts[0], of, _yuan) for of in _events("sums", slots.text))
    if any(a.keys for a in slots.asks) and not keyed:
        return
    for months, start, end in told_spans(slots.text):
        near = slots.text[max(0, start - NEAR) : end + NEAR]
        yield from (Told(months, of, _months) for of in _events("spans", near))


def _events(name: str, text: str) -> Iterator[re.Pattern[str]]:
    yield from (of for said, of in _pairs(name) if said.search(text))


@cache
def _pairs(name: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(a), re.compile(b)) for a, b in load_yaml(FILE)[name].items())


def _yuan(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _months(value: object) -> Decimal | None:
    span = isinstance(value, Duration) and value.unit in MONTHS
    return value.amount * MONTHS[value.unit] if span and isinstance(value, Duration) else None


def _clauses(context: Context) -> Iterator[Clause]:
    for notice in context.notices:
        yield from context.library.entries[notice.id].document.clauses


def _rungs(clause: Clause, told: Told) -> Iterator[Rung]:
    for piece in PIECE.finditer(clause.text):
        for segment in SEGMENT.finditer(piece.group()):
            case = segment.group().rstrip("，：")
            limits = _limits(case, told) if cues(FILE).says("case_end", case) else None
            if limits is not None and segment.end() < len(piece.group()):
                yield Rung(clause, piece.start(), piece.group(), segment.end(), *limits)
                break


def _limits(case: str, told: Told) -> tuple[Decimal, Decimal | None, bool, bool] | None:
    """Where a rung begins and ends, each without it or not; ``None`` where nothing says."""
    low, high, open_low, open_high = Decimal(0), None, False, False
    known = False
    for figure in scan(case, None):
        amount = told.measure(figure.value)
        money = figure.kind is ValueKind.MONEY
        if amount is None or (told.measure is _yuan) is not money:
            continue
        side = _side(case[: figure.start], case[figure.end :])
        if side in ("low", "over"):
            low, open_low, known = amount, side == "over", True
        elif side:
            high, open_high, known = amount, side == "short", True
    return (low, high, open_low, open_high) if known else None


def _side(before: str, behind: str) -> str:
    """Whether a figure is where the rung begins (low, over: not itself) or ends (high, short)."""
    says = cues(FILE).says
    if says("short_before", before):
        return "short"
    if says("high_before", before) or says("high_behind", behind):
        return "high"
    if says("over_before", before):
        return "over"
    return "low" if says("low_before", before) or says("low_behind", behind) else ""


def _results(context: Context, rung: Rung) -> list[PolicyValue]:
    """What holds on the rung, of a kind that is asked for; of a sum asked for no share alone."""
    kinds = {k for a in context.slots.asks for k in a.kinds}
    start, end = rung.citation.start + rung.case_end, rung.citation.end
    return [
        v
        for v in context.library.values([rung.clause.notice])
        if v.kind in kinds and start <= v.citations.value.start and v.citations.value.end <= end
    ]


def _quoted(context: Context, rung: Rung, values: list[PolicyValue], told: Decimal) -> Draft:
    draft = Draft()
    place = context.place_of(context.notice(rung.clause.notice).jurisdiction)
    quote = re.sub(r"\s+", "", rung.text)
    draft.lines.append(say("stated_here", place=place, quote=quote))
    draft.cite(rung.citation)
    each_unit(draft, rung.text[rung.case_end :], rung.citation, told, values, place)
    draft.values += [said_value(v, place) for v in values]
    for value in values:
        rest_on(draft, context, value)
    add_caveats(draft, context, values)
    level_note(draft, context, context.notice(rung.clause.notice).jurisdiction)
    return draft
