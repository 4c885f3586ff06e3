"""A sum that grows with every full year (每满1年领取3个月): multiplied, held under its limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer.context import Draft
from assistant.answer.texts import say
from assistant.answer.wording import computed_value
from assistant.calculate.figures import plain
from assistant.model import CitedStep, Computed
from assistant.understand.cues import cues
from corpus.extract.numerals import parse_number
from corpus.model import Bound, Citation, PolicyValue

FILE = "rungs.yaml"
MONTHS = {"年": Decimal(12), "月": Decimal(1)}


def each_unit(
    draft: Draft,
    rule: str,
    cited: Citation,
    told: Decimal,
    values: Sequence[PolicyValue],
    place: str,
) -> None:
    """Add what ``told`` months come to by a rule of so much for every full year or month."""
    found = cues(FILE).search("each", rule)
    if found is None or not values or not _is_exact(rule, found):
        return
    step = parse_number(found["step"]) * MONTHS[found["per"]]
    count, each = told // step, Decimal(found["sum"])
    unit = found["unit"]
    total = _held(count * each, unit, rule)
    text = f"{plain(count)} × {plain(each)} = {plain(count * each)}（{unit}）"
    if total < count * each:
        text += f"，不超过{plain(total)}{unit}"
    outcome = Computed(value=total, unit=unit, bound=Bound.EXACT)
    draft.steps.append(CitedStep(text=text, citations=(cited,)))
    draft.lines.append(say("each_unit", total=plain(total), unit=unit))
    draft.values.append(computed_value(outcome, values[0], place))


def _is_exact(rule: str, found: re.Match[str]) -> bool:
    """Whether the sum for a unit is no limit or estimate, which cannot be multiplied."""
    before, behind = rule[found.start() : found.start("sum")], rule[found.end() :]
    return not cues(FILE).says("bounded", before) and not cues(FILE).says("bounded_behind", behind)


def _held(total: Decimal, unit: str, rule: str) -> Decimal:
    """The total, or the limit that the same rule sets for it."""
    limits = [m for p in cues(FILE).patterns["at_most"] for m in re.finditer(p, rule)]
    same = [Decimal(m["sum"]) for m in limits if m["unit"] == unit]
    return min([total, *same])
