"""Commands of the history (历史的命令): ``history``, ``restore`` and ``compare``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from corpus.errors import BadSetting
from corpus.settings import Settings

OK = 0


def add_history_options(commands: Any) -> None:
    """The commands of this page among those of the corpus."""
    history = commands.add_parser("history", help="列出改动；抹去已移除文件的历史")
    history.add_argument("id", nargs="?", metavar="编号或文号")
    history.add_argument("--forget", metavar="编号或文号", help="从历史里抹去一份已移除的文件")
    history.add_argument("--yes", action="store_true", help="抹去时不再问")
    restore = commands.add_parser("restore", help="恢复成某个版本的样子")
    restore.add_argument("id", nargs="?", metavar="编号或文号", help="不写就是全部")
    restore.add_argument("--version", required=True, metavar="版本")
    compare = commands.add_parser("compare", help="比较两个版本")
    compare.add_argument("before", metavar="版本")
    compare.add_argument("after", metavar="版本")
    for command in (history, compare):
        command.add_argument("--json", action="store_true", help="输出 JSON")


def _history(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.history import read_history
    from corpus.history_text import NO_HISTORY, event_lines, event_rows

    if options.forget is not None:
        return _forget(settings, options)
    history = read_history(settings.data)
    wanted = options.id if options.id is None else history.ident(options.id)
    rows = event_rows(history.events, wanted)
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print(*(event_lines(rows) if rows else [NO_HISTORY]), sep="\n")
    return OK


def _forget(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.restore import forget

    if not options.yes:
        print(f"要从历史里抹去“{options.forget}”，以后恢复不了，它在的版本也不能再重答。")
        print("确认请再输一遍：", end="", flush=True)
        if sys.stdin.readline().strip() != options.forget:
            raise BadSetting("两次输入的不一样，什么也没有改。")
    print(f"已抹去：{forget(settings, options.forget, by=options.by)}")
    return OK


def _restore(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.restore import restore_all, restore_notice

    if options.id is None:
        changed = restore_all(settings, options.version, progress=True, by=options.by)
    else:
        ident, whether = restore_notice(
            settings, options.id, options.version, progress=True, by=options.by
        )
        changed = [ident] if whether else []
    print(f"已恢复：{'、'.join(changed)}" if changed else "本来就是那个样子，没有改动。")
    return OK


def _compare(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.compare import compare
    from corpus.history_text import comparison_lines, comparison_row

    found = compare(settings, options.before, options.after)
    if options.json:
        print(json.dumps(comparison_row(found), ensure_ascii=False, indent=1))
    else:
        print(*comparison_lines(found), sep="\n")
    return OK


HISTORY_COMMANDS: Mapping[str, Callable[[Settings, argparse.Namespace], int]] = {
    "history": _history,
    "restore": _restore,
    "compare": _compare,
}
