"""Which kind of set a file is (哪一种): a question set or a claims set."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from eval.cases import CaseSet, load_set
from eval.claims import ClaimsSet, load_claims
from eval.errors import BadSet
from eval.rows import read_rows

Kind = Literal["questions", "claims"]
MARKS: dict[str, Kind] = {"turns": "questions", "expect": "questions", "claims": "claims"}
CLAIMS_NAME = "claims"


def kind_of(path: Path) -> Kind:
    """The kind by the fields of the rows, else by the name; ``BadSet`` when neither tells.

    A file without a readable row is taken for questions: its reader says what is wrong with it.
    """
    rows = [fields for _, fields in read_rows(path) if isinstance(fields, dict)]
    for fields in rows:
        for mark, kind in MARKS.items():
            if mark in fields:
                return kind
    if path.name.startswith(CLAIMS_NAME):
        return "claims"
    if rows:
        raise BadSet(
            f"看不出 {path.name} 是哪一种：问题集每一行有 turns 和 expect，声明集每一行有 claims。"
        )
    return "questions"


def load_any(path: Path) -> CaseSet | ClaimsSet:
    """Read a set of either kind; ``BadSet`` as its reader says."""
    return load_claims(path) if kind_of(path) == "claims" else load_set(path)


def load_questions(path: Path) -> CaseSet:
    """Read a question set; a claims set is refused in one sentence: it asks nothing."""
    if kind_of(path) == "claims":
        raise BadSet(f"{path.name} 是声明集，没有问题；用 run 核对，用 check 检查格式。")
    return load_set(path)


def summary_line(one: CaseSet | ClaimsSet) -> str:
    """One Chinese line about a set that was read without a fault."""
    if isinstance(one, ClaimsSet):
        held = f"{len(one.rows)} 段文本、{len(one.claims)} 条声明"
    else:
        held = f"{len(one.cases)} 题"
    return f"{one.path.name}：{held}，格式无误，内容哈希 {one.sha256}。"
