"""The measurements of one process (一次测量): build, first answer, or answering."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from corpus.errors import CorpusError
from corpus.index.embedders import make_embedder
from corpus.index.entries import make_entries
from corpus.library import load_library
from corpus.settings import Settings
from eval.bench.figures import AskFigures, BuildFigures, Job, Times, summed
from eval.bench.questions import DAY, SETS_FOLDER, Asked, questions, varied
from eval.bench.subjects import BUILDERS, EMBED, Answering, folder_of, opened
from eval.bench.vectors import MadeVectors

SETS = SETS_FOLDER
SAMPLE = 60
"""Texts that are truly embedded to tell the rate."""

THREADS = (1, 2, 4)
THREAD_SECONDS = 5.0
ASK_SECONDS = 60.0
"""A system that is slow is asked fewer questions, of all kinds, in the same order."""

COMPARED = 40
"""Answers that are compared with those of several threads."""

ALL = "all"
FIRST = Asked(kind=ALL, turns=("大人医保交多少",), region="聊城市", as_of=DAY)
MEGABYTE = 1 << 20


def sample(job: Job) -> float:
    """Texts a second that are truly embedded in bulk; the vectors are kept for ``MadeVectors``."""
    settings = Settings(data=Path(job.data))
    texts = [e.text for e in make_entries(load_library(settings).documents)]
    embedder = make_embedder(settings)
    chosen = list(islice(cycle(texts), SAMPLE))
    embedder.document_vectors(chosen[: SAMPLE // 2])  # loads the model
    began = time.perf_counter()
    vectors = embedder.document_vectors(chosen)
    rate = SAMPLE / (time.perf_counter() - began)
    np.save(job.base, vectors)
    return rate


def build(job: Job) -> BuildFigures:
    """Build what the system asks."""
    settings = Settings(data=Path(job.data))
    documents = list(load_library(settings).documents)
    embedder = make_embedder(settings)
    if not job.truly:
        embedder = MadeVectors(embedder, np.load(job.base))
    began = time.perf_counter()
    count = BUILDERS[job.system](settings, embedder, documents)
    seconds = time.perf_counter() - began
    alone = count / job.rate if not job.truly or job.system == EMBED else 0.0
    return BuildFigures(
        texts=count,
        clauses=sum(len(document.clauses) for document in documents),
        seconds=round(seconds, 2),
        whole_s=round(seconds + alone, 2),
        truly=job.truly,
        folder_mb=round(folder_mb(folder_of(job.system, settings)), 1),
        peak_mb=round(peak_mb(), 1),
    )


def first(job: Job) -> float:
    """Open and answer once: the parent times the whole process."""
    system = opened(job.system, Settings(data=Path(job.data)))
    began = time.perf_counter()
    system(FIRST)
    return time.perf_counter() - began


def ask(job: Job) -> AskFigures:
    """Open, answer every question once, then many at a time."""
    asked = questions(SETS)
    began = time.perf_counter()
    system = opened(job.system, Settings(data=Path(job.data)))
    system(FIRST)
    open_s = time.perf_counter() - began
    times, said, errors = _one_by_one(system, asked)
    peak = peak_mb()
    rates = {threads: together(system, varied(asked), threads) for threads in THREADS}
    return AskFigures(
        open_s=round(open_s, 3),
        times=times,
        per_second={n: round(rate, 1) for n, rate in rates.items()},
        peak_mb=round(peak, 1),
        errors=errors,
        differing=differing(system, asked, said[:COMPARED]),
    )


def _one_by_one(
    system: Answering, asked: Sequence[Asked]
) -> tuple[dict[str, Times], list[object], int]:
    taken: dict[str, list[float]] = {ALL: []}
    said: list[object] = []
    until = time.perf_counter() + ASK_SECONDS
    for one in asked:
        if time.perf_counter() > until:
            break
        began = time.perf_counter()
        said.append(_answered(system, one))
        ms = (time.perf_counter() - began) * 1000
        taken[ALL].append(ms)
        taken.setdefault(one.kind, []).append(ms)
    errors = sum(answer is None for answer in said)
    return {kind: summed(ms) for kind, ms in taken.items()}, said, errors


def _answered(system: Answering, one: Asked) -> object:
    """The answer; ``None`` for a question that the system refuses with an error."""
    try:
        answer: object = system(one)
    except CorpusError:
        return None
    return answer


def together(
    system: Answering, asked: Sequence[Asked], threads: int, seconds: float = THREAD_SECONDS
) -> float:
    """Questions a second when so many threads share one system."""
    done = [0] * threads
    until = time.perf_counter() + seconds

    def work(number: int) -> None:
        for one in islice(cycle(asked), number * len(asked) // threads, None):
            if time.perf_counter() > until:
                return
            _answered(system, one)
            done[number] += 1

    began = time.perf_counter()
    _in_threads(work, threads)
    return sum(done) / (time.perf_counter() - began)


def differing(system: Answering, asked: Sequence[Asked], said: Sequence[object]) -> int:
    """How many answers are others when four threads ask at once than when one asks alone."""
    found = [0] * max(THREADS)

    def work(number: int) -> None:
        for one, before in list(zip(asked, said, strict=False))[number :: max(THREADS)]:
            found[number] += _answered(system, one) != before

    _in_threads(work, max(THREADS))
    return sum(found)


def _in_threads(work: object, count: int) -> None:
    assert callable(work)
    threads = [threading.Thread(target=work, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def folder_mb(folder: Path) -> float:
    """Megabytes of all files below a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / MEGABYTE


def peak_mb() -> float:
    """Peak memory of this process (RSS); not of the one that started it, as ru_maxrss may be."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("VmHWM")
