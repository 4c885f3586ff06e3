"""Words of named groups in a question (人群词): who is said to be of a group, and who is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.understand.lexicon import alternation, people

NEAR = 4
BEFORE = 16  # characters before a group's word in which it may be denied


class Said(StrEnum):
    """What a text says with a group's word: of somebody, of nobody, or neither."""

    HELD = "held"
    DENIED = "denied"
    WONDERED = "wondered"  # 是不是低保, 按低保交行不


@dataclass(frozen=True)
class GroupWord:
    """A group's word in a text (人群词): its key, its place and what is said with it."""

    key: str
    start: int
    end: int
    said: Said = Said.HELD


def find_groups(text: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Named groups: the keys that hold, the keys denied (不是低保), and the words themselves.

    A group that is only wondered about (是不是低保都要交) or wished for (按低保交行不) is among the
    words alone.
    """
    words = group_words(text)
    held = dict.fromkeys(w.key for w in words if w.said is Said.HELD)
    denied = dict.fromkeys(w.key for w in words if w.said is Said.DENIED)
    return tuple(held), tuple(denied), tuple(text[w.start : w.end] for w in words)


def group_words(text: str) -> list[GroupWord]:
    """Every word of a named group in the text, and whether it is held, denied or wondered about."""
    lexicon = people()
    found: list[GroupWord] = []
    refused = 0  # where the last denied word ended
    for match in alternation(tuple(lexicon.groups)).finditer(text):
        before = text[max(0, match.start() - BEFORE) : match.start()]
        wished = lexicon.denial["as_if"].search(before) and lexicon.denial["wish"].search(text)
        if wished or lexicon.denial["unsure"].search(before):
            said = Said.WONDERED
        else:
            said = Said.DENIED if _denies(text, match, refused) else Said.HELD
        refused = match.end() if said is Said.DENIED else refused
        found.append(GroupWord(lexicon.groups[match.group()], *match.span(), said))
    return found


def _denies(text: str, match: re.Match[str], refused: int) -> bool:
    """Whether the group's word is denied before it, behind it, or in a row with a denied one."""
    denial = people().denial
    before = text[max(0, match.start() - BEFORE) : match.start()]
    if denial["verbs"].search(match.group()) and denial["verb"].search(before):
        return True
    if denial["before"].search(before) or denial["after"].match(text, match.end()):
        return True
    between = text[refused : match.start()]
    return bool(refused and len(between) <= NEAR and denial["also"].search(between))
