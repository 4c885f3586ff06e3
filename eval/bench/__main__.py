"""Command line of the bench: ``python -m eval.bench [--sizes 1 10 100 1000]``."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Sequence

from corpus.cli import Parser, add_data_option, guarded, settings_of
from eval.bench.load import PEOPLE, SECONDS
from eval.bench.processes import Wanted, run
from eval.bench.report import FIGURES, PAGE, page, table

SIZES = (1, 10)
TRUE_TO = 10
"""Truly embedding larger corpora takes an hour and more on two cores."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the tables and store figures and page; 2 with one sentence on an error."""
    return guarded(lambda: _run(argv))


def _run(argv: Sequence[str] | None) -> int:
    parser = Parser(prog="python -m eval.bench", description="问策测速")
    parser.add_argument(
        "--sizes", nargs="+", type=int, default=SIZES, metavar="N", help="文件库的大小，1 约 100 条"
    )
    parser.add_argument(
        "--true-to", type=int, default=TRUE_TO, metavar="N", help="到多大的文件库为止真算全部向量"
    )
    parser.add_argument(
        "--load",
        type=float,
        default=SECONDS,
        metavar="秒",
        help=f"{PEOPLE} 人同时问多少秒，0 是不测",
    )
    add_data_option(parser)
    options = parser.parse_args(argv)
    settings = settings_of(options)
    bench = settings.data / "bench"
    out = bench / dt.datetime.now().strftime("%Y%m%d-%H%M%S")
    out.mkdir(parents=True)
    try:
        wanted = Wanted(sorted(set(options.sizes)), options.true_to, options.load)
        made = run(bench, out, wanted, settings.embedder)
    finally:
        shutil.rmtree(out / "data", ignore_errors=True)
    (out / FIGURES).write_text(made.model_dump_json(indent=1), encoding="utf-8")
    (out / PAGE).write_text(page(made), encoding="utf-8")
    print(table(made))
    print(f"\n数据和图：{out / FIGURES}、{out / PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
