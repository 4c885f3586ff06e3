"""Whether a claim keeps the words of the sentence that supports it (忠实): one word turns a rule.

A figure may be the notice's and the claim still not: 住院 told as 门诊, 可以 as 不得, 个人 as 财政.
The claim is laid beside the sentence, and what differs is looked at word by word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.check.apart import (
    asks_more,
    denies_other,
    of_another_doer,
    of_another_thing,
    of_other_year,
    turned,
    widened,
)
from assistant.check.laying import DIGIT, FIGURE, Laid, Slot, bare, laid, plain
from assistant.check.lexicon import check_words
from assistant.check.sharing import pairs_of, share

CLOSE, HALF = 0.8, 0.5
"""The share of a claim from which on whatever else it says is another word put in; the share of a
word's pairs that must be known."""
WORD, SHORT, FEW, LONGEST = 2, 3, 4, 12
YEAR = re.compile(r"20\d\d")


class Stray(StrEnum):
    """How a claim leaves the words of its sentence."""

    AGAINST = "against"  # it says the opposite, or another of a few that exclude each other
    OTHER = "other"  # it says something that the sentence doesn't


def stray(claim: str, sentence: str, around: str = "") -> Stray | None:
    """How a claim leaves the sentence; ``None`` when it keeps to it or tells it in other words.

    ``around`` are words that the sentence stands under: they may come in as well.
    """
    as_they_stand, plainly = laid(bare(claim), bare(sentence)), laid(plain(claim), plain(sentence))
    for told in (as_they_stand, plainly):
        if told and any(_against(slot, told.theirs) for slot in told.slots):
            return Stray.AGAINST
    if plainly and check_words().hardens(claim, sentence):
        return Stray.AGAINST
    if of_another_thing(claim, sentence):
        return Stray.OTHER
    against = (denies_other, widened, of_other_year)
    if any(differs(claim, sentence) for differs in against):
        return Stray.AGAINST
    if turned(claim, sentence, around):
        return Stray.AGAINST if FIGURE in claim else Stray.OTHER
    known = f"{sentence}，{around}"
    if asks_more(claim, known) or of_another_doer(claim, known):
        return Stray.OTHER
    if plainly is None:
        return None
    if not _in_order(plainly) or any(map(_limits, plainly.slots)):
        return Stray.OTHER
    theirs = pairs_of(plain(around)) | pairs_of(plainly.theirs)
    new = plainly.share >= CLOSE and any(_new(slot, theirs) for slot in plainly.slots)
    return Stray.OTHER if new else None


def _in_order(told: Laid) -> bool:
    """Whether the numbers of a claim, where they are the sentence's, stand in its order."""
    numbers, theirs = DIGIT.findall(told.mine), DIGIT.findall(told.theirs)
    left = iter(theirs)
    return not set(numbers) <= set(theirs) or all(n in left for n in numbers)


def _against(slot: Slot, sentence: str) -> bool:
    """Whether the claim says the opposite there, another number, or another of a few words."""
    words = check_words()
    families = [f for name, f in words.contrasts.items() if name not in words.of_things]
    theirs = slot.theirs.text[max(slot.theirs.end - LONGEST, 0) : slot.theirs.end]
    begins = slot.mine.start == 0  # the sentence may deny it farther before
    denies = _denies(slot.mine.words, theirs if begins else slot.theirs.words)
    if (denies and not _as_often(slot)) or _other_number(slot):
        return True
    if _denies(slot.theirs.words, slot.mine.words) and _goes_on(slot) and not _follows(slot):
        return True
    return any(_contrasts(slot, family, sentence) for family in families)


def _denies(one: str, other: str) -> bool:
    """Whether one side denies what comes next, and the other nothing."""
    return bool(check_words().denies.search(one)) and not check_words().denied.search(other)


def _as_often(slot: Slot) -> bool:
    """Whether up to there both deny as often (严禁任何个人代收, 任何人不得代收)."""
    mine, theirs = slot.mine, slot.theirs
    ends = (mine.text[: mine.end], theirs.text[: theirs.end])
    one, other = (len(check_words().denied.findall(text)) for text in ends)
    return one == other


def _follows(slot: Slot) -> bool:
    """Whether the claim denies it only a little later, and the sentence no second time."""
    denied, mine, theirs = check_words().denied, slot.mine, slot.theirs
    later = mine.text[mine.end : mine.end + LONGEST]
    return bool(denied.search(later)) and not denied.search(theirs.text[theirs.end :])


def _goes_on(slot: Slot) -> bool:
    """Whether the sentence says no more there than the word that denies."""
    if slot.mine.end == len(slot.mine.text):
        return False
    mine, theirs = slot.mine, slot.theirs
    told = mine.text[mine.end : mine.end + SHORT]
    same = len(told) == SHORT and theirs.text.startswith(told, theirs.end)
    plainly = same and not check_words().denied.search(mine.text)  # …执行，不|扣起付线
    return len(theirs.words) <= SHORT or mine.start == 0 or plainly


def _other_number(slot: Slot) -> bool:
    """Whether one number stands where the other has another one; years are judged apart."""
    one, other = slot.mine.number, slot.theirs.number
    if YEAR.fullmatch(one) or YEAR.fullmatch(other):
        return False
    longest = len(slot.mine.words) + len(other)
    return bool(one and other and one != other) and len(slot.theirs.words) < longest


def _contrasts(slot: Slot, family: tuple[re.Pattern[str], ...], sentence: str) -> bool:
    """Whether the claim has another word of a family where the sentence has one.

    At the claim's edge it may be of another place in the sentence (a list, a heading).
    """
    if len(slot.theirs.words) > len(slot.mine.words) + FEW:
        return False
    mine = {n for n, word in enumerate(family) if slot.mine.holds(word)}
    theirs = {n for n, word in enumerate(family) if slot.theirs.holds(word)}
    new = mine - theirs
    if not slot.mine.inner:
        new = {n for n in new if not family[n].search(sentence)}
    return bool(new and theirs - mine)


def _limits(slot: Slot) -> bool:
    """Whether one side has a word that sets a limit or denies, and the other hasn't."""
    mine, theirs = slot.mine.words, slot.theirs.words
    words = check_words().strict[1 if _as_often(slot) else 0 :]
    dropped = slot.mine.inner and _hardened(theirs, mine, SHORT, words)
    return dropped or _hardened(mine, theirs, LONGEST, words)


def _hardened(one: str, other: str, longest: int, words: Sequence[re.Pattern[str]]) -> bool:
    if len(one) > longest or DIGIT.search(one) or FIGURE in one:
        return False
    return any(w.search(one) and not w.search(other) for w in words)


def _new(slot: Slot, known: frozenset[str]) -> bool:
    """Whether the claim puts another word in that the sentence and its headings don't know."""
    mine, theirs, words = slot.mine.words, slot.theirs.words, check_words()
    if theirs and abs(len(mine) - len(theirs)) > WORD:
        return False
    if not slot.mine.inner and not (theirs and words.somebody.search(mine)):
        return False
    found = (w for w in words.idle.split(mine) if len(w) >= WORD and pairs_of(w))
    return any(share(pairs_of(word), known) < HALF for word in found)
