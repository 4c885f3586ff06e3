"""The measures of one case (单题指标), each as (numerator, denominator); see ``eval.stats``.

A failed or empty answer has 0 of what it should have had in every measure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.cases import Case
from eval.retrieval import MEASURES as SEARCHED
from eval.rows import ClauseRef
from eval.score import AnswerDict, Score, figures, value_given

Part = tuple[float, float]
Parts = dict[str, Part]

DECLINED = ("unanswerable", "refused")
NAMES = (
    "passed",
    "status",
    "refusal_precision",
    "refusal_recall",
    "values",
    "citation_precision",
    "citation_recall",
    "grounded",
    "multi_turn",
    *SEARCHED,
)
OUTCOMES = ("right", "partial", "withheld", "overreach", "failed")


def parts_of(case: Case, answer: AnswerDict | None, result: Score) -> Parts:
    """All measures of a case except those of the search; ``answer`` is None when it failed."""
    parts: Parts = {"passed": (float(result.passed), 1)}
    for name, measure in MEASURES.items():
        parts[name] = measure(case, answer)
    if len(case.turns) > 1:
        parts["multi_turn"] = parts["passed"]
    return {name: part for name, part in parts.items() if part[1] > 0}


def _status(case: Case, answer: AnswerDict | None) -> Part:
    return float(answer is not None and answer["status"] in case.expect.status), 1


def _refusal_precision(case: Case, answer: AnswerDict | None) -> Part:
    if answer is None or answer["status"] not in DECLINED:
        return 0, 0
    return float(any(status in DECLINED for status in case.expect.status)), 1


def _refusal_recall(case: Case, answer: AnswerDict | None) -> Part:
    if not all(status in DECLINED for status in case.expect.status):
        return 0, 0
    return float(answer is not None and answer["status"] in DECLINED), 1


def _values(case: Case, answer: AnswerDict | None) -> Part:
    wanted = case.expect.values
    if answer is None:
        return 0, len(wanted)
    return sum(value_given(value, answer) for value in wanted), len(wanted)


def _citation_precision(case: Case, answer: AnswerDict | None) -> Part:
    refs = [*case.expect.labels, *(ref for group in case.expect.citations for ref in group)]
    if answer is None or not refs:
        return 0, 0
    cited = _clauses(answer)
    return sum(any(ref.covers(*clause) for ref in refs) for clause in cited), len(cited)


def _citation_recall(case: Case, answer: AnswerDict | None) -> Part:
    groups: Sequence[Sequence[ClauseRef]] = case.expect.citations
    cited = _clauses(answer) if answer is not None else []
    met = sum(any(ref.covers(*c) for ref in group for c in cited) for group in groups)
    return met, len(groups)


def _clauses(answer: AnswerDict) -> list[tuple[str, str, str]]:
    cited: list[Mapping[str, Any]] = list(answer["citations"])
    keys = ((c["notice"], c.get("title") or "", c["clause"]) for c in cited)
    return list(dict.fromkeys(keys))


def _grounded(case: Case, answer: AnswerDict | None) -> Part:
    if answer is None:
        return 0, 1
    total, loose = figures(case, answer)
    return total - len(loose), total


MEASURES: Mapping[str, Callable[[Case, AnswerDict | None], Part]] = {
    "status": _status,
    "refusal_precision": _refusal_precision,
    "refusal_recall": _refusal_recall,
    "values": _values,
    "citation_precision": _citation_precision,
    "citation_recall": _citation_recall,
    "grounded": _grounded,
}


def outcome(case: Case, answer: AnswerDict | None, result: Score) -> str:
    """What became of a case, one of ``OUTCOMES`` (答对、不符、该答没答、不该答却答、出错)."""
    if answer is None:
        return "failed"
    if result.passed:
        return "right"
    answered = answer["status"] == "answered"
    if "answered" not in case.expect.status:
        return "overreach" if answered else "partial"
    return "partial" if answered else "withheld"
