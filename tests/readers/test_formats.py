"""Fictional notices in every format and in awkward layouts: particulars and gold lists."""

import pytest

from corpus.extract import extract_values
from corpus.readers import read_bytes
from corpus.unsure import with_unsure
from corpus.verify import verify_places, verify_values
from tests.readers.golden import Golden

FORMATS, LAYOUTS = Golden("formats"), Golden("layouts")
FILES = [(golden, name) for golden in (FORMATS, LAYOUTS) for name in golden.wanted]
PAGED = (".pdf", ".jpg")


@pytest.mark.parametrize(("golden", "name"), FILES, ids=[name for _, name in FILES])
def test_particulars(golden, name):
    assert golden.particulars(name) == golden.wanted[name]["notice"]


@pytest.mark.parametrize(("golden", "name"), FILES, ids=[name for _, name in FILES])
def test_every_part_of_a_value_is_verbatim(golden, name):
    notice = golden.read(name)
    assert verify_values(notice, extract_values(notice)) == []
    assert verify_places(notice, notice.places) == []
    assert bool(notice.places) is name.endswith(PAGED)


@pytest.mark.parametrize("golden", [FORMATS, LAYOUTS], ids=["formats", "layouts"])
def test_precision_and_recall(golden):
    precision, recall, left, missing = golden.figures()
    print(f"recall {recall:.3f}, precision {precision:.3f}")
    assert recall >= 0.95, missing
    assert precision >= 0.98, left


def test_a_value_is_cited_as_one_cell():
    notice = FORMATS.read("red_head.pdf")
    (value,) = (v for v in extract_values(notice) if v.citations.value.quote == "1800")
    clause = next(c for c in notice.clauses if c.id == value.clause)
    assert clause.text == "糖尿病｜3600｜1800"
    assert "居民医保" in clause.headings[-1]


def test_a_scan_knows_how_sure_it_is():
    places = FORMATS.read("scan.jpg").places
    assert all(p.page == 1 and 0 < p.confidence <= 1 for p in places)
    none_sure = with_unsure(FORMATS.read("scan.jpg"), least=1.1)
    assert none_sure.notice.unsure
    assert with_unsure(FORMATS.read("scan.jpg"), least=0.0).notice.unsure == ()


def test_the_caption_of_a_web_table_gives_its_unit():
    page = """<body><h1>梅州市医疗保障局关于住院待遇的通告</h1><p>现公布如下，请遵照执行。</p>
    <table><caption>表1 住院起付标准（单位：元）</caption><tr><th>级别</th><th>起付标准</th></tr>
    <tr><td>一级</td><td>150</td></tr><tr><td>二级</td><td>450</td></tr></table>
    <p>本通告自2027年1月1日起施行。</p></body>"""
    blocks = read_bytes(page.encode(), "a.html").blocks
    at = next(n for n, block in enumerate(blocks) if block.cells)
    assert blocks[at - 1].text == "表1 住院起付标准（单位：元）"
