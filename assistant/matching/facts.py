"""The facts of a rule (规则的依据): its values, the words around them, its sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assistant.calculate.rule import Facts, Rule
from assistant.matching.match import Matcher
from assistant.matching.passages import find_passages
from assistant.model import Slots, YearAsk
from corpus.library import Library
from corpus.model import Notice


def gather(
    rule: Rule,
    slots: Slots,
    library: Library,
    matcher: Matcher,
    notices: Sequence[Notice],
    as_of: dt.date,
) -> Facts:
    """What a rule needs to know at the place and for the year of ``slots`` on a day.

    ``notices`` are those that govern the place, the nearest level first.
    """
    found = matcher.holding(
        rule.keys, rule.programme, slots, list(notices), as_of, roles=rule.roles
    )
    told = [p for n in notices for p in find_passages(library, n.id, rule.passages)]
    near = {v.id: matcher.surroundings(v) for v in found}
    return Facts(values=tuple(found), passages=tuple(told), near=near)


def benefit_year(year: int | None) -> YearAsk | None:
    """A benefit year (待遇年度) as a question would name it."""
    return YearAsk(year=year, words=f"{year}年度", benefit_only=True) if year else None
