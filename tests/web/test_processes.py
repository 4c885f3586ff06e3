"""The service as operators run it: processes of their own, one corpus, one Chroma server."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from corpus.index import build_index
from corpus.library import load_library
from corpus.settings import Settings
from tests.chroma import chroma_server

ROOT = Path(__file__).resolve().parents[2]
SHANGRAO = ROOT / "tests/fixtures/notices/unseen/dev/shangrao_fee.txt"
ASKED = {"question": "居民医保一个人交多少钱", "as_of": "2024-10-15"}
STARTING = 60


@pytest.fixture
def chroma(tmp_path):
    """A real Chroma server and its address."""
    with chroma_server(tmp_path / "server") as url:
        yield url


def test_two_processes_share_a_corpus_and_a_chroma_server(data, chroma, quick, service, until):
    env = {"WENCE_CHROMA_URL": chroma, "WENCE_HTTP_RATE": "0"}
    settings = Settings(data=data, chroma_url=chroma)
    build_index(settings, load_library(settings).documents)
    with (
        service("--data", str(data), env=env) as (one, _),
        service("--data", str(data), env=env) as (two, _),
    ):
        asked = {**ASKED, "region": "上饶市"}
        before = [httpx.post(f"{url}/api/v1/ask", json=asked).json() for url in (one, two)]
        assert before[0] == before[1]
        assert all(httpx.get(f"{url}/readyz").status_code == 200 for url in (one, two))
        add = [sys.executable, "-m", "corpus", "add", str(SHANGRAO), "--data", str(data)]
        subprocess.run(add, cwd=ROOT, env={**os.environ, **env}, check=True, capture_output=True)

        def both():
            after = [httpx.post(f"{url}/api/v1/ask", json=asked).json() for url in (one, two)]
            return all("上饶市" in {v["region"] for v in a["values"]} for a in after)

        until(both)
        found = [httpx.get(f"{url}/readyz").json() for url in (one, two)]
        assert found[0] == found[1]
        assert found[0]["notices"] == 4


def test_one_service_an_embedded_store(data, service, one_sentence):
    with service("--data", str(data)) as (url, _):
        assert httpx.get(f"{url}/readyz").status_code == 200
        command = [sys.executable, "-m", "assistant", "serve", "--no-pages", "--port", "0"]
        second = subprocess.run(
            [*command, "--data", str(data)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert second.returncode == 2
        one_sentence(second.stderr, "WENCE_CHROMA_URL")


def test_a_request_under_way_is_answered_before_the_end(data, service):
    with service("--data", str(data)) as (url, running):
        with httpx.Client(base_url=url) as client:
            assert client.post("/api/v1/ask", json={**ASKED, "region": "聊城市"}).status_code == 200
        running.send_signal(signal.SIGTERM)
        assert running.wait(STARTING) in (0, -signal.SIGTERM)
        assert "Traceback" not in running.stderr.read()


def test_a_taken_port_is_told(data, process, one_sentence):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        got = process("-m", "assistant", "serve", "--no-pages", "--port", str(port))
    assert got.code == 2
    one_sentence(got.err, str(port), "--port")


@pytest.mark.parametrize("port", ["x", "-1", "70000"])
def test_a_port_that_is_none_is_told(data, process, one_sentence, port):
    got = process("-m", "assistant", "serve", f"--port={port}")
    assert got.code == 2
    one_sentence(got.err, port)
