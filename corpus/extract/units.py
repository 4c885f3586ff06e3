"""Units that a figure inherits (单位承接): 410元/人 that details 每人每年不低于400元."""

from __future__ import annotations

from corpus.model import PolicyValue, ValueKind


def inherit_units(values: list[PolicyValue]) -> list[PolicyValue]:
    """Give 元/人 the period of an earlier figure of the same key in the same clause."""
    full: dict[tuple[str, str], PolicyValue] = {}
    out = []
    for value in values:
        slot = (value.clause, value.key or value.label)
        lead = full.get(slot)
        if value.kind is ValueKind.MONEY and value.unit.startswith("元/人·"):
            full[slot] = value
        elif lead is not None and value.unit == "元/人":
            cited = lead.citations.unit or lead.citations.value
            citations = value.citations.model_copy(update={"unit": cited})
            value = value.model_copy(update={"unit": lead.unit, "citations": citations})
        out.append(value)
    return out
