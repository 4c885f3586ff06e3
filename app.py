"""The product's front door (启动入口): settings -> assistant -> the terminal prompt."""

from __future__ import annotations

import datetime as dt
import sys

from assistant.prompt import run_prompt, standard_input
from assistant.service import open_assistant
from corpus.cli import guarded, read_settings


def main() -> int:
    """Open the assistant and answer questions from the terminal or a pipe."""
    assistant = open_assistant(read_settings())
    return run_prompt(assistant, None, dt.date.today(), standard_input(), sys.stdout)


if __name__ == "__main__":
    sys.exit(guarded(main))
