"""Rules of the house that hold for every file: import order, size, errors, no machine paths."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("name", PRODUCT)
def test_imports_go_only_to_the_left(name):
    assert imported_rooms(name) <= allowed_rooms(name)


@pytest.mark.parametrize("name", PYTHON)
def test_files_and_functions_stay_small(name):
    lines = (ROOT / name).read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_LINES, f"{name} 有 {lines} 行"
    for node in ast.walk(parse(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION_LINES, f"{name}:{node.lineno} {node.name} 有 {length} 行"


def catches_everything(node: ast.ExceptHandler) -> bool:
    names = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else set()
    return node.type is None or bool(names & {"Exception", "BaseException"})


@pytest.mark.parametrize("name", PYTHON)
def test_no_error_is_swallowed_whole(name):
    broad = [
        node.lineno
        for node in ast.walk(parse(name))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]
    assert not broad, f"{name} 第 {broad} 行捕获了所有异常"


@pytest.mark.parametrize("name", [n for n in FILES if Path(n).suffix in TEXT_SUFFIXES])
def test_no_paths_of_one_machine(name):
    if name.startswith(DATA) or name == Path(__file__).relative_to(ROOT).as_posix():
        pytest.skip("通知原文，或本检查自己")
    text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
    assert MACHINE_PATH.findall(text) == []
