"""An outcome as JSON (计算结果的外部形式), for tools and other interfaces."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from assistant.calculate.figures import plain
from assistant.model import (
    CitedStep,
    Computed,
    Conflict,
    NeedsInput,
    NoRule,
    NotApplicable,
    Outcome,
)
from corpus.library import Library
from corpus.model import Citation, PolicyValue

KINDS: dict[type, str] = {
    Computed: "computed",
    NeedsInput: "needs_input",
    NotApplicable: "not_applicable",
    NoRule: "no_rule",
    Conflict: "conflict",
}


def outcome_json(outcome: Outcome, library: Library) -> dict[str, Any]:
    """The outcome with its ``outcome`` kind first; figures are strings, days are ISO."""
    shown: dict[str, Any] = {"outcome": KINDS[type(outcome)]}
    if isinstance(outcome, Computed):
        return shown | _computed(outcome, library)
    if isinstance(outcome, NeedsInput):
        options = [_computed(o, library) for o in outcome.options]
        return shown | {"missing": list(outcome.slots), "options": options}
    if isinstance(outcome, Conflict):
        return shown | {"values": [_value(v, library) for v in outcome.values]}
    return shown | {"why": outcome.why}


def _computed(outcome: Computed, library: Library) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "label": outcome.label,
        "value": figure(outcome.value),
        "unit": outcome.unit,
        "bound": outcome.bound,
        "state": outcome.state,
        "steps": [_step(s, library) for s in outcome.steps],
        "parts": [_computed(p, library) for p in outcome.parts],
    }
    return {k: v for k, v in shown.items() if v not in ("", [], None)}


def figure(value: Decimal | dt.date | None) -> str | None:
    """An amount in plain digits, a day as ISO text."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if value else None


def _step(step: CitedStep, library: Library) -> dict[str, Any]:
    return {"text": step.text, "citations": [_citation(c, library) for c in step.citations]}


def _value(value: PolicyValue, library: Library) -> dict[str, Any]:
    held = value.value
    amount = plain(held) if isinstance(held, Decimal) else value.citations.value.quote
    return {
        "label": value.label,
        "value": amount,
        "unit": value.unit,
        "citation": _citation(value.citations.value, library),
    }


def _citation(citation: Citation, library: Library) -> dict[str, Any]:
    notice = library.entries[citation.notice].notice
    return {
        "notice": notice.doc_number or notice.title,
        "clause": citation.clause.partition("#")[2],
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }
