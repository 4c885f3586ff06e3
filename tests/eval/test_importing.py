"""Tables of offices become sets; every faulty row is named."""

import csv
import datetime as dt

import openpyxl
import pytest
import yaml

from eval.__main__ import main
from eval.cases import load_cases
from eval.errors import BadMap, BadSet
from eval.importing import import_cases, load_map

HEADING = ["编号", "问题", "追问", "地区", "日期", "结果", "答案", "依据", "分类"]
ROW = [
    1.0,
    "大人交多少",
    "孩子呢",
    "聊城市",
    dt.datetime(2024, 10, 15),
    "能答",
    "不低于400元；380",
    "聊医保发〔2024〕27号#一（一）",
    "缴费、追问",
]
MAP = {
    "columns": {
        "id": "编号",
        "turns": ["问题", "追问"],
        "region": "地区",
        "as_of": "日期",
        "status": "结果",
        "values": "答案",
        "citations": "依据",
        "tags": "分类",
    },
    "separators": {"values": "；", "tags": "、"},
    "defaults": {"status": ["answered"], "region": "聊城市"},
    "words": {"status": {"能答": "answered", "不能答": "unanswerable"}},
}


@pytest.fixture
def mapped(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(yaml.safe_dump(MAP, allow_unicode=True), encoding="utf-8")
    return path


def save(path, rows, encoding="utf-8-sig"):
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        return path
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",")
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("a.xlsx", ""), ("a.csv", "utf-8-sig"), ("a.csv", "gb18030"), ("a.tsv", "utf-8")],
)
def test_a_table_becomes_a_set(tmp_path, mapped, name, encoding):
    table = save(tmp_path / name, [HEADING, ROW, [None] * 9], encoding)
    out = tmp_path / "set.jsonl"
    assert main(["import", str(table), "--map", str(mapped), "--out", str(out)]) == 0
    (case,) = load_cases(out)
    assert case.turns == ("大人交多少", "孩子呢")
    assert case.as_of == dt.date(2024, 10, 15)
    assert [(v.value, v.bound) for v in case.expect.values] == [
        ("400", "at_least"),
        ("380", "exact"),
    ]
    assert str(case.expect.citations[0][0]) == ROW[7]
    assert case.tags == ("缴费", "追问")


@pytest.mark.parametrize(
    ("at", "cell", "words"),
    [
        (4, "2024-13-01", "as_of"),
        (4, "", "as_of"),
        (1, "", None),
        (5, "也许", "status"),
        (6, "看情况", "values"),
        (7, "一（一）", "citations"),
    ],
)
def test_a_faulty_row_is_named(tmp_path, mapped, at, cell, words):
    bad = [*ROW[:at], cell, *ROW[at + 1 :]]
    bad[0] = "2"
    table = save(tmp_path / "a.xlsx", [HEADING, ROW, bad])
    if words is None:  # one turn is enough
        assert len(import_cases(table, load_map(mapped))) == 2
        return
    with pytest.raises(BadSet) as error:
        import_cases(table, load_map(mapped))
    assert "第3行" in str(error.value)
    assert words in str(error.value)


def test_all_faulty_rows_are_listed(tmp_path, mapped):
    bad = [*ROW[:5], "也许", *ROW[6:]]
    table = save(tmp_path / "a.xlsx", [HEADING, bad, ROW, bad])
    with pytest.raises(BadSet) as error:
        import_cases(table, load_map(mapped))
    assert "第2行" in str(error.value)
    assert "第4行" in str(error.value)


def test_missing_columns_and_files_end_in_one_sentence(tmp_path, mapped, capsys):
    table = save(tmp_path / "a.csv", [HEADING[:-1], ROW[:-1]])
    for name in (table, tmp_path / "none.csv", mapped):
        code = main(["import", str(name), "--map", str(mapped), "--out", str(tmp_path / "o")])
        assert code == 2
        assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(BadMap, match="分类"):
        import_cases(table, load_map(mapped))
