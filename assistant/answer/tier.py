"""Answer by the tier that the question names by its sum (按缴费档次): 交500的补多少."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.typed import typed
from assistant.matching.choose import Found
from assistant.matching.sums import sums_of_tier
from assistant.model import Ask, NeedRole
from corpus.model import ValueKind

SHARES = (ValueKind.MONEY, ValueKind.RATIO)


def by_tier(context: Context, ask: Ask) -> Draft | None:
    """What the notice states for the tier of that sum; ``None`` where no tier goes by its sum."""
    if not context.slots.amounts or not set(ask.kinds) & set(SHARES):
        return None
    needs = tuple(n for n in ask.needs if n.role is NeedRole.PROGRAMME)
    wide = ask.model_copy(update={"keys": (), "known": (), "needs": needs})
    own = tuple(v for v in context.find(wide).best if sums_of_tier(v))
    return typed(context, wide, Found(best=own)) if own else None
