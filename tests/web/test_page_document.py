"""The pages as a browser gets them, before any script has run."""

import re
import signal

import httpx
import pytest

from corpus.settings import Settings

DAY = "2024-10-15"
ALLOWED = 12
"""Requests at once, in :func:`limited`."""

ENDING = 60
OUT_OF_PATIENCE = "graceful shutdown exceeded"
"""What Uvicorn says when the last requests' time is over."""


@pytest.fixture(scope="module")
def limited(own_data, running):
    """A client of a service with pages that answers few requests at once."""
    with running(Settings(data=own_data, http_rate=1, http_burst=ALLOWED), pages=True) as client:
        yield client


def test_the_document_is_chinese_and_names_no_other_site(limited):
    got = limited.get("/")
    assert got.is_success
    assert re.search(r'<html[^>]*lang="zh-CN"', got.text)
    assert "<title>问策 · 医保政策查询</title>" in got.text
    assert "12393" in got.text  # for those whose browser runs no scripts
    named = re.findall(r"(?:src|href|content)=\"(?:https?:)?//([^/\"]+)", got.text)
    assert named == []
    assert "default-src 'self'" in got.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["style.css", "page.js", "favicon.png"])
def test_its_own_files_are_there(limited, path):
    assert limited.get(f"/page/{path}").is_success


def test_the_page_is_found_where_it_was_opened(limited):
    """Behind a balancer the page asks at the address that the person typed."""
    headers = {"host": "yibao.example:8443", "x-forwarded-proto": "https"}
    found = limited.get("/config", headers=headers).json()
    assert found["root"] == "https://yibao.example:8443"


def test_the_interface_is_there_beside_the_pages(limited):
    body = {"question": "学生交多少", "region": "聊城市", "as_of": DAY}
    assert "380" in limited.post("/api/v1/ask", json=body).json()["text"]
    assert limited.get("/readyz").is_success


CLOSED = [
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/file=/etc/hostname"),
    ("GET", "/gradio_api/proxy=https://example.com/"),
    ("GET", "/gradio_api/runs"),
    ("GET", "/gradio_api/call/x/y"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/vibe-edit"),
    ("POST", "/gradio_api/run/predict"),
    ("GET", "/monitoring"),
    ("GET", "/dev/reload"),
    ("GET", "/%2e%2e/etc/hostname"),
]


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_what_the_page_does_not_need_is_closed(limited, method, path):
    got = limited.request(method, path)
    assert got.status_code == 404
    assert got.headers["content-type"] == "application/problem+json"


def test_an_open_page_does_not_hold_up_the_end(data, service):
    with service("--data", str(data), pages=True) as (url, running):
        with httpx.stream("GET", f"{url}/gradio_api/heartbeat/somebody", timeout=30) as stream:
            next(stream.iter_lines())
            running.send_signal(signal.SIGTERM)
            running.wait(ENDING)
        said = running.stderr.read()
        assert "Traceback" not in said
        assert OUT_OF_PATIENCE not in said


def test_questions_on_the_page_count_against_the_limit(limited):
    """Looking at the page is free, asking is not, in whatever way."""
    assert all(limited.get("/").is_success for _ in range(ALLOWED + 1))
    asked = [limited.post("/gradio_api/queue/join", json={}) for _ in range(ALLOWED + 1)]
    assert asked[0].status_code != 429
    assert asked[-1].status_code == 429
    assert asked[-1].headers["retry-after"]
    assert "请求太密" in asked[-1].json()["detail"]
