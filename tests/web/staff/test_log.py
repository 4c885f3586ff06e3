"""The log: lines are only ever added, and whoever tampers is found out."""

import datetime as dt
import multiprocessing
import sqlite3

import pytest

from assistant.errors import LogBroken
from assistant.web.staff.log import Log
from assistant.web.staff.model import Action
from assistant.web.staff.tables import FILE, Database
from corpus.settings import Settings
from tests.waiting import PATIENCE


@pytest.fixture
def log(database, at):
    kept = Log(database)
    for n in range(5):
        kept.add(
            at + dt.timedelta(hours=n),
            "老王",
            Action.ACCEPTED,
            f"check/1/{n}",
            "v1",
            note=f"第{n}条",
        )
    return kept


@pytest.fixture
def raw(log, tmp_path):
    """The file as somebody with access to the machine gets at it."""
    connection = sqlite3.connect(tmp_path / FILE)
    yield connection
    connection.close()


def test_lines_say_who_when_what_and_on_which_corpus(log, at):
    newest = log.recent(1)[0]
    assert (newest.id, newest.who, newest.action) == (5, "老王", Action.ACCEPTED)
    assert (newest.at, newest.subject, newest.corpus) == (
        at + dt.timedelta(hours=4),
        "check/1/4",
        "v1",
    )
    assert newest.detail == {"note": "第4条"}
    assert [line.id for line in log.recent(2, before=4)] == [3, 2]
    assert [line.id for line in log.under("check/1/")] == [1, 2, 3, 4, 5]
    assert log.verify() == (5, newest.hash)


def test_personal_numbers_are_masked(log, at, tmp_path):
    log.add(at, "老王", Action.OVERRULED, "check/1/0", "v1", note="他的身份证371502199003072310")
    assert log.recent(1)[0].detail == {"note": "他的身份证[身份证号]"}


@pytest.mark.parametrize(
    "change", ["UPDATE staff_log SET who='别人' WHERE id=2", "DELETE FROM staff_log WHERE id=5"]
)
def test_the_database_refuses_to_change_a_line(raw, change):
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(change)


TAMPERED = {
    "改名": "UPDATE staff_log SET who='别人' WHERE id=2",
    "改细节": "UPDATE staff_log SET detail='{}' WHERE id=5",
    "改时间": "UPDATE staff_log SET at='2020-01-01T00:00:00.000000+00:00' WHERE id=1",
    "删中间": "DELETE FROM staff_log WHERE id=3",
    "删开头": "DELETE FROM staff_log WHERE id=1",
    "换编号": "UPDATE staff_log SET id=9 WHERE id=5",
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_changed_log_is_found_out(log, raw, change):
    for verb in ("update", "delete"):
        raw.execute(f"DROP TRIGGER staff_log_no_{verb}")
    raw.execute(change)
    raw.commit()
    with pytest.raises(LogBroken):
        log.verify()


def test_a_log_cut_short_is_found_out_by_the_hash_that_was_noted(log, raw):
    _, noted = log.verify()
    raw.execute("DROP TRIGGER staff_log_no_delete")
    raw.execute("DELETE FROM staff_log WHERE id=5")
    raw.commit()
    log.verify()
    with pytest.raises(LogBroken):
        log.verify(noted)


def write(data, at, times):
    log = Log(Database(Settings(data=data)))
    for n in range(times):
        log.add(at, "老王", Action.CHECKED, f"check/{n}", "v1")


def test_several_processes_write_one_chain(log, at, tmp_path):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write, args=(tmp_path, at, 15)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(PATIENCE)
    assert {writer.exitcode for writer in writers} == {0}
    assert log.verify()[0] == 5 + 45


def test_from_the_command_line(assistant, data, one_sentence, at):
    settings = Settings(data=data)
    Log(Database(settings)).add(at, "老王", Action.CHECKED, "check/1", "v1")
    good = assistant("staff", "log", "verify")
    assert good.code == 0
    assert "1 行" in good.out
    bad = assistant("staff", "log", "verify", "--head", "f" * 64)
    assert bad.code == 2
    one_sentence(bad.err, "日志")
