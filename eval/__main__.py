"""``python -m eval run SET… [--system wence] --out DIR``, ``retrieval SET…`` and ``check SET…``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.errors import CorpusError
from corpus.settings import Settings
from eval.cases import load_cases
from eval.report import report
from eval.retrieval import IndexSearch, rank_case, ranking_report
from eval.run import run_sets, summarise, write_results
from eval.systems import make_system


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 when all is right, 1 when a case failed, 2 on bad input."""
    options = _parser().parse_args(argv)
    try:
        return COMMANDS[options.command](options)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="跑问题集并严格评分。")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="提问、评分、写出结果")
    run.add_argument("sets", nargs="+", type=Path, metavar="SET", help="问题集（JSONL）")
    run.add_argument("--system", default="wence", help="被测系统，默认 wence")
    run.add_argument("--out", type=Path, required=True, metavar="DIR", help="结果写到哪个文件夹")
    run.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    retrieval = commands.add_parser("retrieval", help="只看检索：正确的条款排第几")
    retrieval.add_argument("sets", nargs="+", type=Path, metavar="SET")
    retrieval.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    check = commands.add_parser("check", help="只检查问题集写得对不对")
    check.add_argument("sets", nargs="+", type=Path, metavar="SET")
    return parser


def _check(options: argparse.Namespace) -> int:
    for path in options.sets:
        print(f"{path.name}：{len(load_cases(path))} 题，格式无误。")
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    return Settings(data=options.data) if options.data else Settings()


def _retrieval(options: argparse.Namespace) -> int:
    cases = [case for path in options.sets for case in load_cases(path) if case.expect.labels]
    search = IndexSearch(_settings(options))
    print(ranking_report([rank_case(search, case) for case in cases]))
    return 0


def _run(options: argparse.Namespace) -> int:
    sets = [(path.stem, load_cases(path)) for path in options.sets]
    rows = run_sets(make_system(options.system, _settings(options)), sets)
    summary = summarise(options.system, rows)
    write_results(options.out, rows, summary)
    print(report(rows, summary))
    return 0 if summary.passed == summary.total else 1


COMMANDS = {"run": _run, "retrieval": _retrieval, "check": _check}

if __name__ == "__main__":
    sys.exit(main())
