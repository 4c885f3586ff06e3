"""Which class of places the asked place is of (地区分类), as each notice divides them."""

from __future__ import annotations

from corpus.extract.areas import (
    AreaClass,
    area_classes,
    area_names,
    class_at,
    core_of,
    is_area_class,
)
from corpus.library import Library
from corpus.model import PolicyValue


def of_other_area(value: PolicyValue, question: str) -> bool:
    """Whether a value is stated for another class of places than the question itself names."""
    own = {core_of(c.text) for c in value.conditions if is_area_class(c.text)}
    asked = {core_of(name) for name in area_names(question)}
    return bool(own and asked) and not own & asked


class Areas:
    """Finds and keeps the classes that the notices of one library make."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: dict[str, tuple[AreaClass, ...]] = {}

    def classes(self, notice: str) -> tuple[AreaClass, ...]:
        """The classes of one notice; empty where it makes none."""
        if notice not in self._made:
            document = self._library.entries[notice].document
            self._made[notice] = area_classes(document, self._library.places)
        return self._made[notice]

    def at(self, notice: str, place: str) -> AreaClass | None:
        """The class of a place (adcode) in a notice; ``None`` where the notice leaves it open."""
        outer = self._library.entries[notice].notice.jurisdiction
        return class_at(self.classes(notice), outer, place, self._library.places)

    def of_value(self, value: PolicyValue, place: str) -> AreaClass | None:
        """The place's class, where the value is stated by such classes."""
        names = {c.core for c in self.classes(value.notice)}
        if not any(core_of(c.text) in names for c in value.conditions):
            return None
        return self.at(value.notice, place)

    def fits(self, value: PolicyValue, place: str) -> bool:
        """Whether a value holds in a place as far as classes go."""
        own = self.of_value(value, place)
        return own is None or any(core_of(c.text) == own.core for c in value.conditions)
