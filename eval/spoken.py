"""Figures and status of plain text (纯文字里的数值和状态), for what states no typed values.

Values read here have ``unit`` None: the unit was not stated apart, and is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from eval.numbers import read_numbers

LEXICON = Path(__file__).parent / "lexicon" / "spoken.yaml"
_GAP = r"[^，。；、,;\d]{0,6}"  # what may stand between the word of a bound and its figure
_FIGURE = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}月\d{1,2}日"
    r"|\d[\d,]*(?:\.\d+)?[万亿千百]?[%％]?|[一二两三四五六七八九十百千万零]+(?=万?元|%|周?岁|个?月|年|日|天)"
)
_SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]?")


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Any]:
    """The words of ``lexicon/spoken.yaml``."""
    words: Mapping[str, Any] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return words


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text with where they start; blanks around them left out."""
    found = []
    for match in _SENTENCE.finditer(text):
        words = match[0].strip()
        if words:
            found.append((match.start() + match[0].index(words), words))
    return found


def spoken_values(text: str) -> list[dict[str, Any]]:
    """Every figure that the text says, with the bound of the words beside it.

    ``group`` is the whole sentence: a word of the group may stand anywhere in it.
    """
    values: list[dict[str, Any]] = []
    for _, sentence in sentences(text):
        for match in _FIGURE.finditer(sentence.replace(" ", "")):
            bound = _bound(sentence.replace(" ", ""), match.start(), match.end())
            values += [_value(f, bound, sentence) for f in _figures(match[0])]
    return values


def _value(figure: str, bound: str, sentence: str) -> dict[str, Any]:
    return {"value": figure, "unit": None, "bound": bound, "group": sentence, "label": ""}


def _figures(words: str) -> list[str]:
    """Figures as the sets write them: base units, ``YYYY-MM-DD``."""
    numbers = read_numbers(words, generous=True)
    days = [d for d in numbers.dates if d[1] is not None and (d[0] or d[2])]
    if numbers.dates:
        return ["-".join(f"{part:02d}" for part in d if part is not None) for d in days]
    return [f"{number:f}" for number in numbers.plain | numbers.percents]


def _bound(text: str, start: int, end: int) -> str:
    """The bound whose word stands before or after the figure, with no other figure between."""
    before, after = text[:start], text[end:]
    for bound, words in lexicon()["bounds"].items():
        if any(re.search(re.escape(w) + _GAP + "$", before) for w in words["before"]):
            return str(bound)
        if any(re.match(_GAP + "?" + re.escape(w), after) for w in words["after"]):
            return str(bound)
    return "exact"


def spoken_status(text: str) -> tuple[str, str | None]:
    """Status and reason of a plain answer: it declines, asks back, or else answers."""
    if any(word in text for word in lexicon()["declines"]):
        return "unanswerable", "no_source"
    if any(word in text for word in lexicon()["asks"]):
        return "clarify", "missing:unknown"
    return "answered", None
