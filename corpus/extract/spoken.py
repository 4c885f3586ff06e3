"""Spoken words (口语) read as the written ones, character for character: 没满 is 未满."""

from __future__ import annotations

import re
from functools import cache, partial

from corpus.extract.lexicon import spoken_words


def plainly(text: str) -> str:
    """Return the text with spoken words as written ones; of the same length, so offsets stay."""
    for pattern, written in _rules():
        text = pattern.sub(partial(_fitted, written=written), text)
    return text


def _fitted(match: re.Match[str], written: str) -> str:
    said = written.format(**match.groupdict())
    return said if len(said) == len(match[0]) else match[0]


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(said), written) for said, written in spoken_words())
