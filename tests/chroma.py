"""A real Chroma server for a test."""

import contextlib
import os
import socket
import subprocess
import sys
import time

import httpx

STARTING = 120
TRIES = 5


@contextlib.contextmanager
def chroma_server(folder):
    """The address of a server that keeps its data in this folder."""
    running, url = next(filter(None, (started(folder) for _ in range(TRIES))))
    try:
        yield url
    finally:
        running.terminate()
        running.wait(STARTING)


def started(folder):
    """A server and its address; ``None`` when another program was quicker to take the port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    program = os.path.join(os.path.dirname(sys.executable), "chroma")
    command = [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url, end = f"http://127.0.0.1:{port}", time.monotonic() + STARTING
    while running.poll() is None and not answers(f"{url}/api/v2/heartbeat"):
        assert time.monotonic() < end, "Chroma 没有启动"
        time.sleep(0.1)
    return (running, url) if running.poll() is None else None


def answers(url):
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False
