"""Runs: stopped and continued, scored apart, compared, reported; floors."""

import datetime as dt
import json
from html.parser import HTMLParser

import pytest

from corpus.errors import CorpusError
from corpus.settings import Settings
from eval import run, systems
from eval.__main__ import main
from eval.cases import load_set
from eval.errors import BadRun, NoData
from eval.results import read_results
from eval.scoring import score_run, summarise
from eval.suite import ShippedSet, below_floors, shipped_sets
from eval.systems import SystemOptions

HOSTILE = "<script>alert(1)</script>"


def line(number, question="大人交多少"):
    expect = {"status": ["answered"], "values": [{"value": "410"}]}
    return {
        "id": f"c{number}",
        "turns": [question],
        "region": None,
        "as_of": "2024-10-01",
        "expect": expect,
        "tags": ["fee"],
    }


class Scripted:
    """Answers by a script: right, wrong, told error, crash or empty, by the question."""

    stop_at = None
    right = "410"

    def __init__(self, settings, options):
        self.asked = []

    def ask(self, turns, region, as_of):
        self.asked.append(turns[-1])
        if turns[-1] == Scripted.stop_at:
            raise KeyboardInterrupt
        if turns[-1] == "错误":
            raise CorpusError("查不到。")
        if turns[-1] == "崩溃":
            raise KeyError("no such thing")
        text = "" if turns[-1] == "空" else f"每人{Scripted.right}元{HOSTILE}"
        cited = {"notice": "甲〔2024〕1号", "title": "", "clause": "一", "quote": "410元"}
        return {
            "status": "answered",
            "text": text,
            "values": [{"value": Scripted.right, "unit": "元", "bound": "exact"}],
            "citations": [cited],
            "steps": [],
        }


@pytest.fixture
def set_file(tmp_path, monkeypatch):
    monkeypatch.setitem(systems.SYSTEMS, "scripted", Scripted)
    monkeypatch.setattr(Scripted, "stop_at", None)
    monkeypatch.setattr(Scripted, "right", "410")
    rows = [line(n, q) for n, q in enumerate(["甲", "乙", "错误", "崩溃", "空", "丙"])]
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def ask(set_file, out):
    targets = [run.Target(load_set(set_file), Settings(data=out.parent / "data"))]
    config = run.resolve("scripted", SystemOptions(), targets, dt.datetime.now(dt.UTC).isoformat())
    return run.generate(config, SystemOptions(), targets, out)


def test_failed_and_empty_cases_count_as_zero_and_are_listed(set_file, tmp_path):
    ask(set_file, tmp_path / "out")
    _, summary, problems = score_run(tmp_path / "out")
    assert (summary.passed, summary.total) == (3, 6)
    assert summary.whole.measures["values"].value == 0.5
    assert summary.whole.outcomes == {"right": 3, "failed": 3}
    assert [(one.id, one.kind) for one in problems] == [
        ("c2", "error"),
        ("c3", "crash"),
        ("c4", "error"),
    ]


def test_a_stopped_run_goes_on_where_it_ended(set_file, tmp_path, monkeypatch):
    out = tmp_path / "out"
    monkeypatch.setattr(Scripted, "stop_at", "崩溃")
    with pytest.raises(KeyboardInterrupt):
        ask(set_file, out)
    with (out / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"set": "some", "id": "c3", "quest')  # the line that the stop cut off
    monkeypatch.setattr(Scripted, "stop_at", None)
    assert ask(set_file, out) == 3
    assert len((out / "answers.jsonl").read_text("utf-8").splitlines()) == 6
    assert score_run(out)[1].total == 6


def test_a_finished_or_another_run_is_not_continued(set_file, tmp_path):
    out = tmp_path / "out"
    ask(set_file, out)
    score_run(out)
    assert ask(set_file, out) == 0, "a finished run is asked anew"
    set_file.write_text(json.dumps(line(9, "丁")), encoding="utf-8")
    assert ask(set_file, out) == 0, "another set is another run"
    assert (out / "former-answers.jsonl").is_file()


def test_unanswered_cases_are_zero_and_changed_questions_too(set_file, tmp_path):
    ask(set_file, tmp_path / "out")
    rows = [line(0, "甲"), line(1, "改过的问法"), line(77, "新的")]
    set_file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    _, summary, problems = score_run(tmp_path / "out")
    assert (summary.passed, summary.total, len(problems)) == (1, 3, 2)


def test_the_page_is_whole_and_escapes_what_it_shows(set_file, tmp_path, capsys):
    out = tmp_path / "out"
    ask(set_file, out)
    assert main(["score", str(out)]) == 1
    page = (out / "report.html").read_text("utf-8")
    HTMLParser().feed(page)
    assert HOSTILE not in page
    for reach in ("http://", "https://", "src=", "@import"):
        assert reach not in page
    assert "程序出错" in page
    assert "没有回答" in capsys.readouterr().out


def test_two_runs_are_compared(set_file, tmp_path, monkeypatch, capsys):
    for name, right in (("a", "400"), ("b", "410")):
        monkeypatch.setattr(Scripted, "right", right)
        ask(set_file, tmp_path / name)
        score_run(tmp_path / name)
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    said = capsys.readouterr().out
    assert "变好 3 题" in said
    assert "p = 0.25，差别不显著" in said
    assert HOSTILE not in (tmp_path / "b" / "compare-a.html").read_text("utf-8")
    assert main(["table", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    assert "| some | 6 | 0.0%" in capsys.readouterr().out


def test_held_out_sets_show_totals_only(set_file, tmp_path, capsys):
    out = tmp_path / "out"
    targets = [run.Target(load_set(set_file), Settings(data=tmp_path / "d"), held_out=True)]
    config = run.resolve("scripted", SystemOptions(), targets, "now")
    run.generate(config, SystemOptions(), targets, out)
    assert main(["score", str(out)]) == 1
    said = capsys.readouterr().out
    page = (out / "report.html").read_text("utf-8")
    assert "some/c3" not in said + page
    assert "6 题，答对 3 题" in said


def test_no_data_and_no_run_are_errors(tmp_path, capsys):
    with pytest.raises(NoData):
        summarise("x", [])
    with pytest.raises(BadRun):
        read_results(tmp_path)
    assert main(["report", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_floors_are_kept_or_named(set_file, tmp_path):
    ask(set_file, tmp_path / "out")
    summary = score_run(tmp_path / "out")[1]
    kept = {"some": ShippedSet(half="dev", floors={"passed": 0.5})}
    broken = {"some": ShippedSet(half="dev", floors={"passed": 0.6, "mrr": 0.1})}
    assert list(below_floors(summary, kept)) == []
    said = [str(one) for one in below_floors(summary, broken)]
    assert "50.0%，底线 60.0%" in said[0]
    assert "没有可评分的题" in said[1]


def test_every_shipped_set_is_in_the_settings_file():
    known = {path.stem for path in (run.ROOT / "eval" / "sets").glob("*.jsonl")}
    assert set(shipped_sets()) == known
