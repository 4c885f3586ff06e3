"""The English words of answers (英文用语), from one data file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.matching.groups import group_name

FILE = Path(__file__).parent.parent / "texts_en.yaml"
Rewriting = tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True)
class EnglishTexts:
    """All tables of the file; each maps Chinese words, keys or names to English."""

    texts: dict[str, str]
    own: dict[str, str]
    keys: dict[str, str]
    groups: dict[str, str]
    named_groups: dict[str, str]
    words: dict[str, str]
    units: dict[str, str]
    counted: dict[str, str]
    lengths: dict[str, str]
    months: tuple[str, ...]
    parts: dict[str, str]
    bounds: dict[str, str]
    length_bounds: dict[str, str]
    day_bounds: dict[str, str]
    hedges: dict[str, str]
    plain_bounds: frozenset[str]
    waived: dict[str, str]
    steps: Rewriting
    chinese_figures: Rewriting


@cache
def english_texts() -> EnglishTexts:
    """The file, read once."""
    data: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return EnglishTexts(
        **{
            **data,
            "months": tuple(data["months"]),
            "plain_bounds": frozenset(data["plain_bounds"]),
            "named_groups": {group_name(k): en for k, en in data["groups"].items()},
            "steps": tuple((re.compile(a), b) for a, b in data["steps"]),
            "chinese_figures": _by_month(data["chinese_figures"], data["months"]),
        }
    )


def _by_month(rules: list[list[str]], months: list[str]) -> Rewriting:
    """Each rule that names {month} once a month, the others as they are."""
    made: list[tuple[re.Pattern[str], str]] = []
    for source, target in rules:
        named = "{month}" in source
        for n, month in enumerate(months if named else [""], 1):
            pattern = re.compile(source.replace("{month}", month))
            target_n = target.replace("{m}", str(n))
            made.append((pattern, re.sub(r"\\(\d)", r"\\g<\1>", target_n)))
    return tuple(made)


def own(name: str, /, **figures: object) -> str:
    """A text that only English answers have, with its blanks filled."""
    return english_texts().own[name].format(**figures)


def rewritten(text: str, rules: Rewriting) -> str:
    """A text with every rule applied in order."""
    for pattern, target in rules:
        text = pattern.sub(target, text)
    return text
