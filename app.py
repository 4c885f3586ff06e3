"""The product's front door (启动入口): the web page; with questions from a pipe, their answers."""

from __future__ import annotations

import sys

from assistant.prompt import is_piped, run_prompt, standard_input
from assistant.service import open_assistant
from assistant.web.server import HOST, PORT, serve
from corpus.cli import guarded, read_settings
from corpus.clock import today


def main() -> int:
    """Serve the page on this machine, or answer the questions that are piped in."""
    settings = read_settings()
    if not is_piped(sys.stdin):
        return serve(settings, HOST, PORT)
    assistant = open_assistant(settings)
    return run_prompt(assistant, None, today(), standard_input(), sys.stdout)


if __name__ == "__main__":
    sys.exit(guarded(main))
