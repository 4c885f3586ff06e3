"""A person's word on values (审核): confirm, reject, correct, add. Nothing here is written.

A correction is a value of its own: the person chooses characters, the grammar reads them, and the
extracted value stays as rejected, so that everybody can see what was changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from corpus.carried import Values, reading, with_status
from corpus.errors import BadChoice, ValueChanged
from corpus.model import NoticeText, PolicyValue, ValueStatus
from corpus.picks import Picks, built
from corpus.unsure import flagged
from corpus.verify import verify_values


def mark_of(value: PolicyValue) -> str:
    """What tells whether a value is still as a person saw it."""
    return hashlib.sha256(value.model_dump_json().encode()).hexdigest()[:16]


def found(values: Sequence[PolicyValue], ident: str, mark: str | None = None) -> PolicyValue:
    """The value of this id; ``ValueChanged`` when there is none or it is not as it was seen."""
    for value in values:
        if value.id == ident and mark in (None, mark_of(value)):
            return value
    raise ValueChanged("这个数值刚刚变了，没有执行；请看过现在的样子再来。")


def settled(values: Sequence[PolicyValue], ident: str, status: ValueStatus) -> Values:
    """The values with one of them confirmed, rejected or open again.

    When a value that a person made is opened again it goes, and the one it corrected is open again.
    """
    value = found(values, ident)
    if not value.by_hand or status is not ValueStatus.EXTRACTED:
        return tuple(with_status(v, status) if v is value else v for v in values)
    rest = tuple(v for v in values if v is not value)
    return tuple(with_status(v, status) if v.id == value.corrects else v for v in rest)


def corrected(
    document: NoticeText, values: Sequence[PolicyValue], ident: str, picks: Picks
) -> Values:
    """The values with one corrected by other characters; ``BadChoice`` when they say nothing."""
    old = found(values, ident)
    new = built(document, old, picks)
    if reading(new) == reading(old):
        raise BadChoice("没有改动：选的字和原来的一样。")
    source = old.corrects if old.by_hand else old.id
    rest = tuple(v for v in values if not (v is old and old.by_hand))
    rest = tuple(with_status(v, ValueStatus.REJECTED) if v is old else v for v in rest)
    return _with_new(document, rest, new, source)


def added(document: NoticeText, values: Sequence[PolicyValue], new: PolicyValue) -> Values:
    """The values with one that a person found; ``BadChoice`` when it is there already."""
    return _with_new(document, tuple(values), new, None)


def _with_new(
    document: NoticeText, values: Values, new: PolicyValue, corrects: str | None
) -> Values:
    if any(reading(v) == reading(new) and v.status is not ValueStatus.REJECTED for v in values):
        raise BadChoice("这个数值已经有了。")
    if problems := verify_values(document, [new]):
        raise BadChoice(f"没有执行：{problems[0].partition('：')[2]}")
    made = {"id": _free_id(new, values), "by_hand": True, "corrects": corrects}
    (new,) = flagged([new.model_copy(update=made)], document.notice)
    new = with_status(new, ValueStatus.CONFIRMED)
    before = (v for v in values if v.citations.value.start <= new.citations.value.start)
    place = len(list(before))
    return (*values[:place], new, *values[place:])


def _free_id(value: PolicyValue, values: Values) -> str:
    taken = {v.id for v in values}
    stem = value.id.partition("~")[0]
    return next(i for n in range(1, len(taken) + 2) if (i := f"{stem}~{n}") not in taken)


def sure(document: NoticeText, values: Sequence[PolicyValue], at: int) -> tuple[NoticeText, Values]:
    """The notice once a person has compared an unsure line (识别存疑) with its picture.

    ``at`` is where the line begins. Its values are no longer uncertain.
    """
    ranges = tuple(r for r in document.notice.unsure if r.start != at)
    if len(ranges) == len(document.notice.unsure):
        raise ValueChanged("这一行没有要核对的字了。")
    notice = document.notice.model_copy(update={"unsure": ranges})
    plain_ = [v.model_copy(update={"uncertain": False}) for v in values]
    return document.model_copy(update={"notice": notice}), flagged(plain_, notice)
