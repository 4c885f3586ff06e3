"""What holds everywhere (全国一样): a question without a place that needs none to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer.caveats import add_caveats, floor_note
from assistant.answer.context import Context, Draft
from assistant.answer.opened import asks_whether, most_alike, qualified
from assistant.model import Status
from corpus.model import COUNTRY_ADCODE, PolicyValue, Role


def for_all(context: Context, draft: Draft) -> Draft | None:
    """The country's own sentence on whether something is so, before asking back for the place."""
    if draft.status is not Status.CLARIFY or context.slots.place or not asks_whether(context):
        return None
    national = [n for n in context.notices if n.jurisdiction == COUNTRY_ADCODE]
    country = replace(context, notices=national)
    named = context.slots.figures or context.slots.money  # 是一万二吗: a figure needs its place
    told = most_alike(country) or (None if named else qualified(country))
    if told is not None:
        add_caveats(told, context, [])
    return told


def same_everywhere(context: Context, values: Sequence[PolicyValue]) -> list[PolicyValue]:
    """The country's values, where no known place has another figure; none where one has.

    Asked for a change, the changes are compared: every place may raise the fee by the same sum.
    """
    national = [v for v in values if v.jurisdiction == COUNTRY_ADCODE]
    ids = [n.id for n in context.notices]
    known = [v for v in context.library.values(ids) if v.role is Role.STANDARD]
    keys = {v.key for v in national}
    told = [v for v in known if v.key in keys and (v.delta or not context.slots.change)]
    alike = all(len({_figure(context, v) for v in told if v.key == k}) == 1 for k in keys)
    return national if None not in keys and alike else []


def _figure(context: Context, value: PolicyValue) -> str:
    """What is held against the other places' figures."""
    return str(value.delta.amount if context.slots.change and value.delta else value.value)


def noted(draft: Draft, context: Context, values: Sequence[PolicyValue]) -> Draft:
    """A draft of the country's values with what must be said beside them."""
    floor_note(draft, values)
    add_caveats(draft, context, values)
    return draft
