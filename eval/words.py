"""Names that reports print (报告用语), from ``lexicon/words.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "lexicon" / "words.yaml"


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """All names, by kind."""
    named: Mapping[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return named


def word(kind: str, key: str) -> str:
    """The name of a thing; a thing without one is called by its key."""
    named = words()[kind].get(key, key)
    return str(named["name"] if isinstance(named, Mapping) else named)
