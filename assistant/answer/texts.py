"""Fixed texts (固定用语), from one data file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent.parent / "texts.yaml"


@cache
def _texts() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def say(name: str, **figures: object) -> str:
    """The fixed text of this name with its blanks filled."""
    return str(_texts()[name]).format(**figures)


def words_of(name: str) -> tuple[str, ...]:
    """A fixed list of words."""
    return tuple(_texts()[name])
