"""What is not answered at all (不受理): empty, too long, unsafe, out of scope, a mere greeting."""

from __future__ import annotations

from assistant.answer.context import Draft
from assistant.answer.texts import say
from assistant.model import NeedRole, Slots, Status
from assistant.understand.asks import find_concepts
from assistant.understand.lexicon import words
from assistant.understand.normalise import normalise

LONGEST = 2000


def refuse(raw: str) -> Draft | None:
    """The refusal of a turn, judged before anything else is read from it."""
    text = normalise(raw[: LONGEST + 1])
    if not any(c.isalnum() for c in text):
        return _no("empty", Status.CLARIFY, "missing:question")
    if len(raw) > LONGEST:
        return _no("too_long", Status.REFUSED, "too_long", limit=LONGEST)
    if _is_unsafe(text):
        return _no("unsafe", Status.REFUSED, "unsafe")
    if text.strip("!！。.~,，?？ ").lower() in words().greeting:
        return _no("greeting", Status.CLARIFY, "missing:question")
    if text.strip("!！。.~,，?？ ").lower() in words().thanks:
        return _no("thanks", Status.CLARIFY, "missing:question")
    if any(p.search(text) for p in words().out_of_scope) and not _names_programme(text):
        return _no("out_of_scope", Status.REFUSED, "out_of_scope")
    return None


def _is_unsafe(text: str) -> bool:
    """Whether something unlawful is asked for; 「骗保罚多少」 asks what the law says of it."""
    asks_law = words().lawful.search(text) and not words().plots.search(text)
    found = [p for p in words().unsafe if p.search(text)]
    return bool(found) and not (asks_law and all("骗" in p.pattern for p in found))


def impossible(slots: Slots) -> Draft | None:
    """One sentence about a day, an age, a year, a head count or an amount that cannot be."""
    if not slots.impossible:
        return None
    first = slots.impossible[0]
    reason = f"missing:{first.kind}"
    return _no(f"impossible_{first.kind}", Status.CLARIFY, reason, words=first.words)


def _names_programme(text: str) -> bool:
    return any(c.role is NeedRole.PROGRAMME for c, _, _ in find_concepts(text))


def _no(name: str, status: Status, reason: str, **figures: object) -> Draft:
    return Draft(status=status, reason=reason, lines=[say(name, **figures)])
