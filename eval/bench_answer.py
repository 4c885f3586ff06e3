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
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from assistant.calculate.rule import rules
from assistant.calculator import Calculator
from assistant.model import Question
from assistant.understand import read_slots
from corpus.library import Library
from corpus.settings import Settings
from eval.cases import Case, load_cases

SETS = Path(__file__).parent / "sets"
COLD_RUNS = 3
RULE_CALLS = 200
T = TypeVar("T")
WHERE = {"place": "聊城市", "as_of": "2024-10-15"}
# Inputs that make a rule go all the way; rules not named here need no more than place and day.
RULE_INPUTS: dict[str, dict[str, Any]] = {
    "individual_fee": {"person": {"who": "低保对象", "age": 40}},
    "family_fee": {"persons": [{"who": "大人", "count": 2}, {"age": 8}]},
    "reimbursement": {"amount": 30000, "setting": "住院", "hospital": "三级医院", "visit": 2},
    "serious_illness": {"amount": 80000, "income": 30000, "person": {"who": "低保对象"}},
    "medical_assistance": {"amount": 20000, "income": 30000, "person": {"who": "低保对象"}},
}
WANTED = (
    ("冷启动到第一个回答", "cold_s", 3.0, "秒"),
    ("一问的中位用时", "ask_ms", None, "毫秒"),
    ("只做向量的中位用时", "embed_ms", None, "毫秒"),
    ("两者之比", "ratio", 2.0, "倍"),
    ("读懂一句问话的中位用时", "slots_ms", 5.0, "毫秒"),
    ("读懂一句问话，20句里最慢的一句", "slots_p95_ms", 5.0, "毫秒"),
    ("一条规则的中位用时（最慢的规则）", "rule_ms", 1.0, "毫秒"),
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


def times_ms(action: Callable[[T], object], cases: Iterable[T]) -> list[float]:
    """Milliseconds of an action over the cases, ascending."""
    times = []
    for case in cases:
        began = time.perf_counter()
        action(case)
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


def median_ms(action: Callable[[T], object], cases: Iterable[T]) -> float:
    """Median milliseconds of an action over the cases."""
    return median(times_ms(action, cases))


def parsing(library: Library, cases: Sequence[Case]) -> dict[str, float]:
    """Times of reading the slots of one turn; the first pass loads the dictionaries."""
    asked = [Question(turns=c.turns[-1:], region=c.region, as_of=c.as_of) for c in cases]
    for question in asked:
        read_slots(question, library.places)
    times = times_ms(lambda q: read_slots(q, library.places), asked)
    return {"slots_ms": median(times), "slots_p95_ms": times[len(times) * 95 // 100]}


def calculating(library: Library) -> float:
    """Median time of the slowest rule at the place where it is slowest, without any retrieval."""
    calculator = Calculator(library)
    slowest = 0.0
    for name in rules():
        for where in (WHERE, *_wheres(library)):
            given = [{**where, **RULE_INPUTS.get(name, {})}] * RULE_CALLS
            slowest = max(slowest, median_ms(lambda a, n=name: calculator.run(n, a), given))  # type: ignore[misc]
    return slowest


def _wheres(library: Library) -> list[dict[str, Any]]:
    """Every place that has a notice of its own, on the day after it: added notices count too."""
    dated = {n.jurisdiction: n.issued_on for n in library.notices if n.issued_on}
    named = {library.places.get(code).name: day for code, day in dated.items()}
    return [{"place": p, "as_of": d + dt.timedelta(days=1)} for p, d in named.items()]


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
    other = parsing(assistant.library, cases) | {"rule_ms": calculating(assistant.library)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"ask_ms": ask, "embed_ms": embed, "ratio": ask / embed, "peak_mb": peak, **other}


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
