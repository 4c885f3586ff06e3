"""The questions of the bench (测速的问题), by kind: from the shipped sets, and on every place."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

from corpus.jurisdictions import places
from corpus.model import Frozen
from eval.bench.notices import FIRST_YEAR, SEED, where
from eval.cases import Case, load_cases

SETS_FOLDER = Path(__file__).parent.parent / "sets"
SETS = ("seeds_dev", "rules_dev")
KINDS = (
    "fee",
    "family",
    "window",
    "multi_turn",
    "open",
    "assistance",
    "subsidy",
    "benefit",
    "serious_illness",
    "not_stated",
    "other_place",
    "clarify",
)
ELSEWHERE, NOWHERE = "elsewhere", "no_place"
PER_KIND = 6
FIRST_PLACES = 100
"""The places whose notices the corpora of size 100 and more have; in smaller ones most haven't."""

DAY = dt.date(FIRST_YEAR - 1, 11, 1)
ASIDE = ("", "，谢谢", "，麻烦了", "，请讲", "，急", "，在线等")


class Asked(Frozen):
    """One question of a kind."""

    kind: str
    turns: tuple[str, ...]
    region: str | None
    as_of: dt.date


def questions(sets: Path, per_kind: int = PER_KIND) -> list[Asked]:
    """``per_kind`` questions of every kind, those of all kinds mixed; always the same."""
    cases = [case for name in SETS for case in load_cases(sets / f"{name}.jsonl")]
    found = [asked for kind in KINDS for asked in _of_kind(kind, cases, per_kind)]
    plain = [c for c in cases if "fee" in c.tags and len(c.turns) == 1]
    found += _everywhere(plain, 3 * per_kind)
    found += [
        Asked(kind=NOWHERE, turns=c.turns, region=None, as_of=c.as_of) for c in plain[:per_kind]
    ]
    random.Random(SEED).shuffle(found)
    return found


def _of_kind(kind: str, cases: Sequence[Case], limit: int) -> list[Asked]:
    own = [c for c in cases if kind in c.tags]
    return [Asked(kind=kind, turns=c.turns, region=c.region, as_of=c.as_of) for c in own[:limit]]


def _everywhere(cases: Sequence[Case], count: int) -> list[Asked]:
    """Questions put in places whose notices nobody has asked for before."""
    order = where(places(), SEED)[:FIRST_PLACES]
    return [
        Asked(
            kind=ELSEWHERE,
            turns=cases[at % len(cases)].turns,
            region=order[at].adcode,
            as_of=DAY,
        )
        for at in range(count)
    ]


def varied(asked: Sequence[Asked]) -> list[Asked]:
    """Each question in several wordings: no system may live on what it has kept."""
    return [
        one.model_copy(update={"turns": (*one.turns[:-1], one.turns[-1] + aside)})
        for aside in ASIDE
        for one in asked
    ]
