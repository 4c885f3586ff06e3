"""Question sets (问题集): the type of one case, and the strict reader of the JSONL files.

The Chinese description of every field is ``eval/sets/README.md``.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from corpus.model import Bound, Frozen
from eval.rows import ClauseRef, SetRow, checked, content_hash, read_rows

Status = Literal["answered", "clarify", "unanswerable", "refused"]
REASONS = ("no_source", "other_region", "other_year", "out_of_scope", "unsafe", "missing:")


class ExpectedValue(Frozen):
    """A figure that the answer must give: Decimal text in base units (``12000``, not 1.2万).

    ``unit`` and ``bound`` are compared only where stated. ``group_any`` are words of which one
    must stand in the value's group. A ``computed`` figure may stand in the steps instead.
    """

    value: str = Field(min_length=1)
    unit: str | None = None
    bound: Bound | None = None
    group_any: tuple[str, ...] = ()
    computed: bool = False


class Expectation(Frozen):
    """What a careful official would answer.

    ``must`` and ``must_not`` are words of the answer text; ``a|b`` means one of them.
    ``citations`` is a list of groups: from every group at least one clause must be cited.
    ``labels`` are the clauses that retrieval should put first (any of them is right).
    """

    status: tuple[Status, ...] = Field(min_length=1)
    reason: tuple[str, ...] = ()
    values: tuple[ExpectedValue, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    citations: tuple[tuple[ClauseRef, ...], ...] = ()
    labels: tuple[ClauseRef, ...] = ()

    @field_validator("reason")
    @classmethod
    def _known_reasons(cls, reasons: tuple[str, ...]) -> tuple[str, ...]:
        for reason in reasons:
            if not reason.startswith(REASONS):
                raise ValueError(f"没有“{reason}”这种原因")
        return reasons


class Case(SetRow):
    """One question (用例): ``turns`` are what the person typed, the last one is scored."""

    turns: tuple[str, ...] = Field(min_length=1)
    region: str | None
    as_of: dt.date
    expect: Expectation
    tags: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """What was put to the system, as one line of JSON: an answer holds for exactly this."""
        asked = [list(self.turns), self.region, self.as_of.isoformat()]
        return json.dumps(asked, ensure_ascii=False)

    @property
    def wanted(self) -> tuple[ClauseRef, ...]:
        """The clauses that a search should find: the labels, else those that must be cited."""
        return self.expect.labels or tuple(ref for group in self.expect.citations for ref in group)


class CaseSet(Frozen):
    """A question set (问题集) with its version: the hash of what its cases say."""

    name: str
    path: Path
    cases: tuple[Case, ...]

    @property
    def sha256(self) -> str:
        """Content hash, 12 hexadecimal characters; blank lines and key order don't change it."""
        return content_hash(self.cases)


def load_set(path: Path) -> CaseSet:
    """Read a set with its name (the file's name without ending) and hash; BadSet as below."""
    return CaseSet(name=path.stem, path=path, cases=tuple(load_cases(path)))


def load_cases(path: Path) -> list[Case]:
    """Read a set; raise BadSet naming the file and, for every faulty row, the row and the fault."""
    return checked(read_rows(path), path.name, Case)
