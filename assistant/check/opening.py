"""Where claims without a figure begin and end (没有数值的声明的断开).

A piece of a sentence is a claim where its words tell something that can be looked up, or where the
notices tell of it in much the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.check.beginning import CONDITIONS, asserts
from assistant.check.lexicon import check_words
from assistant.check.parts import Part
from assistant.check.pasted import CELL
from assistant.check.roles import roles_in
from assistant.check.sharing import pairs_of
from assistant.understand.asks import find_concepts
from assistant.understand.cues import cues

PIECE = re.compile(r"(?:[^，,：:]|(?<=\d):(?=\d(?!\d)))+")
PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-\d{5,8}|1[2-9]\d{3}(?!\d))(?!\d)")
ITEM = re.compile(r"[^、，,：。；]+")
TOPIC = ("：", ":")
OWN_STATEMENT = 5
"""Pairs of characters that are enough to tell something by themselves."""


class Known(Protocol):
    """What the notices that hold tell in much the same words."""

    def speak_of(self, text: str) -> bool:
        """Whether a sentence, with what heads it, is of what a text says."""

    def tell(self, text: str) -> bool:
        """Whether a piece of a sentence, which is more than a case, tells it."""


@dataclass(frozen=True)
class Open:
    """A claim without a figure, at ``[start, end)`` of the text."""

    text: str
    start: int
    end: int
    lead: str = ""  # what its sentence said before it
    listed: str = ""  # the heading that says what is so of it


def open_claims(part: Part, taken: Sequence[tuple[int, int]], known: Known) -> Iterator[Open]:
    """The assertions of a part that no figure and no document has been read from."""
    words = check_words()
    if part.asks or CELL in part.text or words.asks.search(part.text):
        return
    listed = tuple(_listed(part)) if not any(part.start <= s < part.end for s, _ in taken) else ()
    if listed:
        yield from listed
        return
    pieces: list[Open] = []
    for found in PIECE.finditer(part.text):
        piece = Open(found.group(), part.start + found.start(), part.start + found.end())
        idle = any(p.search(piece.text) for p in words.quiet)
        heads = part.text[found.end() : found.end() + 1] in TOPIC
        topic = heads and not (_is_told(piece.text) and _is_claim(piece.text, known))
        if idle or topic or any(s < piece.end and piece.start < e for s, e in taken):
            yield from _joined(pieces, part, known)
            pieces = []
            continue
        begins = asserts(piece.text) or _begins_anew(piece.text, pieces, known)
        if begins and not (pieces and _conditions(pieces[-1])):
            yield from _joined(pieces, part, known)
            pieces = []
        pieces.append(piece)
    headed = part.text in part.headings and not any(_is_told(p.text) for p in pieces)
    told = () if headed else tuple(_joined(pieces, part, known))
    yield from told or _item(pieces, part)


def _listed(part: Part) -> Iterator[Open]:
    """The items behind a head that says whether it is so (这些费用不报：体检、健身)."""
    head, colon, rest = part.text.partition("：")
    if not colon or "、" not in rest or not check_words().asserted(head):
        return
    for found in ITEM.finditer(part.text, len(head) + 1):
        start, end = part.start + found.start(), part.start + found.end()
        yield Open(found.group(), start, end, listed=head)


def _item(pieces: Sequence[Open], part: Part) -> Iterator[Open]:
    """An item of a list whose heading says whether it is so (这些费用不报：健身、养生保健)."""
    head = next((h for h in reversed(part.headings) if h != part.text), "")
    if len(pieces) == 1 and not _is_told(pieces[0].text) and check_words().asserted(head):
        text, start, end = pieces[0].text, pieces[0].start, pieces[0].end
        yield Open(text, start, end, listed=head)


def _is_told(piece: str) -> bool:
    """Whether a piece tells something, and not only of what the next one is."""
    return bool(check_words().predicate.search(piece))


def _begins_anew(piece: str, before: Sequence[Open], known: Known) -> bool:
    """Whether a piece is a claim of its own (，带户口簿或者身份证) after one that is complete."""
    words, said = check_words(), "，".join(p.text for p in before)
    if PHONE.search(piece) and PHONE.search(said):
        return True
    if words.lasts.search(piece) or words.expires.search(piece):
        return _is_claim(said, known)
    if any(roles_in(piece)) or (words.checkable.search(piece) and words.anew.search(piece)):
        return _is_claim(said, known)
    return _is_claim(piece, known) and _is_claim(said, known)


def _tells(piece: str, known: Known) -> bool:
    """Whether a piece tells something in words that the notices have."""
    if piece[-1:] in CONDITIONS:
        return False
    return known.tell(piece) or (
        bool(check_words().predicate.search(piece)) and known.speak_of(piece)
    )


def _is_claim(text: str, known: Known) -> bool:
    """Whether a text says by itself what can be looked up."""
    words = check_words()
    told = words.checkable.search(text) or words.asserted(text) or PHONE.search(text)
    told = told or words.masked.search(text) or words.expires.search(text)
    speaks = len(pairs_of(text)) >= OWN_STATEMENT and words.telling.search(text)
    told_at_all = bool(told) or bool(speaks and find_concepts(text))
    return told_at_all or any(roles_in(text)) or _tells(text, known)


def _conditions(piece: Open) -> bool:
    """Whether a piece only says when the next one holds, or whose it is (补缴的，持证的人，)."""
    whose = cues("claims.yaml").says("whose", piece.text)
    return piece.text[-1:] in CONDITIONS or whose


def _joined(pieces: Sequence[Open], part: Part, known: Known) -> Iterator[Open]:
    """The pieces as one claim, where together they assert something that can be looked up."""
    if not pieces:
        return
    text = "，".join(p.text for p in pieces)
    if _is_claim(text, known):
        lead = part.text[: pieces[0].start - part.start]
        words = check_words()
        if not lead and (words.this_money.search(text) or words.where.search(text)):
            lead = part.before.rstrip("。；！？").rpartition("。")[2]
        yield Open(text, pieces[0].start, pieces[-1].end, lead)
