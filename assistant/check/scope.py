"""Where and when a statement holds (范围): the place and the year it is said of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.check.lexicon import check_words
from assistant.check.parts import Part
from assistant.check.statements import Statement
from assistant.model import YearAsk
from assistant.understand.cues import cues
from assistant.understand.places import find_places
from corpus.jurisdictions import Places
from corpus.model import COUNTRY_ADCODE, DatePoint, Jurisdiction

YEAR = re.compile(r"(?<![\d比较])(20\d{2})(?:(年度)|年(?![底初末]?前?\d{1,2}月))")
SINCE = re.compile(r"[从自]20\d{2}年度?(?:起|算起|开始|以来|以后)")
QUOTED = re.compile("“[^”]*”|《[^》]*》|「[^」]*」")
YEARS_AHEAD = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
NEAR_YEAR = re.compile(f"({'|'.join(YEARS_AHEAD)})的?$")
THIS_YEAR = re.compile(r"今年|本年")


@dataclass(frozen=True)
class Scope:
    """The place (``None``: none is known) and the year of a statement.

    ``named`` when the statement names the place itself, ``dated`` when it states the year itself
    and doesn't only stand under it.
    """

    place: Jurisdiction | None
    year: int | None
    named: bool = False
    dated: bool = False
    this_year: bool = False
    benefit: bool = False  # the year is one of cover (年度), not of collection
    collecting: bool = False  # it is one of collection, told so (2024年集中缴费期)
    ahead: int | None = None  # how far from this year a day is told to be (明年6月30日: 1)

    @property
    def ask(self) -> YearAsk | None:
        """The year as a question would name it."""
        if self.year is None:
            return None
        return YearAsk(year=self.year, benefit_only=self.benefit)


def scope_of(
    statement: Statement,
    earlier: str,
    chosen: Jurisdiction | None,
    places: Places,
    as_of: dt.date,
) -> Scope:
    """The scope of a statement after the text that came ``earlier``, said on a day."""
    said = (statement.text, statement.lead)
    place, named = _place(said, statement.part, earlier, chosen, places)
    year, dated, benefit = _year(statement, earlier, as_of)
    this = not dated and bool(THIS_YEAR.search(statement.lead))
    told = "\n".join((earlier, *statement.part.headings, statement.lead, statement.text))
    collecting = str(year) in check_words().collection.findall(told)
    return Scope(place, year, named, dated, this, benefit, collecting, _ahead(statement))


def _ahead(statement: Statement) -> int | None:
    """How many years ahead a day is, by the word right before it."""
    at = statement.value.citations.value.start - statement.start
    found = NEAR_YEAR.search(statement.text[:at])
    return YEARS_AHEAD[found[1]] if found else None


def place_of(
    text: str, part: Part, earlier: str, chosen: Jurisdiction | None, places: Places
) -> Jurisdiction | None:
    """The place of a claim without a figure."""
    lead, told, _ = part.text.partition(text)
    return _place((text, f"{lead}{told}"), part, earlier, chosen, places)[0]


def _place(
    said: Sequence[str],
    part: Part,
    earlier: str,
    chosen: Jurisdiction | None,
    places: Places,
) -> tuple[Jurisdiction | None, bool]:
    home = _home(part, earlier, chosen, places)
    for text in said:  # a claim of care in a place may be of that place's own people
        if found := _named(text, places) or _named(text, places, care=True):
            return found, True
        if check_words().country.search(text):
            return places.get(COUNTRY_ADCODE), True
    return home, False


def _home(
    part: Part, earlier: str, chosen: Jurisdiction | None, places: Places
) -> Jurisdiction | None:
    """The place that a text is of before a claim names one itself."""
    for text in (*reversed(part.headings), *reversed(earlier.split("\n"))):
        if found := _named(text, places) or _of_care(text, chosen, places):
            return found
    return chosen


def _of_care(text: str, home: Jurisdiction | None, places: Places) -> Jurisdiction | None:
    """Where somebody is in care (在长春住院), but not where that is away from home (异地)."""
    found = _named(text, places, care=True)
    if found is None or home is None or places.contains(home.adcode, found.adcode):
        return found
    return None


@lru_cache(maxsize=4096)
def _named(text: str, places: Places, *, care: bool = False) -> Jurisdiction | None:
    """The place that a text names last; of one chain, the narrowest.

    Not where care is given, unless that is asked for.
    """
    plain = QUOTED.sub(lambda m: "，" * len(m.group()), text)
    plain = plain if care else check_words().care.sub("，", plain)
    found, _ = find_places(check_words().destination.sub("，", plain), places, None)
    if not found:
        return None
    last = max(found, key=lambda n: n[1])[0]
    inside = [p for p, _, _ in found if places.contains(last.adcode, p.adcode)]
    return inside[-1] if inside else last


def _own_year(statement: Statement) -> str:
    """The year that is itself the claim's figure (从2025年起计算), and not what it is said of."""
    told = statement.value
    bare = isinstance(told.value, DatePoint) and told.value.month is None
    return told.citations.value.quote if bare else ""


def _year(statement: Statement, earlier: str, as_of: dt.date) -> tuple[int | None, bool, bool]:
    """The year, whether the statement itself names it, and whether it is one of cover."""
    own = _own_year(statement)
    for text in (statement.text, statement.lead):
        if found := YEAR.findall(text.replace(own, "，") if own else text):
            return int(found[-1][0]), True, bool(found[-1][1])
        if cues("claims.yaml").says("next_year", text):
            return as_of.year + 1, True, False
    for text in (*reversed(statement.part.headings), *reversed(earlier.split("\n"))):
        found = YEAR.findall(SINCE.sub("，", text))
        if len({year for year, _ in found}) == 1:  # a line of two years says nothing of others
            return int(found[0][0]), False, bool(found[0][1])
    return None, False, False
