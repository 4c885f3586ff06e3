"""What a figure was before (原标准): the figure that the notice itself puts it in the place of."""

from __future__ import annotations

from assistant.calculate.amounts import unit_of
from assistant.calculate.year_on_year import alike
from assistant.matching.profile import programmes_in
from corpus.extract.lexicon import patterns
from corpus.library import Library
from corpus.model import PolicyValue, Role


def formers(library: Library, value: PolicyValue) -> list[PolicyValue]:
    """The figures that ``value`` takes the place of (由760元提高到790元; 原标准一类区1890元)."""
    return [
        old
        for old in library.values([value.notice])
        if old.role is Role.PREVIOUS
        and (old.kind, unit_of(old)) == (value.kind, unit_of(value))
        and alike(value, old)
        and _same_thing(library, value, old)
    ]


def _same_thing(library: Library, value: PolicyValue, old: PolicyValue) -> bool:
    """By its label; what is but called 原标准 is the standard that the notice's title names."""
    if value.clause == old.clause and value.label == old.label:
        return True
    general = any(
        p.fullmatch(old.label.removeprefix("原")) for p in patterns("general_label_patterns")
    )
    title = library.entries[value.notice].notice.title
    return general and bool(programmes_in(value.label) & programmes_in(title))
