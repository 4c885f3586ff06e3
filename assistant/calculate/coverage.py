"""Whether a person is covered on a day (是否在待遇享受期): by the day of payment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field

from assistant.calculate import waiting_period as waiting
from assistant.calculate.days import ONE_DAY, add_months, first_day, following, last_day, occurrence
from assistant.calculate.figures import day_words
from assistant.calculate.rule import Facts, Inputs, Insured, Rule, cites
from assistant.calculate.window import period_days, window_on
from assistant.matching.groups import Fit, above, fit, keys_in
from assistant.model import (
    CitedStep,
    Computed,
    Conflict,
    NeedsInput,
    NoRule,
    NotApplicable,
    Outcome,
)
from corpus.model import DateRange, Duration, PolicyValue, Start, StartTurn

WINDOW, BENEFIT, MAKEUP = "collection_window", "benefit_period", "makeup_window"
LATE, SPECIAL, COUNTED = "makeup_start", "special_start", "waiting_start"
START = "coverage_start"
KEYS = (WINDOW, BENEFIT, MAKEUP, LATE, SPECIAL, COUNTED, START, *waiting.KEYS)
UNTIL, UNBROKEN = "until", "unbroken"
Days = tuple[dt.date, dt.date]


class CoverageInputs(Inputs):
    """The day of payment and the day that is asked about."""

    person: Insured = Insured()
    paid_on: dt.date | None = Field(None, description="缴费日期")
    day: dt.date | None = Field(None, description="问的是哪一天；不填按今天")
    missed_years: int | None = Field(None, ge=0, le=80, description="断缴了几年")
    repaid_years: int = Field(0, ge=0, le=80, description="补缴（修复）了几年")


@dataclass(frozen=True)
class Payer:
    """Who paid, when, and the years missed and paid up; ``keys`` are group keys."""

    paid: dt.date
    keys: tuple[str, ...] = ()
    missed: int | None = None
    repaid: int = 0
    start: PolicyValue | None = None  # what the notice says of payments of that very day


def coverage(payer: Payer, day: dt.date, facts: Facts) -> Outcome:
    """The first day of cover (``value``), the state on ``day`` and the last day (``parts``).

    States: covered, waiting (paid, not begun), not_covered. ``NotApplicable`` when the payment
    belongs to no period that the notices open; ``NoRule`` where they do not say.
    """
    window = _one(facts.of(WINDOW), payer.paid, payer.keys)
    if not isinstance(window, tuple):
        return window
    benefit = _benefit(facts.of(BENEFIT), window[1][0], payer.keys)
    if isinstance(benefit, NoRule):
        return _without_end(payer, window, facts) or benefit
    if not isinstance(benefit, tuple):
        return benefit
    begun = _begin(payer, window, benefit, facts)
    return _held(begun, payer.paid, day, benefit) if isinstance(begun, Computed) else begun


def _without_end(
    payer: Payer, window: tuple[PolicyValue, Days], facts: Facts
) -> Computed | NotApplicable | None:
    """The beginning alone, for a late payment where no period of cover is stated; no ``parts``.

    It must lie in the year that is paid for: when cover of that year opens is not stated.
    """
    year = window[0].benefit_year
    if year is None or payer.paid <= window[1][1]:
        return None
    late = _late(payer, facts)
    if isinstance(late, Computed) and isinstance(late.value, dt.date):
        return late if late.value.year >= year else None
    return late if isinstance(late, NotApplicable) else None


def _one(
    values: Sequence[PolicyValue], near: dt.date, keys: tuple[str, ...]
) -> tuple[PolicyValue, Days] | Outcome:
    """The one collection window with its days; one of every year is the last that began."""
    dated = [(v, d) for v in _of_group(values, keys) if (d := _days(v, near))]
    if not dated:
        return NoRule(why=WINDOW)
    if len({d for _, d in dated}) > 1:
        return Conflict(values=tuple(v for v, _ in dated))
    return dated[0]


def _of_group(values: Sequence[PolicyValue], keys: tuple[str, ...]) -> Sequence[PolicyValue]:
    """A group's own period before the general one; without a group the general ones."""
    own = [v for v in values if keys and v.group and fit(v, keys) is Fit.YES]
    return own or [v for v in values if not v.group] or values


def _days(value: PolicyValue, near: dt.date) -> Days | None:
    stated = period_days(value)
    if stated and stated[0] and stated[1]:
        return stated[0], stated[1]
    return occurrence(value.value, near) if isinstance(value.value, DateRange) else None


def _benefit(
    values: Sequence[PolicyValue], opened: dt.date, keys: tuple[str, ...]
) -> tuple[PolicyValue, Days] | Outcome:
    """The period of cover (待遇享受期) that is paid for in the window that opened that day."""
    chosen = _of_group(values, keys)
    dated = [(v, d) for v in chosen if (d := _next(v, opened))]
    if not dated:
        return NoRule(why=BENEFIT)
    if len({d for _, d in dated}) > 1:
        return Conflict(values=tuple(v for v, _ in dated))
    return dated[0]


def _next(value: PolicyValue, opened: dt.date) -> Days | None:
    stated = period_days(value)
    if stated and stated[0] and stated[1]:
        return stated[0], stated[1]
    by_entry = value.group is not None  # 入学当年9月1日: whose year of entry is not known
    if by_entry or not isinstance(value.value, DateRange):
        return None
    return following(value.value, opened)


def _begin(
    payer: Payer,
    window: tuple[PolicyValue, Days],
    benefit: tuple[PolicyValue, Days],
    facts: Facts,
) -> Outcome:
    """The first day of cover, before it is held against the day asked about."""
    value, (opens, shuts) = window
    if payer.paid < opens:
        return NotApplicable(why="before_window", used=(value,))
    if payer.paid <= shuts and payer.start is not None:
        own = _from(payer.start, payer.paid)
        early = isinstance(own, Computed) and own.day < benefit[1][0]
        return own.model_copy(update={"value": benefit[1][0]}) if early else own
    if payer.paid <= shuts:
        text = (
            f"{day_words(payer.paid)}缴费，在{day_words(opens)}至{day_words(shuts)}内："
            f"从{day_words(benefit[1][0])}起享受"
        )
        step = CitedStep(text=text, citations=cites(value, benefit[0]))
        return Computed(value=benefit[1][0], steps=(step,), used=(value, benefit[0]))
    late = _late(payer, facts)
    if not isinstance(late, Computed) or not isinstance(late.value, dt.date):
        return late
    if late.value > benefit[1][1]:
        return NotApplicable(why="after_benefit", used=(*late.used, benefit[0]))
    return late.model_copy(update={"value": max(late.value, benefit[1][0])})


def special_rule(keys: tuple[str, ...], facts: Facts) -> PolicyValue | None:
    """The beginning for groups that are bound to no window (不受集中缴费期限制)."""
    for value in facts.of(SPECIAL):
        named = keys_in(value.group.text) if value.group else frozenset()
        if any(above(k) & named for k in keys):
            return value
    return None


def _late(payer: Payer, facts: Facts) -> Outcome:
    """The beginning for a payment after the window: 补缴、等待期, or groups that need no window."""
    special = special_rule(payer.keys, facts)
    if special is not None:
        return _from(special, payer.paid)
    for value in facts.of(MAKEUP):
        days = _days(value, payer.paid)
        if days and not days[0] <= payer.paid <= days[1]:
            why = "after_makeup" if payer.paid > days[1] else "before_makeup"
            return NotApplicable(why=why, used=(value,))
        own = [v for v in facts.of(START) if days and v.clause == value.clause]
        if own and not _grows(payer, facts):  # 延长缴费期…缴费的，自缴费之日起30日后享受待遇
            return _from(own[0], payer.paid)
        last = window_on(value, payer.paid)  # 3月31日前补缴: an end without a beginning
        if last and last.is_past:
            return NotApplicable(why="after_makeup", used=(value,))
    for value in facts.of(LATE) if not _grows(payer, facts) else ():
        return _unless_missed(_from(value, payer.paid), payer, facts)
    return _waited(payer, facts)


def _grows(payer: Payer, facts: Facts) -> bool:
    """Whether the years that were missed make the wait of this person longer."""
    return bool(payer.missed) and bool(facts.of(waiting.MORE))


def _unless_missed(outcome: Outcome, payer: Payer, facts: Facts) -> Outcome:
    """The beginning, marked as that of who has missed no year where nobody has said so."""
    if not isinstance(outcome, Computed) or payer.missed is not None or not facts.of(waiting.MORE):
        return outcome
    return outcome.model_copy(update={"label": UNBROKEN})


def _from(value: PolicyValue, paid: dt.date) -> Outcome:
    begins = first_day(paid, value.value) if isinstance(value.value, Start) else None
    if begins is None:
        return NoRule(why=LATE)
    text = f"{day_words(paid)}缴费，{value.citations.value.quote}：从{day_words(begins)}起"
    return Computed(
        value=begins, steps=(CitedStep(text=text, citations=cites(value)),), used=(value,)
    )


def _waited(payer: Payer, facts: Facts) -> Outcome:
    """The day after the waiting period (等待期满的次日); unknown missed years count as none."""
    wait = waiting.waiting_period(payer.keys, payer.missed or 0, payer.repaid, facts)
    if not isinstance(wait, Computed):
        return NoRule(why=LATE) if isinstance(wait, NoRule) else wait
    if wait.state == "waived":
        return _waived(payer, wait)
    counted = facts.of(COUNTED)
    begins = _after(payer.paid, wait, counted[0] if counted else None)
    if begins is None:
        return NoRule(why=LATE)
    words = f"，等待期{counted[0].citations.value.quote}" if counted else ""
    text = f"{day_words(payer.paid)}缴费{words}，等{wait.value}{wait.unit}：从{day_words(begins)}起"
    step = CitedStep(text=text, citations=cites(*counted[:1], *wait.used))
    open_years = payer.missed is None and bool(facts.of(waiting.MORE))
    return wait.model_copy(
        update={
            "value": begins,
            "unit": "",
            "state": "",
            "steps": (*wait.steps, step),
            "used": (*wait.used, *counted[:1]),
            "label": UNBROKEN if open_years else "",
        }
    )


def _waived(payer: Payer, wait: Computed) -> Computed:
    """Without a waiting period (不设等待期) cover begins with the payment."""
    quote = wait.used[0].citations.value.quote
    text = f"{day_words(payer.paid)}缴费，{quote}"
    step = CitedStep(text=text, citations=wait.steps[0].citations)
    return wait.model_copy(update={"value": payer.paid, "unit": "", "state": "", "steps": (step,)})


def _after(paid: dt.date, wait: Computed, counted: PolicyValue | None) -> dt.date | None:
    """The first day behind the wait. Counted from the next day or month, that day is the wait's
    first; counted from the payment, the day of payment is not counted."""
    held = wait.used[0].value
    if not isinstance(held, Duration) or isinstance(wait.value, dt.date | None):
        return None
    length = held.model_copy(update={"amount": wait.value})
    start = counted.value if counted else None
    if isinstance(start, Start) and start.turn is not StartTurn.SAME:
        first = first_day(paid, start)
        if first is None:
            return None
        return (
            add_months(first, int(wait.value)) if wait.unit == "个月" else last_day(first, length)
        )
    last = last_day(paid, length)
    return last + ONE_DAY if last else None


def _held(
    begun: Computed, paid: dt.date, day: dt.date, benefit: tuple[PolicyValue, Days]
) -> Computed:
    """The beginning with the state on the day asked about and the last day of cover."""
    value, (_, last) = benefit
    state = "covered" if begun.day <= day <= last else "not_covered"
    if paid <= day < begun.day:
        state = "waiting"
    relation = {"covered": "在", "waiting": "早于", "not_covered": "不在"}[state]
    text = f"享受待遇：{day_words(begun.day)}至{day_words(last)}；{day_words(day)}{relation}其中"
    if state == "waiting":
        text = f"享受待遇：{day_words(begun.day)}至{day_words(last)}；{day_words(day)}还没有开始"
    step = CitedStep(text=text, citations=cites(value))
    until = Computed(value=last, label=UNTIL, steps=(step,), used=(value,))
    used = begun.used if value in begun.used else (*begun.used, value)
    return begun.model_copy(
        update={"state": state, "steps": (*begun.steps, step), "used": used, "parts": (until,)}
    )


def _apply(inputs: CoverageInputs, facts: Facts) -> Outcome:
    if inputs.paid_on is None:
        return NeedsInput(slots=("paid_on",), used=facts.of(BENEFIT, WINDOW, MAKEUP, LATE))
    keys = inputs.person.person.keys
    payer = Payer(inputs.paid_on, keys, inputs.missed_years, inputs.repaid_years)
    return coverage(payer, inputs.day or inputs.as_of, facts)


RULE = Rule(
    name="coverage",
    title="待遇享受期",
    purpose="某一天缴了费的人从哪天起、到哪天止享受待遇，问的那一天在不在保障期内。",
    keys=KEYS,
    inputs=CoverageInputs,
    apply=_apply,
    roles=waiting.ROLES,
)
