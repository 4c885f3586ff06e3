"""Answer by the tier (按缴费档次): one named by its sum (交500的补多少), or one of all alike."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.typed import typed
from assistant.keys import FEE
from assistant.matching.choose import Found
from assistant.matching.sums import sums_of_tier
from assistant.model import Ask, Need, NeedRole
from assistant.understand.lexicon import concept, families
from corpus.model import ValueKind

SHARES = (ValueKind.MONEY, ValueKind.RATIO)
TIER = "tier"


def for_all_tiers(context: Context, ask: Ask) -> Draft | None:
    """「一档的慢特病一年限额多少」: a limit that names no tier is that of all of them; ``None`` for
    the fee, which no tier shares with another."""
    asked = [n for n in ask.needs if n.role is NeedRole.RESTRICTOR and _is_tier(n)]
    if not asked or ask.topic == FEE:
        return None
    wide = ask.model_copy(update={"needs": tuple(n for n in ask.needs if n not in asked)})
    best = context.find(wide).best
    forms = [f for c in families()[TIER] for f in c.forms]
    named = "\n".join(t for v in best for t in (v.label, *(c.text for c in v.conditions)))
    return None if any(f in named for f in forms) else typed(context, wide, Found(best=best))


def _is_tier(need: Need) -> bool:
    return concept(need.id.split("+")[0]).family == TIER


def by_tier(context: Context, ask: Ask) -> Draft | None:
    """What the notice states for the tier of that sum; ``None`` where no tier goes by its sum."""
    if not context.slots.amounts or not set(ask.kinds) & set(SHARES):
        return None
    needs = tuple(n for n in ask.needs if n.role is NeedRole.PROGRAMME)
    wide = ask.model_copy(update={"keys": (), "known": (), "needs": needs})
    own = tuple(v for v in context.find(wide).best if sums_of_tier(v))
    return typed(context, wide, Found(best=own)) if own else None
