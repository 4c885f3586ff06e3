"""Years (年度): the collection year, benefit year and effective date that values hold for."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from corpus.extract.governing import YearFound, governing_start, governing_year, starts_with
from corpus.extract.layout import Page, Span, sentences
from corpus.extract.lexicon import patterns, year_patterns
from corpus.model import Bound, Clause, DatePoint, DateRange, PolicyValue, Role, ValueKind

_YEARLY = {"individual_fee", "enrolment_assistance", "net_fee"}
_COLLECTED = _YEARLY | {"collection_window", "makeup_window"}
_TITLED = _YEARLY | {"fiscal_subsidy", "total_funding"}  # what the 年度 of a title is said of
_STARTS = {"coverage_start", "makeup_start", "newborn_start", "newborn_late_start"}
_WINDOWS = {"collection_window", "makeup_window", "newborn_window", "benefit_period"} | _STARTS
OF_WHICH = "其中"
_AMOUNTS = {ValueKind.MONEY, ValueKind.RATIO, ValueKind.MULTIPLE, ValueKind.POINTS}


class Years(NamedTuple):
    """The collection year (征缴年度) and the benefit year (待遇年度) that a passage states."""

    collection: YearFound | None = None
    benefit: YearFound | None = None
    stated: frozenset[int] = frozenset()  # every benefit year that the notice states
    start: PolicyValue | None = None  # the date from which all its standards hold


def attach_years(page: Page, values: list[PolicyValue]) -> list[PolicyValue]:
    """Return the values with the years and effective dates that the notice states for them."""
    whole = _notice_years(page, values)
    clauses = {c.id: c for c in page.notice.clauses}
    return [_with_time(page, v, clauses[v.clause], values, whole) for v in values]


def _search(page: Page, name: str, span: Span, clause: Clause) -> YearFound | None:
    for pattern in year_patterns(name):
        found = list(pattern.finditer(page.work, *span))
        if found:
            at = Span(found[-1].start("y"), found[-1].end("y") + 1)
            return YearFound(int(found[-1]["y"]), page.cite(at, clause))
    return None


def _notice_years(page: Page, values: list[PolicyValue]) -> Years:
    """Return the one collection and benefit year of a notice; None where it states several."""
    got: dict[str, dict[int, YearFound]] = {"collection": {}, "benefit": {}}
    for clause in page.notice.clauses:
        for name, found in got.items():
            year = _search(page, name, Span(clause.start, clause.end), clause)
            if year:
                found.setdefault(year.year, year)
    for value in values:
        slot = {"collection_window": "collection", "benefit_period": "benefit"}.get(value.key or "")
        start = _start_year(value)
        if slot and start:
            got[slot].setdefault(start, YearFound(start, value.citations.value))
    single = {n: next(iter(f.values())) if len(f) == 1 else None for n, f in got.items()}
    stated = frozenset(got["benefit"])
    dated = governing_start(page, values)
    return Years(single["collection"], single["benefit"], stated, dated)


def _start_year(value: PolicyValue) -> int | None:
    if isinstance(value.value, DateRange) and value.value.start:
        return value.value.start.year
    return None


def _reaches(value: PolicyValue, year: int) -> bool:
    """Tell whether a period of cover takes in some of a year (2025-09 to 2026-12 takes in 2026)."""
    start = _start_year(value)
    if start is None or start == year:
        return True
    end = value.value.end if isinstance(value.value, DateRange) else None
    return end is not None and end.year is not None and start <= year <= end.year


def _with_time(
    page: Page, value: PolicyValue, clause: Clause, values: list[PolicyValue], whole: Years
) -> PolicyValue:
    if value.key in _WINDOWS:
        return _dated(value, _governed(page, value, clause, whole, Years()), None)
    if value.kind not in _AMOUNTS and value.kind is not ValueKind.WAIVER:
        return value
    sentence = _sentence(page, value, clause)
    years = _value_years(page, value, clause, sentence, whole)
    if _of_birth_year(page, value, sentence):
        return value  # the year of birth is not the one that the notice is for
    years = _governed(page, value, clause, whole, years)
    start = _effective(value, sentence, values) or _listed(page, value, values)
    if start is None and value.role is Role.STANDARD and whole.start is not None:
        year = years.benefit.year if years.benefit else None
        start = whole.start if starts_with(year, as_date(whole.start.value)) else None
    return _dated(value, years, start)


def _of_birth_year(page: Page, value: PolicyValue, sentence: Span) -> bool:
    """Tell whether a figure is that of the year of birth (2026年出生的，出生当年按400元)."""
    ahead = (sentence.start, value.citations.value.start)
    return any(p.search(page.work, *ahead) for p in patterns("born_year_patterns"))


def _dated(value: PolicyValue, years: Years, start: PolicyValue | None) -> PolicyValue:
    """Return the value with its years and its day of effect, and the characters of each."""
    found = [y for y in (years.collection, years.benefit) if y]
    cited = [y.citation for y in found] + ([start.citations.value] if start else [])
    unique = tuple({(c.start, c.end): c for c in cited}.values())
    return value.model_copy(
        update={
            "collection_year": years.collection.year if years.collection else None,
            "benefit_year": years.benefit.year if years.benefit else None,
            "effective_from": as_date(start.value) if start else None,
            "citations": value.citations.model_copy(update={"time": unique}),
        }
    )


def _governed(page: Page, value: PolicyValue, clause: Clause, whole: Years, own: Years) -> Years:
    """Return the value's own years, or else the 年度 of the title or lead-in above it.

    A notice that states a later year elsewhere may mean that one; then nothing is taken over.
    """
    if own.benefit or own.collection or value.role is not Role.STANDARD:
        return own
    dated = value.key in _TITLED or value.key in _WINDOWS
    found = governing_year(page, clause, value.key if dated else None)
    if found is None or (whole.stated and max(whole.stated) != found.year):
        return own
    if value.key == "benefit_period" and not _reaches(value, found.year):
        return own
    follows = value.key in _COLLECTED and _follows(whole.collection, found)
    return Years(whole.collection if follows else None, found)


def _sentence(page: Page, value: PolicyValue, clause: Clause) -> Span:
    at = value.citations.value.start
    found = [s for s in sentences(page.work, clause.start, clause.end) if s.start <= at < s.end]
    return found[0] if found else Span(clause.start, clause.end)


def _told_from(page: Page, sentence: Span, clause: Clause) -> int:
    """Return where a sentence begins; with 其中 it goes on with the one before it."""
    if not page.work.startswith(OF_WHICH, sentence.start):
        return sentence.start
    before = [s.start for s in sentences(page.work, clause.start, clause.end) if s < sentence]
    return max(before, default=sentence.start)


def _value_years(
    page: Page, value: PolicyValue, clause: Clause, sentence: Span, whole: Years
) -> Years:
    before = Span(_told_from(page, sentence, clause), value.citations.value.start)
    collection = _search(page, "collection", before, clause)
    benefit = _search(page, "benefit", before, clause)
    plain = _plain_year(page, before, clause)
    several = len(_plain_years(page, sentence)) > 1
    if plain and several and plain.citation.end == before.end:
        return Years(None, plain)  # 缴纳2026年度410元和2027年度430元: each has its own
    direct = _search(page, "direct", before, clause)
    if direct and benefit and direct.year != benefit.year:
        return Years(None, direct)
    if value.key not in _YEARLY:
        return Years(collection, benefit or (None if collection else plain))
    if collection is None and benefit is None and plain is not None:
        if several or _as_titled(page, plain, value, clause, whole):
            return Years(None, plain)
        collection, benefit = _read_plain(plain, whole)
    elif collection is None and benefit is None and _same_item(whole, clause):
        return whole
    if collection and benefit is None and _follows(collection, whole.benefit):
        benefit = whole.benefit
    if benefit and collection is None and _follows(whole.collection, benefit):
        collection = whole.collection
    return Years(collection, benefit)


def _as_titled(
    page: Page, plain: YearFound, value: PolicyValue, clause: Clause, whole: Years
) -> bool:
    """Tell whether a 2025年度 is of the kind that the title's 2026年度 is: of benefit."""
    titled = governing_year(page, clause, value.key)
    benefit = titled and whole.stated and titled.year == max(whole.stated)
    whole_year = plain.citation.quote.endswith("度")
    return bool(benefit) and whole_year and titled is not None and titled.year != plain.year


def _plain_year(page: Page, span: Span, clause: Clause) -> YearFound | None:
    """Return the last bare year (2024年) before a figure that is not part of a full date."""
    for pattern in year_patterns("plain"):
        for match in reversed(list(pattern.finditer(page.work, *span))):
            dated = re.match(r"\d{1,2}月|[底末初]", page.work[match.end() : match.end() + 3])
            left = re.search("[由从较比]$", page.work[span.start : match.start()])
            if not dated and not left:  # 由2025年度的…提高到: the new figure is not of that year
                at = Span(*match.span())
                return YearFound(int(match["y"]), page.cite(at, clause))
    return None


def _plain_years(page: Page, span: Span) -> set[str]:
    found = (m for p in year_patterns("plain") for m in p.finditer(page.work, *span))
    return {m["y"] for m in found}


def _read_plain(plain: YearFound, whole: Years) -> tuple[YearFound | None, YearFound | None]:
    """Read a bare year by what the notice says elsewhere; the fee of a year is ambiguous alone."""
    if whole.benefit and whole.benefit.year == plain.year + 1:
        return plain, whole.benefit
    if whole.benefit and whole.benefit.year == plain.year:
        return whole.collection, plain
    if whole.collection and whole.collection.year == plain.year:
        return plain, whole.benefit
    return None, None


def _same_item(whole: Years, clause: Clause) -> bool:
    cited = [y.citation.clause for y in (whole.collection, whole.benefit) if y]
    return clause.id in cited


def _follows(collection: YearFound | None, benefit: YearFound | None) -> bool:
    return bool(collection and benefit and benefit.year == collection.year + 1)


def _effective(value: PolicyValue, sentence: Span, values: list[PolicyValue]) -> PolicyValue | None:
    """Return the date from which a value holds: X起 in its sentence, or X起执行 of its label."""
    for date in values:
        if date.kind is not ValueKind.DATE or date.role is not Role.STANDARD:
            continue
        if date.bound is not Bound.AT_LEAST or as_date(date.value) is None:
            continue
        at = date.citations.value
        if sentence.start <= at.start < value.citations.value.start:
            return date
    return None


def _listed(page: Page, value: PolicyValue, values: list[PolicyValue]) -> PolicyValue | None:
    """Return the date of a sentence that lists the value's label (A标准、B标准均从…起执行)."""
    for date in values:
        if date.key != "effective_date" or as_date(date.value) is None:
            continue
        at = date.citations.value.start
        start = max(page.work.rfind(c, 0, at) for c in "。；\n\x00") + 1
        items = re.split(r"[、，]|和(?=[^和]*标准)|均", page.work[start:at])
        named = [re.sub(r"^.*规定的", "", i) for i in items]
        if any(len(i) >= 5 and (i in value.label or value.label in i) for i in named):
            return date
    return None


def as_date(point: object) -> dt.date | None:
    """Return the first day that a date point names (2025年1月 → 2025-01-01), if it has a year."""
    if not isinstance(point, DatePoint) or point.year is None or point.part:
        return None
    month, day = point.month or 1, point.day or 1
    last = calendar.monthrange(point.year, month)[1]
    return dt.date(point.year, month, day) if day <= last else None
