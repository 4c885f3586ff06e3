"""The rows of the report (报告的行): one for each claim, the same in every format."""

from __future__ import annotations

from assistant.web.staff.model import Action, Check, CheckedClaim, Decision
from assistant.web.staff.words import local, words
from corpus.model import Frozen


class Row(Frozen):
    """A claim in words: what it says, what was found, with which clauses, and what was decided."""

    number: int
    claim: str
    verdict: str
    difference: str
    correction: str
    clauses: tuple[str, ...]
    decision: str
    decided_by: str
    decided_at: str
    note: str


def rows_of(check: Check, decisions: dict[int, list[Decision]]) -> list[Row]:
    """All claims in the order of the text; of the decisions on a claim the last one holds."""
    return [
        _row(number, claim, decisions.get(number, [])) for number, claim in enumerate(check.claims)
    ]


def _row(number: int, claim: CheckedClaim, decisions: list[Decision]) -> Row:
    found = claim.verdict
    last = decisions[-1] if decisions else None
    return Row(
        number=number + 1,
        claim=found.text,
        verdict=words("verdicts")[found.verdict.value],
        difference="".join(filter(None, (found.difference, found.note))),
        correction=found.correction or "",
        clauses=tuple(f"{c.number} {c.path}：{c.clause}" for c in claim.clauses),
        decision=_decision(last) if last else words("report")["undecided"],
        decided_by=last.who if last else "",
        decided_at=local(last.at) if last else "",
        note=last.note if last else "",
    )


def _decision(decision: Decision) -> str:
    said = words("actions")[decision.action.value]
    if decision.action is Action.ACCEPTED:
        return said
    return f"{said}：{words('verdicts')[decision.verdict.value]}"
