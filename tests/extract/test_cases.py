"""The value grammar on single sentences: what a reader would take from them, nothing else."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from corpus.extract import extract_values
from corpus.model import DatePoint, DateRange, Duration
from corpus.verify import verify_values
from tests.extract.notices import build

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


def _point(point):
    if point is None:
        return ""
    parts = [point.year or "", point.month or "", point.day or point.part]
    return "-".join(str(p) for p in parts).rstrip("-")


def _value(value):
    if isinstance(value, DatePoint):
        return _point(value)
    if isinstance(value, DateRange):
        return f"{_point(value.start)}..{_point(value.end)}"
    if isinstance(value, Duration):
        return f"{value.amount} {value.unit.value}"
    return None if value is None else str(value)


def _yearly(value):
    return (value.start if isinstance(value, DateRange) else value).yearly


FIELDS = {
    "value": lambda v: _value(v.value),
    "yearly": lambda v: _yearly(v.value),
    "delta": lambda v: str(v.delta.amount) if v.delta else None,
    "min_age": lambda v: v.group and v.group.min_age,
    "max_age": lambda v: v.group and v.group.max_age,
    "excludes": lambda v: [m.name for m in v.group.excludes] if v.group else [],
    "group_keys": lambda v: [m.key for m in v.group.members if m.key] if v.group else [],
}


def _fits(value, expected):
    for field, wanted in expected.items():
        if field == "label_has":
            fits = wanted in value.label
        elif field == "conditions":
            fits = set(wanted) <= {c.text for c in value.conditions}
        else:
            got = FIELDS[field](value) if field in FIELDS else getattr(value, field)
            wanted = wanted if not isinstance(wanted, dt.date) else wanted
            fits = got == wanted
        if not fits:
            return False
    return True


def _shown(value):
    group = value.group.text if value.group else None
    return (
        f"{value.kind} {_value(value.value)} {value.unit} {value.bound}[{value.bound_text}] {value.role}"
        f" 「{value.label}」 {value.key} 人群={group} {[c.text for c in value.conditions]}"
        f" {value.collection_year}/{value.benefit_year}/{value.effective_from}"
    )


@pytest.mark.parametrize("case", CASES, ids=[(c.get("text") or c["paras"][0])[:24] for c in CASES])
def test_sentence(case):
    notice = build(case.get("paras") or [case["text"]])
    values = extract_values(notice)
    shown = "\n".join(map(_shown, values))
    assert verify_values(notice, values) == []
    left = list(values)
    for expected in case["expect"]:
        found = next((v for v in left if _fits(v, expected)), None)
        assert found is not None, f"没有找到 {expected}，只有：\n{shown}"
        left.remove(found)
    assert case.get("more") or not left, "多出：\n" + "\n".join(map(_shown, left))


def test_there_are_enough_cases():
    assert len(CASES) >= 80
