"""Fixed texts (固定用语), from one data file a language.

A text that was said keeps its name and its figures, so that the same can be said in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent.parent / "texts.yaml"


@cache
def _texts() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


class Said(str):
    """A fixed text with its blanks filled, which still knows its name and what filled them.

    ``figures`` may hold more than the Chinese text shows: the ``PolicyValue`` that a phrase tells.
    """

    __slots__ = ("figures", "name")
    name: str
    figures: Mapping[str, object]

    def __new__(cls, text: str, name: str, figures: Mapping[str, object]) -> Said:
        """Make the text; it is a plain ``str`` to all who only show it."""
        said = super().__new__(cls, text)
        said.name, said.figures = name, figures
        return said


def say(name: str, /, **figures: object) -> Said:
    """The fixed text of this name with its blanks filled."""
    return Said(str(_texts()[name]).format(**figures), name, figures)


def names() -> tuple[str, ...]:
    """The names of all fixed texts that are sentences."""
    return tuple(n for n, text in _texts().items() if isinstance(text, str))


def words_of(name: str) -> tuple[str, ...]:
    """A fixed list of words."""
    return tuple(_texts()[name])
