"""The commands (命令) of ``python -m eval`` and their options."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pydantic import SecretStr

from corpus.settings import Settings
from eval.cases import CaseSet
from eval.checking import ClaimsSummary
from eval.claim_run import ClaimsTarget, claims_below, run_claims
from eval.claims import ClaimsSet, load_claims
from eval.compare import by_set, compare, comparison_text
from eval.errors import BadFloors, NoData
from eval.importing import import_cases, load_map, write_cases
from eval.kinds import load_any, load_questions, summary_line
from eval.report.html import write_comparison, write_report
from eval.report.text import problem_lines, report
from eval.results import REPORT, RunConfig, Summary, read_config, read_results
from eval.retrieval import IndexSearch, rank_case, ranking_report
from eval.run import Target, generate, resolve
from eval.scoring import score_run
from eval.suite import (
    SETS,
    BelowFloor,
    below_floors,
    chosen_sets,
    claims_sets,
    folder_of,
    held_out_sets,
    shipped_sets,
    targets_of,
)
from eval.systems import SystemOptions
from eval.tags import check_tags

OWN = "wence"
URL, MODEL, KEY = "WENCE_EVAL_URL", "WENCE_EVAL_MODEL", "WENCE_EVAL_KEY"


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="python -m eval", description="跑问题集并严格评分。")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_run(commands.add_parser("run", help="提问、评分、写出结果；停了再跑会接着跑"))
    score = commands.add_parser("score", help="不再提问，只把已有的回答重新评分")
    score.add_argument("run", type=Path, metavar="DIR", help="结果文件夹")
    score.add_argument("sets", nargs="*", type=Path, metavar="SET", help="改用这里的问题集")
    _add_reports(commands)
    imported = commands.add_parser("import", help="把 CSV、XLSX 问答表变成问题集")
    imported.add_argument("table", type=Path, metavar="FILE", help="CSV、TSV 或 XLSX")
    imported.add_argument("--map", type=Path, required=True, metavar="MAP.yaml", help="列对应表")
    imported.add_argument("--out", type=Path, required=True, metavar="SET.jsonl")
    check = commands.add_parser("check", help="只检查问题集、声明集写得对不对")
    check.add_argument("sets", nargs="+", type=Path, metavar="SET")
    retrieval = commands.add_parser("retrieval", help="只看检索：正确的条款排第几")
    retrieval.add_argument("sets", nargs="+", type=Path, metavar="SET")
    retrieval.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("sets", nargs="+", type=Path, metavar="SET", help="问题集（JSONL）")
    _add_system(run)


def _add_system(run: argparse.ArgumentParser) -> None:
    run.add_argument("--system", default=OWN, help="被测系统：wence、naive、bm25、http")
    run.add_argument("--out", type=Path, metavar="DIR", help="结果文件夹，默认 var/eval/<时间>")
    run.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹")
    run.add_argument("--url", default="", help=f"http 系统的地址，或环境变量 {URL}")
    run.add_argument("--model", default="", help=f"http 系统的模型，或环境变量 {MODEL}")


def _add_reports(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    page = commands.add_parser("report", help="重新生成网页报告")
    page.add_argument("run", type=Path, metavar="DIR", help="结果文件夹")
    against = commands.add_parser("compare", help="两次对比：哪些变好、变差，是否显著")
    against.add_argument("runs", nargs=2, type=Path, metavar="DIR", help="先前的、后来的结果")
    against.add_argument("--out", type=Path, metavar="HTML", help="网页写到哪里")
    table = commands.add_parser("table", help="几次结果并排：每个问题集答对多少")
    table.add_argument("runs", nargs="+", type=Path, metavar="DIR")
    whole = commands.add_parser("suite", help="跑全部随产品的问题集，低于底线就失败")
    _add_system(whole)
    whole.add_argument("--only", nargs="*", metavar="SET", help="只跑这几个问题集（名字）")
    whole.add_argument("--fast", action="store_true", help="只跑标为 fast 的问题集")
    whole.add_argument(
        "--notices", nargs="*", default=[], metavar="SET=DIR", help="不在仓库里的通知在哪里"
    )


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
    settings, held_out = settings_of(options), held_out_sets()
    sets = [load_any(path) for path in options.sets]
    asked = [one for one in sets if isinstance(one, CaseSet)]
    claims = [one for one in sets if isinstance(one, ClaimsSet)]
    code = 0
    if asked:
        targets = [Target(one, settings, held_out=one.name in held_out) for one in asked]
        code = conclude(_generated(options, targets))
    if claims:
        whole = [ClaimsTarget(one, settings, one.name in held_out) for one in claims]
        code |= any(not _all_right(s) for s in _claims(options, whole))
    return code


def _claims(options: argparse.Namespace, targets: Sequence[ClaimsTarget]) -> list[ClaimsSummary]:
    """Check claims sets; only the product can."""
    if options.system != OWN:
        print(f"{options.system} 不能核对声明，跳过声明集。")
        return []
    return run_claims(targets, _folder(options, now()))


def _all_right(summary: ClaimsSummary) -> bool:
    return summary.measures["claims_right"].value == 1


def _generated(options: argparse.Namespace, targets: Sequence[Target]) -> Path:
    """Ask the sets; the folder of the answers."""
    started = now()
    out = _folder(options, started)
    config = resolve(options.system, system_options(options), targets, started.isoformat())
    done = generate(config, system_options(options), targets, out)
    if done:
        print(f"接着上次停下的地方跑：{done} 题已经答过。")
    return out


def _folder(options: argparse.Namespace, started: dt.datetime) -> Path:
    data = settings_of(options).data
    out: Path = options.out or data / "eval" / started.strftime("%Y%m%d-%H%M%S")
    return out


def _suite(options: argparse.Namespace) -> int:
    """0 when every floor is kept; a failed case alone is no failure here."""
    given = dict(_given(options.notices))
    names = chosen_sets(options.only, options.fast, given)
    claims = claims_sets(options.only, options.fast)
    if not names and not claims:
        raise NoData("没有可以跑的问题集。")
    below: list[BelowFloor] = []
    if names:
        out = _generated(options, targets_of(names, settings_of(options), given))
        conclude(out)
        below += below_floors(read_results(out).summary, shipped_sets())
    below += claims_below(_claims(options, _claims_targets(claims, options)), shipped_sets())
    if options.system != OWN:
        return 0  # the floors are the product's own
    for one in below:
        print(one)
    print("没有达到底线。" if below else "各问题集都达到底线。")
    return 1 if below else 0


def _claims_targets(names: Sequence[str], options: argparse.Namespace) -> list[ClaimsTarget]:
    held_out, settings = held_out_sets(), settings_of(options)
    return [
        ClaimsTarget(load_claims(SETS / f"{n}.jsonl"), folder_of(n, settings), n in held_out)
        for n in names
    ]


def _given(pairs: Sequence[str]) -> Iterator[tuple[str, Path]]:
    for pair in pairs:
        name, mark, folder = pair.partition("=")
        if not mark:
            raise BadFloors(f"--notices 应写成 问题集=文件夹，而不是“{pair}”。")
        yield name, Path(folder)


def conclude(out: Path, sets: Sequence[Path] = ()) -> int:
    """Score the answers of a folder, write the report and print it; 1 when a case failed."""
    rows, summary, problems = score_run(out, sets)
    config = read_config(out)
    held_out = frozenset(one.name for one in config.sets if one.held_out)
    print(
        "\n".join([report(rows, summary), *problem_lines(problems, held_out), *_versions(config)])
    )
    write_report(out)
    print(f"结果：{out}，网页报告：{out / REPORT}")
    return _code(summary)


def _versions(config: RunConfig) -> list[str]:
    return [f"  {one.name}@{one.sha256}，文件库 {one.corpus}" for one in config.sets]


def _code(summary: Summary) -> int:
    return 0 if summary.passed == summary.total else 1


def _score(options: argparse.Namespace) -> int:
    return conclude(options.run, options.sets)


def _report(options: argparse.Namespace) -> int:
    write_report(options.run)
    print(f"网页报告：{options.run / REPORT}")
    return 0


def _compare(options: argparse.Namespace) -> int:
    first, second = options.runs
    made = compare(read_results(first), read_results(second), (first.name, second.name))
    page = options.out or second / f"compare-{first.name}.html"
    write_comparison(page, made)
    print(comparison_text(made))
    print(f"网页：{page}")
    return 0


def _table(options: argparse.Namespace) -> int:
    runs = [read_results(run) for run in options.runs]
    names = [
        f"{run.name}（{one.config.system}）" for run, one in zip(options.runs, runs, strict=True)
    ]
    print(by_set(dict(zip(names, runs, strict=True))))
    return 0


def _import(options: argparse.Namespace) -> int:
    cases = import_cases(options.table, load_map(options.map))
    write_cases(options.out, cases)
    print(f"{options.table.name}：{len(cases)} 题，写到 {options.out}。")
    return 0


def _check(options: argparse.Namespace) -> int:
    for path in options.sets:
        one = load_any(path)
        if isinstance(one, CaseSet):
            check_tags(one)
        print(summary_line(one))
    return 0


def _retrieval(options: argparse.Namespace) -> int:
    sets = [load_questions(path) for path in options.sets]
    cases = [case for one in sets for case in one.cases if case.expect.labels]
    if not cases:
        raise NoData("这些问题集里没有标注条款（labels）的题。")
    search = IndexSearch(settings_of(options))
    print(ranking_report([rank_case(search, case) for case in cases]))
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "score": _score,
    "report": _report,
    "compare": _compare,
    "table": _table,
    "suite": _suite,
    "import": _import,
    "check": _check,
    "retrieval": _retrieval,
}
