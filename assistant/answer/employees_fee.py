"""Answer what those insured with the employees pay (职工医保、灵活就业人员缴费)."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.typed import typed
from assistant.keys import EMPLOYEES
from assistant.matching.choose import Found
from assistant.matching.groups import Fit, fit, forms_of, of_scheme
from assistant.matching.needs import of_employer
from assistant.model import Ask, Need, NeedRole
from assistant.understand.asks import FOREIGN_FEE_KINDS
from assistant.understand.cues import cues


def of_employees(context: Context, ask: Ask) -> Draft | None:
    """What those insured with the employees pay (灵活就业人员按8.5%缴费), where that is stated."""
    own = [g for g in context.slots.groups if of_scheme(g, EMPLOYEES)]
    need = Need(role=NeedRole.TERM, id=own[0], forms=forms_of(own[0]))
    wide = ask.model_copy(update={"keys": (), "known": (), "needs": (need,)})
    wide = wide.model_copy(update={"kinds": FOREIGN_FEE_KINDS, "strict": True})
    said = context.matcher.profiler.of
    fitting = [v for v in context.find(wide).best if fit(v, tuple(own)) is Fit.YES]
    fitting = [v for v in fitting if not of_employer(v)]
    best = tuple(v for v in fitting if cues("flows.yaml").says("contributed", said(v).sentence))
    return typed(context, wide, Found(best=best))
