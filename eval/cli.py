"""The commands (命令) of ``python -m eval`` and their options."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import SecretStr

from corpus.settings import Settings
from eval.cases import load_cases, load_set
from eval.errors import NoData
from eval.report.text import problem_lines, report
from eval.results import RunConfig, Summary, read_config
from eval.retrieval import IndexSearch, rank_case, ranking_report
from eval.run import Target, generate, resolve
from eval.scoring import score_run
from eval.suite import held_out_sets
from eval.systems import SystemOptions

URL, MODEL, KEY = "WENCE_EVAL_URL", "WENCE_EVAL_MODEL", "WENCE_EVAL_KEY"


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="python -m eval", description="跑问题集并严格评分。")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_run(commands.add_parser("run", help="提问、评分、写出结果；停了再跑会接着跑"))
    score = commands.add_parser("score", help="不再提问，只把已有的回答重新评分")
    score.add_argument("run", type=Path, metavar="DIR", help="结果文件夹")
    score.add_argument("sets", nargs="*", type=Path, metavar="SET", help="改用这里的问题集")
    check = commands.add_parser("check", help="只检查问题集写得对不对")
    check.add_argument("sets", nargs="+", type=Path, metavar="SET")
    retrieval = commands.add_parser("retrieval", help="只看检索：正确的条款排第几")
    retrieval.add_argument("sets", nargs="+", type=Path, metavar="SET")
    retrieval.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("sets", nargs="+", type=Path, metavar="SET", help="问题集（JSONL）")
    run.add_argument("--system", default="wence", help="被测系统：wence、naive、bm25、http")
    run.add_argument("--out", type=Path, metavar="DIR", help="结果文件夹，默认 var/eval/<时间>")
    run.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    run.add_argument("--url", default="", help=f"http 系统的地址，或环境变量 {URL}")
    run.add_argument("--model", default="", help=f"http 系统的模型，或环境变量 {MODEL}")


def settings_of(options: argparse.Namespace) -> Settings:
    """Settings with the data folder of the command line."""
    return Settings(data=options.data) if options.data else Settings()


def system_options(options: argparse.Namespace) -> SystemOptions:
    """The endpoint of the command line or the environment; the key only from the environment."""
    return SystemOptions(
        url=options.url or os.environ.get(URL, ""),
        model=options.model or os.environ.get(MODEL, ""),
        key=SecretStr(os.environ.get(KEY, "")),
    )


def now() -> dt.datetime:
    """The clock; only commands read it."""
    return dt.datetime.now(dt.UTC)


def _run(options: argparse.Namespace) -> int:
    settings, started = settings_of(options), now()
    held_out = held_out_sets()
    sets = [load_set(path) for path in options.sets]
    targets = [Target(one, settings, held_out=one.name in held_out) for one in sets]
    out = options.out or settings.data / "eval" / started.strftime("%Y%m%d-%H%M%S")
    config = resolve(options.system, system_options(options), targets, started.isoformat())
    done = generate(config, system_options(options), targets, out)
    if done:
        print(f"接着上次停下的地方跑：{done} 题已经答过。")
    return conclude(out)


def conclude(out: Path, sets: Sequence[Path] = ()) -> int:
    """Score the answers of a folder, write the report and print it; 1 when a case failed."""
    rows, summary, problems = score_run(out, sets)
    config = read_config(out)
    held_out = frozenset(one.name for one in config.sets if one.held_out)
    print(
        "\n".join([report(rows, summary), *problem_lines(problems, held_out), *_versions(config)])
    )
    print(f"结果：{out}")
    return _code(summary)


def _versions(config: RunConfig) -> list[str]:
    return [f"  {one.name}@{one.sha256}，文件库 {one.corpus}" for one in config.sets]


def _code(summary: Summary) -> int:
    return 0 if summary.passed == summary.total else 1


def _score(options: argparse.Namespace) -> int:
    return conclude(options.run, options.sets)


def _check(options: argparse.Namespace) -> int:
    for path in options.sets:
        one = load_set(path)
        print(f"{path.name}：{len(one.cases)} 题，格式无误，内容哈希 {one.sha256}。")
    return 0


def _retrieval(options: argparse.Namespace) -> int:
    cases = [case for path in options.sets for case in load_cases(path) if case.expect.labels]
    if not cases:
        raise NoData("这些问题集里没有标注条款（labels）的题。")
    search = IndexSearch(settings_of(options))
    print(ranking_report([rank_case(search, case) for case in cases]))
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "score": _score,
    "check": _check,
    "retrieval": _retrieval,
}
