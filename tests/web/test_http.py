"""The interface for programs, over a real HTTP server."""

import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import yaml

from assistant.check import check_text
from assistant.model import Answer, Verdict
from assistant.service import Assistant
from assistant.web.feedback import FeedbackStore
from corpus.clock import today
from corpus.settings import Settings

BAD = yaml.safe_load(Path(__file__).with_name("requests.yaml").read_text("utf-8"))
DAY = "2024-10-15"
ID = "聊医保发2024-27"
PATIENCE = 30


def ask(http, question, region="聊城市", **more):
    asked = {"question": question, "region": region, "as_of": DAY, **more}
    return http.post("/api/v1/ask", json=asked)


def send(http, case):
    if "get" in case:
        return http.get(case["get"])
    raw = case.get("raw", case.get("raw_times", "") * case.get("times", 0))
    body = json.dumps(case["body"], default=str) if "body" in case else raw
    return http.post(case["post"], content=body, headers={"content-type": "application/json"})


@pytest.mark.parametrize("case", BAD, ids=lambda c: c["name"])
def test_bad_requests_are_told(http, case):
    got = send(http, case)
    told = got.json()
    assert (got.status_code, told["type"]) == (
        case["status"],
        f"urn:wence:problem:{case['problem']}",
    )
    assert got.headers["content-type"] == "application/problem+json"
    assert told["status"] == got.status_code
    assert re.search(r"[一-鿿]", told["title"])
    assert case.get("says", "") in got.text
    assert told["error"]["message"] == told["detail"]


def test_an_answer_is_that_of_the_command_line(http, wence):
    got = ask(http, "居民医保一个人交多少钱")
    want = wence.ask(["居民医保一个人交多少钱"], "聊城市", dt.date.fromisoformat(DAY))
    assert Answer.model_validate(got.json()) == want
    assert want.values[0].value == "410"


def test_a_check_is_that_of_the_command_line(http, wence):
    text = "聊城市2025年度成年居民个人缴费标准为400元，学生380元。"
    got = http.post("/api/v1/check", json={"text": text, "as_of": DAY}).json()
    want = check_text(wence, text, as_of=dt.date.fromisoformat(DAY))
    assert tuple(map(Verdict.model_validate, got["claims"])) == want
    assert [v.verdict.value for v in want] == ["contradicted", "supported"]
    assert [text[v.start : v.end] for v in want] == [v.text for v in want]


def test_turns_follow_each_other(http):
    turns = ["聊城医保一个人交多少", "那低保户呢"]
    got = http.post("/api/v1/ask", json={"turns": turns, "as_of": DAY}).json()
    assert "270" in got["text"]


def test_without_a_day_it_is_today(http):
    before = today()
    got = http.post("/api/v1/ask", json={"question": "居民医保一个人交多少钱", "region": "聊城市"})
    assert before <= dt.date.fromisoformat(got.json()["as_of"]) <= today()


def test_every_rule_is_listed_and_can_be_called(http):
    rules = http.get("/api/v1/rules").json()
    assert {"family_fee", "serious_illness"} <= {r["name"] for r in rules}
    for rule in rules:
        asked = {"rule": rule["name"], "inputs": {"place": "聊城市", "as_of": DAY}}
        got = http.post("/api/v1/calculate", json=asked)
        assert got.status_code in (200, 422), rule["name"]


def test_a_family_is_computed(http):
    people = [{"who": "成年居民", "count": 2}, {"who": "小学生"}]
    inputs = {"place": "聊城市", "as_of": DAY, "persons": people}
    got = http.post("/api/v1/calculate", json={"rule": "family_fee", "inputs": inputs}).json()
    assert (got["outcome"], got["value"]) == ("computed", "1200")
    assert any("410 × 2 + 380 = 1200" in step["text"] for step in got["steps"])


def test_a_notice_and_every_citation_lies_in_it(http):
    answer = ask(http, "低保户交多少").json()
    for citation in answer["citations"]:
        whole = http.get(f"/api/v1/notices/{citation['id']}").json()
        assert whole["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert {v["clause"] for v in whole["values"]} <= {c["id"] for c in whole["clauses"]}


def test_the_list_of_notices(http):
    got = http.get("/api/v1/notices").json()
    assert {(n["id"], n["region"]) for n in got["notices"]} >= {(ID, "山东省聊城市")}


def test_the_original_is_only_for_download(http):
    got = http.get(f"/api/v1/notices/{ID}/file")
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["x-content-type-options"] == "nosniff"
    kept = Path(__file__).parents[2] / "corpus/notices" / ID
    assert got.content == next(kept.glob("0*")).read_bytes()


@pytest.mark.parametrize(
    ("words", "code"), [("聊城", "371500"), ("莘县", "371522"), ("福建", "350000")]
)
def test_places_by_a_part_of_the_name(http, words, code):
    got = http.get("/api/v1/places", params={"q": words}).json()
    assert got[0]["adcode"] == code
    assert got[0]["own"]


def test_feedback_is_kept(http, own_data):
    answer = ask(http, "居民医保一个人交多少钱").json()
    told = {"verdict": "wrong", "turns": ["我电话13812345678"], "answer": answer, "note": "少了"}
    got = http.post("/api/v1/feedback", json=told)
    assert got.status_code == 201
    record = FeedbackStore(Settings(data=own_data)).recent(1)[0]
    assert record.id == got.json()["id"]
    assert record.feedback.turns == ("我电话[电话号码]",)
    assert record.feedback.answer.model_dump(mode="json") == answer


def test_alive_ready_and_counted(http):
    assert http.get("/healthz").json()["status"] == "ok"
    ready = http.get("/readyz").json()
    assert (ready["status"], ready["notices"]) == ("ready", 3)
    ask(http, "聊城种植牙能报多少")
    page = http.get("/metrics").text
    assert 'wence_http_requests_total{method="POST",route="/api/v1/ask",status="200"}' in page
    assert 'wence_answers_total{interface="api"' in page
    assert 'wence_refusals_total{interface="api"}' in page
    assert 'wence_http_request_seconds_bucket{le="0.5",route="/api/v1/ask"}' in page


@pytest.mark.parametrize(
    "path", ["/healthz", "/api/v1/notices", "/api/v1/nothing", "/openapi.json"]
)
def test_headers_of_safety(http, path):
    headers = http.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_examples_of_the_openapi_page_work(http):
    page = http.get("/openapi.json").json()
    tried = 0
    for path, operations in page["paths"].items():
        body = operations.get("post", {}).get("requestBody")
        if body is None:
            continue
        name = body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        for example in page["components"]["schemas"][name].get("examples", ()):
            assert http.post(path, json=example).status_code == 200, (path, example)
            tried += 1
    assert tried >= 4


def test_fifty_at_once(http):
    asked = [
        "居民医保一个人交多少钱",
        "低保户交多少",
        "现在还能交不",
        "种植牙报多少",
        "新生儿怎么参保",
    ]
    with ThreadPoolExecutor(50) as many:
        got = list(many.map(lambda n: ask(http, asked[n % 5] + "？" * (n // 5)), range(100)))
    assert {g.status_code for g in got} == {200}
    assert len({g.json()["text"] for g in got[::5]}) == 1


def test_too_often_is_told_with_when_to_come_again(data, running):
    settings = Settings(data=data, http_rate=1, http_burst=3)
    with running(settings) as http:
        got = [http.get("/api/v1/rules") for _ in range(4)]
        assert [g.status_code for g in got] == [200, 200, 200, 429]
        assert 1 <= int(got[3].headers["retry-after"]) <= 60
        assert got[3].json()["type"] == "urn:wence:problem:too-many-requests"
        assert http.get("/healthz").status_code == 200
        spoofed = http.get("/api/v1/rules", headers={"x-forwarded-for": "9.9.9.9"})
        assert spoofed.status_code == 429


def test_behind_a_proxy_each_client_counts_for_itself(data, running):
    settings = Settings(data=data, http_rate=1, http_burst=1, http_proxies="127.0.0.1")
    with running(settings) as http:
        got = [
            http.get("/api/v1/rules", headers={"x-forwarded-for": client}).status_code
            for client in ("1.1.1.1", "1.1.1.1", "2.2.2.2")
        ]
    assert got == [200, 429, 200]


def test_what_takes_too_long(data, running):
    with running(Settings(data=data, http_timeout=0.000001)) as http:
        got = ask(http, "居民医保一个人交多少钱")
        assert (got.status_code, got.json()["type"]) == (504, "urn:wence:problem:timeout")


def test_too_many_who_wait(data, running, monkeypatch):
    at_work, go_on = Event(), Event()
    answer = Assistant.ask

    def held_up(*asked):
        at_work.set()
        go_on.wait(PATIENCE)
        return answer(*asked)

    monkeypatch.setattr(Assistant, "ask", held_up)
    settings = Settings(data=data, http_waiting=1, http_timeout=2 * PATIENCE)
    with running(settings) as http, ThreadPoolExecutor(1) as other:
        first = other.submit(ask, http, "居民医保一个人交多少钱")
        assert at_work.wait(PATIENCE)
        second = ask(http, "居民医保一个人交多少钱")
        go_on.set()
        assert (second.status_code, second.json()["type"]) == (503, "urn:wence:problem:busy")
        assert first.result().status_code == 200


def test_only_known_hosts(data, running):
    with running(Settings(data=data, http_hosts="wence.example.cn")) as http:
        assert http.get("/healthz").status_code == 400
        assert http.get("/healthz", headers={"host": "wence.example.cn"}).status_code == 200


def test_no_question_in_the_log(data, caplog, running):
    caplog.set_level("INFO", "wence")
    with running(Settings(data=data)) as http:
        ask(http, "我叫王小明，身份证371502199003072310，医保交多少")
        http.get("/api/v1/places", params={"q": "王小明"})
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("wence")]
    assert any("POST /api/v1/ask 200" in line for line in lines)
    assert not any("王小明" in line or "371502" in line for line in lines)


def test_an_empty_corpus_is_not_ready(data, running):
    (data / "removed.txt").write_text("\n".join(["医保发2024-19", "闽医保2024-70", ID]) + "\n")
    with running(Settings(data=data)) as http:
        got = http.get("/readyz")
        assert (got.status_code, got.json()["type"]) == (503, "urn:wence:problem:not-ready")
        assert http.get("/healthz").status_code == 200
