"""Many questions in one file: the same order out, and a broken line stops nobody."""

import json

import pytest

from assistant.batch import BatchLine

GOOD = {"turns": ["聊城成年人交多少"], "as_of": "2024-10-01"}
LINES = [
    ('{"id": "a", "turns": ["聊城成年人交多少"], "region": null, "as_of": "2024-10-01"}', None),
    ("这一行不是 JSON", "JSON"),
    ('{"id": 3, "turns": ["交多少"], "region": "聊城市", "as_of": "2024-10-01"}', None),
    ('{"id": 4, "turns": ["交多少"], "region": "聊成", "as_of": "2024-10-01"}', "没有找到地区"),
    ('{"id": 5, "turns": [], "as_of": "2024-10-01"}', "turns"),
    ('{"id": 6, "turns": ["交多少"], "as_of": "2024-13-01"}', "as_of"),
    ('{"id": 7, "turns": "交多少"}', "turns"),
    ('{"id": 8, "turns": ["交多少"], "regoin": "聊城市"}', "regoin"),
    ('{"id": 9}', "turns"),
    ('["交多少"]', "整行"),
    ('{"id": "l", "turns": ["聊城成年人交多少", "那孩子呢"], "as_of": "2024-10-01"}', None),
    ('{"id": 12, "turns": ["交多少"], "region": "朝阳区"}', "朝阳区"),
    ("null", "整行"),
    ('{"id": 14, "turns": ["交多少"]', "JSON"),
    ("[" * 5000, "JSON"),
    ('{"id": ' + "9" * 5000 + ', "turns": "交多少"}', "turns"),
    ('{"id": "\\ud800", "turns": "交多少"}', "turns"),
    ('{"id": "z", "turns": ["聊城什么时候缴费"], "as_of": "2024-10-01"}', None),
]


@pytest.fixture
def batch(assistant, tmp_path):
    """Run lines; the command and the rows that came out."""

    def run(lines, *options, encoding="utf-8", end="\n"):
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_bytes(end.join([*lines, ""]).encode(encoding))
        done = assistant("batch", source, target, *options)
        rows = [json.loads(row) for row in target.read_text("utf-8").splitlines()]
        assert sorted(p.name for p in tmp_path.iterdir() if p.name != "data") == [
            "in.jsonl",
            "out.jsonl",
        ]
        return done, rows

    return run


def test_broken_lines_are_named_and_the_others_go_on(batch):
    done, rows = batch([line for line, _ in LINES])
    assert done.code != 0
    assert len(rows) == len(LINES)
    for number, ((line, why), row) in enumerate(zip(LINES, rows, strict=True), 1):
        if why is None:
            assert row["id"] == json.loads(line)["id"]
            assert row["answer"]["status"] == "answered"
        else:
            assert why in row["error"], line
            assert f"第 {number} 行" in done.err
            assert "answer" not in row
    assert "Traceback" not in done.err


def test_all_good(batch):
    done, rows = batch([json.dumps({"id": n, **GOOD}) for n in range(30)])
    assert done.code == 0
    assert [row["id"] for row in rows] == list(range(30))
    assert all(row["answer"] == rows[0]["answer"] for row in rows)


def test_default_day(batch):
    _, rows = batch(['{"id": 1, "turns": ["聊城成年人交多少"]}'], "--as-of", "2024-09-30")
    assert rows[0]["answer"]["as_of"] == "2024-09-30"


@pytest.mark.parametrize(("encoding", "end"), [("utf-8-sig", "\n"), ("utf-8", "\r\n")])
def test_files_from_windows(batch, encoding, end):
    done, rows = batch([json.dumps({"id": 1, **GOOD})] * 2, encoding=encoding, end=end)
    assert done.code == 0
    assert [row["id"] for row in rows] == [1, 1]


def test_empty_lines_count_in_line_numbers(batch):
    done, rows = batch([json.dumps({"id": 1, **GOOD}), "", "坏"])
    assert "第 3 行" in done.err
    assert len(rows) == 2


def test_characters_that_split_no_line(batch):
    """U+2028 and the like may stand inside a question."""
    asked = "聊城成年人\u2028交多少\x85"
    done, rows = batch([json.dumps({"id": 1, **GOOD, "turns": [asked]}, ensure_ascii=False)])
    assert done.code == 0
    assert len(rows) == 1


def test_an_id_that_is_a_bool_or_none_is_refused(batch):
    done, rows = batch(['{"id": null, "turns": ["你好"]}'])
    assert done.code != 0
    assert "id" in rows[0]["error"]


def test_same_as_asking_one_by_one(batch, wence):
    line = BatchLine(id=1, **GOOD)
    _, rows = batch([line.model_dump_json()])
    alone = wence.ask(line.turns, line.region, line.as_of)
    assert rows[0]["answer"] == alone.model_dump(mode="json")


def test_an_interrupted_batch_leaves_nothing(assistant, monkeypatch, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": 1, **GOOD}), "utf-8")
    target.write_text("先前的结果", "utf-8")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.service.Assistant.ask", interrupt)
    assert assistant("batch", source, target).code == 130
    assert target.read_text("utf-8") == "先前的结果"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != "data") == [
        "in.jsonl",
        "out.jsonl",
    ]
