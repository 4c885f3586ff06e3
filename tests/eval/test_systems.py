"""Systems under test: the baselines on the shipped notices, and a real HTTP endpoint."""

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from corpus.library import load_library
from corpus.settings import Settings
from eval.errors import BadAnswer, UnknownSystem
from eval.systems import Search, SystemOptions, make_system
from eval.systems.base import checked_answer

DAY = dt.date(2024, 10, 15)
JSON_ANSWER = {"status": "unanswerable", "reason": "no_source", "text": "没有规定。"}


class Endpoint(BaseHTTPRequestHandler):
    """Replies by the last message, and keeps what it was sent."""

    seen: ClassVar[list] = []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Endpoint.seen.append((self.path, self.headers.get("Authorization"), body))
        asked = body["messages"][-1]["content"]
        busy = asked == "忙" and len(Endpoint.seen) < 2
        self.send_response(503 if busy else 401 if asked == "锁" else 200)
        self.end_headers()
        reply = {"数": "每人不低于410元。", "表": json.dumps(JSON_ANSWER), "空": ""}.get(
            asked, "好"
        )
        if asked != "坏":
            message = {"choices": [{"message": {"content": reply}}]}
            self.wfile.write(json.dumps(message).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def endpoint():
    Endpoint.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    options = SystemOptions(
        url=f"http://127.0.0.1:{server.server_port}/v1", model="m", key="secret"
    )
    yield make_system("http", Settings(), options)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("asked", "status", "values"),
    [("数", "answered", [("410", "at_least")]), ("表", "unanswerable", []), ("忙", "answered", [])],
)
def test_an_endpoint_is_asked_as_openai_says(endpoint, asked, status, values):
    answer = checked_answer(endpoint.ask([asked], "聊城市", DAY))
    assert answer["status"] == status
    assert [(v["value"], v["bound"]) for v in answer["values"]] == values
    path, key, body = Endpoint.seen[0]
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer secret", "m")
    assert "2024-10-15" in body["messages"][0]["content"]


def test_earlier_turns_are_asked_first(endpoint):
    endpoint.ask(["数", "好"], None, DAY)
    roles = [m["role"] for m in Endpoint.seen[-1][2]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]


@pytest.mark.parametrize("asked", ["空", "坏", "锁"])
def test_no_answer_is_told(endpoint, asked):
    with pytest.raises(BadAnswer):
        endpoint.ask([asked], None, DAY)


def test_an_endpoint_needs_its_address():
    with pytest.raises(UnknownSystem, match="--url"):
        make_system("http", Settings(), SystemOptions(url="ftp://x", model="m"))


@pytest.mark.parametrize("name", ["bm25", "naive"])
def test_a_baseline_answers_with_a_cited_sentence(name, data, rough):
    settings = Settings(data=data)
    system = make_system(name, settings)
    answer = checked_answer(system.ask(["成年居民个人缴费标准是多少"], "聊城市", DAY))
    (cited,) = answer["citations"]
    texts = [d.text[cited["start"] : cited["end"]] for d in load_library(settings).documents]
    assert answer["text"] == cited["quote"]
    assert cited["quote"] in texts
    assert isinstance(system, Search)


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "maybe", "text": "x"},
        {"status": "answered", "text": " "},
        {"status": "answered", "text": "x", "citations": [{"notice": "甲"}]},
        {"status": "answered", "text": "x", "values": "410"},
    ],
)
def test_an_answer_of_another_form_is_refused(answer):
    with pytest.raises(BadAnswer):
        checked_answer(answer)
