"""What settled items become (标注): rows of a question set or a claims set.

The format is that of ``eval/sets/README.md``. This room does not know the other; the tests read
every such row with its validator.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from assistant.errors import BadEntry
from assistant.model import Status, VerdictKind
from assistant.web.masking import mask, masked
from corpus.model import Bound, Frozen

MENDED = (VerdictKind.CONTRADICTED, VerdictKind.OUTDATED)
LONGEST = 5000
MOST = 20
SEPARATORS = re.compile(r"[\n;；]+")
BOUNDS = {
    "不低于": Bound.AT_LEAST,
    "不超过": Bound.AT_MOST,
    "左右": Bound.ABOUT,
    "超过": Bound.MORE_THAN,
    "不满": Bound.LESS_THAN,
    "正好": Bound.EXACT,
}


class Difference(StrEnum):
    """What differs from the notice (哪里不同)."""

    VALUE = "value"
    BOUND = "bound"
    UNIT = "unit"
    GROUP = "group"
    PLACE = "place"
    YEAR = "year"
    DATE = "date"
    PERIOD = "period"
    KEY = "key"
    CONDITION = "condition"
    DOCUMENT = "document"
    ISSUER = "issuer"
    PROCEDURE = "procedure"
    NEGATION = "negation"
    ONLY = "only"


class ClaimEntry(Frozen):
    """What staff fill in for a claim; lists have one item a line or between semicolons."""

    passage: str
    claim: str
    verdict: VerdictKind
    differences: tuple[Difference, ...] = ()
    correction: str = ""
    citations: str = ""


class AnswerEntry(Frozen):
    """What staff fill in for a question that was answered wrongly."""

    status: Status
    values: str = ""
    must: str = ""
    must_not: str = ""
    citations: str = ""


def claim_row(ident: str, entry: ClaimEntry, region: str | None, as_of: dt.date) -> dict[str, Any]:
    """A row of a claims set; ``BadEntry`` says what is missing or does not fit."""
    passage, claim = mask(entry.passage.strip()), mask(entry.claim.strip())
    if not claim or claim not in passage:
        raise BadEntry("声明要逐字写在所附的文字里。")
    if len(passage) > LONGEST:
        raise BadEntry(f"所附的文字太长，最多 {LONGEST} 字；只留这条声明和它的主语就够了。")
    mended = entry.verdict in MENDED
    found = entry.verdict is not VerdictKind.NOT_FOUND
    correction, citations = _items(entry.correction), _clauses(entry.citations)
    _needed("更正里必须有的词", correction, mended)
    _needed("哪里不同", entry.differences, mended)
    _needed("依据的条款", citations, found)
    label: dict[str, Any] = {"text": claim, "verdict": entry.verdict.value}
    if mended:
        label |= {
            "difference": [one.value for one in entry.differences],
            "correction": masked(correction),
        }
    if found:
        label["citations"] = [[one] for one in citations]
    altered = entry.differences[0].value if mended else entry.verdict.value
    return {
        "id": ident,
        "text": passage,
        "region": region,
        "as_of": as_of.isoformat(),
        "claims": [label],
        "tags": ["true" if entry.verdict is VerdictKind.SUPPORTED else altered, "sentence"],
    }


def question_row(
    ident: str, entry: AnswerEntry, turns: tuple[str, ...], region: str | None, as_of: dt.date
) -> dict[str, Any]:
    """A row of a question set; ``BadEntry`` says what is missing or does not fit."""
    answered = entry.status is Status.ANSWERED
    values, must = [_value(line) for line in _items(entry.values)], _items(entry.must)
    citations = _clauses(entry.citations)
    if answered and not (values or must):
        raise BadEntry("应当能答的，要写出数值，或正文里必须有的词。")
    _needed("依据的条款", citations, answered)
    expect = {
        "status": [entry.status.value],
        "values": values,
        "must": masked(must),
        "must_not": masked(_items(entry.must_not)),
        "citations": [[one] for one in citations],
    }
    return {
        "id": ident,
        "turns": masked(turns),
        "region": region,
        "as_of": as_of.isoformat(),
        "expect": {key: item for key, item in expect.items() if item},
        "tags": ["multi_turn" if len(turns) > 1 else "single"],
    }


def _needed(what: str, given: object, wanted: bool) -> None:
    if bool(given) != wanted:
        raise BadEntry(f"请写出“{what}”。" if wanted else f"这种结论不应写“{what}”。")


def _items(text: str) -> list[str]:
    items = [part.strip() for part in SEPARATORS.split(text) if part.strip()]
    if len(items) > MOST or len(text) > LONGEST:
        raise BadEntry(f"写得太多：每一栏最多 {MOST} 项。")
    return items


def _clauses(text: str) -> list[str]:
    items = _items(text)
    for item in items:
        notice, _, path = item.partition("#")
        if not notice or not path:
            raise BadEntry(f"条款“{item}”应写成“文号#条款”，如 聊医保发〔2024〕27号#一（一）。")
    return items


def _value(line: str) -> dict[str, str]:
    """「不低于 400 元/人·年」: the bound if any, the figure or day, the unit if any."""
    words = line.split()
    bound = BOUNDS[words.pop(0)] if words[0] in BOUNDS else None
    if not 1 <= len(words) <= 2:
        raise BadEntry(f"数值“{line}”应写成“400 元/人·年”或“不低于 400 元”，中间空一格。")
    value = {"value": _figure(words[0])}
    if len(words) > 1:
        value["unit"] = words[1]
    return value | ({"bound": bound.value} if bound else {})


def _figure(word: str) -> str:
    """A figure in base units, or a day."""
    try:
        return dt.date.fromisoformat(word).isoformat() if "-" in word[1:] else _number(word)
    except (ValueError, InvalidOperation) as error:
        raise BadEntry(f"“{word}”不是数，也不是 2024-12-31 这样的日期。") from error


def _number(word: str) -> str:
    number = Decimal(word)
    if not number.is_finite():
        raise ValueError(word)
    return format(number, "f")
