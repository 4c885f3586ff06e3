"""Workbooks and CSV: cells as they are shown, merged ones repeated, text around the table."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook

from corpus.errors import UnreadableFile
from corpus.readers import read_bytes
from corpus.readers.sheet import read_csv, read_sheet
from tests.readers.office import zipped


def _saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _shown(document):
    return [b.text or "｜".join(b.cells) for b in document.blocks]


@pytest.fixture
def book():
    book = Workbook()
    sheet = book.active
    sheet.append(["青岩市缴费标准表"])
    sheet.merge_cells("A1:C1")
    sheet.append(["单位：元/人"])
    sheet.append(["人群", "比例", "标准"])
    sheet.append(["成年居民", 0.9, 400])
    sheet.append([None, 0.855, 1234.5])
    sheet.merge_cells("A4:A5")
    sheet["B4"].number_format = "0%"
    sheet["B5"].number_format = "0.0%"
    sheet.append(["日期", dt.date(2025, 1, 2), "=1/0"])
    sheet.append([])
    sheet.append(["注：以上标准自2025年起执行。"])
    return book


def test_what_a_reader_sees(book):
    assert _shown(read_sheet(_saved(book), "a.xlsx")) == [
        "青岩市缴费标准表",
        "单位：元/人",
        "人群｜比例｜标准",
        "成年居民｜90%｜400",
        "成年居民｜85.5%｜1234.5",
        "日期｜2025年1月2日｜",
        "注：以上标准自2025年起执行。",
    ]


def test_a_hidden_sheet_is_told_and_not_read(book):
    hidden = book.create_sheet("测算")
    hidden.append(["秘密", 999])
    hidden.sheet_state = "hidden"
    document = read_sheet(_saved(book), "a.xlsx")
    assert not any("秘密" in text for text in _shown(document))
    assert document.remarks == ("隐藏的工作表“测算”没有读。",)


def test_csv_in_the_encoding_of_excel():
    data = "缴费标准表,,\n人群,标准\n成年,400\n学生,380\n".encode("gb18030")
    document = read_csv(data, "a.csv")
    assert _shown(document) == ["缴费标准表", "人群｜标准", "成年｜400", "学生｜380"]


ENTITY = '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"a.txt": ""}), "不是 Excel"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "损坏"),
        (zipped({"xl/workbook.xml": ENTITY}), "实体"),
        (zipped({"xl/workbook.xml": "<a/>", "xl/a.xml": bytes(120_000_000)}), "过大"),
    ],
)
def test_bad_workbook(data, words):
    with pytest.raises(UnreadableFile, match=words):
        read_sheet(data, "a.xlsx")


def test_an_old_file_says_how_to_go_on(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableFile, match=r"另存为 \.docx"):
        read_bytes(b"\xd0\xcf\x11\xe0 old", "通知.doc")


def test_who_adds_it_is_told_of_hidden_sheets(corpus, book, tmp_path):
    book.create_sheet("测算").sheet_state = "hidden"
    path = tmp_path / "标准.xlsx"
    path.write_bytes(_saved(book))
    done = corpus("add", path, "--region", "聊城市")
    assert done.code == 0, done.err
    assert "注意：隐藏的工作表“测算”没有读。" in done.out
