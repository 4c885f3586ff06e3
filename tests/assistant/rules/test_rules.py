"""Every rule has a YAML file of cases: inputs -> outcome, value, bound, state, steps."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from assistant.calculate.rule import rules
from corpus.errors import CorpusError

FOLDER = Path(__file__).parent
KINDS = {
    "Computed": "computed",
    "NeedsInput": "needs_input",
    "NotApplicable": "not_applicable",
    "NoRule": "no_rule",
    "Conflict": "conflict",
}


def _cases():
    for path in sorted(FOLDER.glob("*.yaml")):
        table = yaml.safe_load(path.read_text("utf-8"))
        for number, case in enumerate(table["cases"], 1):
            merged = {**table.get("defaults", {}), **case}
            yield pytest.param(path.stem, merged, id=f"{path.stem}-{number}")


def test_every_rule_has_its_cases():
    assert {p.stem for p in FOLDER.glob("*.yaml")} == set(rules())


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_case(calculator, library, rule, case):
    given = dict(case)
    expect = given.pop("expect")
    if "error" in expect:
        with pytest.raises(CorpusError, match=expect["error"]):
            calculator.run(rule, given)
        return
    outcome = calculator.run(rule, given)
    said = _said(outcome)
    assert {k: said.get(k) for k in expect} == {k: _plain(v) for k, v in expect.items()}
    for citation in _citations(outcome):
        text = library.text(citation.notice)
        assert text[citation.start : citation.end] == citation.quote


def _said(outcome):
    """The outcome as a case writes it down; quotes are those of all steps, each once."""
    quotes = dict.fromkeys(c.quote for c in _citations(outcome))
    return {
        "outcome": KINDS[type(outcome).__name__],
        "value": _plain(getattr(outcome, "value", None)),
        "bound": getattr(outcome, "bound", None),
        "unit": getattr(outcome, "unit", None),
        "state": getattr(outcome, "state", None),
        "why": getattr(outcome, "why", None),
        "slots": list(getattr(outcome, "slots", ())),
        "steps": [s.text for s in getattr(outcome, "steps", ())],
        "quotes": list(quotes),
        "options": [_plain(o.value) for o in getattr(outcome, "options", ())],
        "parts": [_plain(p.value) for p in getattr(outcome, "parts", ())],
        "values": [_plain(v.value) for v in getattr(outcome, "values", ())],
    }


def _citations(outcome):
    return [c for s in getattr(outcome, "steps", ()) for c in s.citations]


def _plain(value):
    """Numbers by value, days as ISO text, lists by element."""
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Decimal(str(value)).normalize()
    return value
