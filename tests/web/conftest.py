"""The service as a program meets it: a real HTTP server on a free port."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest
import uvicorn

from assistant.web.app import make_app
from corpus.settings import Settings
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
STARTING = 60


@contextlib.contextmanager
def running(settings, pages=False):
    """Serve the interface, or the pages too, from a thread; a client of its address."""
    config = uvicorn.Config(
        make_app(settings, pages), log_config=None, access_log=False, proxy_headers=False
    )
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        with httpx.Client(base_url=address(listening), timeout=30) as client:
            until(lambda: server.started)
            yield client
    finally:
        server.should_exit = True
        thread.join(STARTING)


def address(listening):
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture(name="running", scope="session")
def _running():
    """:func:`running` for tests with settings of their own."""
    return running


@pytest.fixture(name="service", scope="session")
def _service():
    """:func:`process` for tests that need several."""
    return process


@pytest.fixture(scope="session")
def own_data(built, tmp_path_factory):
    """A data folder for the service of all tests that only read."""
    return shutil.copytree(built, tmp_path_factory.mktemp("web") / "data")


@pytest.fixture(scope="session")
def http(own_data):
    """A client of a running service without limits of rate."""
    with running(Settings(data=own_data, http_rate=0, http_body=64 * 1024)) as client:
        yield client


@contextlib.contextmanager
def process(*options, env=None, pages=False):
    """``python -m assistant serve`` as a process of its own: its address and its process."""
    shown = () if pages else ("--no-pages",)
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", *shown, *options]
    whole = {**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})}
    running_process = subprocess.Popen(
        command, cwd=ROOT, env=whole, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        line = running_process.stdout.readline()
        yield line.partition("：")[2].split("　")[0].strip(), running_process
    finally:
        running_process.terminate()
        running_process.wait(STARTING)
        running_process.stdout.close()
        running_process.stderr.close()
