"""Accounts from the command line, and the one account that the first start makes."""

import io
import re

import pytest

from assistant.web.server import tell_first_account
from assistant.web.staff.accounts import Accounts
from assistant.web.staff.log import Log
from assistant.web.staff.passwords import matches
from assistant.web.staff.tables import Database
from corpus.settings import Settings

GOOD = "correct horse battery"


@pytest.fixture
def settings(data):
    return Settings(data=data)


def test_an_account_from_its_beginning_to_its_end(process, assistant, settings, monkeypatch):
    def staff(*options, said=""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(said.encode())))
        return assistant("staff", *options)

    first = ("-m", "assistant", "staff", "add", "陈主任", "--role", "admin")
    assert process(*first, stdin=f"{GOOD}\n".encode()).out == "已加：陈主任（管理员）\n"
    assert staff("add", "老王", said=f"{GOOD}\r\n").code == 0
    assert matches(Accounts(settings).find("老王").hash, GOOD)
    assert assistant("staff", "list").out.splitlines() == [
        "老王\tchecker\t核对员",
        "陈主任\tadmin\t管理员",
    ]
    assert staff("passwd", "老王", said="another-one-1\n").code == 0
    assert matches(Accounts(settings).find("老王").hash, "another-one-1")
    assert assistant("staff", "unlock", "老王").code == 0
    assert assistant("staff", "remove", "老王").code == 0
    assert Accounts(settings).find("老王") is None
    told = [(line.who, line.action.value) for line in Log(Database(settings)).recent(9)]
    assert told[::-1] == [
        ("命令行", "account_added"),
        ("命令行", "account_added"),
        ("命令行", "password_changed"),
        ("命令行", "unlocked"),
        ("命令行", "account_removed"),
    ]


REFUSED = [
    ["add", "老王"],  # standard input is empty
    ["add", "老王", "--role", "boss"],
    ["add", "老王", "--password", GOOD],
    ["passwd", "没有这个人"],
    ["unlock", "没有这个人"],
    ["remove", "没有这个人"],
    ["log"],
    ["log", "verify", "--head"],
    [],
]


@pytest.mark.parametrize("options", REFUSED, ids=" ".join)
def test_what_cannot_be_done_is_told(assistant, one_sentence, monkeypatch, options):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    got = assistant("staff", *options)
    assert got.code == 2
    one_sentence(got.err)


def test_the_first_start_tells_a_password_that_works_and_never_again(settings, capsys):
    tell_first_account(settings)
    name, password = re.search(r"：(\w+)，密码 (\w{16}) ", capsys.readouterr().out).groups()
    assert matches(Accounts(settings).find(name).hash, password)
    tell_first_account(settings)
    assert capsys.readouterr().out == ""
