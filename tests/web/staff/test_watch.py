"""What takes its time at the desk: the page says so and shows itself anew, nothing is lost."""

import datetime as dt
import threading

from assistant.web.staff import watch as watch_module
from assistant.web.staff.watch import Watch
from corpus.alarms import Alarm, AlarmKind

TODAY = dt.date(2025, 10, 1)
FOUND = (Alarm(kind=AlarmKind.DISAGREE, text="两种说法。"),)


class Versioned:
    """A library as far as the watch looks at it."""

    def __init__(self, version):
        self.version = version


def test_alarms_are_looked_for_once_beside_the_page(monkeypatch, until):
    let, asked = threading.Event(), []

    def slow(library, today):
        asked.append(library.version)
        let.wait()
        return FOUND

    monkeypatch.setattr(watch_module, "alarms", slow)
    monkeypatch.setattr(watch_module, "AT_ONCE", 0.01)
    watch = Watch()
    assert watch.alarms(Versioned("a"), TODAY) is None
    assert watch.alarms(Versioned("a"), TODAY) is None
    let.set()
    until(lambda: watch.alarms(Versioned("a"), TODAY) == FOUND)
    until(lambda: watch.alarms(Versioned("b"), TODAY) == FOUND)
    assert asked == ["a", "b"]


def test_the_page_says_that_it_is_still_looking(editor, monkeypatch):
    monkeypatch.setattr(Watch, "alarms", lambda *_: None)
    got = editor.get("/notices/alarms")
    assert "正在核对" in got.text
    assert got.headers["refresh"] == "2"
    monkeypatch.setattr(Watch, "alarms", lambda *_: FOUND * 120)
    page = editor.get("/notices/alarms?page=3").text
    assert "共 120 条，第 3 页，共 3 页" in page
    assert page.count("两种说法") == 20
