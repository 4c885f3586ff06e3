"""Two versions side by side (版本比较): which notices, and which of their values, differ."""

from __future__ import annotations

from collections.abc import Collection

from corpus.differences import Differences, differences
from corpus.history import State, read_history
from corpus.library import Library, load_library
from corpus.model import Frozen, Notice, PolicyValue, ValueStatus
from corpus.replay import unpacked
from corpus.settings import Settings


class Decision(Frozen):
    """A value of the same reading on which people decided otherwise (状态改了)."""

    before: PolicyValue
    after: PolicyValue


class NoticeChange(Frozen):
    """What differs in one notice. ``before`` is ``None`` when it came, ``after`` when it went."""

    id: str
    before: Notice | None
    after: Notice | None
    text_differs: bool
    differences: Differences
    decisions: tuple[Decision, ...] = ()
    paths: dict[str, str]
    """How people cite the clauses of these values, by clause id."""


class Comparison(Frozen):
    """All that differs between two versions."""

    before: str
    after: str
    notices: tuple[NoticeChange, ...]


def compare(settings: Settings, before: str, after: str) -> Comparison:
    """Compare two versions of the history; ``UnknownVersion``, ``ForgottenNotice``."""
    history = read_history(settings.data)
    names = history.version(before), history.version(after)
    ids = differing(history.state(names[0]), history.state(names[1]))
    with unpacked(settings, names[0], ids) as first, unpacked(settings, names[1], ids) as second:
        libraries = load_library(first), load_library(second)
        changes = tuple(_change(ident, *libraries) for ident in sorted(ids))
    return Comparison(before=names[0], after=names[1], notices=changes)


def differing(before: State, after: State) -> Collection[str]:
    """The ids of the notices that are not the same in both states."""
    both = before.keys() | after.keys()
    return {i for i in both if (b := before.get(i)) is None or b.digest != _digest(after, i)}


def _digest(state: State, ident: str) -> str | None:
    kept = state.get(ident)
    return kept.digest if kept else None


def _change(ident: str, before: Library, after: Library) -> NoticeChange:
    old, new = before.entries.get(ident), after.entries.get(ident)
    values = [entry.values if entry else () for entry in (old, new)]
    clauses = {**(old.clauses if old else {}), **(new.clauses if new else {})}
    return NoticeChange(
        id=ident,
        before=old.notice if old else None,
        after=new.notice if new else None,
        text_differs=bool(old and new and old.text != new.text),
        differences=differences(*values),
        decisions=_decisions(*values),
        paths={i: clause.path for i, clause in clauses.items()},
    )


def _decisions(
    before: Collection[PolicyValue], after: Collection[PolicyValue]
) -> tuple[Decision, ...]:
    old = {v.id: v for v in before}
    pairs = ((old[v.id], v) for v in after if v.id in old)
    return tuple(Decision(before=b, after=a) for b, a in pairs if _decided_otherwise(b, a))


def _decided_otherwise(before: PolicyValue, after: PolicyValue) -> bool:
    return before.status is not after.status and before.model_copy(
        update={"status": ValueStatus.EXTRACTED}
    ) == after.model_copy(update={"status": ValueStatus.EXTRACTED})
