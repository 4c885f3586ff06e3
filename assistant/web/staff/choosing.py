"""Choosing characters in a form (选字): the words of a clause in fields, and back.

What a field holds are words of the notice, exactly as they stand there; where they stand several
times, with which of them is meant: 400元（第2处）. A field that is left as it was changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.errors import BadChoice
from corpus.model import Citation, Clause, NoticeText, PolicyValue, Range
from corpus.picks import Part, Picks, built, proposed, spot

_FIELD = re.compile(r"(?P<words>.*?)(?:（第(?P<which>\d{1,3})处）)?", re.DOTALL)
Fields = dict[str, str]


def range_of(document: NoticeText, clause: str, field: str) -> Range:
    """Where the words of a field stand; ``BadChoice`` when they stand nowhere."""
    match = _FIELD.fullmatch(field.strip())
    assert match is not None  # any text matches
    which = int(match["which"]) if match["which"] else None
    return spot(document, clause, match["words"], which)


def field_of(clause: Clause, citation: Citation | None) -> str:
    """The words of a citation as a field holds them."""
    if citation is None:
        return ""
    words = citation.quote
    starts = [m.start() + clause.start for m in re.finditer(re.escape(words), clause.text)]
    if len(starts) < 2 or citation.start not in starts:
        return words
    return f"{words}（第{starts.index(citation.start) + 1}处）"


def fields_of(document: NoticeText, value: PolicyValue) -> Fields:
    """What the form of a value starts with."""
    clause = next(c for c in document.clauses if c.id == value.clause)
    cited = value.citations
    named = {
        Part.FIGURE: cited.value,
        Part.LABEL: cited.label,
        Part.UNIT: cited.unit,
        Part.BOUND: cited.bound,
        Part.GROUP: value.group.citation if value.group else None,
        Part.COLLECTION: _of_year(cited.time, value.collection_year),
        Part.BENEFIT: _of_year(cited.time, value.benefit_year),
        Part.SINCE: cited.time[-1] if value.effective_from and cited.time else None,
        Part.PLACE: None,
    }
    fields = {part.value: field_of(clause, citation) for part, citation in named.items()}
    lines = [field_of(clause, condition.citation) for condition in value.conditions]
    return {**fields, Part.CONDITIONS.value: "\n".join(lines)}


def _of_year(cited: tuple[Citation, ...], year: int | None) -> Citation | None:
    return next((c for c in cited if year is not None and str(year) in c.quote), None)


def picks_of(
    document: NoticeText, value: PolicyValue, before: Fields, sent: Mapping[str, str]
) -> Picks:
    """The characters of the fields that were changed."""
    changed = {p for p in Part if sent[p.value].strip() != before[p.value].strip()}
    return {
        part: tuple(
            range_of(document, value.clause, line)
            for line in sent[part.value].split("\n" if part is Part.CONDITIONS else "\0")
            if line.strip()
        )
        for part in changed
    }


def corrected_value(
    document: NoticeText, value: PolicyValue, sent: Mapping[str, str]
) -> tuple[PolicyValue, Picks]:
    """What a value says with the fields as sent, and the characters that were changed."""
    picks = picks_of(document, value, fields_of(document, value), sent)
    return built(document, value, picks), picks


def new_value(document: NoticeText, clause: str, figure: str, label: str) -> PolicyValue:
    """What the grammar makes of a figure and a label that somebody found in a clause."""
    if not figure.strip() or not label.strip():
        raise BadChoice("数和名称都要填。")
    at = range_of(document, clause, figure)
    return proposed(document, clause, at, range_of(document, clause, label))
