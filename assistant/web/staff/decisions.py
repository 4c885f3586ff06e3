"""Decisions on claims (处理意见): lines of the log, the last one of a claim holds."""

from __future__ import annotations

import datetime as dt

from assistant.errors import BadEntry
from assistant.model import VerdictKind
from assistant.web.masking import mask
from assistant.web.staff.log import Log
from assistant.web.staff.model import Action, Check, Decision, Line

LONGEST_NOTE = 2000
DECIDED = (Action.ACCEPTED, Action.OVERRULED)


def subject_of(check: int, claim: int) -> str:
    """A claim as the log names it."""
    return f"check/{check}/{claim}"


def decide(
    log: Log,
    check: Check,
    claim: int,
    verdict: VerdictKind,
    note: str,
    who: str,
    now: dt.datetime,
) -> int:
    """Accept the claim's own verdict, or overrule it to another one; the line's number.

    ``BadEntry`` when there is no such claim, or it is overruled without a word why.
    """
    if not 0 <= claim < len(check.claims):
        raise BadEntry("没有这条声明。")
    note = mask(note.strip())
    if len(note) > LONGEST_NOTE:
        raise BadEntry(f"说明太长，最多 {LONGEST_NOTE} 字。")
    found = check.claims[claim].verdict
    action = Action.ACCEPTED if verdict is found.verdict else Action.OVERRULED
    if action is Action.OVERRULED and not note:
        raise BadEntry("改判要写明理由。")
    return log.add(
        now,
        who,
        action,
        subject_of(check.id, claim),
        check.corpus,
        verdict=verdict.value,
        found=found.verdict.value,
        claim=found.text,
        note=note,
    )


def decisions_on(log: Log, check: int) -> dict[int, list[Decision]]:
    """All decisions on a check by the claim's number, oldest first."""
    found: dict[int, list[Decision]] = {}
    for line in log.under(f"check/{check}/"):
        if line.action in DECIDED:
            decision = decision_of(line)
            found.setdefault(decision.claim, []).append(decision)
    return found


def decision_of(line: Line) -> Decision:
    """What a line of the log says of a claim."""
    _, check, claim = line.subject.split("/")
    return Decision(
        line=line.id,
        at=line.at,
        who=line.who,
        check=int(check),
        claim=int(claim),
        action=line.action,
        verdict=VerdictKind(line.detail["verdict"]),
        note=line.detail["note"],
    )
