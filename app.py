"""The product's front door (启动入口): settings -> assistant -> the terminal prompt."""

from __future__ import annotations

import datetime as dt
import sys

from assistant.prompt import run_prompt
from assistant.service import open_assistant
from corpus.cli import guarded
from corpus.settings import Settings


def main() -> int:
    """Open the assistant and answer questions from the terminal or a pipe."""
    assistant = open_assistant(Settings())
    return run_prompt(assistant, None, dt.date.today(), sys.stdin, sys.stdout)


if __name__ == "__main__":
    sys.exit(guarded(main))
