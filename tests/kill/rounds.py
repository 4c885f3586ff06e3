"""Kill -9 while the corpus is being changed, again and again; nothing may be lost or mixed.

Every round changes a small corpus in a process of its own, which is killed at a random moment or at
a random touch of the disk. Then the corpus is looked at as a reader does, and again after the next
writer has settled it: it must be whole as before the change or whole as after it, ``verify`` must
be clean, people's decisions there, the history in step, and questions answered.

    python tests/kill/rounds.py --kills 200
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import importlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from assistant.service import Assistant  # noqa: E402
from corpus.change import add_files, build, remove, retype  # noqa: E402
from corpus.draft import drafting  # noqa: E402
from corpus.extract import extract_values  # noqa: E402
from corpus.history import Note, What, read_history  # noqa: E402
from corpus.index import build as build_module  # noqa: E402
from corpus.index import generation  # noqa: E402
from corpus.index import search as search_module  # noqa: E402
from corpus.index.embedders.base import Embedder, silent  # noqa: E402
from corpus.index.words import terms  # noqa: E402
from corpus.intake import Given  # noqa: E402
from corpus.library import load_library  # noqa: E402
from corpus.model import ValueStatus  # noqa: E402
from corpus.restore import restore_all  # noqa: E402
from corpus.settings import Settings  # noqa: E402
from corpus.store import check_source  # noqa: E402
from corpus.structure import read_notices  # noqa: E402
from corpus.transaction import FOLDER, INTENT, write_lock  # noqa: E402
from corpus.verify import verify_values  # noqa: E402
from tests.vectors import counted  # noqa: E402

NOTICE = ROOT / "tests" / "cli" / "notices" / "tongling.txt"
PAGES = ROOT / "tests" / "fixtures" / "notices" / "formats" / "red_head.pdf"
ID, STEADY, PAGED = "铜医保发2024-{}", "淮医保发2024-88", "梅市医保2025-77"
NUMBERS = (88, 89, 90)
QUESTION, FIGURE, DAY = "淮北成年人医保交多少钱", "437", dt.date(2024, 10, 1)
TOUCHES = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}
OPERATIONS = ("add", "replace", "confirm", "remove", "build", "restore", "retype")
PUTTING_IN_PLACE = 60
"""Touches of the disk, about, from writing the intent to the end."""
KILLED = -signal.SIGKILL
NOT_KILLED = "finished first"
ENOUGH = 3
"""Troubles after which a run ends."""

State = dict[str, tuple[tuple[str, str], ...]]
"""The figures of every notice and what people decided on them."""


@dataclass
class Figures:
    """What a run came to."""

    kills: collections.Counter[str] = field(default_factory=collections.Counter)
    outcomes: collections.Counter[str] = field(default_factory=collections.Counter)
    troubles: list[str] = field(default_factory=list)


class Cheap(Embedder):
    """Vectors of how often characters occur: a round is about writing, not about meaning."""

    name, dim = "cheap", 64

    def query_vector(self, text):
        return counted(text, self.dim)

    def document_vectors(self, texts, advance=silent):
        return np.stack([self.query_vector(text) for text in texts])


def prepare() -> None:
    """Load once what every round would load anew, and nothing that starts a thread."""
    build_module.make_embedder = search_module.make_embedder = lambda _: Cheap()
    for name in ("chromadb", "langchain_text_splitters"):
        importlib.import_module(name)
    (document,) = read_notices(NOTICE)
    extract_values(document)
    terms("预热")


class Rounds:
    """One data folder that is changed and killed; ``seed`` makes the choices repeatable."""

    def __init__(self, home: Path, seed: int) -> None:
        """Fill the folder with one notice that no round touches, and one with pages."""
        self.settings = Settings(data=home / "data", shipped=home / "shipped")
        self.home = home
        self.dice = random.Random(seed)
        self.fee = 400
        self.figures = Figures()
        self.lasted = (1, 1.0)
        """Touches of the disk and seconds of the last change that nobody killed."""
        steady = home / "淮北.txt"
        words = NOTICE.read_text("utf-8").replace("铜陵", "淮北").replace("铜医保", "淮医保")
        steady.write_text(words, "utf-8")
        self.run(lambda: add_files(self.settings, [steady, PAGES], Given()))
        self.state = self.looked_at()

    def file(self, number: int) -> Path:
        """The notice of a number with a fee that none had before."""
        self.fee += 1
        path = self.home / f"通知{number}.txt"
        words = NOTICE.read_text("utf-8").replace("88号", f"{number}号")
        path.write_text(words.replace("437元", f"{self.fee}元"), "utf-8")
        return path

    def run(self, work, kill=None) -> int:
        """Do the work in a process of its own, killed as ``kill`` says; its exit code."""
        child = os.fork()
        if child == 0:
            if isinstance(kill, int):
                _die_at(kill)
            code = 1
            try:
                work()
                code = 0
            finally:
                if code:
                    traceback.print_exc()
                os._exit(code)
        if isinstance(kill, float):
            time.sleep(kill)
            os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def seen(self, look) -> object:
        """What a look at the folder finds, in a process of its own: it opens an index."""
        out = self.home / "seen.json"
        out.unlink(missing_ok=True)
        code = self.run(lambda: out.write_text(json.dumps(look()), "utf-8"))
        return json.loads(out.read_text("utf-8")) if code == 0 else f"exit {code}"

    def looked_at(self) -> State:
        """The state of the folder; troubles are noted."""
        found = self.seen(lambda: look(self.settings))
        if not isinstance(found, dict) or found["troubles"]:
            self.figures.troubles.append(str(found))
            return {}
        return {i: tuple(map(tuple, values)) for i, values in found["state"].items()}

    def round(self) -> None:
        """One change that is killed, and what it left."""
        name, number = self.dice.choice(OPERATIONS), self.dice.choice(NUMBERS)
        name = self._possible(name, number)
        work = self._work(name, number)
        allowed = {"before": self.state, "after": self._rehearsed(work)}
        code = self.run(lambda: work(self.settings), self._moment())
        if code not in (KILLED, 0):
            self.figures.troubles.append(f"{name}: exit {code}")
        pending = (self.settings.data / FOLDER / INTENT).exists()
        reader = self.looked_at()
        self.run(lambda: _settle(self.settings.data))
        writer = self.looked_at()
        outcome = next((o for o, state in allowed.items() if state == reader), "neither")
        if allowed["before"] == allowed["after"] == reader:
            outcome = "the same"
        if outcome == "neither" or writer != reader:
            self.figures.troubles.append(f"{name}: {reader} then {writer}, allowed {allowed}")
        self.figures.kills[name if code == KILLED else NOT_KILLED] += 1
        self.figures.outcomes[f"{outcome}{' (intent open)' if pending else ''}"] += 1
        self.state = writer

    def _possible(self, name: str, number: int) -> str:
        """A change of a notice that is not there becomes adding it, and the other way round."""
        there = ID.format(number) in self.state
        if name in ("replace", "confirm", "remove") and not there:
            return "add"
        return "replace" if name == "add" and there else name

    def _work(self, name: str, number: int):
        ident = ID.format(number)
        if name in ("add", "replace"):
            path = self.file(number)
            return lambda settings: add_files(settings, [path], Given(), name == "replace")
        if name == "restore":
            versions = {e.after for e in read_history(self.settings.data).events[1:]}
            version = self.dice.choice(sorted(versions))
            return lambda settings: restore_all(settings, version)
        if name == "retype":
            return self._typing()
        return {
            "confirm": lambda settings: confirm(settings, ident),
            "remove": lambda settings: remove(settings, ident),
            "build": rebuild,
        }[name]

    def _typing(self):
        """A figure of the notice with pages, typed as one that it never was."""
        self.fee += 1
        was = next(quote for quote, _ in self.state[PAGED] if quote.endswith("元"))
        words = f"{self.fee}元"
        return lambda settings: retype(settings, PAGED, was, words)

    def _rehearsed(self, work) -> State:
        """What the change leads to where nobody kills it: done on a copy."""
        copy = self.home / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.settings.data, copy)
        settings = self.settings.model_copy(update={"data": copy})
        begun = time.monotonic()
        counted = self.seen(lambda: _counted(lambda: work(settings)))
        self.lasted = (counted, time.monotonic() - begun)
        found = self.seen(lambda: look(settings))
        return {i: tuple(map(tuple, values)) for i, values in found["state"].items()}

    def _moment(self) -> int | float:
        """When to kill: by the clock, at any touch of the disk, or at one of the last ones."""
        touches, seconds = self.lasted
        return self.dice.choice(
            [
                self.dice.uniform(0, seconds),
                self.dice.randrange(touches),
                self.dice.randrange(max(0, touches - PUTTING_IN_PLACE), touches),
            ]
        )


def _die_at(left: int) -> None:
    """Kill this process at its n-th touch of the disk."""
    count = [left]

    def hook(event, _):
        if event in TOUCHES:
            count[0] -= 1
            if count[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _counted(work) -> int:
    """How often some work touches the disk."""
    count = [0]

    def hook(event, _):
        count[0] += event in TOUCHES

    sys.addaudithook(hook)
    work()
    return count[0]


def confirm(settings: Settings, ident: str) -> None:
    """Confirm all values of a notice."""
    with drafting(settings, Note(What.CONFIRM)) as draft:
        entry = draft.entries[ident]
        values = [v.model_copy(update={"status": ValueStatus.CONFIRMED}) for v in entry.values]
        draft.revise(entry.document, values)


def rebuild(settings: Settings) -> None:
    """Build an index that is gone."""
    (settings.data / generation.POINTER).unlink(missing_ok=True)
    build(settings)


def _settle(data: Path) -> None:
    with write_lock(data):
        pass


def look(settings: Settings) -> dict:
    """The state as a reader finds it, and all that is wrong with it."""
    library = load_library(settings)
    troubles = [p for e in library.entries.values() for p in verify_values(e.document, e.values)]
    for entry in library.entries.values():
        check_source(entry.folder, entry.notice)
    history = read_history(settings.data)
    if history.events and history.events[-1].after != library.version:
        troubles.append(f"历史停在 {history.events[-1].after}，文件库是 {library.version}")
    if STEADY in library.entries:
        troubles += answered(settings, library)
    state = {
        i: sorted((v.citations.value.quote, v.status.value) for v in e.values)
        for i, e in library.entries.items()
    }
    return {"state": state, "troubles": troubles}


def answered(settings: Settings, library) -> list[str]:
    """What is wrong with the answer to a question; with nothing open, also with the search."""
    assistant = Assistant(settings, library)
    answer = assistant.ask([QUESTION], None, DAY)
    wrong = [] if FIGURE in answer.text else [f"答：{answer.text}"]
    known = {n.doc_number for n in library.notices}
    wrong += [f"引了 {c.notice}" for c in answer.citations if c.notice not in known]
    hits = {c.notice for c, _ in assistant.search("个人缴费标准", sorted(library.entries), 20)}
    return wrong + [f"检索不到 {i}" for i in library.entries if i not in hits]


def run(kills: int, seed: int, home: Path, shown: bool = False) -> Figures:
    """So many rounds in a folder."""
    prepare()
    rounds = Rounds(home, seed)
    figures = rounds.figures
    with tqdm(total=kills, desc="打断", unit="次", disable=not shown) as bar:
        while (done := figures.kills.total() - figures.kills[NOT_KILLED]) < kills:
            bar.update(done - bar.n)
            rounds.round()
            if len(figures.troubles) >= ENOUGH:
                break
    return figures


def main() -> int:
    """Run and print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        figures = run(given.kills, given.seed, Path(home), shown=True)
    print(f"打断：{dict(figures.kills)}")
    print(f"留下：{dict(figures.outcomes)}")
    print(f"用时 {time.monotonic() - begun:.0f} 秒，问题 {len(figures.troubles)} 个")
    print(*figures.troubles, sep="\n")
    return 1 if figures.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
