"""Units that a figure inherits (单位承接): 410元/人 that details 每人每年不低于400元."""

from __future__ import annotations

from corpus.extract.figures import per_parts, unit_text
from corpus.extract.layout import Page
from corpus.model import PolicyValue, ValueKind


def inherit_units(page: Page, values: list[PolicyValue]) -> list[PolicyValue]:
    """Give a figure the missing part of its unit from the figure that it details.

    元/人 takes the period of an earlier figure of the same key in the clause; a bare 元 after 其中
    takes the whole unit of the total before it in the sentence.
    """
    full: dict[tuple[str, str], PolicyValue] = {}
    total: PolicyValue | None = None
    out = []
    for value in values:
        slot = (value.clause, value.key or value.label)
        lead = full.get(slot) if value.unit == "元/人" else None
        if value.unit == "元" and total is not None and _details(page, total, value):
            lead = total
        if lead is not None:
            value = _inherited(value, lead)
        elif value.kind is ValueKind.MONEY and value.unit.startswith("元/人"):
            total = value
            if value.unit.startswith("元/人·"):
                full[slot] = value
        out.append(value)
    return out


def _details(page: Page, total: PolicyValue, value: PolicyValue) -> bool:
    start, end = total.citations.value.end, value.citations.value.start
    between = page.work[start:end]
    return total.clause == value.clause and "其中" in between and "。" not in between


def _inherited(value: PolicyValue, lead: PolicyValue) -> PolicyValue:
    cited = lead.citations.unit or lead.citations.value
    if unit_text("元", per_parts(cited.quote)) != lead.unit:
        return value  # the unit is said in two places, and one citation cannot carry it
    citations = value.citations.model_copy(update={"unit": cited})
    return value.model_copy(update={"unit": lead.unit, "citations": citations})
