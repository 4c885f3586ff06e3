"""Which class of places the asked place is of (地区分类), as each notice divides them."""

from __future__ import annotations

from corpus.extract.areas import AreaClass, area_classes, class_at, core_of
from corpus.library import Library
from corpus.model import PolicyValue


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
