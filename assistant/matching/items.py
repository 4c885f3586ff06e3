"""Which diseases a class takes in (病种分类), as each notice sorts them."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.calculate.lexicon import benefits
from corpus.extract.items import ItemClass, cores_in, item_classes
from corpus.library import Library
from corpus.model import ConditionKind, PolicyValue

OWN = (ConditionKind.ITEM, ConditionKind.OTHER)
"""What a value is for alone: 糖尿病3000元 is of its class, but for this one disease of it."""


class Items:
    """Finds and keeps the classes of diseases that the notices of one library make."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: dict[str, tuple[ItemClass, ...]] = {}

    def of_value(self, value: PolicyValue) -> tuple[ItemClass, ...]:
        """The classes that a value is stated for; empty where it names none that is listed."""
        classes = self._classes(value.notice)
        named = _named(value) if classes else frozenset()
        own = [c.text for c in value.conditions if c.kind in OWN]
        return tuple(c for c in classes if c.core in named and not _of_one(c, own))

    def of_another(self, value: PolicyValue, words: Iterable[str]) -> bool:
        """Whether the notice lists what is asked in another class than the value's own."""
        classes = self._classes(value.notice)
        named = _named(value) if classes else frozenset()
        listed = {c.core for c in classes if _of_one(c, words)} if named else set()
        return bool(listed) and not listed & named

    def named(self, notices: Iterable[str], words: Iterable[str]) -> tuple[str, ...]:
        """The names of the classes in which some notices list what the words name."""
        told = list(words)
        found = [c.name for n in notices for c in self._classes(n) if _of_one(c, told)]
        return tuple(dict.fromkeys(found))

    def _classes(self, notice: str) -> tuple[ItemClass, ...]:
        if notice not in self._made:
            self._made[notice] = item_classes(self._library.entries[notice].document)
        return self._made[notice]


def _named(value: PolicyValue) -> frozenset[str]:
    return cores_in("\n".join((value.label, *(c.text for c in value.conditions))))


def _of_one(known: ItemClass, own: Iterable[str]) -> bool:
    told = list(own)
    names = [benefits().one("nameless").sub("", member.text) for member in known.members]
    return any(words in name for name in names for words in told)
