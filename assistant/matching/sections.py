"""The benefits that a notice treats in sections of their own (分节的待遇).

Under 一、育儿补贴 and 二、高龄津贴, what a section says of one benefit answers no question about
another: the papers to bring for 育儿补贴 are not those for 高龄津贴. Only a name that a heading
carries and the question repeats decides; a notice with one benefit alone sets nothing apart.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.understand.cues import cues
from corpus.library import Library

FLOWS = "flows.yaml"
FEWEST = 2


class Sections:
    """Finds and keeps the benefits that the headings of each notice name."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: dict[str, frozenset[str]] = {}

    def of_another(self, notice: str, headings: str, text: str, question: str) -> bool:
        """Whether ``text`` below ``headings`` is about another benefit than the question names."""
        known = self._of(notice)
        asked = [name for name in known if name in question]
        if not asked or any(name in headings or name in text for name in asked):
            return False
        return any(name in headings for name in known)

    def _of(self, notice: str) -> frozenset[str]:
        if notice not in self._made:
            clauses = self._library.entries[notice].document.clauses
            found = benefits_in(dict.fromkeys(h for c in clauses for h in c.headings))
            self._made[notice] = found if len(found) >= FEWEST else frozenset()
        return self._made[notice]


def benefits_in(headings: Iterable[str]) -> frozenset[str]:
    """The benefits (…补贴, …津贴) that headings name, without verbs and numbers before them."""
    found = (m["name"] for h in headings for m in cues(FLOWS).one("benefit").finditer(h))
    return frozenset(found)
