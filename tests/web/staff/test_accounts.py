"""Accounts, passwords, locks and sessions, as they are kept and as they end."""

import datetime as dt
import json
import multiprocessing
import os
import stat
import time

import pytest

from assistant.errors import BadAccount
from assistant.web.staff.accounts import FILE, FIRST, Accounts
from assistant.web.staff.attempts import Attempts
from assistant.web.staff.model import Role
from assistant.web.staff.passwords import hashed, matches
from assistant.web.staff.sessions import Sessions
from assistant.web.staff.tables import FILE as TABLES
from assistant.web.staff.tables import Database
from corpus.errors import BadSetting
from corpus.settings import Settings
from tests.waiting import PATIENCE

GOOD = "correct horse battery"
MINUTES = [dt.timedelta(minutes=n) for n in range(2000)]


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path)


@pytest.fixture
def accounts(settings):
    known = Accounts(settings)
    known.add("陈主任", Role.ADMIN, GOOD)
    known.add("老王", Role.CHECKER, GOOD)
    return known


@pytest.fixture
def sessions(settings, database, accounts):
    return Sessions(settings, database, accounts)


def test_the_file_is_for_its_owner_and_holds_no_password(accounts, tmp_path):
    path = tmp_path / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert GOOD not in path.read_text("utf-8")
    assert [one["role"] for one in json.loads(path.read_text("utf-8"))] == ["checker", "admin"]


def test_the_tables_are_for_their_owner(database, tmp_path):
    assert stat.S_IMODE((tmp_path / TABLES).stat().st_mode) == 0o600


def make_first(settings, made):
    made.put(Accounts(settings).first())


def test_the_first_start_makes_one_account_and_tells_its_password_once(settings):
    context = multiprocessing.get_context("fork")
    made = context.Queue()
    starts = [context.Process(target=make_first, args=(settings, made)) for _ in range(3)]
    for start in starts:
        start.start()
    told = [made.get(timeout=PATIENCE) for _ in starts]
    for start in starts:
        start.join(PATIENCE)
    (password,) = [one for one in told if one]
    account = Accounts(settings).find(FIRST)
    assert account.role is Role.ADMIN
    assert matches(account.hash, password)
    assert Accounts(settings).first() is None


@pytest.mark.parametrize("name", ["", " ", "a b", "x" * 33, "a/b", "<b>", "a\nb", "a\x00", '"'])
def test_names_that_cannot_be(accounts, name):
    with pytest.raises(BadAccount, match="名字"):
        accounts.add(name, Role.CHECKER, GOOD)


@pytest.mark.parametrize("password", ["", "short", "x" * 201, "小李123456"])
def test_passwords_that_cannot_be(accounts, password):
    with pytest.raises(BadAccount, match="密码"):
        accounts.add("小李", Role.CHECKER, password)


def test_names_are_one_in_any_writing(accounts):
    accounts.add("Ｗａｎｇ", Role.CHECKER, GOOD)
    assert accounts.find("Wang ") is not None
    with pytest.raises(BadAccount, match="已有"):
        accounts.add("Wang", Role.EDITOR, GOOD)


def test_the_last_who_manages_accounts_stays(accounts):
    with pytest.raises(BadAccount, match="最后一个管理员"):
        accounts.remove("陈主任")
    accounts.remove("老王")
    assert [one.name for one in accounts.all()] == ["陈主任"]


def test_accounts_of_the_setting_are_used_and_not_changed(tmp_path):
    given = [{"name": "值班", "role": "admin", "hash": hashed(GOOD, "值班")}]
    known = Accounts(Settings(data=tmp_path, staff_accounts=json.dumps(given)))
    assert known.find("值班").role is Role.ADMIN
    assert known.first() is None
    with pytest.raises(BadAccount, match="WENCE_STAFF_ACCOUNTS"):
        known.set_password("值班", GOOD)


@pytest.mark.parametrize("text", ["[", "{}", '[{"name": "a"}]', '[{"name":"a","role":"boss"}]'])
def test_a_file_that_cannot_be_read_is_told(settings, tmp_path, text):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(BadSetting, match=r"staff\.json"):
        Accounts(settings).all()


def test_wrong_passwords_lock_for_a_while(settings, database, at):
    attempts = Attempts(settings, database)
    assert [attempts.take("老王", at) for _ in range(7)] == [0, 0, 0, 0, 0, 15, 15]
    assert attempts.take("别人", at) == 0
    assert attempts.is_locked("老王", at)
    assert attempts.take("老王", at + MINUTES[14]) == 1
    assert attempts.take("老王", at + MINUTES[15]) == 0
    attempts.forget("老王")
    assert not attempts.is_locked("老王", at)


def test_the_lock_holds_in_every_process(settings, database, at):
    first, second = Attempts(settings, database), Attempts(settings, Database(settings))
    told = [one.take("老王", at) for one in (first, second) * 4]
    assert told.count(0) == settings.staff_failures


def take(settings, at, told):
    told.put(Attempts(settings, Database(settings)).take("老王", at))


def test_many_attempts_at_once_get_no_more_than_the_rest(settings, database, at):
    context = multiprocessing.get_context("fork")
    told = context.Queue()
    tries = [context.Process(target=take, args=(settings, at, told)) for _ in range(12)]
    for one in tries:
        one.start()
    answers = [told.get(timeout=PATIENCE) for _ in tries]
    for one in tries:
        one.join(PATIENCE)
    assert answers.count(0) == settings.staff_failures


def test_a_name_that_nobody_has_takes_as_long():
    kept = hashed(GOOD, "老王")
    matches(None, GOOD)

    def seconds(account_hash):
        began = time.process_time()
        assert not matches(account_hash, "wrong password")
        return time.process_time() - began

    # The least of several: whatever else this process does can only add to it.
    measured = [(seconds(None), seconds(kept)) for _ in range(4)]
    nobody, somebody = (min(each) for each in zip(*measured, strict=True))
    assert 0.5 < nobody / somebody < 2


def test_a_session_ends_when_nobody_uses_it(sessions, accounts, at):
    token = sessions.begin(accounts.find("老王"), at)
    assert sessions.signed(token, at + MINUTES[59]).account.name == "老王"
    assert sessions.signed(token, at + MINUTES[118]) is not None
    assert sessions.signed(token, at + MINUTES[178]) is None
    assert sessions.signed(token, at + MINUTES[119]) is None


def test_a_session_ends_however_much_it_is_used(sessions, accounts, at):
    token = sessions.begin(accounts.find("老王"), at)
    used = [sessions.signed(token, at + MINUTES[n]) is not None for n in range(0, 800, 30)]
    assert used == [n < 720 for n in range(0, 800, 30)]


def test_a_new_password_ends_all_sessions(sessions, accounts, at):
    tokens = [sessions.begin(accounts.find("老王"), at) for _ in range(2)]
    other = sessions.begin(accounts.find("陈主任"), at)
    accounts.set_password("老王", "another good one")
    assert [sessions.signed(token, at) for token in tokens] == [None, None]
    assert sessions.signed(other, at) is not None


def test_a_removed_account_has_no_session_left_even_if_it_comes_back(sessions, accounts, at):
    token = sessions.begin(accounts.find("老王"), at)
    accounts.remove("老王")
    assert sessions.signed(token, at) is None
    accounts.add("老王", Role.ADMIN, GOOD)
    assert sessions.signed(token, at) is None


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 10_000, "令牌"])
def test_no_token_of_ones_own_making(sessions, token, at):
    assert sessions.signed(token, at) is None


def test_the_database_holds_no_token(sessions, accounts, at, tmp_path):
    token = sessions.begin(accounts.find("老王"), at)
    kept = b"".join(p.read_bytes() for p in tmp_path.glob(f"{TABLES}*"))
    assert token.encode() not in kept


@pytest.mark.parametrize("name", ["老王", "没有这个人"])
def test_the_login_page_says_the_same_of_every_name(desk_data, running, name, alert):
    with running(Settings(data=desk_data, http_rate=0, staff_failures=3)) as http:
        told = [
            alert(http.post("/staff/login", data={"name": name, "password": "wrong"}))
            for _ in range(4)
        ]
    assert told[:3] == ["名字或密码不对。"] * 3
    assert "已锁定" in told[3]
    assert name not in told[3]
    Attempts(Settings(data=desk_data), Database(Settings(data=desk_data))).forget(name)


def test_the_owner_of_a_wide_open_file_is_warned(accounts, tmp_path, caplog):
    os.chmod(tmp_path / FILE, 0o644)
    accounts.all()
    assert "chmod 600" in caplog.text
