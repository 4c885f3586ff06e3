"""Whether one can still pay late (补缴期), and from when such a payment gives cover."""

from __future__ import annotations

import datetime as dt

from assistant.calculate import coverage as cover
from assistant.calculate.rule import Facts, Inputs, Insured, Rule, cites
from assistant.calculate.window import window_on, window_step
from assistant.model import CitedStep, Computed, Conflict, NoRule, Outcome


class MakeupInputs(Inputs):
    """Who would pay late."""

    person: Insured = Insured()


def makeup(keys: tuple[str, ...], day: dt.date, facts: Facts) -> Outcome:
    """The makeup window on a day: ``value`` is its last day, ``state`` before, open or after.

    ``parts`` holds the first day of cover of a payment on that very day, where it is stated.
    """
    dated = [(v, w) for v in facts.of(cover.MAKEUP) if (w := window_on(v, day))]
    if not dated:
        return NoRule(why="makeup_window")
    if len({(w.start, w.end) for _, w in dated}) > 1:
        return Conflict(values=tuple(v for v, _ in dated))
    value, window = dated[0]
    step = CitedStep(text=window_step(window, day), citations=cites(value))
    begins = cover.coverage(cover.Payer(day, keys), day, facts)
    parts = (begins,) if isinstance(begins, Computed) else ()
    return Computed(
        value=window.end, state=window.state.value, steps=(step,), used=(value,), parts=parts
    )


def _apply(inputs: MakeupInputs, facts: Facts) -> Outcome:
    return makeup(inputs.person.person.keys, inputs.as_of, facts)


RULE = Rule(
    name="makeup",
    title="补缴期",
    purpose="过了集中缴费期，某一天还能不能补缴，那天补缴从哪天起享受待遇。",
    keys=cover.KEYS,
    inputs=MakeupInputs,
    apply=_apply,
    roles=cover.RULE.roles,
)
