"""The assistant follows the corpus while it answers."""

import datetime as dt
import threading
from pathlib import Path

import pytest

from assistant.web.live import LOOK_EVERY, Live
from corpus.change import add_files, remove
from corpus.errors import CorpusError
from corpus.intake import Given
from corpus.settings import Settings

DAY = dt.date(2024, 10, 15)
SHANGRAO = Path(__file__).parents[1] / "fixtures/notices/unseen/dev/shangrao_fee.txt"


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def tick(self):
        self.now += LOOK_EVERY


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def live(data, quick, clock):
    return Live(Settings(data=data), clock)


def fee(live):
    return live.current().ask(["医保个人交多少"], "上饶市", DAY)


def test_a_notice_added_and_removed_is_seen(live, clock):
    settings = live.settings
    before = fee(live)
    added = add_files(settings, [SHANGRAO], Given())
    clock.tick()
    after = fee(live)
    assert before.corpus != after.corpus
    assert any("上饶" in v.region for v in after.values)
    remove(settings, added[0].document.notice.id)
    clock.tick()
    assert fee(live).corpus == before.corpus


def test_within_a_second_nothing_is_looked_at(live, clock):
    first = live.current()
    remove(live.settings, "闽医保2024-70")
    assert live.current() is first
    clock.tick()
    assert live.current() is not first


def test_an_edited_value_is_seen(live, clock, data):
    """People reject a value in the file itself, in the middle of everything."""
    add_files(live.settings, [SHANGRAO], Given())
    clock.tick()
    first = live.current()
    path = next((data / "notices").glob("*/values.yaml"))
    path.write_text(path.read_text("utf-8").replace("status: extracted", "status: rejected"))
    clock.tick()
    assert live.current().library.version != first.library.version


def test_a_damaged_file_leaves_the_old_answers(live, clock, data):
    add_files(live.settings, [SHANGRAO], Given())
    clock.tick()
    good = live.current()
    path = next((data / "notices").glob("*/notice.yaml"))
    whole = path.read_bytes()
    path.write_bytes(b"- [")
    clock.tick()
    assert live.current() is good
    assert "已损坏" in live.trouble
    path.write_bytes(whole)
    clock.tick()
    assert live.current().library.version == good.library.version
    assert live.trouble is None


def test_a_folder_that_cannot_be_looked_into_is_no_end(live, clock):
    good, place = live.current(), live.settings.data / "notices"
    place.write_text("这里本该是文件夹", encoding="utf-8")
    clock.tick()
    assert live.current() is good
    assert live.trouble
    place.unlink()
    clock.tick()
    assert live.current().library.version == good.library.version
    assert live.trouble is None


def test_who_asks_meanwhile_keeps_the_old_one(live, clock):
    """A request under way is answered to the end by the version that it began with."""
    old = live.current()
    remove(live.settings, "闽医保2024-70")
    clock.tick()
    assert live.current() is not old
    assert old.ask(["居民医保个人最少交多少"], "福建省", DAY).corpus == old.library.version


def test_many_threads_while_the_corpus_changes(live, clock):
    wrong, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            clock.tick()
            answer = live.current().ask(["聊城医保一个人交多少"], None, DAY)
            if "410" not in answer.text:
                wrong.append(answer)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    remove(live.settings, "闽医保2024-70")
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_folder_that_cannot_be_read_is_told_at_once(data, quick):
    with pytest.raises(CorpusError):
        Live(Settings(data=data, embedder="unknown"))
