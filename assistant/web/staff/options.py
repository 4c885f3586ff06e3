"""The options of ``python -m assistant staff`` (经办台的命令行选项)."""

from __future__ import annotations

import argparse

from assistant.web.staff.model import Role
from corpus.cli import add_data_option


def add_staff_options(staff: argparse.ArgumentParser) -> None:
    """The commands below ``staff``."""
    commands = staff.add_subparsers(dest="staff", required=True, metavar="命令")
    add = commands.add_parser("add", help="加一个账号，密码从终端或标准输入读")
    add.add_argument("name", metavar="名字")
    roles = [role.value for role in Role]
    add.add_argument("--role", choices=roles, default=Role.CHECKER.value, help="角色")
    told = {"passwd": "改密码", "remove": "删除账号", "unlock": "解开锁定"}
    named = [commands.add_parser(name, help=words_) for name, words_ in told.items()]
    for command in named:
        command.add_argument("name", metavar="名字")
    listing = commands.add_parser("list", help="有哪些账号")
    log = commands.add_parser("log", help="日志")
    log.add_argument("do", choices=["verify"], metavar="verify", help="核对日志有没有被改过")
    log.add_argument("--head", default="", metavar="校验值", help="以前记下的末行校验值，应当还在")
    for command in (add, listing, log, *named):
        add_data_option(command)
