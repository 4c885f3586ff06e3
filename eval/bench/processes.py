"""Each measurement in a process of its own (各测各的): nothing one has loaded helps another."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

from pydantic import BaseModel
from tqdm import tqdm

from corpus.library import load_library
from corpus.settings import Settings
from eval.bench.corpora import fill_pool, link_corpus, notices_of, pool_folder, shipped_clauses
from eval.bench.figures import SYSTEMS, AskFigures, Bench, BuildFigures, Job, SizeFigures
from eval.bench.load import load
from eval.bench.questions import SETS_FOLDER
from eval.errors import BadRun
from eval.run import code_digest

COLD_RUNS = 3
STEPS = 2 + COLD_RUNS
UNFINISHED = "unfinished.jsonl"
GIGABYTE = 1 << 30
F = TypeVar("F", bound=BaseModel)


class Wanted(NamedTuple):
    """What to measure: sizes of the corpus, up to which one truly, seconds of many at once."""

    sizes: Sequence[int]
    true_to: int
    load_s: float


def run(bench: Path, out: Path, wanted: Wanted, embedder: str) -> Bench:
    """Measure every system on every size; the invented notices stay under ``bench``.

    Corpora larger than ``true_to`` get made vectors.
    """
    sizes = wanted.sizes
    shipped = shipped_clauses(out / "none")
    counts = {size: notices_of(size, shipped) for size in sizes}
    pool = fill_pool(pool_folder(bench), max(counts.values()))
    found: list[SizeFigures] = []
    with tqdm(total=len(sizes) * len(SYSTEMS) * STEPS + 2, desc="测速", unit="项") as bar:
        small = _corpus(bench, out, sizes[0], pool[: counts[sizes[0]]])
        base = str(out / "data" / "base.npy")
        rate = float(_child(small.model_copy(update={"task": "sample", "base": base})))
        bar.update()
        for size in sizes:
            job = _corpus(bench, out, size, pool[: counts[size]])
            how = {"base": base, "rate": rate, "truly": size <= wanted.true_to}
            job = job.model_copy(update=how)
            jobs = [job.model_copy(update={"system": system}) for system in SYSTEMS]
            found += [_once(one, bar, bench / UNFINISHED) for one in jobs]
        alone = json.loads(_child(small.model_copy(update={"task": "parts"})))
        bar.update()
    if wanted.load_s:
        alone |= load(Path(small.data), SETS_FOLDER, wanted.load_s)
    (bench / UNFINISHED).unlink(missing_ok=True)
    return Bench(
        started=out.name,
        machine=machine(embedder),
        sizes=tuple(found),
        parts={**alone, "bulk_per_s": rate},
    )


def _corpus(bench: Path, out: Path, size: int, notices: Sequence[Path]) -> Job:
    """Lay out the corpus of a size; a job on it."""
    data = out / "data" / str(size)
    if not data.is_dir():
        link_corpus(data, notices)
        _share_models(bench, data)
    return Job(task="", system="", size=size, data=str(data))


def _share_models(bench: Path, data: Path) -> None:
    """The expanded weights (280 MB) are made once for all sizes."""
    models = bench / "models"
    models.mkdir(parents=True, exist_ok=True)
    (data / "models").parent.mkdir(parents=True, exist_ok=True)
    (data / "models").symlink_to(models.resolve())


def _once(job: Job, bar: tqdm[None], unfinished: Path) -> SizeFigures:
    """Measure, or take what a stopped run of the same code has measured (接着上次做)."""
    code = code_digest()
    rows = unfinished.read_text("utf-8").splitlines() if unfinished.is_file() else []
    for row in map(json.loads, rows):
        if (row["code"], row["truly"]) == (code, job.truly):
            known = SizeFigures.model_validate(row["figures"])
            if (known.system, known.size) == (job.system, job.size):
                bar.update(STEPS)
                return known
    made = _system(job, bar)
    line = {"code": code, "truly": job.truly, "figures": made.model_dump(mode="json")}
    with unfinished.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return made


def _system(job: Job, bar: tqdm[None]) -> SizeFigures:
    bar.set_postfix_str(f"{job.system} {job.size}×")
    built = _figures(job.model_copy(update={"task": "build"}), BuildFigures)
    bar.update()
    colds = []
    for _ in range(COLD_RUNS):
        began = time.perf_counter()
        _child(job.model_copy(update={"task": "first"}))
        colds.append(time.perf_counter() - began)
        bar.update()
    asked = _figures(job.model_copy(update={"task": "ask"}), AskFigures)
    bar.update()
    return SizeFigures(
        system=job.system,
        size=job.size,
        clauses=built.clauses,
        notices=len(load_library(Settings(data=Path(job.data))).entries),
        build=built,
        cold_s=round(median(colds), 2),
        ask=asked,
    )


def _figures(job: Job, kind: type[F]) -> F:
    return kind.model_validate_json(_child(job))


def _child(job: Job) -> str:
    """The last line that a process of its own prints; ``BadRun`` with its words if it fails."""
    command = [sys.executable, "-m", "eval.bench.child", job.model_dump_json()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        raise BadRun(f"测速没有做完（{job.system} {job.size}×，{job.task}）：{last}")
    return done.stdout.strip().splitlines()[-1]


def machine(embedder: str) -> str:
    """The machine in words, and how busy it was at the end."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE
    return (
        f"{os.cpu_count()} 核、{memory:.0f} GB 内存，{platform.system()}，"
        f"Python {platform.python_version()}，向量模型 {embedder}；"
        f"测完时前 15 分钟的平均负载 {os.getloadavg()[2]:.1f}"
    )
