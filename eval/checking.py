"""Claims sets put to the fact checker (核对评测): which verdict every claim got.

A reported claim counts for the expected one that it shares most characters with. Where several
are reported inside one expected claim (每级财政各一条), that claim has the gravest of their
verdicts, as a reader of the marked text would take it; one report never counts for two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.check import check_text
from assistant.model import Verdict, VerdictKind
from assistant.service import Assistant
from corpus.errors import CorpusError
from corpus.model import Frozen
from eval.claims import MENDED, ClaimsSet, ExpectedClaim, PastedText
from eval.errors import NoData
from eval.stats import TAIL, Estimate, ratio, resamples

KINDS = tuple(kind.value for kind in VerdictKind)
MISSED, EXTRA = "missed", "extra"
GRAVEST = ("contradicted", "outdated", "not_found", "supported")
MEASURES = (
    "claims_right",
    "claims_macro_f1",
    "claims_no_false_support",
    "claims_correction",
    "claims_citation",
    "claims_quiet",
)


class CheckedClaim(Frozen):
    """An expected claim with what was reported of it; ``got`` is ``missed`` without a report."""

    text: str
    expected: str
    got: str
    corrected: bool = True
    cited: bool = True
    told: tuple[Verdict, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the verdict is the expected one."""
        return self.expected == self.got


class CheckedText(Frozen):
    """A pasted text with its claims; ``extra`` are reports of what is no claim."""

    id: str
    claims: tuple[CheckedClaim, ...]
    extra: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()  # passages that must not be reported, and were
    error: str | None = None


class ClaimsSummary(Frozen):
    """The measures of a set with their intervals over texts, and the confusion table."""

    name: str
    sha256: str
    texts: int
    claims: int
    measures: dict[str, Estimate]
    by_verdict: dict[str, tuple[float, float, float]]  # precision, recall, F1
    confusion: dict[str, dict[str, int]]
    false_support: int
    extra: int
    broken: int


def check_set(one: ClaimsSet, assistant: Assistant) -> list[CheckedText]:
    """Check every text of a set."""
    return [check_row(row, assistant) for row in one.rows]


def check_row(row: PastedText, assistant: Assistant) -> CheckedText:
    """Check one text; a refusal is kept, and all its claims are missed."""
    error = None
    found: tuple[Verdict, ...] = ()
    try:
        found = check_text(assistant, row.text, row.region, as_of=row.as_of)
    except CorpusError as told:
        error = str(told)
    own, extra = aligned(row, found)
    claims = [_checked(claim, own[n]) for n, claim in enumerate(row.claims)]
    return CheckedText(
        id=str(row.id),
        claims=tuple(claims),
        extra=tuple(v.text for v in extra),
        broken=tuple(q for q in row.not_claims if _reported(row.text, q, found)),
        error=error,
    )


def aligned(
    row: PastedText, found: Iterable[Verdict]
) -> tuple[dict[int, list[Verdict]], list[Verdict]]:
    """The reports of every expected claim by its number, and those of none."""
    own: dict[int, list[Verdict]] = {n: [] for n in range(len(row.claims))}
    extra = []
    for verdict in found:
        shared = [min(verdict.end, e) - max(verdict.start, s) for s, e in row.spans]
        best = max(range(len(shared)), key=lambda n: shared[n], default=None)
        if best is None or shared[best] <= 0:
            extra.append(verdict)
        else:
            own[best].append(verdict)
    return own, extra


def _reported(text: str, quiet: str, found: Iterable[Verdict]) -> bool:
    at = text.find(quiet)
    return any(v.start < at + len(quiet) and at < v.end for v in found)


def _checked(claim: ExpectedClaim, told: Sequence[Verdict]) -> CheckedClaim:
    grave = [kind for kind in GRAVEST if any(v.verdict == kind for v in told)]
    cited = [(c.notice, c.title, c.clause) for v in told for c in v.citations]
    said = "".join(v.correction or "" for v in told)
    return CheckedClaim(
        text=claim.text,
        expected=claim.verdict,
        got=grave[0] if grave else MISSED,
        corrected=all(any(w in said for w in words.split("|")) for words in claim.correction),
        cited=all(any(r.covers(*c) for r in group for c in cited) for group in claim.citations),
        told=tuple(told),
    )


@dataclass(frozen=True)
class _Counts:
    """Per text and verdict: right, reported and expected; shape (texts, verdicts)."""

    texts: Sequence[CheckedText]

    @cached_property
    def tables(self) -> np.ndarray:
        """Shape (3, texts, verdicts)."""
        shape = (3, len(self.texts), len(KINDS))
        found = np.zeros(shape)
        for n, text in enumerate(self.texts):
            for claim in text.claims:
                for k, kind in enumerate(KINDS):
                    hit = claim.expected == kind, claim.got == kind
                    found[:, n, k] += (all(hit), hit[1], hit[0])
        return found

    def macro(self) -> Estimate:
        """Mean F1 of the verdicts that occur, with its bootstrap interval over texts."""
        right, got, wanted = self.tables
        weights = resamples(len(self.texts))
        value = _macro(*(t.sum(axis=0, keepdims=True) for t in (right, got, wanted)))[0]
        drawn = _macro(weights @ right, weights @ got, weights @ wanted)
        low, high = np.quantile(drawn, [TAIL, 1 - TAIL])
        return Estimate(value=float(value), low=float(low), high=float(high), cases=len(self.texts))


def _macro(right: np.ndarray, got: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Macro-F1 of every row; a verdict that neither occurs nor is reported doesn't count."""
    both = got + wanted
    with np.errstate(invalid="ignore"):
        scores: np.ndarray = np.nanmean(np.where(both > 0, 2 * right / both, np.nan), axis=1)
    return scores


def summarise_claims(one: ClaimsSet, texts: Sequence[CheckedText]) -> ClaimsSummary:
    """The measures of a checked set; ``NoData`` when it holds no claim."""
    claims = [c for t in texts for c in t.claims]
    if not claims:
        raise NoData(f"{one.name} 里没有声明。")
    pairs = Counter((c.expected, c.got) for c in claims)
    return ClaimsSummary(
        name=one.name,
        sha256=one.sha256,
        texts=len(texts),
        claims=len(claims),
        measures=_measures(texts),
        by_verdict={kind: _scores(kind, pairs) for kind in KINDS},
        confusion={k: {g: pairs[k, g] for g in (*KINDS, MISSED)} for k in KINDS},
        false_support=sum(pairs[k, "supported"] for k in MENDED),
        extra=sum(len(t.extra) for t in texts),
        broken=sum(len(t.broken) for t in texts),
    )


def _measures(texts: Sequence[CheckedText]) -> dict[str, Estimate]:
    made = {"claims_macro_f1": _Counts(texts).macro()}
    parts = {
        "claims_right": [_share([c.right for c in t.claims]) for t in texts],
        "claims_no_false_support": [
            _share([c.got != "supported" for c in t.claims if c.expected in MENDED]) for t in texts
        ],
        "claims_correction": [
            _share([c.corrected for c in t.claims if c.right and c.expected in MENDED])
            for t in texts
        ],
        "claims_citation": [
            _share([c.cited for c in t.claims if c.right and c.expected != "not_found"])
            for t in texts
        ],
        "claims_quiet": [(float(not t.extra and not t.broken), 1.0) for t in texts],
    }
    for name, part in parts.items():
        estimate = ratio(part)
        if estimate is not None:
            made[name] = estimate
    return {name: made[name] for name in MEASURES if name in made}


def _share(held: Sequence[bool]) -> tuple[float, float]:
    return float(sum(held)), float(len(held))


def _scores(kind: str, pairs: Counter[tuple[str, str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one verdict; 0 where it wasn't reported or didn't occur."""
    right = pairs[kind, kind]
    got = sum(n for (_, g), n in pairs.items() if g == kind)
    wanted = sum(n for (e, _), n in pairs.items() if e == kind)
    precision = right / got if got else 0.0
    recall = right / wanted if wanted else 0.0
    return precision, recall, 2 * right / (got + wanted) if got + wanted else 0.0
