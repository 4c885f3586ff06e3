"""Sets that staff make (经办台的问题集): files in the data folder that ``eval`` can run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import StaffUnavailable

FOLDER = "sets"
CLAIMS, QUESTIONS = "claims_desk.jsonl", "questions_desk.jsonl"
FIELDS = ("id", "text", "turns", "region", "as_of", "claims", "expect", "tags")
"""In the order in which people write a row."""

SECONDS_TO_WAIT = 10


def promote(data: Path, row: dict[str, Any]) -> Path:
    """Add a row to the set of its kind, once; the file."""
    path = data / FOLDER / (CLAIMS if "claims" in row else QUESTIONS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=SECONDS_TO_WAIT):
            before = path.read_text("utf-8") if path.exists() else ""
            if row["id"] not in _ids(before):
                ordered = {name: row[name] for name in FIELDS if name in row}
                line = json.dumps(ordered, ensure_ascii=False)
                _replace(path, f"{before}{line}\n")
    except Timeout as error:
        raise StaffUnavailable("问题集正被另一个人写，请稍后再试。") from error
    except OSError as error:
        raise StaffUnavailable("问题集没有写成，请检查数据文件夹。") from error
    return path


def _ids(text: str) -> set[str]:
    return {json.loads(line)["id"] for line in text.splitlines() if line.strip()}


def _replace(path: Path, text: str) -> None:
    """In one step: whoever reads meets the old rows or the new ones."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
