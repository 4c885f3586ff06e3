"""Where a claim with a figure begins (陈述的开头): not with what is a claim of its own."""

from __future__ import annotations

import re

from assistant.check.lexicon import check_words
from assistant.check.roles import roles_in
from assistant.check.sharing import pairs_of
from assistant.check.things import things_in
from assistant.understand.cues import cues
from corpus.model import PolicyValue, ValueKind

PIECE = re.compile(r"(?:[^，,：:]|(?<=\d):(?=\d(?!\d)))+")
CONDITION, CONDITIONS = "的", ("的", "后", "时", "前", "内")
OWN_SUBJECT = 3
"""Pairs of characters that are enough to say what something is of."""


def begin_of(text: str, at: int, value: PolicyValue) -> int:
    """The first piece that belongs to the claim: opinions and appeals before it don't."""
    begin = at
    for piece in PIECE.finditer(text, at, value.citations.value.start):
        ended = piece.end() < value.citations.value.start and piece.group()[-1:] not in CONDITIONS
        apart = _begins_anew(text, value) or asserts(piece.group()) or is_told(piece.group())
        apart = apart or _asserts_alone(piece.group(), text[begin : piece.end()])
        apart = apart or cues("claims.yaml").says("aside", text[piece.end() + 1 :])
        if is_idle(piece.group()) or (ended and apart):
            begin = piece.end()
    return begin


def _begins_anew(text: str, value: PolicyValue) -> bool:
    """Whether a figure's own piece says what it is: when cover begins, how long something holds."""
    lasts = value.kind is ValueKind.DURATION
    before = text[: value.citations.value.start]
    return value.kind is ValueKind.START or (lasts and bool(check_words().term.search(before)))


def is_told(piece: str) -> bool:
    """Whether a piece tells who does something or what to bring, which is a claim of its own."""
    told = any(roles_in(piece)) or any(things_in(piece))
    told = told or cues("claims.yaml").says("by_rate", piece)
    return told or bool(check_words().where.search(piece))


def asserts(piece: str) -> bool:
    """Whether a piece says by itself that something is so (固定等待期不能修复)."""
    asserted = check_words().asserted(piece)
    return asserted is not None and len(pairs_of(asserted[0].without(piece))) >= OWN_SUBJECT


def _asserts_alone(piece: str, told: str) -> bool:
    """Whether a piece says in words of its own that what came before it is so (…，按已转诊对待)."""
    asserted = check_words().asserted(piece)
    return asserted is not None and asserted[0].alone and asserts(told)


def is_idle(piece: str) -> bool:
    """Whether a piece claims nothing: an opinion, an appeal, a question."""
    words = check_words()
    return any(p.search(piece) for p in words.quiet) or bool(words.asks.search(piece))
