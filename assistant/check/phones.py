"""Claims of a telephone number (电话): the number, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.check.lexicon import check_words
from assistant.check.opening import PHONE
from assistant.check.sharing import Words, pairs_of
from assistant.model import VerdictKind
from corpus.model import Citation

NUMBER = re.compile(r"\d+")
ENOUGH = 0.6
"""The share of the words before a number that those before the notice's must have."""
Told = tuple[VerdictKind, Citation | None]
SILENT: Told = (VerdictKind.NOT_FOUND, None)


def judge_phone(text: str, phone: re.Match[str], sentences: Sequence[tuple[Citation, str]]) -> Told:
    """What the notices say of a number, by the words before it."""
    label = _label(check_words().without_places(_before(text, phone)))
    best: tuple[float, Citation, str] | None = None
    for citation, words in sentences:
        for found in PHONE.finditer(words):
            share = label.share_in(_label(_before(words, found)))
            if best is None or share > best[0]:
                best = (share, citation, found.group())
    if best is None or best[0] < ENOUGH:
        return _by_number(label.raw, phone, sentences)
    if best[2] != phone.group():
        return VerdictKind.CONTRADICTED, best[1]
    stated = set(NUMBER.findall(best[1].quote))
    return (VerdictKind.SUPPORTED, best[1]) if set(NUMBER.findall(text)) <= stated else SILENT


def _by_number(
    label: frozenset[str], phone: re.Match[str], sentences: Sequence[tuple[Citation, str]]
) -> Told:
    """The very number in a sentence about the same thing (缴费问题请拨打…)."""
    for citation, words in sentences:
        if phone.group() in PHONE.findall(words) and label & pairs_of(words):
            return VerdictKind.SUPPORTED, citation
    return SILENT


def _label(text: str) -> Words:
    """The words before a telephone number, and those of them that say what it is for."""
    words = check_words()
    return Words(pairs_of(text), pairs_of(words.plain(words.idle_label.sub("，", text))))


def _before(text: str, phone: re.Match[str]) -> str:
    """The words right before a telephone number."""
    return re.split(r"[，。；、\n]", text[: phone.start()].rstrip("：: "))[-1]
