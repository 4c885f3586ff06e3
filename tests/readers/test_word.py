"""Word files: what a reader of the final text sees, and nothing else."""

import re
from pathlib import Path

import pytest
import yaml

from corpus.errors import UnreadableFile
from corpus.readers.docx import read_docx
from corpus.readers.numbering import chinese
from tests.readers.office import word, zipped

CASES = yaml.safe_load((Path(__file__).parent / "word.yaml").read_text("utf-8"))
_RUN = "<w:r><w:t>{}</w:t></w:r></w:p>"
_LIST = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr>'


def _expanded(body):
    body = re.sub(r"P\((.*?)\)", lambda m: "<w:p>" + _RUN.format(m[1]), body)
    body = re.sub(
        r"N\((\d),(\d),(.*?)\)", lambda m: _LIST.format(m[2], m[1]) + _RUN.format(m[3]), body
    )
    return re.sub(
        r"S\((.*?),(.*?)\)",
        lambda m: f'<w:p><w:pPr><w:pStyle w:val="{m[1]}"/></w:pPr>' + _RUN.format(m[2]),
        body,
    )


def _shown(data):
    return [b.text or "｜".join(b.cells) for b in read_docx(data, "a.docx").blocks]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_word(case):
    data = word(_expanded(case["body"]), case.get("lists", ""), case.get("styles", ""))
    assert _shown(data) == case["lines"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, "一"), (10, "十"), (21, "二十一"), (105, "一百零五"), (1010, "一千零一十")],
)
def test_chinese_numerals(value, said):
    assert chinese(value) == said


ENTITIES = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    "<d>&b;&c;</d>"
)
BAD = {
    "encrypted": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "密码",
    ),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版"),
    "no zip": (b"PK\x03\x04 nothing", "损坏"),
    "another zip": (zipped({"a.txt": "a"}), "不是 Word"),
    "entities": (zipped({"word/document.xml": ENTITIES}), "实体"),
    "torn XML": (zipped({"word/document.xml": "<w:document"}), "损坏"),
    "bomb": (zipped({"word/document.xml": bytes(120_000_000)}), "过大"),
    "many parts": (zipped({f"{i}.xml": "" for i in range(5_001)}), "过大"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_word_file(name):
    data, words = BAD[name]
    with pytest.raises(UnreadableFile, match=words) as caught:
        read_docx(data, "通知.docx")
    assert str(caught.value).startswith("“通知.docx”")
    assert str(caught.value).endswith("。")


def test_truncated_anywhere():
    whole = word(_expanded("P(关于标准的通知)"))
    for end in range(1, len(whole), 37):
        with pytest.raises(UnreadableFile):
            read_docx(whole[:end], "a.docx")
