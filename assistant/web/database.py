"""The database of the service (数据库): SQLite in the data folder, or one that a URL names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import ArgumentError

from corpus.errors import BadSetting
from corpus.settings import Settings

SECONDS_TO_WAIT = 10
OWNER_ONLY = 0o600


def open_engine(settings: Settings, file: str) -> Engine:
    """The database of ``WENCE_FEEDBACK_URL``, else ``file`` in the data folder.

    ``BadSetting`` for a URL that names no usable database; nothing is connected yet.
    """
    url = settings.feedback_url.get_secret_value()
    if not url:
        url = f"sqlite:///{_own(settings.data, file)}"
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise BadSetting("WENCE_FEEDBACK_URL 不是可用的数据库地址，或没有装它的驱动。") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _several_writers)
    return engine


def _own(data: Path, file: str) -> Path:
    """The file, made for its owner alone before SQLite would make it for everybody."""
    data.mkdir(parents=True, exist_ok=True)
    path = (data / file).absolute()
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
    return path


def _several_writers(connection: Any, _: object) -> None:
    """Several processes may write one SQLite file: they wait for each other."""
    connection.execute(f"PRAGMA busy_timeout = {SECONDS_TO_WAIT * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
