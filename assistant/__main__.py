"""Command line of the assistant: ``python -m assistant ask | batch | check | batch-check | …``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from assistant.batch import run_batch, run_batch_check
from assistant.check import check_text
from assistant.prompt import (
    mended,
    print_answer,
    print_verdicts,
    run_prompt,
    standard_input,
)
from assistant.service import Assistant
from assistant.versions import Versions
from assistant.web.server import HOST, PORT, serve
from assistant.web.staff.options import add_staff_options
from corpus.cli import Parser, add_data_option, day, guarded, settings_of
from corpus.clock import today

OK, BAD_INPUT = 0, 2
LAST_PORT = 65535


def build_parser() -> Parser:
    """The options of DESIGN section 5."""
    parser = Parser(prog="python -m assistant", description="问策：按政策通知回答问题")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    ask = commands.add_parser("ask", help="回答一个问题")
    ask.add_argument("question", metavar="问题")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    batch = commands.add_parser("batch", help="批量回答 JSONL 文件里的问题")
    batch.add_argument("source", type=Path, metavar="IN.jsonl")
    batch.add_argument("target", type=Path, metavar="OUT.jsonl")
    check = commands.add_parser("check", help="核对一段文字里的每条声明")
    check.add_argument("text", metavar="文本", help="要核对的文字；- 是从标准输入读")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    checks = commands.add_parser("batch-check", help="批量核对 JSONL 文件里的文字")
    checks.add_argument("source", type=Path, metavar="IN.jsonl")
    checks.add_argument("target", type=Path, metavar="OUT.jsonl")
    prompt = commands.add_parser("prompt", help="在终端里一问一答，也可从管道读入")
    serve = commands.add_parser("serve", help="打开网页和接口")
    serve.add_argument("--host", default=HOST, metavar="地址", help=f"默认 {HOST}，只有本机能用")
    serve.add_argument("--port", type=port, default=PORT, metavar="端口", help=f"默认 {PORT}")
    serve.add_argument("--no-pages", action="store_true", help="只开接口，不开网页")
    add_data_option(serve)
    add_staff_options(commands.add_parser("staff", help="经办台的账号和日志"))
    for command in (ask, check, prompt):
        command.add_argument("--region", metavar="地区", help="所在地，例如 聊城市")
    for command in (ask, batch):
        command.add_argument("--corpus", metavar="版本", help="按文件库的这个旧版本回答")
    for command in (ask, batch, check, checks, prompt):
        command.add_argument(
            "--as-of", type=day, default=None, metavar="YYYY-MM-DD", help="按哪一天回答"
        )
        add_data_option(command)
    return parser


def port(text: str) -> int:
    """A TCP port of the command line; 0 takes any that is free."""
    if text.isdecimal() and int(text) <= LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"端口“{text}”不对，应是 0 到 {LAST_PORT} 的整数。")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 2 on bad input."""
    return guarded(lambda: _run(build_parser().parse_args(argv)))


def _run(options: argparse.Namespace) -> int:
    if options.command == "serve":
        return serve(settings_of(options), options.host, options.port, not options.no_pages)
    if options.command == "staff":
        from assistant.web.staff.cli import run_staff

        return run_staff(settings_of(options), options)
    with closing(Versions(settings_of(options))) as known:
        return _answer(known, options, options.as_of or today())


def _answer(known: Versions, options: argparse.Namespace, as_of: dt.date) -> int:
    """Run a command that answers."""
    if options.command == "batch":
        return run_batch(known, options.source, options.target, as_of, options.corpus)
    if options.command == "ask":
        return _ask(known, options, as_of)
    assistant = known.now
    if options.command == "batch-check":
        return run_batch_check(assistant, options.source, options.target, as_of)
    if options.command == "prompt":
        return run_prompt(assistant, options.region, as_of, standard_input(), sys.stdout)
    return _check(assistant, options, as_of)


def _ask(known: Versions, options: argparse.Namespace, as_of: dt.date) -> int:
    """Answer one question."""
    answer = known.of(options.corpus).ask([options.question], options.region, as_of)
    if options.json:
        print(answer.model_dump_json(indent=1))
    else:
        print_answer(answer, sys.stdout)
    return OK


def _check(assistant: Assistant, options: argparse.Namespace, as_of: dt.date) -> int:
    """Check one text; ``-`` reads it from standard input."""
    text = mended(standard_input().read()) if options.text == "-" else options.text
    found = check_text(assistant, text, options.region, as_of=as_of)
    if options.json:
        print(json.dumps([v.model_dump(mode="json") for v in found], ensure_ascii=False, indent=1))
    else:
        print_verdicts(found, sys.stdout)
    return OK


if __name__ == "__main__":
    sys.exit(main())
