"""Answer what the filing makes out (备案与未备案相差多少): both sides, then the difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer.benefit_words import result_case
from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.facts import rest_on_outcome
from assistant.answer.texts import say
from assistant.answer.wording import amount_said, computed_value, gap_said
from assistant.calculate.amounts import difference
from assistant.calculate.benefit import Claim
from assistant.calculate.lexicon import benefits
from assistant.model import Computed, Outcome

WAYS = ("filed", "unfiled")
SIGNS = {"above": "compare_higher", "below": "compare_lower"}


def both_ways(context: Context, claim: Claim, reckon: Callable[[Claim], Outcome]) -> Draft | None:
    """The draft of both sides; ``None`` where one of them has no result for sure."""
    sides: list[tuple[str, Computed]] = []
    for way in WAYS:
        case = replace(claim.case, away=True, filing=way)
        outcome = reckon(replace(claim, case=case))
        if not isinstance(outcome, Computed) or outcome.value is None:
            return None
        sides.append((say(f"filing_{way}"), outcome))
    return _told(context, sides)


def two_hospitals(
    context: Context, claim: Claim, words: str, reckon: Callable[[Claim], Outcome]
) -> Draft | None:
    """The draft of 「市里医院和县里医院报销差多少」; ``None`` unless just two grades are named and
    each has a result for sure."""
    found = [(m.group(), g) for g, p in benefits().grades.items() for m in p.finditer(words)]
    found.sort(key=lambda one: words.index(one[0]))
    sides: list[tuple[str, Computed]] = []
    for name, grade in found if len({g for _, g in found}) == len(found) == len(WAYS) else ():
        case = replace(claim.case, setting="inpatient", grades=frozenset({grade}), words=name)
        outcome = reckon(replace(claim, case=case))
        if not isinstance(outcome, Computed) or outcome.value is None:
            return None
        sides.append((name, outcome))
    return _told(context, sides) if sides else None


def _told(context: Context, sides: Sequence[tuple[str, Computed]]) -> Draft | None:
    (first, one), (second, two) = sides
    gap = difference(one, two)
    if not isinstance(gap, Computed):
        return None
    draft = Draft()
    if gap.value:
        told = {"first": first, "second": second, "gap": gap_said(gap)}
        draft.lines.append(say(SIGNS[gap.state], **told))
    else:
        draft.lines.append(
            say("compare_equal", first=first, second=second, amount=amount_said(one))
        )
    for name, side in sides:
        case = result_case(context, side)
        place = context.place_of(side.used[0].jurisdiction)
        part = f"{place}，{name}（{case}）" if case else f"{place}，{name}"
        draft.lines.append(say("benefit_part", part=part, sum=amount_said(side)))
    base = one.used[0]
    region = context.place_of(base.jurisdiction)
    for result, name in ((gap, "差额"), (one, first), (two, second)):
        draft.values.append(computed_value(result, base, region, name))
    for _, side in sides:
        rest_on_outcome(draft, context, side)
    draft.steps += [s for s in gap.steps if s not in draft.steps]
    add_caveats(draft, context, [*one.used, *two.used])
    return draft
