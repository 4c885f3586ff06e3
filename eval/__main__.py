"""``python -m eval``: run, score, report, compare, suite, import, check and retrieval."""

from __future__ import annotations

import sys

from corpus.errors import CorpusError
from eval.cli import COMMANDS, make_parser


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 when all is right, 1 when a case failed, 2 on bad input."""
    options = make_parser().parse_args(argv)
    try:
        return COMMANDS[options.command](options)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
