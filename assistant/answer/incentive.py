"""Answer what unbroken years add to the cap (连续参保激励): reckoned where the years are told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.answer.context import Context, Draft
from assistant.answer.evidence import rest_on
from assistant.answer.opened import opened
from assistant.answer.texts import say
from assistant.answer.timely import part_of, sentence_of
from assistant.answer.typed import typed
from assistant.answer.wording import amount_said, computed_value
from assistant.calculate.amounts import MONEY
from assistant.calculate.figures import plain
from assistant.calculate.rule import cites
from assistant.keys import INCENTIVE
from assistant.matching.choose import Found
from assistant.model import Ask, CitedStep, Computed
from assistant.understand.people_tokens import read_number
from assistant.understand.phrasing import phrasing
from corpus.model import Bound, Duration, DurationUnit, PolicyValue, ValueKind

LIMIT = "incentive_limit"


def incentive(context: Context, ask: Ask, found: Found) -> Draft | None:
    """What the notice adds for each unbroken year, and for the years of the question in sum."""
    told = phrasing().unbroken_years.search(context.slots.text)
    if told is None and phrasing().at_most.search(context.slots.text):
        limit = ask.model_copy(update={"keys": (LIMIT,), "known": (LIMIT,)})
        found = best if (best := context.find(limit)).best else found
    draft = typed(context, ask, found) or _in_words(context)
    if draft is None or told is None:
        return draft
    years = read_number(told["n"])
    for value in (v for v in found.best if v.key == INCENTIVE and v.kind is ValueKind.MONEY):
        for least in _first_years(context, value):
            _add_up(draft, context, value, least, years)
    return draft


def _in_words(context: Context) -> Draft | None:
    """「连着交有啥奖励」: the rule in its own words, where no notice gives it a figure."""
    return opened(context) if phrasing().asks_what.search(context.slots.text) else None


def _first_years(context: Context, value: PolicyValue) -> Iterator[PolicyValue]:
    """The years after which each further one counts (满4年的，之后每连续参保1年…)."""
    own = sentence_of(context, value)
    for other in context.library.values([value.notice]):
        at, held = other.citations.value, other.value
        inside = own.start <= at.start and at.end <= value.citations.value.start
        years = isinstance(held, Duration) and held.unit is DurationUnit.YEAR
        if inside and years and other.bound is Bound.AT_LEAST and _each_year(context, value):
            yield other


def _each_year(context: Context, value: PolicyValue) -> bool:
    """Whether the sum is for each single year more."""
    own = part_of(context, value).quote  # ；上一年没用过医保的，也提高2500元 is for no year
    told = phrasing().each_year.search(sentence_of(context, value).quote)
    return told is not None and not phrasing().without_claims.search(own)


def _add_up(
    draft: Draft, context: Context, value: PolicyValue, least: PolicyValue, years: Decimal
) -> None:
    """「(6 − 4) × 1500 = 3000」; nothing before the first years are over."""
    first, each = least.value, value.value
    if not isinstance(first, Duration) or not isinstance(each, Decimal):
        return
    rest_on(draft, context, least)
    more = years - first.amount
    if more <= 0:
        draft.lines.append(say("unbroken_not_yet", years=plain(years), first=plain(first.amount)))
        return
    total = more * each
    text = f"({plain(years)} − {plain(first.amount)}) × {plain(each)} = {plain(total)}（元）"
    step = CitedStep(text=text, citations=cites(least, value))
    result = Computed(value=total, unit=MONEY, steps=(step,), used=(value, least))
    draft.lines.append(say("unbroken_sum", years=plain(years), sum=amount_said(result)))
    draft.lines.append(say("benefit_steps", steps=text.removesuffix("（元）")))
    rule = part_of(context, value)
    draft.lines.append(say("as_stated", quote=rule.quote))
    draft.cite(rule)
    draft.values.append(computed_value(result, value, context.place_of(value.jurisdiction)))
    draft.steps.append(step)
