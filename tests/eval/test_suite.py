"""The fast subset of the shipped sets keeps the floors of ``eval/sets/sets.yaml`` (底线)."""

import json

import pytest

from eval.__main__ import main
from eval.suite import shipped_sets


@pytest.fixture(scope="module")
def run(data_folder, tmp_path_factory):
    """The command as CI runs it: its exit code, what it printed and its folder."""
    out = tmp_path_factory.mktemp("run")
    code = main(["suite", "--fast", "--data", str(data_folder("suite")), "--out", str(out)])
    return code, out


def test_every_floor_is_kept(run, capsys):
    code, out = run
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    shares = {name: group["passed"] / group["total"] for name, group in summary["by_set"].items()}
    assert code == 0, shares
    assert set(shares) == {name for name, one in shipped_sets().items() if one.fast}


def test_no_answer_has_a_figure_without_a_source(run):
    _, out = run
    rows = [json.loads(line) for line in (out / "rows.jsonl").read_text("utf-8").splitlines()]
    loose = [
        (row["case"]["id"], row["score"]["faults"])
        for row in rows
        if any(fault["kind"] == "ungrounded" for fault in row["score"]["faults"])
    ]
    assert not loose


def test_a_lost_floor_is_a_failure(data_folder, tmp_path, capsys, monkeypatch):
    # No question of the set should be declined: a measure without data keeps no floor.
    sets = {
        "retrieval_dev": shipped_sets()["retrieval_dev"].model_copy(
            update={"floors": {"refusal_recall": 0.5}}
        )
    }
    monkeypatch.setattr("eval.suite.shipped_sets", lambda: sets)
    monkeypatch.setattr("eval.cli.shipped_sets", lambda: sets)
    asked = ["suite", "--only", "retrieval_dev", "--data", str(data_folder("floor"))]
    assert main([*asked, "--out", str(tmp_path)]) == 1
    assert "低于底线：retrieval_dev" in capsys.readouterr().out
