"""Batches (批量问答、批量核对): one JSON object a line in, one a line out, in the same order."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from assistant.check import check_text
from assistant.errors import BadQuestion
from assistant.service import Assistant
from assistant.versions import Versions
from corpus.errors import CorpusError
from corpus.model import Frozen

OK, SOME_BAD = 0, 2
LONGEST_NUMBER = 20


class BatchLine(Frozen):
    """One line of a batch: the turns of one person, the place, the day, and the corpus version."""

    id: str | int
    turns: tuple[str, ...] = Field(min_length=1)
    region: str | None = None
    as_of: dt.date | None = None
    corpus: str | None = None


class CheckLine(Frozen):
    """One line of a batch of texts to be checked: the text, the place and the day."""

    id: str | int
    text: str
    region: str | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True)
class Job:
    """What is done with every line (批量任务): its row, and how the progress bar names it."""

    name: str
    unit: str
    row: Callable[[object], dict[str, Any]]


def run_batch(
    known: Versions, source: Path, target: Path, today: dt.date, version: str | None = None
) -> int:
    """Answer every line of ``source``: {id, turns, region, as_of, corpus} → {id, answer}.

    ``version``: the corpus version of lines that name none; ``None`` is the corpus as it is.
    """
    known.of(version)

    def answered(raw: object) -> dict[str, Any]:
        asked = BatchLine.model_validate(raw)
        assistant = known.of(asked.corpus or version)
        answer = assistant.ask(asked.turns, asked.region, asked.as_of or today)
        return {"id": asked.id, "answer": answer.model_dump(mode="json")}

    return _run(Job("批量回答", "题", answered), source, target)


def run_batch_check(assistant: Assistant, source: Path, target: Path, today: dt.date) -> int:
    """Check every line of ``source``: {id, text, region, as_of} → {id, claims}."""

    def checked(raw: object) -> dict[str, Any]:
        given = CheckLine.model_validate(raw)
        found = check_text(assistant, given.text, given.region, as_of=given.as_of or today)
        return {"id": given.id, "claims": [v.model_dump(mode="json") for v in found]}

    return _run(Job("批量核对", "段", checked), source, target)


def _run(job: Job, source: Path, target: Path) -> int:
    """Do every line of ``source``; broken lines are named, and the exit code is then 2.

    The output is written beside the target and moved into place at the end, so a broken run never
    leaves half a file under the target's name.
    """
    from tqdm import tqdm

    lines = _lines(source)
    _check_target(target)
    part = target.with_name(f".{target.name}.part")
    bad = 0
    try:
        # Half a surrogate pair is written as JSON writes it: \ud800.
        with part.open("w", encoding="utf-8", errors="backslashreplace") as out:
            for number, line in tqdm(lines, desc=job.name, unit=job.unit, file=sys.stderr):
                row = _row(job, number, line)
                bad += "error" in row
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    if bad:
        print(f"共 {len(lines)} 行，其中 {bad} 行有误，见上。", file=sys.stderr)
    return SOME_BAD if bad else OK


def _check_target(target: Path) -> None:
    """Find out before the work, not after it, that there is nowhere to write."""
    if target.is_dir():
        raise BadQuestion(f"输出“{target}”是文件夹，请给出文件名。")
    if not target.parent.is_dir():
        raise BadQuestion(f"输出文件夹“{target.parent}”不存在，请先建好。")


def _lines(source: Path) -> list[tuple[int, str]]:
    try:
        text = source.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BadQuestion(f"找不到文件：{source}。") from None
    except IsADirectoryError:
        raise BadQuestion(f"“{source}”是文件夹，不是 JSONL 文件。") from None
    except UnicodeDecodeError:
        raise BadQuestion(f"“{source}”不是 UTF-8 编码的 JSONL 文件。") from None
    found = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not found:
        raise BadQuestion(f"“{source}”是空的，没有内容。")
    return found


def _row(job: Job, number: int, line: str) -> dict[str, Any]:
    """The row of a line; a line that cannot be read or done becomes an ``error`` row."""
    ident: str | int | None = None
    try:
        # A number of thousands of digits is read as no number: it is no id.
        raw = json.loads(line, parse_int=_whole)
        ident = raw.get("id") if isinstance(raw, dict) else None
        return job.row(raw)
    except ValidationError as error:
        fields = "、".join(str(e["loc"][0]) if e["loc"] else "整行" for e in error.errors())
        return _bad(number, ident, f"字段有误：{fields}")
    except (json.JSONDecodeError, RecursionError):
        return _bad(number, ident, "不是合法的 JSON")
    except CorpusError as error:
        return _bad(number, ident, str(error))


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else float("inf")


def _bad(number: int, ident: str | int | None, why: str) -> dict[str, Any]:
    print(f"第 {number} 行：{why}", file=sys.stderr)
    return {"id": ident, "line": number, "error": why}
