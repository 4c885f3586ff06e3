"""What is asked where the place's own notices are about other schemes than the insurance (本地别的
制度): 「考上本科给多少」 is no fee, and 「政府补多少」 no subsidy of the insurance."""

from __future__ import annotations

from assistant.answer.context import Context
from assistant.keys import AID, FEE, INCENTIVE, SUBSIDY
from assistant.matching.choose import Found
from assistant.matching.needs import RECEIVED
from assistant.model import Ask, NeedRole
from assistant.understand.asks import BARE_AMOUNT, ask_about
from assistant.understand.cues import cues
from assistant.understand.lexicon import topic

MOST_KINDS = 3


def of_own_scheme(context: Context, ask: Ask) -> Ask:
    """The ask without the insurance's known keys, in a place whose notices are of other schemes.

    A sum that one receives is any that is paid out there, whatever it is called.
    """
    slots = context.slots
    own = ask.topic and ask.topic != INCENTIVE and topic(ask.topic).any_programme
    if own or not context.matcher.upper.about_others(ask, slots, context.notices):
        return ask
    says = cues("flows.yaml").says
    gets = says("receiving", slots.text) and not says("paying", slots.text)
    # A sum of the question names a tier, which the figure must be of: not any sum that is paid.
    paid_out = ask.topic == SUBSIDY or (gets and ask.topic in (FEE, AID, BARE_AMOUNT))
    if paid_out and not slots.amounts:
        return _received(ask)
    return ask.model_copy(update={"keys": (), "known": ()})


def is_vague(ask: Ask, found: Found) -> bool:
    """Whether money paid out is asked for and figures of too many kinds could be meant."""
    return ask.topic == RECEIVED and len({v.label for v in found.best}) > MOST_KINDS


def _received(ask: Ask) -> Ask:
    """An ask for money that is paid out: labels and headings name it in many ways."""
    paid_out = ask_about(RECEIVED)
    kept = tuple(n for n in ask.needs if n.role is not NeedRole.MEASURE)
    return paid_out.model_copy(update={"needs": (*kept, *paid_out.needs)})
