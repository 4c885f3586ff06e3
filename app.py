"""The product's front door (启动入口): the web page; with questions from a pipe, their answers."""

from __future__ import annotations

import sys

from assistant.prompt import is_piped, run_prompt, standard_input
from assistant.service import open_assistant
from assistant.web.server import HOST, PORT, serve
from corpus.cli import Parser, guarded, read_settings
from corpus.clock import today


def main() -> int:
    """Serve the page on this machine, or answer the questions that are piped in."""
    _parser().parse_args()
    settings = read_settings()
    if not is_piped(sys.stdin):
        return serve(settings, HOST, PORT)
    assistant = open_assistant(settings)
    return run_prompt(assistant, None, today(), standard_input(), sys.stdout)


def _parser() -> Parser:
    """No options: the settings come from the environment."""
    said = f"打开网页（http://{HOST}:{PORT}）；从管道来的每一行是一个问题，直接作答。"
    note = "设置从环境变量来，见 docs/operators.md；更多命令：python -m assistant --help。"
    return Parser(prog="python app.py", description=said, epilog=note)


if __name__ == "__main__":
    sys.exit(guarded(main))
