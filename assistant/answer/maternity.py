"""Answer what twins, or a birth with its check-ups, are paid together (生育补助的合计)."""

from __future__ import annotations

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.facts import facts_of, rest_on_outcome
from assistant.answer.texts import say
from assistant.answer.typed import needs_place, typed
from assistant.answer.wording import amount_said, computed_value
from assistant.calculate.lexicon import benefits
from assistant.calculate.maternity import RULE, MaternityInputs, births_in
from assistant.calculate.maternity import maternity as reckon
from assistant.matching.choose import Found
from assistant.model import Ask, Computed, NeedsInput, NoRule, Status


def maternity(context: Context, ask: Ask, found: Found) -> Draft | None:
    """Sums that have to be added up; a single stated sum is told as it stands."""
    inputs = _inputs(context)
    if inputs is None or needs_place(context, found.best):
        return typed(context, ask, found)
    outcome = reckon(inputs, facts_of(context, RULE))
    if isinstance(outcome, Computed):
        return _told(context, outcome)
    if isinstance(outcome, NeedsInput) and outcome.options:
        return _asked(context, outcome)
    draft = typed(context, ask, found)
    if draft and isinstance(outcome, NoRule) and outcome.why in ("babies", "checkup"):
        draft.note(say(f"{outcome.why}_not_told"))
    return draft


def _inputs(context: Context) -> MaternityInputs | None:
    """The births that were asked about; ``None`` where there is nothing to add up."""
    slots, lexicon = context.slots, benefits()
    words = f"{slots.asked} {slots.text}"
    babies = next((n for p, n in lexicon.babies.items() if lexicon.says(p, words)), 1)
    both = lexicon.says("checkup", words) and lexicon.says("together", words)
    if slots.place is None or slots.change or lexicon.says("apart", words):
        return None
    if babies == 1 and not both:
        return None
    return MaternityInputs(
        place=slots.place.at.name,
        as_of=context.as_of,
        birth=words if len(births_in(words)) == 1 else "",
        babies=babies,
        checkup=both,
        hospital=words,
    )


def _told(context: Context, outcome: Computed) -> Draft:
    draft = Draft()
    place = context.place_of(outcome.used[0].jurisdiction)
    draft.lines.append(say("maternity_total", place=place, sum=amount_said(outcome)))
    draft.lines.append(say("benefit_steps", steps=outcome.steps[0].text.removesuffix("（元）")))
    _rest(draft, context, outcome)
    add_caveats(draft, context, outcome.used)
    return draft


def _asked(context: Context, outcome: NeedsInput) -> Draft:
    draft = Draft(status=Status.CLARIFY, reason="missing:birth")
    for option in outcome.options:
        draft.lines.append(say("benefit_part", part=option.label, sum=amount_said(option)))
        _rest(draft, context, option)
    draft.follow_ups.append(say("missing_birth"))
    add_caveats(draft, context, outcome.used)
    return draft


def _rest(draft: Draft, context: Context, outcome: Computed) -> None:
    """The sum for scripts, then each stated sum and its characters."""
    first = outcome.used[0]
    region = context.place_of(first.jurisdiction)
    label = outcome.label or RULE.title
    draft.values.append(computed_value(outcome, first, region, label=label))
    rest_on_outcome(draft, context, outcome.model_copy(update={"parts": ()}))
