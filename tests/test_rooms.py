"""Rules of the house that hold for every file: import order, size, errors, no machine paths."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "assistant", "eval")
MAX_LINES = 400
MAX_FUNCTION_LINES = 40
MACHINE_PATH = re.compile(r"(?<![\w./])/(?:work|tmp|home|root|opt|Users)/|[A-Z]:\\\\Users")
TEXT_SUFFIXES = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".jsonl", ".json", ""}
DATA = "corpus/notices/"


def tracked() -> list[str]:
    """Paths under version control, or every source file where git is missing."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    roots = [ROOT / room for room in (*ROOMS, "tests", "docs")]
    return [str(p.relative_to(ROOT)) for root in roots for p in root.rglob("*") if p.is_file()]


FILES = tracked()
PYTHON = [name for name in FILES if name.endswith(".py")]
PRODUCT = [name for name in PYTHON if name.split("/")[0] in (*ROOMS, "app.py")]


@cache
def parse(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), filename=name)


def imported_rooms(name: str) -> set[str]:
    rooms: set[str] = set()
    for node in ast.walk(parse(name)):
        if isinstance(node, ast.Import):
            rooms |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            rooms.add(node.module.split(".")[0])
    return rooms & {*ROOMS, "app", "tests"}


def allowed_rooms(name: str) -> set[str]:
    room = name.split("/")[0]
    if room == "app.py":
        return {"corpus", "assistant"}
    return set(ROOMS[: ROOMS.index(room) + 1])


def test_imports_go_only_to_the_left():
    wrong = {name: imported_rooms(name) - allowed_rooms(name) for name in PRODUCT}
    assert {name: rooms for name, rooms in wrong.items() if rooms} == {}


def test_files_stay_small():
    lines = {name: (ROOT / name).read_text(encoding="utf-8").count("\n") for name in PYTHON}
    assert {name: many for name, many in lines.items() if many > MAX_LINES} == {}


def test_functions_stay_small():
    wrong = []
    for name in PYTHON:
        for node in ast.walk(parse(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MAX_FUNCTION_LINES:
                    wrong.append(f"{name}:{node.lineno} {node.name} 有 {length} 行")
    assert wrong == []


def catches_everything(node: ast.ExceptHandler) -> bool:
    names = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else set()
    return node.type is None or bool(names & {"Exception", "BaseException"})


def test_no_error_is_swallowed_whole():
    broad = [
        f"{name}:{node.lineno}"
        for name in PYTHON
        for node in ast.walk(parse(name))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]
    assert broad == []


def test_no_paths_of_one_machine():
    # the notices as they came, and this check itself, are left out
    own = Path(__file__).relative_to(ROOT).as_posix()
    texts = [n for n in FILES if Path(n).suffix in TEXT_SUFFIXES and n != own]
    assert own in FILES
    found = {
        name: MACHINE_PATH.findall((ROOT / name).read_bytes().decode("utf-8", errors="ignore"))
        for name in texts
        if not name.startswith(DATA)
    }
    assert {name: paths for name, paths in found.items() if paths} == {}
