"""Claims of who does something (由谁办): 医保费由税务部门征收, 参保登记到社区办理.

A task and those who do it are read from each piece of a sentence by a data file. The piece of a
notice that tells of the same task in the nearest words says whether it is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.check.lexicon import check_words
from assistant.check.sharing import words_of
from assistant.model import VerdictKind
from assistant.understand.cues import cues
from corpus.model import Citation

PIECE = re.compile(r"[^，,；]+")
BY = "由"
NEAR = 0.3
UNTOLD = 0.2
"""Shares of a claim's other words that the piece, and its whole sentence, must have."""


@dataclass(frozen=True)
class Role:
    """A task, by name, and those who do it; ``text`` are the other words of the piece."""

    task: str
    actors: frozenset[str]
    text: str
    levels: frozenset[str] = frozenset()  # whose they are: 市级, 县（区）
    denied: bool = False  # that they don't do it (学校不代收)


def roles_in(text: str) -> Iterator[Role]:
    """The roles of a text's pieces; a piece that names nobody says nothing."""
    words, before = check_words(), frozenset[str]()
    for piece in _pieces(text):
        actors = frozenset(name for name, said in words.actors.items() if said.search(piece))
        task = next((name for name, said in words.tasks.items() if said.search(piece)), None)
        denied = cues("claims.yaml").says("not_done", piece)
        before = actors or before
        actors = actors or (before if denied else actors)  # 学校组织登记，不得代收现金
        if task and actors and words.does.search(piece):
            bare = piece
            for said in words.actors.values():
                bare = said.sub("，", bare)
            yield Role(task, actors, bare, frozenset(words.whose.findall(piece)), denied)


def _pieces(text: str) -> Iterator[str]:
    """The pieces of a text; a list of several tasks is taken apart (经乡镇审核、医保局审批)."""
    tasks = check_words().tasks.values()
    for piece in PIECE.findall(text):
        parts = piece.split("、")
        each = len(parts) > 1 and all(any(t.search(p) for t in tasks) for p in parts)
        yield from parts if each else (piece,)


def judge_role(
    text: str, sentences: Sequence[tuple[Citation, str]], lead: str = ""
) -> tuple[VerdictKind, Citation] | None:
    """Who the notices say does it; ``None`` where the claim names nobody or they are silent.

    Of several in one claim, one that is gainsaid decides, and one that isn't told of too. ``lead``
    is what the claim points back to (这笔钱).
    """
    found = [_judge(role, sentences, lead) for role in roles_in(text)]
    against = (f for f in found if f and f[0] is VerdictKind.CONTRADICTED)
    return next(against, found[0] if found and None not in found else None)


def _judge(
    claimed: Role, sentences: Sequence[tuple[Citation, str]], lead: str
) -> tuple[VerdictKind, Citation] | None:
    words = check_words()
    told = words.plain_verbs.sub("，", words.plain(claimed.text)).replace(BY, "，")
    own, bare = words_of(lead or told), words_of(told)
    best: tuple[float, bool, Citation] | None = None
    for citation, sentence in sentences:
        whole = own.share_in(words_of(sentence))
        for role in roles_in(sentence):
            told_of = bare.share_in(words_of(sentence)) if role.denied else whole
            if role.task != claimed.task or told_of < UNTOLD:
                continue
            near = own.share_in(words_of(role.text)) + (whole if lead else 0)
            level = not (claimed.levels and role.levels) or claimed.levels & role.levels
            alone = bool(words.alone.search(claimed.text)) and claimed.actors < role.actors
            same = claimed.actors <= role.actors and bool(level) and not alone
            apart = alone or not claimed.actors & role.actors or not level
            if claimed.denied or role.denied:  # that one doesn't do it tells of no other
                turned = same and claimed.denied is not role.denied
                same, apart = same and not turned, turned
                near = max(near, bare.share_in(words_of(sentence)))
            if (same or apart) and (best is None or (near, same) > best[:2]):
                best = near, same, citation
    if best is None or best[0] < NEAR:
        return None
    return (VerdictKind.SUPPORTED if best[1] else VerdictKind.CONTRADICTED), best[2]
