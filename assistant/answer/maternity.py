"""Answer what twins, or a birth with its check-ups, are paid together (生育补助的合计)."""

from __future__ import annotations

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.facts import facts_of, rest_on_outcome
from assistant.answer.texts import say
from assistant.answer.typed import needs_place, state, typed
from assistant.answer.wording import amount_said, computed_value
from assistant.calculate.lexicon import benefits
from assistant.calculate.maternity import RULE, MaternityInputs, births_in
from assistant.calculate.maternity import maternity as reckon
from assistant.matching.choose import Found
from assistant.model import Ask, Computed, NeedsInput, NoRule, Status
from corpus.model import PolicyValue, Role


def maternity(context: Context, ask: Ask, found: Found) -> Draft | None:
    """Sums that have to be added up; a single stated sum is told as it stands."""
    if births := _births(context, found):
        return _stated(context, births)
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


def _births(context: Context, found: Found) -> list[PolicyValue]:
    """The sums for a birth, each way, where 生孩子报多少 would be told those of check-ups alone."""
    words = f"{context.slots.asked} {context.slots.text}"
    checkups = [v for v in found.best if benefits().says("checkup", _words_of(v))]
    told = births_in(words) or context.slots.place is None or context.slots.change
    if (
        told
        or not found.best
        or benefits().says("checkup", words)
        or len(checkups) < len(found.best)
    ):
        return []
    stated = facts_of(context, RULE).values
    return [v for v in stated if v.role is Role.STANDARD and births_in(_words_of(v))]


def _words_of(value: PolicyValue) -> str:
    return " ".join((value.label, *(c.text for c in value.conditions)))


def _stated(context: Context, births: list[PolicyValue]) -> Draft:
    draft = Draft()
    state(draft, context, births)
    add_caveats(draft, context, births)
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
