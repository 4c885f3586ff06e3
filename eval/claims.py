"""Claims sets (声明集): pasted texts with the claims in them and what a careful official finds.

The Chinese description of every field, and the rules of the verdicts, are in
``eval/sets/README.md``.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from corpus.model import Frozen
from eval.rows import ClauseRef, SetRow, checked, content_hash, read_rows

Verdict = Literal["supported", "contradicted", "outdated", "not_found"]
Difference = Literal[
    "value",
    "bound",
    "unit",
    "group",
    "place",
    "year",
    "date",
    "period",
    "key",
    "condition",
    "document",
    "issuer",
    "procedure",
    "negation",
    "only",
]
MENDED = ("contradicted", "outdated")


class ExpectedClaim(Frozen):
    """One checkable statement (声明) and its verdict.

    ``text`` is copied from the pasted text. ``difference`` says what differs from the notice, any
    of several being right. ``correction`` are words of a right correction, ``a|b`` means one of
    them. ``citations`` is a list of groups: from every group at least one clause must be cited.
    """

    text: str = Field(min_length=1)
    verdict: Verdict
    difference: tuple[Difference, ...] = ()
    correction: tuple[str, ...] = ()
    citations: tuple[tuple[ClauseRef, ...], ...] = ()

    @field_validator("difference", mode="before")
    @classmethod
    def _one_is_a_list(cls, difference: object) -> object:
        return [difference] if isinstance(difference, str) else difference

    @model_validator(mode="after")
    def _fits_the_verdict(self) -> ExpectedClaim:
        found, mended = self.verdict != "not_found", self.verdict in MENDED
        _present(f"verdict 是 {self.verdict} 的声明", "citations", bool(self.citations), found)
        for name, given in (("difference", self.difference), ("correction", self.correction)):
            _present(f"verdict 是 {self.verdict} 的声明", name, bool(given), mended)
        return self


def _present(whose: str, name: str, given: bool, wanted: bool) -> None:
    if given != wanted:
        raise ValueError(f"{whose}{'要有' if wanted else '不应有'} {name}")


class PastedText(SetRow):
    """What staff paste (粘贴的文本), with its claims in the order of the text.

    ``not_claims`` are passages that must not be reported as claims: greetings, opinions.
    """

    text: str = Field(min_length=1)
    region: str | None
    as_of: dt.date
    claims: tuple[ExpectedClaim, ...]
    not_claims: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _stands_in_the_text(self) -> PastedText:
        spans = self.spans
        for quiet in self.not_claims:
            at = self.text.find(quiet)
            if at < 0:
                raise ValueError(f"not_claims 的“{quiet}”不在 text 里")
            if any(start < at + len(quiet) and at < end for start, end in spans):
                raise ValueError(f"not_claims 的“{quiet}”与一条声明重叠")
        return self

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Characters (start, end) of the claims in the text; they don't overlap.

        ``ValueError`` where a claim isn't in the text after the claim before it.
        """
        spans, end = [], 0
        for claim in self.claims:
            start = self.text.find(claim.text, end)
            if start < 0:
                elsewhere = "的次序或字数不对" if claim.text in self.text else "不在 text 里"
                raise ValueError(f"声明“{claim.text}”{elsewhere}")
            end = start + len(claim.text)
            spans.append((start, end))
        return tuple(spans)


class ClaimsSet(Frozen):
    """A claims set with its version: the hash of what its rows say."""

    name: str
    path: Path
    rows: tuple[PastedText, ...]

    @property
    def claims(self) -> tuple[ExpectedClaim, ...]:
        """The claims of all rows."""
        return tuple(claim for row in self.rows for claim in row.claims)

    @property
    def sha256(self) -> str:
        """Content hash, 12 hexadecimal characters; blank lines and key order don't change it."""
        return content_hash(self.rows)


def load_claims(path: Path) -> ClaimsSet:
    """Read a claims set; ``BadSet`` names the file and, for every faulty row, row and fault."""
    rows = checked(read_rows(path), path.name, PastedText)
    return ClaimsSet(name=path.stem, path=path, rows=tuple(rows))
