"""The shipped question sets can be read, and faulty ones are refused with the row and the fault."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.cases import load_cases, load_set
from eval.errors import BadSet
from eval.report import report
from eval.rows import ClauseRef
from eval.run import run_sets
from eval.scoring import summarise, write_results
from eval.suite import shipped_sets
from eval.tags import check_tags, tag_faults, taxonomy

SETS = Path(__file__).resolve().parents[2] / "eval" / "sets"
QUESTIONS = [name for name, one in shipped_sets().items() if one.kind == "questions"]
GOOD = {
    "id": "a",
    "turns": ["大人交多少"],
    "region": None,
    "as_of": "2024-10-01",
    "expect": {"status": ["clarify"], "reason": ["missing:"]},
}


@pytest.mark.parametrize(
    ("name", "least"),
    [("seeds_dev.jsonl", 170), ("retrieval_dev.jsonl", 90), ("samples_dev.jsonl", 42)],
)
def test_shipped_sets(name, least):
    cases = load_cases(SETS / name)
    assert len(cases) >= least
    typed = [case for case in cases if case.expect.values]
    assert all(case.expect.citations for case in typed), "有数值就要有条款"


def every_case():
    """(set, case) of all shipped question sets."""
    for name in QUESTIONS:
        for case in load_cases(SETS / f"{name}.jsonl"):
            yield name, case


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_shipped_set_keeps_to_the_taxonomy(name):
    check_tags(load_set(SETS / f"{name}.jsonl"))


def test_an_unknown_tag_of_a_shipped_set_is_named():
    case = load_cases(SETS / "traps.jsonl")[0]
    faulty = case.model_copy(update={"tags": ("fee", "multi_turn", "ratio", "notices:dev")})
    faults = "".join(tag_faults(faulty))
    assert "ratio" in faults
    assert "single" in faults
    assert "notices:dev" not in faults
    assert "主题" in "".join(tag_faults(case.model_copy(update={"tags": ("single",)})))


def test_both_halves_are_large_and_hold_every_tag():
    counts = {"dev": Counter(), "test": Counter()}
    for name, case in every_case():
        counts[shipped_sets()[name].half].update(case.tags)
    for half, tags in counts.items():
        assert tags["single"] + tags["multi_turn"] >= 500
        assert {tag: tags[tag] for tag in taxonomy().names if tags[tag] < 6} == {}, half


def test_a_question_that_may_be_answered_names_its_clauses():
    bare = [
        case.id
        for _, case in every_case()
        if "answered" in case.expect.status and not case.wanted and "no_topic" not in case.tags
    ]
    assert not bare


def test_retrieval_cases_name_their_clause():
    assert all(case.expect.labels for case in load_cases(SETS / "retrieval_dev.jsonl"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", ["第2行", "JSON"]),
        (json.dumps({**GOOD, "as_of": "2024-13-01"}), ["第2行", "as_of"]),
        (json.dumps({**GOOD, "id": "b", "turns": []}), ["第2行", "turns"]),
        (json.dumps({**GOOD, "id": "b", "extra": 1}), ["第2行", "extra"]),
        (json.dumps({**GOOD, "expect": {"status": ["maybe"]}}), ["第2行", "expect.status"]),
        (
            json.dumps({**GOOD, "expect": {"status": ["refused"], "reason": ["x"]}}),
            ["第2行", "expect.reason"],
        ),
        (
            json.dumps({**GOOD, "expect": {"status": ["answered"], "labels": ["一（一）"]}}),
            ["第2行", "#"],
        ),
        (json.dumps(GOOD), ["a", "两次"]),
    ],
)
def test_a_faulty_row_is_named(tmp_path, line, words):
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(BadSet) as error:
        load_cases(path)
    assert all(word in str(error.value) for word in words), error.value


def test_missing_and_empty_sets_end_in_one_sentence(tmp_path, capsys):
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    for name in ("none.jsonl", "empty.jsonl"):
        assert main(["check", str(tmp_path / name)]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_system_lists_the_known_ones(tmp_path, capsys):
    sets = str(SETS / "seeds_dev.jsonl")
    assert main(["run", sets, "--system", "x", "--out", str(tmp_path)]) == 2
    assert "wence" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("ref", "path", "covered"),
    [
        ("甲〔2024〕1号#第六条", "第六条（一）2（1）", True),
        ("甲〔2024〕1号#一（一）", "一（一）", True),
        ("甲〔2024〕1号#一（一）", "一（二）", False),
        ("甲〔2024〕1号#附件1", "附件12", False),
        ("乙〔2024〕1号#一", "一", False),
    ],
)
def test_a_reference_covers_its_sub_items(ref, path, covered):
    assert ClauseRef.model_validate(ref).covers("甲〔2024〕1号", "标题", path) is covered


class Clueless:
    """A system that always asks back."""

    def ask(self, turns, region, as_of):
        return {
            "status": "clarify",
            "reason": "missing:region",
            "text": "请问您在哪个市？",
            "values": [],
            "citations": [],
            "steps": [],
            "follow_ups": [],
            "as_of": as_of.isoformat(),
            "corpus": "",
        }


def test_a_run_is_scored_written_and_reported(tmp_path):
    cases = load_cases(SETS / "seeds_dev.jsonl")
    rows = run_sets(Clueless(), [("seeds_dev", cases)])
    summary = summarise("clueless", rows)
    write_results(tmp_path, rows, summary)
    lines = (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["case"]["id"] for line in lines] == [case.id for case in cases]
    assert 0 < summary.passed < summary.total
    assert summary.tags["clarify"] == (8, 8)
    assert "状态不对" in report(rows, summary)
    assert rows[0].case.as_of == dt.date(2024, 10, 15)
