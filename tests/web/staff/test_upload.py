"""Uploaded files: the text of good ones, one clear sentence about the rest."""

import contextlib
import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadEntry
from assistant.web.staff.upload import file_name, read_upload
from corpus.errors import UnreadableFile

BODY = "word/document.xml"
WORDS = "聊城市成年居民个人缴费标准为410元。"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word_file(body, name=BODY, **others):
    """A Word file whose main text is this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(name, body)
        for other, content in others.items():
            whole.writestr(other, content)
    return out.getvalue()


def body(inside, before=""):
    xml = f"<w:document {NAMESPACES}><w:body>{inside}</w:body></w:document>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}{xml}'


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_plain_text_in_any_common_encoding(encoding):
    assert read_upload(WORDS.encode(encoding), "稿.txt") == WORDS


def test_a_word_file_with_a_table_reads_in_order():
    document = docx.Document()
    document.add_heading("通知", 1)
    document.add_paragraph(WORDS)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["人群", "标准", "学生", "380元"], strict=True):
        cell.text = text
    document.add_paragraph("特此通知。")
    out = io.BytesIO()
    document.save(out)
    assert read_upload(out.getvalue(), "稿.docx").split("\n") == [
        "通知",
        WORDS,
        "人群\t标准",
        "学生\t380元",
        "特此通知。",
    ]


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
REFUSED = {
    "空文件": (lambda: b"", "a.txt", "空文件"),
    "只有空白": (lambda: b" \n ", "a.txt", "空文件"),
    "二进制": (lambda: bytes(range(256)) * 9, "a.txt", "文本文件"),
    "别的格式": (lambda: b"%PDF-1.7", "a.pdf", "只能上传"),
    "没有扩展名": (lambda: WORDS.encode(), "a", "只能上传"),
    "改了扩展名的文本": (lambda: WORDS.encode(), "a.docx", "a.docx"),
    "旧的doc": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "a.docx", "a.docx"),
    "断了的": (lambda: word_file(body(run("一")))[:-30], "a.docx", "a.docx"),
    "没有正文": (lambda: word_file("x", name="word/other.xml"), "a.docx", "a.docx"),
    "没有字": (lambda: word_file(body("<w:p/>")), "a.docx", "没有文字"),
    "展开太大": (lambda: word_file(b"<" + b" " * 300_000_000), "a.docx", "a.docx"),
    "实体炸弹": (lambda: word_file(body("<w:p>&b;</w:p>", ENTITY)), "a.docx", "a.docx"),
    "外部实体": (lambda: word_file(body("<w:p>&a;</w:p>", OUTSIDE)), "a.docx", "a.docx"),
}


@pytest.mark.parametrize(("made", "name", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_in_one_sentence(made, name, says, one_sentence):
    with pytest.raises((BadEntry, UnreadableFile)) as refused:
        read_upload(made(), name)
    one_sentence(str(refused.value), says)


NAMES = {
    "../../etc/passwd.txt": "passwd.txt",
    "D:\\公文\\稿.docx": "稿.docx",
    'a"\r\nSet-Cookie: x.txt': 'a"Set-Cookie: x.txt',
    "稿" * 200 + ".txt": "…" + "稿" * 75 + ".txt",
}


@pytest.mark.parametrize(("name", "shown"), NAMES.items())
def test_a_name_is_only_shown(name, shown):
    assert file_name(name) == shown


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data):
    with contextlib.suppress(BadEntry, UnreadableFile):
        assert read_upload(data, "a.txt").strip()
