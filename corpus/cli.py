"""What the command lines share (命令行): the data option, days, and errors as one sentence."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import BadSetting, CorpusError
from corpus.settings import Settings

BAD_INPUT = 2


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """``--data DIR``: the folder for everything that is written."""
    parser.add_argument(
        "--data", type=Path, default=None, metavar="DIR", help="数据文件夹，默认 var/"
    )


def settings_of(options: argparse.Namespace) -> Settings:
    """Settings from the environment and the ``--data`` option; ``BadSetting`` on a bad one."""
    try:
        return Settings(**({"data": options.data} if options.data else {}))
    except ValidationError as error:
        names = "、".join(f"WENCE_{str(e['loc'][-1]).upper()}" for e in error.errors())
        raise BadSetting(f"设置有误：{names}。请检查环境变量。") from error


def day(text: str) -> dt.date:
    """A day of the command line, YYYY-MM-DD and nothing else."""
    try:
        if len(text) != len("2024-10-01"):
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError:
        message = f"日期“{text}”写法不对，应像 2024-10-01，并且是真实的日期。"
        raise argparse.ArgumentTypeError(message) from None


def guarded(run: Callable[[], int]) -> int:
    """Run a command; errors that a person can mend become one sentence and exit code 2."""
    try:
        return run()
    except CorpusError as error:
        print(f"错误：{error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130
    except PermissionError as error:
        print(f"错误：没有权限读写 {error.filename}。", file=sys.stderr)
        return BAD_INPUT
