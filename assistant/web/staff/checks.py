"""Texts that were checked (核对过的文字): kept with the clauses as they read on that day.

Personal numbers are masked before the text is checked, so that every claim still stands where its
verdict says it does.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, select

from assistant.check import check_text
from assistant.model import AnswerCitation, Verdict
from assistant.service import Assistant
from assistant.web.masking import mask, masked
from assistant.web.staff.model import Check, CheckedClaim, CitedClause
from assistant.web.staff.tables import CHECKS, Database, iso
from corpus.library import Library
from corpus.model import Frozen

LONGEST_NAME = 100
OPENING = 24
_CLAIMS: TypeAdapter[tuple[CheckedClaim, ...]] = TypeAdapter(tuple[CheckedClaim, ...])


class Pasted(Frozen):
    """What is to be checked: the text, the file's name if it was one, the place and the day."""

    text: str
    name: str = ""
    region: str | None = None
    as_of: dt.date


class CheckRow(Frozen):
    """A check in the list: enough to find it again."""

    id: int
    at: dt.datetime
    who: str
    name: str
    region: str | None


def check(assistant: Assistant, pasted: Pasted) -> tuple[Pasted, tuple[CheckedClaim, ...]]:
    """The masked text and its claims; ``BadText`` and ``UnknownRegion`` as the checker says."""
    safe = pasted.model_copy(
        update={
            "text": mask(pasted.text),
            "name": mask(pasted.name)[:LONGEST_NAME],
            "region": mask(pasted.region) if pasted.region else None,
        }
    )
    verdicts = check_text(assistant, safe.text, safe.region, as_of=safe.as_of)
    return safe, tuple(_with_clauses(verdict, assistant.library) for verdict in verdicts)


def _with_clauses(verdict: Verdict, library: Library) -> CheckedClaim:
    """The verdict with each clause that it cites once, however often it does."""
    clauses: dict[tuple[str, str, str], CitedClause] = {}
    for citation in verdict.citations:
        new = _cited(citation, library)
        key = (new.number, new.path, new.clause)
        known = clauses.get(key, new)
        quotes = tuple(dict.fromkeys((*known.quotes, *new.quotes)))
        clauses[key] = known.model_copy(update={"quotes": quotes})
    return CheckedClaim(verdict=verdict, clauses=tuple(clauses.values()))


def _cited(citation: AnswerCitation, library: Library) -> CitedClause:
    number = {"number": citation.notice, "title": citation.title, "path": citation.clause}
    try:
        clause = library.clause(citation.id)
    except KeyError:  # the number, the issuer and the date stand outside the clauses
        return CitedClause(**number, clause=citation.quote)
    start, end = citation.start - clause.start, citation.end - clause.start
    inside = start >= 0 and clause.text[start:end] == citation.quote
    return CitedClause(**number, clause=clause.text, quotes=((start, end),) if inside else ())


class Checks:
    """Keeps and finds checked texts; none is ever changed."""

    def __init__(self, database: Database) -> None:
        """Nothing is read yet."""
        self._database = database

    def keep(
        self,
        safe: Pasted,
        claims: tuple[CheckedClaim, ...],
        who: str,
        now: dt.datetime,
        corpus: str,
    ) -> int:
        """Keep a check and return its number."""
        row = {
            "at": iso(now),
            "who": who,
            "name": safe.name or _opening(safe.text),
            "region": safe.region,
            "as_of": safe.as_of.isoformat(),
            "corpus": corpus,
            "text": safe.text,
            "claims": json.dumps(
                masked(_CLAIMS.dump_python(claims, mode="json")), ensure_ascii=False
            ),
        }
        with self._database.begin() as db:
            key = db.execute(insert(CHECKS).values(row)).inserted_primary_key
        return int(key[0]) if key else 0

    def find(self, number: int) -> Check | None:
        """The check of this number."""
        with self._database.begin() as db:
            row = db.execute(select(CHECKS).where(CHECKS.c.id == number)).first()
        return None if row is None else _check(row)

    def recent(self, limit: int) -> list[CheckRow]:
        """The newest first."""
        c = CHECKS.c
        query = select(c.id, c.at, c.who, c.name, c.region).order_by(c.id.desc()).limit(limit)
        with self._database.begin() as db:
            return [CheckRow.model_validate(row._asdict()) for row in db.execute(query)]


def _check(row: Row[Any]) -> Check:
    return Check.model_validate({**row._asdict(), "claims": _CLAIMS.validate_json(row.claims)})


def _opening(text: str) -> str:
    """The first words stand for a text without a name."""
    words = " ".join(text.split())
    return words if len(words) <= OPENING else words[:OPENING] + "…"
