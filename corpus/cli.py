"""What the command lines share (命令行): options, the data folder, and errors as one sentence."""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import os
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from pydantic import ValidationError

from corpus.errors import BadSetting, CorpusError
from corpus.settings import Settings

BAD_INPUT = 2
# What argparse says, and how a person is told.
USAGE_ERRORS = (
    (r"argument .*?: (.*。)", "{0}"),
    (r"the following arguments are required: (.*)", "缺少 {0}，用 --help 看用法。"),
    (r"unrecognized arguments: (.*)", "不认识“{0}”，用 --help 看用法。"),
    (r"argument (.*?): invalid choice: '(.*?)' \(choose from (.*)\)", "没有{0}“{1}”，可用：{2}。"),
    (r"argument (.*?): expected (?:one|at least one) argument", "{0} 后面缺少内容。"),
    (r"ambiguous option: (.*?) could match (.*)", "“{0}”可以是 {1}，请写全。"),
    (r"argument (.*?): ignored explicit argument '(.*)'", "{0} 后面不能带“{1}”。"),
)
DISK_ERRORS = {
    errno.ENOSPC: "磁盘空间不够",
    errno.EDQUOT: "磁盘配额不够",
    errno.EROFS: "所在的磁盘是只读的",
    errno.ENOENT: "不存在",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹",
    errno.EEXIST: "已经存在",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "文件超过了允许的大小",
}
NOT_WRITTEN = "没有写完，请检查磁盘空间"


class Parser(argparse.ArgumentParser):
    """A parser of options that speaks Chinese: ``BadSetting`` instead of a usage text."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """As ``argparse.ArgumentParser``, with Chinese headings in the help."""
        super().__init__(*args, **{**kwargs, "add_help": False})  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def format_help(self) -> str:
        """The help text."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Say in one sentence what is wrong with the options."""
        for pattern, words in USAGE_ERRORS:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                raise BadSetting(words.format(*match.groups()))
        raise BadSetting(f"选项有误（{message}），用 --help 看用法。")


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """``--data DIR``: the folder for everything that is written."""
    parser.add_argument(
        "--data", type=Path, default=None, metavar="DIR", help="数据文件夹，默认 var/"
    )


def settings_of(options: argparse.Namespace) -> Settings:
    """Settings from the environment and the ``--data`` option; ``BadSetting`` on a bad one."""
    return read_settings(options.data)


def read_settings(data: Path | None = None) -> Settings:
    """Settings from the environment, and the data folder if given; ``BadSetting`` on a bad one."""
    try:
        settings = Settings(data=data) if data else Settings()
    except ValidationError as error:
        names = "、".join(f"WENCE_{str(e['loc'][-1]).upper()}" for e in error.errors())
        raise BadSetting(f"设置有误：{names}。请检查环境变量。") from error
    if settings.data.exists() and not settings.data.is_dir():
        raise BadSetting(f"“{settings.data}”是文件，不能用作数据文件夹。")
    return settings


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
        code = run()
        sys.stdout.flush()
    except CorpusError as error:
        return _failed(str(error))
    except BrokenPipeError:
        _drop_output()
        return 0
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130
    except OSError as error:
        _drop_output()
        return _failed(_disk_words(error))
    except sqlite3.Error as error:
        return _failed(f"读写索引时出错（{error}），请检查数据文件夹和磁盘空间。")
    return code


def _failed(message: str) -> int:
    print(f"错误：{message}", file=sys.stderr)
    return BAD_INPUT


def _drop_output() -> None:
    """Nothing more can be written to standard output, not even what is still held back."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _disk_words(error: OSError) -> str:
    name = error.filename if isinstance(error.filename, str) else None
    if isinstance(error.filename, Path):
        name = str(error.filename)
    if isinstance(error, PermissionError):
        return f"没有权限读写 {name or '输出'}。"
    # Some libraries put the number of the error into their words, or leave it out.
    found = re.search(r"\[Errno (\d+)\]", str(error))
    number = error.errno or int(found[1] if found else 0)
    why = DISK_ERRORS.get(number, f"系统错误 {number}" if number else NOT_WRITTEN)
    return f"读写“{name}”没有成功：{why}。" if name else f"读写没有成功：{why}。"
