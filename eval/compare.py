"""Two runs against each other (两次对比): what got better, what got worse, and is it chance.

Only cases that both runs were asked in the same words are compared. Whether more are right is
tested by McNemar's exact test over the changed cases; every measure's difference has an interval
by resampling the same cases in both runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.model import Frozen
from eval.errors import NoData
from eval.measures import NAMES, Part
from eval.results import Results, Row
from eval.scoring import TECHNICAL
from eval.stats import Estimate, mcnemar, paired_difference, ratio
from eval.words import word

SIGNIFICANT = 0.05
NONE: Part = (0.0, 0.0)


class Change(Frozen):
    """One measure in both runs over the same cases, and the difference (B minus A)."""

    name: str
    before: Estimate
    after: Estimate
    difference: Estimate

    @property
    def significant(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        return self.difference.low > 0 or self.difference.high < 0


class Pair(Frozen):
    """One case in both runs."""

    before: Row
    after: Row


class Comparison(Frozen):
    """Run B against run A."""

    names: tuple[str, str]
    pairs: tuple[Pair, ...]
    left_out: int
    notes: tuple[str, ...]
    p: float
    changes: tuple[Change, ...]
    tags: dict[str, tuple[float, float, int]]

    @property
    def better(self) -> list[Pair]:
        """Cases that only B has right."""
        return [p for p in self.pairs if p.after.score.passed and not p.before.score.passed]

    @property
    def worse(self) -> list[Pair]:
        """Cases that only A has right."""
        return [p for p in self.pairs if p.before.score.passed and not p.after.score.passed]

    @property
    def verdict(self) -> str:
        """One sentence for people."""
        gained = len(self.better) - len(self.worse)
        if not gained:
            return "两次答对的题一样多。"
        more = "多" if gained > 0 else "少"
        sure = "差别显著" if self.p < SIGNIFICANT else "差别不显著，可能是偶然"
        return f"后一次{more}答对 {abs(gained)} 题（p = {self.p:.3g}，{sure}）。"


def compare(before: Results, after: Results, names: tuple[str, str]) -> Comparison:
    """Compare two scored runs; ``NoData`` when they have no case in common."""
    pairs = list(_pairs(before.rows, after.rows))
    if not pairs:
        raise NoData("两次评测没有相同的题，无法比较。")
    gained = sum(p.after.score.passed and not p.before.score.passed for p in pairs)
    lost = sum(p.before.score.passed and not p.after.score.passed for p in pairs)
    return Comparison(
        names=names,
        pairs=tuple(pairs),
        left_out=len({r.key for r in (*before.rows, *after.rows)}) - len(pairs),
        notes=tuple(_notes(before, after)),
        p=mcnemar(gained, lost),
        changes=tuple(_changes(pairs)),
        tags=_tags(pairs),
    )


def _pairs(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Pair]:
    known = {row.key: row for row in before}
    for row in after:
        other = known.get(row.key)
        if other is not None and other.case.question == row.case.question:
            yield Pair(before=other, after=row)


def _notes(before: Results, after: Results) -> Iterator[str]:
    """What else differs, so that a difference isn't laid to the wrong cause."""
    first = {one.name: one for one in before.config.sets}
    for one in after.config.sets:
        other = first.get(one.name)
        if other is not None and other.sha256 != one.sha256:
            hashes = f"{other.sha256} → {one.sha256}"
            yield f"问题集 {one.name} 的内容不同（{hashes}），只比较问法相同的题。"
        if other is not None and other.corpus != one.corpus:
            yield f"{one.name} 所用的文件库不同（{other.corpus} → {one.corpus}）。"
    if before.config.embedder != after.config.embedder:
        yield f"向量模型不同（{before.config.embedder} → {after.config.embedder}）。"


def _changes(pairs: Sequence[Pair]) -> Iterator[Change]:
    for name in NAMES:
        first = [pair.before.parts.get(name, NONE) for pair in pairs]
        second = [pair.after.parts.get(name, NONE) for pair in pairs]
        before, after = ratio(first), ratio(second)
        difference = paired_difference(first, second)
        if before is not None and after is not None and difference is not None:
            yield Change(name=name, before=before, after=after, difference=difference)


def _tags(pairs: Sequence[Pair]) -> dict[str, tuple[float, float, int]]:
    """Share right before and after, and the number of cases, of every tag that may be shown."""
    shown = [p for p in pairs if not p.after.held_out and not p.before.held_out]
    tags = sorted({tag for p in shown for tag in p.after.case.tags if TECHNICAL not in tag})
    found: dict[str, tuple[float, float, int]] = {}
    for tag in tags:
        some = [p for p in shown if tag in p.after.case.tags]
        shares = [sum(passed) / len(some) for passed in zip(*map(_passed, some), strict=True)]
        found[tag] = (shares[0], shares[1], len(some))
    return found


def _passed(pair: Pair) -> tuple[bool, bool]:
    return pair.before.score.passed, pair.after.score.passed


def comparison_text(comparison: Comparison) -> str:
    """The comparison as printed lines."""
    return "\n".join(_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    first, second = comparison.names
    yield f"A = {first}，B = {second}：共同的题 {len(comparison.pairs)} 道"
    if comparison.left_out:
        yield f"另有 {comparison.left_out} 道只在一次里有，或问法改过，没有比较。"
    yield from comparison.notes
    yield comparison.verdict
    for change in comparison.changes:
        yield f"  {word('measures', change.name)}：{_change(change)}"
    for title, pairs in (("变好", comparison.better), ("变差", comparison.worse)):
        yield f"{title} {len(pairs)} 题"
        yield from (_pair_line(pair) for pair in pairs if not pair.after.held_out)


def _change(change: Change) -> str:
    d = change.difference
    mark = "，显著" if change.significant else ""
    shares = f"{100 * change.before.value:.1f}% → {100 * change.after.value:.1f}%"
    interval = f"95% 区间 {100 * d.low:+.1f} 到 {100 * d.high:+.1f}"
    return f"{shares}（差 {100 * d.value:+.1f}，{interval}{mark}）"


def _pair_line(pair: Pair) -> str:
    failed = pair.after if pair.before.score.passed else pair.before
    faults = "；".join(f"{word('faults', f.kind)}：{f.seen}" for f in failed.score.faults)
    return f"  {pair.after.key}  {' / '.join(pair.after.case.turns)}  {faults[:200]}"


def by_set(results: Mapping[str, Results]) -> str:
    """A table of several runs: the share right of every set, one column a run."""
    sets = dict.fromkeys(name for one in results.values() for name in one.summary.by_set)
    lines = ["| 问题集 | 题数 | " + " | ".join(results) + " |", "|---" * (len(results) + 2) + "|"]
    for name in sets:
        groups = [one.summary.by_set.get(name) for one in results.values()]
        count = next(group.total for group in groups if group is not None)
        shares = [_cell(g.measures["passed"]) if g is not None else "—" for g in groups]
        lines.append(f"| {name} | {count} | " + " | ".join(shares) + " |")
    return "\n".join(lines)


def _cell(estimate: Estimate) -> str:
    return f"{100 * estimate.value:.1f}%（{100 * estimate.low:.1f}–{100 * estimate.high:.1f}）"
