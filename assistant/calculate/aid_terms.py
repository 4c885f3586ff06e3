"""How assistance is reckoned (资助的算法): the highest of several, and by which tier's fee."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.calculate.amounts import amount_of
from assistant.calculate.choice import tiers_in
from assistant.calculate.rule import Passage
from assistant.keys import RECKONED_FROM
from corpus.model import Frozen, PolicyValue

HIGHEST, OF_TIER = "highest_aid", "aid_tier"
TERMS = (HIGHEST, OF_TIER)
FEE_TIER = re.compile(r"档")  # 一级、二级 are grades of disability, not tiers of the fee


class AidTerms(Frozen):
    """The notices' sentences: the highest counts (就高); one tier's fee is the measure."""

    highest: Passage | None = None
    tier: Passage | None = None


NO_TERMS = AidTerms()


def terms_of(passages: Sequence[Passage]) -> AidTerms:
    """The terms among the passages of the notices that set the fees; the first of each counts."""
    first = {p.name: p for p in reversed(passages)}
    return AidTerms(highest=first.get(HIGHEST), tier=first.get(OF_TIER))


def measure(
    aid: PolicyValue, base: PolicyValue, fees: Sequence[PolicyValue], terms: AidTerms
) -> PolicyValue:
    """The fee that a share of the fee is a share of: the named tier's of the same group.

    「按一档个人缴费标准的60%」 is 60% of the first tier also for one who chose the second.
    """
    named = tiers_in(aid)
    named += terms.tier.words[:1] if terms.tier else []
    own = base.group.text if base.group else ""
    for fee in fees:
        if set(tiers_in(fee)) & set(named) and (fee.group.text if fee.group else "") == own:
            return fee
    return base


def unmeasured(aid: PolicyValue, base: PolicyValue) -> bool:
    """Aid by the first tier's fee, for a group that has no tiers: the notice leaves it open."""
    return bool(fee_tiers(aid)) and not tiers_in(base)


def fee_tiers(value: PolicyValue) -> set[str]:
    """The tiers of the fee that a value names."""
    return {t for t in tiers_in(value) if FEE_TIER.search(t)}


def reckoned_from(own: Sequence[PolicyValue], base: PolicyValue) -> PolicyValue | None:
    """What says that these people's assistance is reckoned from this very fee
    (低保对象为学生的，以420元为基数计算资助额)."""
    stated = (v for v in own if v.key == RECKONED_FROM)
    return next((v for v in stated if amount_of(v) == amount_of(base)), None)
