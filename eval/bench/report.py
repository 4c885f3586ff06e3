"""The bench's report (测速报告): tables in print, one self-contained page with plots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from eval.bench.figures import Bench, SizeFigures
from eval.bench.plots import Plot, growth
from eval.bench.tasks import SAMPLE
from eval.templates import environment

FIGURES, PAGE = "figures.json", "report.html"
READ: Mapping[str, Callable[[SizeFigures], float]] = {
    "cold": lambda one: one.cold_s,
    "memory": lambda one: one.ask.peak_mb,
    "p50": lambda one: one.ask.times["all"].p50,
    "p95": lambda one: one.ask.times["all"].p95,
    "rate": lambda one: one.build.rate,
    "folder": lambda one: one.build.folder_mb,
}


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The words of the report."""
    path = Path(__file__).parent / "words.yaml"
    made: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return made


def said(number: float) -> str:
    """A figure with about three digits."""
    return (
        f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"
    )


def table(bench: Bench) -> str:
    """Everything measured, laid out for a terminal."""
    return "\n".join(
        [bench.machine, *_grown(bench), *_kinds(bench), *_threads(bench), *_alone(bench)]
    )


def notes(bench: Bench) -> list[str]:
    """What must be known to read the figures."""
    true = [one.size for one in bench.sizes if one.build.truly]
    made = any(not one.build.truly for one in bench.sizes)
    limit = max(true, default=0)
    return [words()["made"].format(limit=limit, sample=SAMPLE)] if made else []


def _grown(bench: Bench) -> Iterator[str]:
    """Growth: a row a system and size."""
    heads = [f"{name}（{unit}）" for name, unit in words()["rows"].values()]
    yield "\n" + "　".join(("系统", "条款", *heads))
    for one in bench.sizes:
        figures = [said(read(one)) for read in READ.values()]
        yield "　".join((titled(one), str(one.clauses), *figures))
    yield from notes(bench)


def _kinds(bench: Bench) -> Iterator[str]:
    """Time by kind of question, p50/p95, a column a system and size."""
    yield "\n" + "　".join(("问题（中位/最慢 5%，毫秒）", *map(titled, bench.sizes)))
    for kind, count, cells in by_kind(bench):
        yield "　".join((f"{kind}（{count}）", *cells))


def by_kind(bench: Bench) -> Iterator[tuple[str, int, list[str]]]:
    """(kind, how many questions, ``p50/p95`` of every column)."""
    for kind, name in words()["kinds"].items():
        found = [one.ask.times.get(kind) for one in bench.sizes]
        counts = [times.count for times in found if times]
        if counts:
            cells = [f"{said(t.p50)}/{said(t.p95)}" if t else "—" for t in found]
            yield name, max(counts), cells


def _threads(bench: Bench) -> Iterator[str]:
    yield "\n" + "　".join(("每秒几问", "1 线程", "2 线程", "4 线程", "不同", "出错"))
    for one in bench.sizes:
        rates = [said(rate) for _, rate in sorted(one.ask.per_second.items())]
        yield "　".join((titled(one), *rates, str(one.ask.differing), str(one.ask.errors)))


def _alone(bench: Bench) -> Iterator[str]:
    yield "\n单项"
    for name, unit, value in alone(bench):
        yield f"{name}：{value} {unit}"


def alone(bench: Bench) -> Iterator[tuple[str, str, str]]:
    """(name, unit, figure) of the parts that were measured."""
    for key, (*name, unit) in words()["parts"].items():
        if key in bench.parts:
            yield "，".join(name), unit, said(bench.parts[key])


def system(name: str) -> str:
    """The system as people call it."""
    called: str = words()["systems"][name]
    return called


def titled(one: SizeFigures) -> str:
    """The head of a row or column: 问策 10×, with a star where vectors were made."""
    return f"{system(one.system)} {one.size}×{'' if one.build.truly else '*'}"


def plots(bench: Bench) -> list[Plot]:
    """One plot a row of the growth table."""
    return [
        growth(f"{name}（{unit}）", lines(bench.sizes, READ[key]))
        for key, (name, unit) in words()["rows"].items()
    ]


def lines(
    sizes: Sequence[SizeFigures], read: Callable[[SizeFigures], float]
) -> dict[str, list[tuple[float, float]]]:
    """(clauses, figure) of every system, by its name."""
    found: dict[str, list[tuple[float, float]]] = {}
    for one in sizes:
        found.setdefault(one.system, []).append((one.clauses, read(one)))
    return found


def page(bench: Bench) -> str:
    """The page: no script, nothing from outside."""
    made = environment("eval.bench")
    made.globals.update(words=words(), said=said, titled=titled, system=system, read=READ)
    shown = {"kinds": list(by_kind(bench)), "alone": list(alone(bench)), "notes": notes(bench)}
    return made.get_template("bench.html.j2").render(bench=bench, plots=plots(bench), **shown)
