"""A change of a data folder holds whole or not at all, wherever its process is killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.transaction import CLOSED, FOLDER, INTENT, changing, steady, view, write_lock

ROOT = Path(__file__).parents[2]
OLD = {"notices/甲/a": "1", "notices/乙/a": "1", "removed.txt": "1", "index/current.json": "1"}
NEW = {"notices/甲/a": "2", "notices/丙/a": "2", "index/current.json": "2", "history/log": "2"}
EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}
KILLED = 9
FEWEST_POINTS = 40
PATIENCE = 60


def contents(seen):
    """What a reader finds: the content of every file by its place."""
    notices = [f"notices/{name}/a" for name in seen.below("notices")]
    paths = {place: seen.path(place.removesuffix("/a")) for place in notices}
    files = {place: path / "a" for place, path in paths.items()}
    files |= {p: seen.path(p) for p in ("removed.txt", "index/current.json", "history/log")}
    return {place: path.read_text() for place, path in files.items() if path.is_file()}


def fill(data, files):
    for place, content in files.items():
        (data / place).parent.mkdir(parents=True, exist_ok=True)
        (data / place).write_text(content)


def change(data):
    """From OLD to NEW."""
    with changing(data) as going:
        for name in ("甲", "丙"):
            folder = going.put(f"notices/{name}")
            folder.mkdir()
            (folder / "a").write_text("2")
        going.put("index/current.json").write_text("2")
        going.put("history/log").write_text("2")
        going.drop("notices/乙")
        going.drop("removed.txt")


def killed_at(data, number):
    """Do the change in a process that ends at its n-th touch of the disk; whether it was ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    left = [number]

    def hook(event, _):
        if event in EVENTS:
            left[0] -= 1
            if left[0] < 0:
                os._exit(KILLED)

    sys.addaudithook(hook)
    change(data)
    os._exit(0)


@pytest.fixture
def data(tmp_path):
    made = tmp_path / "data"
    fill(made, OLD)
    return made


def points(make):
    """Every point of a change: a fresh folder whose change was killed there."""
    number, data = 0, make()
    while killed_at(data, number):
        yield data
        number, data = number + 1, make()
    assert number >= FEWEST_POINTS


def test_killed_at_every_point(tmp_path):
    made = iter(range(1000))

    def make():
        data = tmp_path / str(next(made))
        fill(data, OLD)
        return data

    seen = set()
    for data in points(make):
        found = steady(data, contents)
        assert found in (OLD, NEW)
        with write_lock(data):
            assert contents(view(data)) == found
        assert not (data / FOLDER).exists()
        assert steady(data, contents) == found
        seen.add(tuple(found))
    assert len(seen) == 2, "killed before and after the change held"


def test_a_failure_leaves_nothing_behind(data):
    with pytest.raises(FileNotFoundError), changing(data) as going:
        (going.put("notices/甲") / "a").write_text("2")
    assert contents(view(data)) == OLD
    assert not (data / FOLDER).exists()


def test_nothing_to_do_writes_nothing(data):
    with changing(data) as going:
        going.drop("notices/没有")
    assert not (data / CLOSED).exists()


def test_put_and_dropped_again(data):
    with changing(data) as going:
        going.put("notices/甲").mkdir()
        going.drop("notices/甲")
        going.drop("notices/乙")
        going.put("notices/乙").mkdir()
    assert sorted(view(data).below("notices")) == ["乙"]


def test_a_damaged_intent_is_told(data):
    fill(data, {f"{FOLDER}/{INTENT}": "{"})
    with pytest.raises(CorpusError, match="已损坏"):
        view(data)


WRITER = """
import sys
from pathlib import Path
from corpus.transaction import changing
for number in range(2, 10**6):
    with changing(Path(sys.argv[1])) as going:
        for name in "甲乙丙丁":
            folder = going.put(f"notices/{name}")
            folder.mkdir()
            (folder / "a").write_text(str(number))
        going.put("index/current.json").write_text(str(number))
    if number == 2:
        print("going", flush=True)
"""


def test_a_reader_never_sees_a_mixture(data):
    """Two processes: one changes five files again and again, the other reads them."""
    command = [sys.executable, "-c", WRITER, str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
        try:
            assert writer.stdout.readline().strip() == b"going"
            seen = list(until_changed(data, 15))
        finally:
            writer.kill()
    states = {tuple(set(found.values()) - {"1"}) for found in seen}
    assert all(len(state) == 1 for state in states), states
    assert all(len(found) == 6 for found in seen)


def until_changed(data, times):
    """What a reader finds again and again, until the writer has changed it so often."""
    states, end = set(), time.monotonic() + PATIENCE
    while len(states) < times:
        assert time.monotonic() < end, "没有等到改动"
        found = steady(data, contents)
        states.add(found["index/current.json"])
        yield found
