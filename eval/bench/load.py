"""Many people at once (压力): a real service, asked by clients that never pause.

Beside the times stands what the machine's own queueing explains. With ``n`` people of whom each
asks again as soon as he is answered, the time of an answer is the number of people times the work
of one answer, shared by the cores (Little's law, 利特尔法则): nothing can be faster.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from eval.bench.figures import summed
from eval.bench.questions import Asked, questions, varied
from eval.errors import BadRun

PEOPLE = 50
SECONDS = 60.0
ALONE = 5.0
"""Seconds of one person alone; they also warm the service up."""

TIMEOUT = 60
MILLI = 1000
ADDRESS = "http://"


class Asking(NamedTuple):
    """What clients saw: milliseconds of every answer, failures, how long they asked."""

    times: list[float]
    errors: int
    seconds: float


def load(data: Path, sets: Path, seconds: float, people: int = PEOPLE) -> dict[str, float]:
    """Figures of ``people`` asking a mixed set for ``seconds``; ``BadRun`` if nothing came."""
    asked = varied(questions(sets))
    with served(data) as (url, pid):
        alone = asyncio.run(ask(url, asked, 1, min(ALONE, seconds)))
        memory, cpu = memory_mb(pid), cpu_seconds(pid)
        many = asyncio.run(ask(url, asked, people, seconds))
        spent, after = cpu_seconds(pid) - cpu, memory_mb(pid)
    if not alone.times or not many.times:
        raise BadRun("服务一个答复也没有给。")
    return _figures(alone, many, spent, people) | {
        "load_memory_before": memory,
        "load_memory_after": after,
    }


def _figures(alone: Asking, many: Asking, spent: float, people: int) -> dict[str, float]:
    cores = os.cpu_count() or 1
    single, crowd = summed(alone.times), summed(many.times)
    work = spent / len(many.times) * MILLI
    # One interpreter runs on one core at a time; what is outside of it has the others.
    queueing = people * sum(alone.times) / len(alone.times)
    return {
        "load_people": people,
        "load_answers": len(many.times),
        "load_errors": many.errors + alone.errors,
        "load_rate": len(many.times) / many.seconds,
        "load_alone": single.p50,
        "load_p50": crowd.p50,
        "load_p95": crowd.p95,
        "load_work": work,
        "load_queueing": queueing,
        "load_shared": people * work / cores,
        "load_beyond": crowd.p95 - queueing,
        "load_cpu": spent / many.seconds / cores * 100,
    }


async def ask(url: str, asked: Sequence[Asked], people: int, seconds: float) -> Asking:
    """``people`` clients ask one question after another until the time is over."""
    numbers, began = count(), time.perf_counter()
    times: list[float] = []
    errors = 0
    limits = httpx.Limits(max_connections=people)

    async def one(client: httpx.AsyncClient) -> None:
        nonlocal errors
        while time.perf_counter() - began < seconds:
            start = time.perf_counter()
            errors += not await _answered(client, asked[next(numbers) % len(asked)])
            times.append((time.perf_counter() - start) * MILLI)

    async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT, limits=limits) as client:
        await asyncio.gather(*(one(client) for _ in range(people)))
    return Asking(times, errors, time.perf_counter() - began)


async def _answered(client: httpx.AsyncClient, one: Asked) -> bool:
    body: Mapping[str, Any] = one.model_dump(mode="json", exclude={"kind"})
    try:
        got = await client.post("/api/v1/ask", json=body)
    except httpx.TransportError:
        return False
    return got.status_code == httpx.codes.OK


@contextlib.contextmanager
def served(data: Path) -> Iterator[tuple[str, int]]:
    """A service in a process of its own: its address and number."""
    command = [sys.executable, "-m", "assistant", "serve", "--no-pages", "--port", "0"]
    env = {**os.environ, "WENCE_HTTP_RATE": "0"}
    process = subprocess.Popen(
        [*command, "--data", str(data)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        said = process.stdout.readline() if process.stdout else ""
        if ADDRESS not in said:
            raise BadRun("服务没有启动。")
        yield ADDRESS + said.partition(ADDRESS)[2].split()[0], process.pid
    finally:
        process.terminate()
        process.wait(TIMEOUT)


def memory_mb(pid: int) -> float:
    """Resident memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds(pid: int) -> float:
    """Seconds that the cores have worked for a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
