"""Command line of the corpus: ``python -m corpus add | remove | list | values | build …``."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from corpus.cli import Parser, add_data_option, day, guarded, settings_of
from corpus.errors import BadSetting, DuplicateNotice, UnknownNotice, VerifyFailed
from corpus.history import COMMAND_LINE
from corpus.history_commands import HISTORY_COMMANDS, add_history_options
from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.intake import Given
    from corpus.library import Library

OK = 0
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def build_parser() -> Parser:
    """The options of DESIGN section 5."""
    parser = Parser(prog="python -m corpus", description="问策文件库")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    add = commands.add_parser("add", help="加入文件")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--region", metavar="地区", help="文件适用的地区")
    add.add_argument("--doc-number", metavar="文号")
    add.add_argument("--issued", type=day, metavar="YYYY-MM-DD", help="成文日期")
    add.add_argument("--replace", action="store_true", help="替换同文号的文件")
    add.add_argument("--dry-run", action="store_true", help="只预览，什么也不写入")
    remove = commands.add_parser("remove", help="移除文件")
    remove.add_argument("id", metavar="编号或文号")
    _add_relate(commands)
    _add_retype(commands)
    listing = commands.add_parser("list", help="列出文件")
    listing.add_argument("--as-of", type=day, metavar="YYYY-MM-DD", help="按哪一天看，默认今天")
    values = commands.add_parser("values", help="列出数值")
    values.add_argument("id", nargs="?", metavar="编号或文号")
    for command in (add, listing, values):
        command.add_argument("--json", action="store_true", help="输出 JSON")
    commands.add_parser("build", help="建立索引")
    commands.add_parser("extract", help="重新抽取所有数值（升级抽取规则之后）")
    verify = commands.add_parser("verify", help="逐字核对所有数值，并提醒互相矛盾的文件")
    verify.add_argument("--strict", action="store_true", help="有提醒也算没有通过")
    verify.add_argument("--json", action="store_true", help="输出 JSON")
    verify.add_argument("--as-of", type=day, metavar="YYYY-MM-DD", help="按哪一天看，默认今天")
    add_history_options(commands)
    for name in ("add", "remove", "retype", "history", "restore"):
        commands.choices[name].add_argument(
            "--by",
            default=COMMAND_LINE,
            metavar="谁",
            help=f"记在历史里的名字，默认“{COMMAND_LINE}”",
        )
    for command in commands.choices.values():
        add_data_option(command)
    return parser


def _add_relate(commands: Commands) -> None:
    from corpus.relations import KINDS

    relate = commands.add_parser("relate", help="设定一份文件废止、修改或代替另一份")
    relate.add_argument("id", metavar="编号或文号")
    relate.add_argument("kind", choices=list(KINDS), metavar="repeals|amends|replaces")
    relate.add_argument("target", metavar="另一份的文号或编号")
    relate.add_argument("--from", dest="since", type=day, metavar="YYYY-MM-DD", help="从哪一天起")
    relate.add_argument("--articles", metavar="第五条,第七条", help="只是其中的这些条款")
    relate.add_argument("--note", default="", metavar="说明")
    unrelate = commands.add_parser("unrelate", help="取消一份文件对另一份的废止、修改或代替")
    unrelate.add_argument("id", metavar="编号或文号")
    unrelate.add_argument("target", metavar="另一份的文号或编号")


def _add_retype(commands: Commands) -> None:
    retype = commands.add_parser("retype", help="按原件改识别错的字")
    retype.add_argument("id", metavar="编号或文号")
    retype.add_argument("was", metavar="认成的字")
    retype.add_argument("words", metavar="原件上的字")
    retype.add_argument("--which", type=int, metavar="第几处", help="同样的字有几处时，改第几处")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 2 on bad input or a failed check."""
    return guarded(lambda: _run(build_parser().parse_args(argv)))


def _run(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    return COMMANDS[options.command](settings, options)


def _add(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.change import add_files
    from corpus.intake import Given

    given = Given(options.region, options.doc_number, options.issued)
    if options.dry_run:
        return _preview(settings, options, given)
    if options.json:
        raise BadSetting("--json 要和 --dry-run 一起用。")
    for added in add_files(settings, options.files, given, options.replace, True, options.by):
        notice = added.document.notice
        print(f"{'已加入' if added.written else '已在库中'}：{notice.title}")
        issuers = "、".join(notice.issuers) or "不详"
        print(f"  编号 {notice.id}；文号 {notice.doc_number or '无'}；发文 {issuers}")
        unsure = sum(v.uncertain for v in added.values)
        counts = f"条款 {len(added.document.clauses)}；数值 {len(added.values)}"
        print(f"  日期 {notice.issued_on or '不详'}；{counts}")
        for remark in added.document.remarks:
            print(f"  注意：{remark}")
        if unsure:
            print(f"  其中 {unsure} 个识别得不清楚，核对确认以前不用来回答")
    return OK


def _preview(settings: Settings, options: argparse.Namespace, given: Given) -> int:
    from corpus.clock import today
    from corpus.preview import preview_files
    from corpus.preview_text import NOTHING_WRITTEN, preview_lines, preview_row

    previews = preview_files(
        settings, options.files, given, options.replace, progress=True, as_of=today()
    )
    if options.json:
        print(json.dumps([preview_row(p) for p in previews], ensure_ascii=False, indent=1))
    else:
        print(*(line for p in previews for line in preview_lines(p)), sep="\n")
        print(NOTHING_WRITTEN)
    refused = [p.why for p in previews if p.why]
    if refused:
        raise DuplicateNotice(refused[0])
    return OK


def _remove(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.change import remove

    print(f"已移除：{remove(settings, options.id, progress=True, by=options.by)}")
    return OK


def _retype(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.change import retype
    from corpus.listing import figure_words, name_words

    made = retype(settings, options.id, options.was, options.words, options.which, options.by)
    print(f"已改：{made.notice.title}")
    for value in made.values:
        print(f"  {name_words(value)}：{figure_words(value)}（已确认）")
    return OK


def _relate(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.listing import related_words
    from corpus.model import RelationKind
    from corpus.relations import relate

    articles = [a for a in re.split("[,，、\\s]+", options.articles or "") if a]
    done = relate(
        settings,
        options.id,
        RelationKind(options.kind),
        options.target,
        since_day=options.since,
        articles=articles,
        note=options.note,
    )
    print(f"已记下：{related_words(done.notice, done.relation, done.since)}")
    return OK


def _unrelate(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.listing import relation_words
    from corpus.relations import unrelate

    for relation in unrelate(settings, options.id, options.target):
        print(f"已取消：{relation_words(relation)}")
    return OK


def _list(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.clock import today
    from corpus.library import load_library
    from corpus.listing import notice_row, standing_words

    library, as_of = load_library(settings), options.as_of or today()
    if options.json:
        rows = [notice_row(n, library, as_of) for n in library.notices]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return OK
    for entry in library.entries.values():
        notice = entry.notice
        place = library.places.get(notice.jurisdiction).name
        number = notice.doc_number or "无文号"
        issued, standing = notice.issued_on or "日期不详", standing_words(notice, library, as_of)
        print(notice.id, place, issued, number, notice.title, standing, sep="\t")
    return OK


def _values(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.library import load_library
    from corpus.listing import value_line, value_row

    library = load_library(settings)
    wanted = [n.id for n in library.notices if options.id in (None, n.id, n.doc_number)]
    if not wanted:
        raise UnknownNotice(f"库里没有编号或文号为“{options.id}”的文件，可用 list 查看。")
    values = [v for i in wanted for v in library.entries[i].values]
    if options.json:
        print(json.dumps([value_row(v) for v in values], ensure_ascii=False, indent=1))
        return OK
    for value in values:
        print(value_line(value, library))
    return OK


def _build(settings: Settings, _: argparse.Namespace) -> int:
    from corpus.change import build

    build(settings, progress=True)
    return OK


def _extract(settings: Settings, _: argparse.Namespace) -> int:
    from corpus.change import extract_again

    for ident, count in extract_again(settings):
        print(f"{ident}：{count} 个数值")
    return OK


def _verify(settings: Settings, options: argparse.Namespace) -> int:
    from corpus.alarms import alarms
    from corpus.clock import today
    from corpus.library import load_library
    from corpus.preview_text import alarm_line

    library = load_library(settings)
    problems, found = _problems(library), alarms(library, options.as_of or today())
    notices, count = len(library.entries), sum(len(e.values) for e in library.entries.values())
    if options.json:
        row = {"notices": notices, "values": count, "problems": problems}
        told = [a.model_dump(mode="json") for a in found]
        print(json.dumps(row | {"alarms": told}, ensure_ascii=False, indent=1))
    else:
        print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
        print(*(alarm_line(a) for a in found), sep="\n", end="\n" if found else "")
    if problems:
        raise VerifyFailed(f"核对没有通过：{len(problems)} 处与原文不一致。")
    warnings = sum(not a.information for a in found)
    if options.strict and warnings:
        raise VerifyFailed(f"逐字一致，但有 {warnings} 处提醒。")
    if not options.json:
        print(f"核对通过：{notices} 份文件，{count} 个数值，逐字一致。")
    return OK


def _problems(library: Library) -> list[str]:
    """What is wrong with the values, the places and the sources, a sentence each."""
    from corpus.store import check_source, load_places
    from corpus.verify import verify_places, verify_values

    problems: list[str] = []
    for entry in library.entries.values():
        check_source(entry.folder, entry.notice)
        problems += verify_values(entry.document, list(entry.values))
        problems += verify_places(entry.document, load_places(entry.folder))
    return problems


COMMANDS: dict[str, Callable[[Settings, argparse.Namespace], int]] = {
    "add": _add,
    "remove": _remove,
    "retype": _retype,
    "relate": _relate,
    "unrelate": _unrelate,
    "list": _list,
    "values": _values,
    "build": _build,
    "extract": _extract,
    "verify": _verify,
    **HISTORY_COMMANDS,
}

if __name__ == "__main__":
    sys.exit(main())
