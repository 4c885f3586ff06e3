"""Claims sets on the command line (跑声明集): check, score, write and print them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.service import open_assistant
from corpus.settings import Settings
from eval.checking import CheckedText, ClaimsSummary, check_set, summarise_claims
from eval.claims import ClaimsSet
from eval.report.claims import claims_text, write_claims_page
from eval.results import write_json, write_lines
from eval.suite import BelowFloor, ShippedSet, below


@dataclass(frozen=True)
class ClaimsTarget:
    """A claims set and the data folder that it is checked on."""

    claims: ClaimsSet
    settings: Settings
    held_out: bool = False


def run_claims(targets: Sequence[ClaimsTarget], out: Path) -> list[ClaimsSummary]:
    """Check the sets, write summaries, rows and a page into ``out``, and print the reports."""
    checked = list(_checked(targets))
    out.mkdir(parents=True, exist_ok=True)
    for summary, texts, held_out in checked:
        write_json(out / f"{summary.name}-summary.json", summary)
        write_lines(out / f"{summary.name}-rows.jsonl", texts)
        print(claims_text(summary, texts, held_out))
    print(f"核对的网页报告：{write_claims_page(out, checked)}")
    return [summary for summary, _, _ in checked]


def _checked(
    targets: Sequence[ClaimsTarget],
) -> Iterator[tuple[ClaimsSummary, list[CheckedText], bool]]:
    for target in targets:
        texts = check_set(target.claims, open_assistant(target.settings))
        yield summarise_claims(target.claims, texts), texts, target.held_out


def claims_below(
    summaries: Sequence[ClaimsSummary], sets: Mapping[str, ShippedSet]
) -> Iterator[BelowFloor]:
    """Every floor of the checked sets that isn't kept."""
    for summary in summaries:
        yield from below(summary.name, sets[summary.name].floors, summary.measures)
