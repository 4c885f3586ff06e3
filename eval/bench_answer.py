"""Speed of answering (答题速度): ``python -m eval.bench_answer``.

Cold start, time of a question and memory; needs a built index. The figures are printed beside
what is wanted and nothing is asserted: a busy machine is slow, and that is no fault of the product.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from corpus.settings import Settings
from eval.cases import Case, load_cases

SETS = Path(__file__).parent / "sets"
COLD_RUNS = 3
WANTED = (
    ("冷启动到第一个回答", "cold_s", 3.0, "秒"),
    ("一问的中位用时", "ask_ms", None, "毫秒"),
    ("只做向量的中位用时", "embed_ms", None, "毫秒"),
    ("两者之比", "ratio", 2.0, "倍"),
    ("最大内存", "peak_mb", 600.0, "MB"),
)


def cold_start() -> float:
    """Seconds from starting a process to its first answer, the median of a few."""
    command = [sys.executable, "-m", "assistant", "ask", "大人医保交多少", "--region", "聊城市"]
    times = []
    for _ in range(COLD_RUNS):
        began = time.perf_counter()
        subprocess.run([*command, "--json"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return median(times)


def median_ms(action: Callable[[Case], object], cases: Iterable[Case]) -> float:
    """Median milliseconds of an action over the cases."""
    times = []
    for case in cases:
        began = time.perf_counter()
        action(case)
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def warm(settings: Settings) -> dict[str, float]:
    """Times of answering and of embedding alone, and the peak memory of this process."""
    from assistant import open_assistant
    from corpus.index.embedders import make_embedder

    cases = load_cases(SETS / "seeds_dev.jsonl")
    assistant = open_assistant(settings)
    assistant.ask(["大人医保交多少"], "聊城市", dt.date(2024, 10, 15))
    ask = median_ms(lambda c: assistant.ask(list(c.turns), c.region, c.as_of), cases)
    embedder = make_embedder(settings)
    embedder.embed_query("先加载一次")
    embed = median_ms(lambda c: embedder.embed_query(c.turns[-1]), cases)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"ask_ms": ask, "embed_ms": embed, "ratio": ask / embed, "peak_mb": peak}


def main() -> int:
    """Print the table; ``--warm`` measures in this process and prints JSON for the parent."""
    if "--warm" in sys.argv:
        print(json.dumps(warm(Settings())))
        return 0
    # Memory is measured in a process of its own, which has loaded nothing else.
    child = [sys.executable, "-m", "eval.bench_answer", "--warm"]
    done = subprocess.run(child, check=True, capture_output=True, text=True)
    figures = {"cold_s": cold_start(), **json.loads(done.stdout.splitlines()[-1])}
    for name, key, limit, unit in WANTED:
        wanted = f"（目标不超过 {limit:g} {unit}）" if limit is not None else ""
        print(f"{name}：{figures[key]:.2f} {unit}{wanted}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
