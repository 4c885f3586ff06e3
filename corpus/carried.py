"""People's decisions carried over to values that were read anew (沿用人的决定)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from corpus.model import NoticeText, PolicyValue, ValueStatus
from corpus.verify import verify_values

Values = tuple[PolicyValue, ...]


class Carried(NamedTuple):
    """Values that were read anew with people's decisions, and those decided on but gone now."""

    values: Values
    lost: Values


def with_status(value: PolicyValue, status: ValueStatus) -> PolicyValue:
    """The value with another status."""
    return value.model_copy(update={"status": status})


def carried(
    before: NoticeText,
    old: Sequence[PolicyValue],
    document: NoticeText,
    fresh: Iterable[PolicyValue],
) -> Carried:
    """Values read anew, with what people decided on the values that were there before.

    A decision holds for a value that reads the same; one that was made since then is kept. What a
    person made stays where its clause has the same words; ``lost`` is what was decided on and is
    not there any more.
    """
    decided = {reading(v): v for v in old if v.status is not ValueStatus.EXTRACTED}
    hand = [_moved(v, before, document) for v in old if v.by_hand]
    kept = [v for v in hand if v is not None]
    replaced = {v.corrects for v in kept}
    values = [_decided(v, decided, replaced) for v in fresh]
    values += _still_missing(values, kept)
    now = {reading(v) for v in values}
    lost = tuple(v for reading, v in decided.items() if reading not in now)
    return Carried(tuple(sorted(values, key=lambda v: v.citations.value.start)), lost)


def _decided(
    value: PolicyValue, decided: Mapping[str, PolicyValue], replaced: set[str | None]
) -> PolicyValue:
    known = decided.get(reading(value))
    if value.status is not ValueStatus.EXTRACTED:
        return value
    if known is not None:
        return with_status(value, known.status)
    return with_status(value, ValueStatus.REJECTED) if value.id in replaced else value


def _still_missing(
    values: Sequence[PolicyValue], kept: Iterable[PolicyValue]
) -> Iterable[PolicyValue]:
    """What people made and the grammar still does not read by itself."""
    read = {reading(v) for v in values}
    return [v for v in kept if reading(v) not in read]


def reading(value: PolicyValue) -> str:
    """All that a value says, wherever it stands."""
    own = {"id", "status", "uncertain", "by_hand", "corrects"}
    data = value.model_dump(mode="json", exclude=own)
    return repr(_mapped(data, lambda c: {"quote": c["quote"]}))


def _mapped(data: Any, citation: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """Data with every citation in it replaced."""
    if isinstance(data, dict):
        if "quote" in data and "start" in data:
            return citation(data)
        return {key: _mapped(item, citation) for key, item in data.items()}
    return [_mapped(item, citation) for item in data] if isinstance(data, list | tuple) else data


def _moved(value: PolicyValue, before: NoticeText, after: NoticeText) -> PolicyValue | None:
    """The value where its clauses stand now; ``None`` when one of them reads otherwise."""
    old, new = ({c.id: c for c in n.clauses} for n in (before, after))
    same = {i for i, c in old.items() if i in new and new[i].text == c.text}
    cited: list[str] = []

    def shifted(at: dict[str, Any]) -> dict[str, Any]:
        home = at["clause"]
        cited.append(home)
        inside = home in same and old[home].start <= at["start"] and at["end"] <= old[home].end
        by = new[home].start - old[home].start if inside else 0
        return {**at, "start": at["start"] + by, "end": at["end"] + by}

    moved = PolicyValue.model_validate(_mapped(value.model_dump(), shifted))
    return moved if same.issuperset(cited) and not verify_values(after, [moved]) else None
