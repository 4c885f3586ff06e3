"""Checking on the command line: one text, standard input, and many in one file."""

import datetime as dt
import io
import json

import pytest

from assistant.check import check_text
from assistant.check.pasted import LONGEST

TEXT = "聊城市2025年度成年居民个人缴费标准为400元，其中学生380元。"
DAY = "2024-10-15"
LINES = [
    (json.dumps({"id": "a", "text": TEXT, "region": None, "as_of": DAY}), None),
    ("这一行不是 JSON", "JSON"),
    (json.dumps({"id": 3, "text": "大家好", "as_of": DAY}), None),
    (json.dumps({"id": 4, "text": ""}), "空"),
    (json.dumps({"id": 5, "text": "医" * 200_000}), str(LONGEST)),
    (json.dumps({"id": 6, "text": "聊城\0"}), "控制字符"),
    (json.dumps({"id": 7, "text": TEXT, "region": "聊成"}), "没有找到地区"),
    (json.dumps({"id": 8, "turns": ["交多少"]}), "text"),
]


def test_what_a_person_reads(assistant):
    done = assistant("check", TEXT, "--as-of", DAY)
    assert done.code == 0
    wrong, right = done.out.split("\n2. ")
    assert wrong.startswith("1. 【不符】")
    assert "410元" in wrong
    assert right.startswith("【相符】")
    assert "聊医保发〔2024〕27号 一（一）" in right


def test_json_is_what_programs_get(assistant, wence):
    done = assistant("check", TEXT, "--as-of", DAY, "--json")
    rows = json.loads(done.out)
    found = check_text(wence, TEXT, as_of=dt.date.fromisoformat(DAY))
    assert rows == [v.model_dump(mode="json") for v in found]
    assert [TEXT[r["start"] : r["end"]] for r in rows] == [r["text"] for r in rows]


def test_a_text_from_standard_input(assistant, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(TEXT))
    done = assistant("check", "-", "--as-of", DAY)
    assert done.out.startswith("1. 【不符】")


def test_a_text_without_claims_says_so(assistant):
    done = assistant("check", "大家好，祝您健康！")
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert "没有找到可以核对的声明" in done.out


@pytest.mark.parametrize("text", ["", "医" * 200_000, "<p></p>", "聊城\x07"])
def test_a_text_that_cannot_be_checked(assistant, text):
    done = assistant("check", text)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1


def test_many_texts_keep_their_order(assistant, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(line for line, _ in LINES), "utf-8")
    done = assistant("batch-check", source, target)
    rows = [json.loads(row) for row in target.read_text("utf-8").splitlines()]
    assert done.code == 2
    assert len(rows) == len(LINES)
    for number, ((_, why), row) in enumerate(zip(LINES, rows, strict=True), 1):
        if why:
            assert why in row["error"]
            assert f"第 {number} 行" in done.err
        else:
            assert "claims" in row
    assert [c["verdict"] for c in rows[0]["claims"]] == ["contradicted", "supported"]
    assert rows[2]["claims"] == []
