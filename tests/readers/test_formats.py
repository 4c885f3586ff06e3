"""Eight fictional notices, one a format: their particulars, and their values against gold lists."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from corpus.extract import extract_values
from corpus.readers import read_bytes
from corpus.structure import read_notices
from corpus.unsure import with_unsure
from corpus.verify import verify_places, verify_values
from tests.extract.notices import fits, shown_value

FOLDER = Path(__file__).parents[1] / "fixtures" / "notices" / "formats"
GOLD = yaml.safe_load((FOLDER / "gold.yaml").read_text("utf-8"))
PAGED = {"printed.pdf", "red_head.pdf", "scan.jpg"}


@cache
def _read(name):
    (notice,) = read_notices(FOLDER / name)
    return notice


def _compared(name):
    """The values found, those of the gold list that are missing, and those left over."""
    values = extract_values(_read(name))
    left, missing = list(values), []
    for wanted in GOLD[name]["values"]:
        found = next((v for v in left if fits(v, wanted)), None)
        if found is None:
            missing.append(wanted)
        else:
            left.remove(found)
    return values, missing, [shown_value(v) for v in left]


@pytest.mark.parametrize("name", GOLD)
def test_particulars(name):
    notice = _read(name).notice
    wanted = GOLD[name]["notice"]
    shown = {field: getattr(notice, field) for field in wanted}
    assert shown | {"issuers": list(notice.issuers)} == wanted


@pytest.mark.parametrize("name", GOLD)
def test_every_part_of_a_value_is_verbatim(name):
    notice = _read(name)
    assert verify_values(notice, extract_values(notice)) == []
    assert verify_places(notice, notice.places) == []
    assert bool(notice.places) is (name in PAGED)


def test_precision_and_recall():
    compared = [_compared(name) for name in GOLD]
    wanted = sum(len(GOLD[name]["values"]) for name in GOLD)
    found = sum(len(values) for values, _, _ in compared)
    missing = [m for _, lacking, _ in compared for m in lacking]
    left = [v for _, _, over in compared for v in over]
    print(f"recall {1 - len(missing) / wanted:.3f}, precision {1 - len(left) / found:.3f}")
    assert 1 - len(missing) / wanted >= 0.95, missing
    assert 1 - len(left) / found >= 0.98, left


def test_a_value_is_cited_as_one_cell():
    notice = _read("red_head.pdf")
    (value,) = (v for v in extract_values(notice) if v.citations.value.quote == "1800")
    clause = next(c for c in notice.clauses if c.id == value.clause)
    assert clause.text == "糖尿病｜3600｜1800"
    assert "居民医保" in clause.headings[-1]


def test_a_scan_knows_how_sure_it_is():
    places = _read("scan.jpg").places
    assert all(p.page == 1 and 0 < p.confidence <= 1 for p in places)
    none_sure = with_unsure(_read("scan.jpg"), least=1.1)
    assert none_sure.notice.unsure
    assert with_unsure(_read("scan.jpg"), least=0.0).notice.unsure == ()


def test_the_caption_of_a_web_table_gives_its_unit():
    page = """<body><h1>梅州市医疗保障局关于住院待遇的通告</h1><p>现公布如下，请遵照执行。</p>
    <table><caption>表1 住院起付标准（单位：元）</caption><tr><th>级别</th><th>起付标准</th></tr>
    <tr><td>一级</td><td>150</td></tr><tr><td>二级</td><td>450</td></tr></table>
    <p>本通告自2027年1月1日起施行。</p></body>"""
    blocks = read_bytes(page.encode(), "a.html").blocks
    at = next(n for n, block in enumerate(blocks) if block.cells)
    assert blocks[at - 1].text == "表1 住院起付标准（单位：元）"
