"""Words that turn a claim into another, wherever they stand (换了关键词): 每户 for 每人.

A claim told in other words can't be laid beside its sentence. Still it may not name one of a few
that exclude each other where the sentence names another, deny what the sentence doesn't, or ask
for what nothing there asks for.
"""

from __future__ import annotations

import re

from assistant.check.beginning import CONDITIONS
from assistant.check.laying import FIGURE, bare, plain
from assistant.check.lexicon import check_words
from assistant.check.sharing import cut, pairs_of, share
from assistant.understand.cues import cues

PIECE = re.compile(r"[^，。；：]+")
DOER = re.compile(r"(?<![自理事缘])由(?!政府|国家|个人|本人|自己)(?P<who>[\u4e00-\u9fff]{2,10})")
YEAR_OF = re.compile(f"(?:当年|次年|上年){FIGURE}")
HALF, LITTLE = 0.5, 0.3


def turned(claim: str, sentence: str, around: str) -> bool:
    """Whether a claim has another word of a family than its sentence and what that stands under."""
    words = check_words()
    left = words.by_place | words.of_things | (words.by_figure if FIGURE in claim else frozenset())
    families = [f for name, f in words.contrasts.items() if name not in left]
    ways = [tuple(map(how, (claim, sentence, around))) for how in (bare, plain)]
    return any(all(_swapped(f, *way) for way in ways) for f in families)


def of_others(claim: str, group: str) -> bool:
    """Whether a claim names one of a few kinds of people, and a group another (低保, 低保边缘)."""
    return _swapped(check_words().contrasts["group"], plain(claim), plain(group), "")


def of_another_thing(claim: str, name: str) -> bool:
    """Whether a claim and a figure name things of their own (变动等待期, 固定等待期)."""
    words = check_words()
    return any(_swapped(words.contrasts[f], plain(claim), plain(name), "") for f in words.of_things)


def _swapped(family: tuple[re.Pattern[str], ...], mine: str, theirs: str, above: str) -> bool:
    said, told = sides_of(family, mine), sides_of(family, theirs)
    return bool(said - told - sides_of(family, above)) and bool(told - said)


def sides_of(family: tuple[re.Pattern[str], ...], text: str) -> set[int]:
    """Which words of a family a text has, by their number."""
    return {n for n, side in enumerate(family) if side.search(text)}


def denies_other(claim: str, sentence: str) -> bool:
    """Whether one denies something, of a figure right beside it, and the other nothing."""
    words = check_words()
    if words.negated.search(claim) and not words.denying.search(sentence):
        return True
    mine, theirs = (_piece(text) for text in (claim, sentence))
    if not mine or not theirs:
        return False
    if words.forbids.search(theirs) and not words.denied.search(claim):
        return True  # what is not to be done is told as if it were
    if _swapped(words.contrasts["allowed"], mine, theirs, "") or _turns(mine, theirs):
        return True  # 可以免掉, 不得减免
    return bool(words.forbids.search(mine)) and not words.denying.search(theirs)


def _turns(mine: str, theirs: str) -> bool:
    """Whether of one thing the one asserts what the other denies (累计到下年, 不累计到下年)."""
    one, other = (check_words().asserted(piece) for piece in (mine, theirs))
    return bool(one and other and one[0].id == other[0].id and one[1] is not other[1])


def widened(claim: str, sentence: str) -> bool:
    """Whether a claim says of any hospital what its sentence says of some (在签约机构)."""
    single, mine, theirs = cues("claims.yaml"), _piece(claim), _piece(sentence)
    return (
        single.says("any_place", mine)
        and single.says("some_place", theirs)
        and not single.says("some_place", claim)
    )


def of_other_year(claim: str, sentence: str) -> bool:
    """Whether a claim sets a day in another year than its sentence does (当年6月30日, 次年)."""
    mine, theirs = (YEAR_OF.search(plain(text)) for text in (claim, sentence))
    return bool(mine and theirs and mine.group() != theirs.group())


def _piece(text: str) -> str:
    """The piece that the figure stands in; empty where none does."""
    return next((p for p in PIECE.findall(text) if FIGURE in p), "")


def crossed(claim: str, sentence: str) -> bool:
    """Whether a claim says of one thing what its sentence says of another (奖励额度清零).

    Its last words then stand in another piece than most of the words before them.
    """
    own = plain(PIECE.findall(claim)[-1])
    end, pairs = own[-2:], pairs_of(own)
    pieces = [plain(p) for p in PIECE.findall(sentence)]
    best = max(pieces, key=lambda p: share(pairs, pairs_of(p)), default="")
    told = share(pairs, pairs_of(best)) >= HALF and pairs_of(end) and end not in best
    if not told or best[-1:] in CONDITIONS:
        return False
    return any(end in p and share(pairs, pairs_of(p)) < LITTLE and _apart(p, own) for p in pieces)


def _apart(piece: str, own: str) -> bool:
    """Whether a claim says little of a piece (取消最高支付限额 is told in full)."""
    return share(pairs_of(piece), pairs_of(own)) < HALF


def asks_more(claim: str, known: str) -> bool:
    """Whether a claim asks for something (经备案, 只有…) that nothing around its figure does."""
    said, theirs = bare(claim), f"{bare(known)}，{plain(known)}"
    wanted = (w for w in check_words().required if w.search(said))
    return any(not w.search(theirs) for w in wanted)


def of_another_doer(claim: str, known: str) -> bool:
    """Whether a claim says that somebody does it whom its sentence doesn't name (由院长)."""
    words, theirs = check_words(), plain(known)
    for found in DOER.finditer(plain(claim)):
        actors = [said for said in words.actors.values() if said.search(found["who"])]
        if actors:
            if not any(said.search(known) for said in actors):
                return True
            continue
        named = next((w for w in cut(found["who"]) if len(w) > 1), "")
        if named and not words.light.fullmatch(named) and named not in theirs:
            return True
    return False
